"""Make a new record: what was given, what the kind gives by itself, a name, and text to write.

Nothing here writes, asks or reads the clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kvalitet.diagnostics import UsageError
from kvalitet.kinds import Condition, Default, Field, Kind
from kvalitet.records.collection import Records
from kvalitet.records.ids import canonical, draw_id, example, is_id, path_of
from kvalitet.records.record import Record
from kvalitet.schema.files import modeline
from kvalitet.source.emitting import emit
from kvalitet.source.exact import Value
from kvalitet.words import fold, hint, listing, slug

Values = dict[str, Value]

_SENTENCE = re.compile(r"(.{8,}?[.!?])(?:\s|$)", re.DOTALL)
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is not written yet: where it would lie and its text."""

    id: str
    path: str
    text: str


def field_named(kind: Kind, typed: str) -> Field:
    """Return the field that a typed path means: one that holds a value. Raises UsageError with the nearest."""
    path = fold(typed.strip())
    field = kind.find(path)
    if field is None:
        known = [known.path for known in kind.walk() if not known.fields]
        raise UsageError(f"{typed} är inget fält i {kind.name}{hint(path, known)}")
    if field.fields:
        inner = listing(f"{path}.{name}" for name in field.fields)
        raise UsageError(f"{path} är en grupp; ange {inner}")
    return field


def read_value(field: Field, typed: str, records: Records, to_date: Callable[[str], dt.date]) -> Value:
    """Return a typed answer as the value that is stored. Raises UsageError with what to write instead."""
    if field.many:
        parts = [part.strip() for part in typed.split(",") if part.strip()]
        return [_read_one(field, part, records, to_date) for part in parts]
    return _read_one(field, typed.strip(), records, to_date)


def _read_one(field: Field, typed: str, records: Records, to_date: Callable[[str], dt.date]) -> str:
    if any(not char.isprintable() and char not in "\n\u00a0\u00ad" for char in typed):
        raise UsageError(f"svaret för {field.path} har ett osynligt tecken; skriv om det")
    if field.type == "date":
        return to_date(typed).isoformat()
    if field.choices:
        return _choice(field, typed)
    if field.is_link:
        return records.target(field, typed)
    if field.type == "prose":
        return f"{typed.strip()}\n"
    stored = _spelling(field, typed)
    if field.scalar is None or field.scalar.convert(stored) is None:
        expected = field.scalar.expected if field.scalar else "ett annat värde"
        raise UsageError(f"{typed or 'inget svar'} går inte i {field.path}; skriv {expected}")
    return stored


def _spelling(field: Field, typed: str) -> str:
    """Return an answer in the one spelling that is stored: 12,5 as 12.5, j as ja, 7.30 as 07:30."""
    if field.type == "number":
        return typed.replace(",", ".").replace("\u00a0", "").replace(" ", "")
    if field.type == "yes_no":
        return {"j": "ja", "n": "nej", "yes": "ja", "no": "nej"}.get(fold(typed), fold(typed))
    if field.type == "time":
        clock = re.fullmatch(r"(\d{1,2})[.:](\d\d)", typed)
        return f"{int(clock[1]):02}:{clock[2]}" if clock else typed
    return fold(typed) if field.type == "category" else typed


def _choice(field: Field, typed: str) -> str:
    """A choice may be typed as its name, its label or its number in the list."""
    names = list(field.choices)
    if typed.isdigit() and 1 <= int(typed) <= len(names):
        return names[int(typed) - 1]
    by_fold = {fold(label): name for name, label in field.choices.items()}
    by_fold |= {fold(name): name for name in names}
    if fold(typed) not in by_fold:
        raise UsageError(f"{typed} är inget val för {field.path}{hint(typed, names)}")
    return by_fold[fold(typed)]


def put(kind: Kind, values: Values, path: str, value: Value) -> None:
    """Set a value at a dotted path, making the groups on the way.

    In a list of groups it goes to the last one, or to a new one when that has the field already.
    """
    fields: Mapping[str, Field] = kind.fields
    *groups, name = path.split(".")
    for group in groups:
        field = fields[group]
        values = _last_group(values, group, path.split(".")[-1]) if field.many else _group(values, group)
        fields = field.fields
    values[name] = value


def _group(values: Values, name: str) -> Values:
    inner = values.setdefault(name, {})
    if not isinstance(inner, dict):
        raise UsageError(f"{name} är ingen grupp")
    return inner


