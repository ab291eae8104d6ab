"""Make a new record: what was given, what the kind gives by itself, a name, and text to write.

Nothing here writes, asks or reads the clock.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kvalitet.diagnostics import UsageError
from kvalitet.kinds import Default, Field, Kind
from kvalitet.records.answers import fit_to_write
from kvalitet.records.collection import Records
from kvalitet.records.ids import canonical, draw_id, example, is_id, path_of
from kvalitet.records.lacking import missing
from kvalitet.records.record import Record
from kvalitet.schema.files import modeline
from kvalitet.source.document import Document
from kvalitet.source.emitting import emit
from kvalitet.source.exact import Value, value_at
from kvalitet.words import slug

Values = dict[str, Value]

_SENTENCE = re.compile(r"(.{8,}?[.!?])(?:\s|$)", re.DOTALL)
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is not written yet: where it would lie and its text."""

    id: str
    path: str
    text: str


def template_values(kind: Kind, template: Document) -> Values:
    """Return the fields that a new record takes from a record or a template: those that are filled in.

    What the tool writes, and a drawn id, are another record's own and are not taken. Raises UsageError for
    a text with a character that no record may hold.
    """
    values = _filled(template.values or {}, kind.fields)
    if kind.drawn:
        values.pop("id", None)
    return values


def _filled(values: Mapping[str, Value], fields: Mapping[str, Field]) -> Values:
    found: Values = {}
    for name, value in values.items():
        field = fields.get(name)
        below = field.fields if field else {}
        if isinstance(value, list):
            items = [_filled(item, below) if isinstance(item, dict) else _text(item, name) for item in value]
            value = [item for item in items if item]
        elif isinstance(value, dict):
            value = _filled(value, below)
        else:
            value = _text(value, name)
        if value and not (field and field.is_written_by_tool):
            found[name] = value
    return found


def _text(value: Value, name: str) -> Value:
    return fit_to_write(value, name) if isinstance(value, str) else value


def filling_themselves(kind: Kind, values: Values, before: Mapping[str, Value]) -> list[Field]:
    """Return the fields that the tool alone fills in, where they stand in what was begun since before.

    A risk says from the start which scale it is judged on; one that says nothing is left as it is.
    """
    found = []
    for field in kind.walk():
        group = field.path.rpartition(".")[0]
        is_begun = isinstance(get(values, group), dict) and get(before, group) is None if group else not before
        if field.fills_itself and is_begun and get(values, field.path) is None:
            found.append(field)
    return found


def put_blanks(kind: Kind, values: Values) -> None:
    """Put an empty field wherever one is missing, for a person to fill in."""
    for need in all_missing(kind, values):
        field = need[0]
        parts: Values = {name: None for name, part in field.fields.items() if part.required is True}
        put(kind, values, field.path, [parts] if parts else None)


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
    return value_at(dict(values), tuple(path.split(".")))


def all_missing(kind: Kind, values: Values) -> list[tuple[Field, ...]]:
    """Return what a record lacks, and what it then will lack: a group that is begun has fields that it must have."""
    filled, found = copy.deepcopy(values), []
    while needs := missing(kind, filled):
        found += needs
        for need in needs:
            put(kind, filled, need[0].path, need[0].label)
    order = [field.path for field in kind.walk()]
    return sorted(found, key=lambda need: order.index(need[0].path))


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


def draft(kind: Kind, values: Values, is_taken: Callable[[str], bool], now: dt.datetime, year: int) -> Draft:
    """Return the record as text, named and in the kind's order. Raises UsageError for a bad or taken name."""
    record_id = _name(kind, values, is_taken, year)
    try:
        return named_draft(kind, record_id, values, now)
    except ValueError:
        raise UsageError("svaren har tecken som inte går att spara; skriv om dem") from None


def named_draft(kind: Kind, record_id: str, values: Values, now: dt.datetime) -> Draft:
    """Return a record whose id is known as text. Raises ValueError for what cannot be written."""
    ordered: Values = {"id": record_id, **_in_order(kind.fields, values)}
    stamp = next((field.name for field in kind.fields.values() if field.type == "stamp"), None)
    if stamp:
        ordered[stamp] = now.isoformat(timespec="microseconds")
    path = path_of(record_id, kind)
    return Draft(record_id, path, f"{modeline(kind, path)}\n{emit(ordered)}")


def _name(kind: Kind, values: Values, is_taken: Callable[[str], bool], year: int) -> str:
    if kind.drawn:
        return draw_id(kind, year, is_taken)
    given = values.get("id")
    title = get(values, kind.title)
    text = str(given) if given else f"{kind.prefix}-{slug(str(title or ''))[:40].strip('-')}"
    record_id = canonical(text, kind)
    if not is_id(record_id, kind):
        raise UsageError(f"{text} är inget id; skriv --set id={example(kind)}")
    if is_taken(record_id):
        raise UsageError(f"{record_id} finns redan; välj ett annat namn med --set id={example(kind)}")
    return record_id


def _ordered(field: Field, value: Value) -> Value:
    if isinstance(value, dict):
        return _in_order(field.fields, value)
    if isinstance(value, list):
        return [_ordered(field, item) for item in value]
    return value


def _in_order(fields: Mapping[str, Field], values: Values) -> Values:
    """Return values in the kind's order, with what the kind does not know last, for a rule to tell of."""
    known = {name: _ordered(field, values[name]) for name, field in fields.items() if name in values}
    known.pop("id", None)
    return known | {name: value for name, value in values.items() if name not in fields}


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
