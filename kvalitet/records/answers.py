"""What people type: the path of a field, and an answer as the value that is stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from kvalitet.diagnostics import UsageError
from kvalitet.kinds import Field, Kind
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.source.exact import Path, Value, value_at
from kvalitet.source.text import unseen_in
from kvalitet.words import fold, hint, listing, nfc, plural

_PART = re.compile(r"(\w+)(?:\[(\d{1,4})\])?")
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CLOCK = re.compile(r"(\d{1,2})[.:](\d\d)")


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
    refuse_written_by_tool(field)
    return field


def refuse_written_by_tool(field: Field) -> None:
    """Raise UsageError for a field that nobody writes by hand."""
    if field.is_written_by_tool:
        way = "; kör kvalitet approve" if field.type == "seal" else " när posten skapas"
        raise UsageError(f"{field.path} skrivs av kvalitet{way}")


def place_named(record: Record, typed: str) -> tuple[Field, Path]:
    """Return the field and the path in a record that a typed place means, such as utfall[2].varde.

    A list's parts are counted from 1; one beyond the last is a new one. Raises UsageError.
    """
    parts = [_PART.fullmatch(part) for part in fold(typed.strip()).split(".")]
    names = [part[1] for part in parts if part]
    field = record.kind.find(".".join(names))
    if field is None or len(names) < len(parts):
        known = [known.path for known in record.kind.walk()]
        raise UsageError(f"{typed} är inget fält i {record.kind.name}{hint('.'.join(names) or typed, known)}")
    path: Path = ()
    for depth, part in enumerate(filter(None, parts), 1):
        holder = record.kind.find(".".join(names[:depth]))
        path = (*path, part[1])
        is_inner = depth < len(names)
        if holder is not None and holder.many and (part[2] or is_inner):
            path = (*path, _index(part, value_at(dict(record.values), path), ".".join(["", *names[depth:]])))
        elif part[2]:
            raise UsageError(f"{part[1]} är ingen lista; skriv {typed.replace(f'[{part[2]}]', '')}")
    return field, path


def _index(part: re.Match[str], items: Value, rest: str) -> int:
    """Return the position, from 0, that a typed part of a list means."""
    name, number = part[1], int(part[2] or 0)
    count = len(items) if isinstance(items, list) else 0
    if 1 <= number <= count + 1:
        return number - 1
    tail = rest.removesuffix(".")
    new = f"{name}[{count + 1}]{tail} för en ny"
    if not count:
        raise UsageError(f"{name} är en lista som är tom; skriv {new}")
    which = f"{name}[1]{tail}" + (f" till {name}[{count}]{tail}" if count > 1 else "")
    raise UsageError(f"{name} är en lista med {plural(count, 'del', 'delar')}; skriv {which}, eller {new}")


def read_value(field: Field, typed: str, records: Records, to_date: Callable[[str], dt.date]) -> Value:
    """Return a typed answer as the value that is stored. Raises UsageError with what to write instead.

    Members of a list stand with commas between them, but running text, which has commas, on lines of its own.
    """
    if field.many:
        between = "\n" if field.type == "prose" else ","
        return [read_one(field, part, records, to_date) for part in typed.split(between) if part.strip()]
    return read_one(field, typed, records, to_date)


def read_one(field: Field, typed: str, records: Records, to_date: Callable[[str], dt.date]) -> str:
    """Return a typed answer as one value, also of a field that holds a list. Raises UsageError."""
    typed = fit_to_write(typed, field.path).strip()
    if field.type == "date":
        return to_date(typed).isoformat()
    if field.choices:
        return choice(field, typed)
    if field.is_link:
        return records.target(field, typed)
    if field.type == "prose":
        text = "".join(f"{line.rstrip()}\n" for line in typed.split("\n"))
        return text.rstrip("\n") if field.many else text
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
        clock = _CLOCK.fullmatch(typed)
        return f"{int(clock[1]):02}:{clock[2]}" if clock else typed
    return fold(typed) if field.type == "category" else typed


def fit_to_write(text: str, name: str) -> str:
    """Return a text from outside with one kind of line break, no tabs and composed letters.

    What Word, Excel and mail programs break lines with would else be read as something else, or by other
    programs as new fields. Raises UsageError for a character that no record may hold.
    """
    text = nfc(_BREAK.sub("\n", text).replace("\t", " "))
    if found := unseen_in(text):
        raise UsageError(f"{name} har ett osynligt tecken som inte får sparas ({found}); skriv om det")
    return text


def choice(field: Field, typed: str) -> str:
    """Return the choice that is meant by its name, its label or its number in the list. Raises UsageError."""
    names = list(field.choices)
    if typed.isdigit() and 1 <= int(typed) <= len(names):
        return names[int(typed) - 1]
    by_fold = {fold(label): name for name, label in field.choices.items()}
    by_fold |= {fold(name): name for name in names}
    if fold(typed) not in by_fold:
        raise UsageError(f"{typed} är inget val för {field.path}{hint(typed, names)}")
    return by_fold[fold(typed)]