def _last_group(values: Values, name: str, wanted: str) -> Values:
    items = values.setdefault(name, [])
    if not isinstance(items, list):
        raise UsageError(f"{name} är ingen lista")
    last = items[-1] if items else None
    if not isinstance(last, dict) or wanted in last:
        last = {}
        items.append(last)
    return last


def get(values: Mapping[str, Value], path: str) -> Value:
    """Return the value at a dotted path, or None."""
    found: Value = dict(values)
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def missing(kind: Kind, values: Values) -> Iterator[Field]:
    """Yield the fields that the record must have, or that fill themselves, and has not, in the kind's order."""
    yield from _missing(kind.fields, values, values)


def _missing(fields: Mapping[str, Field], values: Values, root: Values) -> Iterator[Field]:
    for field in fields.values():
        if field.name == "id" or field.type == "stamp":
            continue
        present = values.get(field.name)
        if field.fields and not field.many and (present is not None or field.required is True):
            yield from _missing(field.fields, present if isinstance(present, dict) else {}, root)
        elif present is None and (_is_required(field, root) or field.fills_itself):
            yield field


def _is_required(field: Field, root: Values) -> bool:
    if not isinstance(field.required, Condition):
        return field.required
    return all(get(root, path) in wanted for path, wanted in field.required.clauses)


def default(field: Field, kind: Kind, values: Values, records: Records, day: dt.date) -> Value:
    """Return what the kind gives a field that nobody filled in, or None."""
    if field.type == "state":
        return next(iter(kind.states))
    match field.default:
        case Default(way="value", text=text):
            return text
        case Default(way="day"):
            return day.isoformat()
        case Default(way="scale"):
            return records.catalogue.scale_name
        case Default(way="line_of", text=path):
            return _first_sentence(get(values, path))
        case Default(way="same_as", text=path):
            link, _, name = path.partition(".")
            target = records.find(str(get(values, link)))
            return list(target.texts(name)) or None if target else None
    return None


def _first_sentence(value: Value) -> str | None:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    match = _SENTENCE.match(text)
    sentence = (match[1] if match else text).rstrip(".")
    if len(sentence) > _LONGEST_TITLE:
        sentence = f"{sentence[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    return sentence or None


def draft(kind: Kind, values: Values, records: Records, now: dt.datetime, year: int) -> Draft:
    """Return the record as text, named and in the kind's order. Raises UsageError for a bad name."""
    record_id = _name(kind, values, records, year)
    ordered: Values = {"id": record_id, **_in_order(kind.fields, values)}
    stamp = next((field.name for field in kind.fields.values() if field.type == "stamp"), None)
    if stamp:
        ordered[stamp] = now.isoformat(timespec="microseconds")
    path = path_of(record_id, kind)
    try:
        return Draft(record_id, path, f"{modeline(kind, path)}\n{emit(ordered)}")
    except ValueError:
        raise UsageError("svaren har tecken som inte går att spara; skriv om dem") from None


def _name(kind: Kind, values: Values, records: Records, year: int) -> str:
    if kind.drawn:
        return draw_id(kind, year, records.knows)
    given = values.get("id")
    title = get(values, kind.title)
    text = str(given) if given else f"{kind.prefix}-{slug(str(title or ''))[:40].strip('-')}"
    record_id = canonical(text, kind)
    if not is_id(record_id, kind):
        raise UsageError(f"{text} är inget id; skriv --set id={example(kind)}")
    if records.knows(record_id):
        raise UsageError(f"{record_id} finns redan; välj ett annat namn med --set id={example(kind)}")
    return record_id


def _ordered(field: Field, value: Value) -> Value:
    if isinstance(value, dict):
        return _in_order(field.fields, value)
    if isinstance(value, list):
        return [_ordered(field, item) for item in value]
    return value


def _in_order(fields: Mapping[str, Field], values: Values) -> Values:
    ordered: Values = {}
    for name, field in fields.items():
        value = values.get(name)
        if name != "id" and value is not None:
            ordered[name] = _ordered(field, value)
    return ordered


def link_back(kind: Kind, other: Record) -> str | None:
    """Return the one list in the other record that can link to a new one of a kind."""
    found = (
        field.name
        for field in other.kind.fields.values()
        if field.is_link and field.many and kind.name in field.targets
    )
    return next(found, None)


def link_forward(kind: Kind, other: Record) -> Field | None:
    """Return the first field of a kind that can link to a record."""
    found = (field for field in kind.walk() if field.is_link and other.kind.name in field.targets)
    return next(found, None)
