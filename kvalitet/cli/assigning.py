"""Read FÄLT=VÄRDE as it is typed on the line: what a new record is given, and what a written one is changed to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kvalitet.cli.dates import read_date
from kvalitet.diagnostics import UsageError
from kvalitet.records.answers import field_named, place_named, read_one, read_value, refuse_written_by_tool
from kvalitet.words import listing

if TYPE_CHECKING:
    from kvalitet.changing import Version
    from kvalitet.cli.session import Session
    from kvalitet.kinds import Field, Kind
    from kvalitet.records.collection import Records
    from kvalitet.source.exact import Path, Value

_ASSIGNMENT = re.compile(r"([^=]*?)([+-]?)=(.*)", re.DOTALL)


def given(kind: Kind, words: Sequence[str], run: Session, records: Records) -> Iterator[tuple[Field, Value]]:
    """Yield the fields and values that a new record is given. Raises UsageError."""
    for word in words:
        name, sign, text = _split(word)
        if sign:
            raise UsageError(f"{word} lägger till i en lista; i en ny post skrivs {name}=ett,två")
        field = field_named(kind, name)
        yield field, _read(field, text, run, records, many=field.many)


def assigned(version: Version, words: Sequence[str], run: Session) -> Version:
    """Return a record with the typed values set, added (+=) or taken away (-= or nothing). Raises UsageError.

    Every place is meant as the record is now, so members of lists are taken away last, from the end.
    """
    taken: list[Path] = []
    for word in words:
        name, sign, text = _split(word)
        field, path = place_named(version.record, name)
        if field.name == "id":
            raise UsageError(_why_no_new_id(version.record.kind))
        refuse_written_by_tool(field)
        value = _wanted(field, path, sign, text, version, run)
        if value is None and isinstance(path[-1], int):
            taken.append(path)
        else:
            version = version.with_value(path, value)
    for path in sorted(taken, key=_position, reverse=True):
        version = version.with_value(path, None)
    return version


def completed(now: Version, after: Version, run: Session) -> Version:
    """Return a changed record with what the tool alone fills in, in the groups that the change began."""
    from kvalitet.drafting import default, filling_themselves

    kind, values = after.record.kind, dict(after.record.values)
    for field in filling_themselves(kind, values, now.record.values):
        own = default(field, kind, values, run.records, run.day)
        after = after.with_value((*field.path.split("."),), own)
    return after


def _position(path: Path) -> list[str]:
    return [f"{part:05}" if isinstance(part, int) else part for part in path]


def _why_no_new_id(kind: Kind) -> str:
    if kind.drawn:
        return "id ändras inte: det är draget och kan stå i protokoll; har två händelser samma, kör kvalitet renumber"
    return "id ändras inte så; byt namn med kvalitet rename, så följer länkarna med"


def _split(word: str) -> tuple[str, str, str]:
    match = _ASSIGNMENT.fullmatch(word)
    if match is None:
        raise UsageError(f"{word} saknar likhetstecken; skriv fält=värde")
    return match[1], match[2], match[3]


def _read(field: Field, text: str, run: Session, records: Records, *, many: bool) -> Value:
    to_date = partial(read_date, day=run.day, ahead=field.ahead)
    return (read_value if many else read_one)(field, text, records, to_date)


def _wanted(field: Field, path: Path, sign: str, text: str, version: Version, run: Session) -> Value:
    """Return what is to stand at a place, or None for nothing."""
    is_list = field.many and isinstance(path[-1], str)
    if not text.strip() and not sign:
        return None
    if field.fields:
        where = f"{field.name}[1]" if is_list else field.path
        inner = listing(f"{where}.{name}" for name in field.fields)
        raise UsageError(f"{field.path} är en {'lista av grupper' if is_list else 'grupp'}; ange {inner}")
    if sign and not is_list:
        raise UsageError(f"{field.path} är ingen lista; skriv {field.path}=värde")
    value = _read(field, text, run, run.records, many=is_list)
    return _members(field, version.value(path), sign, value) if is_list and isinstance(value, list) else value


def _members(field: Field, old: Value, sign: str, typed: list[Value]) -> Value:
    """Return a list's members after some are set, added or taken away; None when none is left."""
    kept = list(old) if isinstance(old, list) else []
    if sign == "+":
        return kept + [item for item in typed if item not in kept]
    absent = [str(item) for item in typed if sign and item not in kept]
    if absent:
        there = f"; där finns {listing(map(str, kept), 'och')}" if kept else ""
        raise UsageError(f"{absent[0]} finns inte i {field.path}{there}")
    return ([item for item in kept if item not in typed] if sign else typed) or None
