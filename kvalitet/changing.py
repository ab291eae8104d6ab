"""Change records that are written: the new bytes of a file, and what a check then finds that it did not before.

Nothing here writes, asks or reads the clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from kvalitet.checking import check, has_errors
from kvalitet.diagnostics import Diagnostic, UsageError, WritingError
from kvalitet.kinds import find_field
from kvalitet.records.collection import Records, name_of
from kvalitet.records.loading import of_document, with_documents
from kvalitet.records.record import Record
from kvalitet.source.document import Document, document
from kvalitet.source.editing import edit
from kvalitet.source.exact import Path, Value, value_at
from kvalitet.source.faults import Refused
from kvalitet.source.files import read_bytes
from kvalitet.source.layout import NotInPlaceError
from kvalitet.workspace import RECORDS
from kvalitet.writing.changes import Change


@dataclass(frozen=True, slots=True)
class Version:
    """A record as its file has it, or would have it: the bytes and what they say."""

    data: bytes
    record: Record

    def value(self, path: Path) -> Value:
        """Return the value at a path, or None."""
        return value_at(dict(self.record.values), path)

    def has(self, path: Path) -> bool:
        """Return whether a key or a list's member stands at a path, if only an empty one."""
        holder = self.value(path[:-1])
        return path[-1] in holder if isinstance(holder, dict) else self.value(path) is not None

    def change_to(self, other: Version) -> Change:
        """Return the step from this version of a record's file to another."""
        return Change(self.record.document.path, self.data, other.data)

    def with_value(self, path: Path, value: Value) -> Version:
        """Return the version with one value set, or (None) taken away; every other byte is as it was.

        Raises WritingError where that cannot be done in place.
        """
        if not self.has(path) and value is None:
            return self
        try:
            data = edit(self.data, path, self._as_written(path, value), self._order)
        except (NotInPlaceError, Refused):
            field = ".".join(part for part in path if isinstance(part, str))
            raise WritingError(
                f"{field} går inte att ändra utan att annat i filen rubbas; kör kvalitet edit {self.record.id}"
            ) from None
        found = document(self.record.document.path, data)
        return Version(data, of_document(found, self.record.kind))

    def _order(self, group: Path) -> list[str]:
        """Return the order of the fields in a group of the kind."""
        names = [part for part in group if isinstance(part, str)]
        field = find_field(self.record.fields, ".".join(names)) if names else None
        return list(field.fields if field else self.record.fields)

    def _as_written(self, path: Path, value: Value) -> Value:
        """Return prose without its last line break where the old text has none and one line is enough."""
        old = self.value(path)
        if not isinstance(old, str) or not isinstance(value, str) or old.endswith("\n"):
            return value
        return value.rstrip("\n") if "\n" in old or "\n" not in value.rstrip("\n") else value


def open_version(root: FilePath, record: Record) -> Version:
    """Return a record as its file has it now, which may be newer than what was read. Raises UsageError."""
    path = record.document.path
    try:
        data = read_bytes(root / path)
    except Refused:
        raise UsageError(f"{record.id} går inte att öppna; kör kvalitet validate för att se varför") from None
    found = document(path, data)
    if found.values is None:
        raise UsageError(f"{record.id} går inte att läsa; kör kvalitet validate för att se varför")
    return Version(data, of_document(found, record.kind))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check finds after some changes: what it did not find before, and the changed records' own rest."""

    made: tuple[Diagnostic, ...]
    standing: tuple[Diagnostic, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the changes make an error. One that was there already may stand, and be mended step by step."""
        return has_errors(self.made)


@dataclass(frozen=True, slots=True)
class Move:
    """A record that gets another id, and with it another file."""

    old: str
    new: str
    path: str
    new_path: str

    def file(self, path: str) -> str:
        """Return where a file lies after the move."""
        return self.new_path if path == self.path else path

    def words(self, text: str) -> str:
        """Return a text that speaks of the record by its new id."""
        return word(self.old).sub(self.new, text)


def judge(records: Records, changes: Sequence[Change], day: dt.date, move: Move | None = None) -> Verdict:
    """Return what changes do to the changed records, those that link to them and those they link to.

    What was found of a record before it moved is the same, found of it after.
    """
    changes = [change for change in changes if change.path.startswith(f"{RECORDS}/")]
    before = with_documents(records, {change.path: _document(change, change.before) for change in changes})
    after = with_documents(records, {change.path: _document(change, change.after) for change in changes})
    touched = {name_of(change.path) for change in changes}
    near = touched | {name for known in (before, after) for name in _neighbours(known, touched)}
    was_there = Counter(mark for finding in check(before, day, near) for mark in _marks(finding, move))
    made, standing = [], []
    for finding in check(after, day, near):
        (mark,) = _marks(finding, None)
        if was_there[mark] <= 0:
            made.append(finding)
        elif name_of(finding.place.path) in touched:
            standing.append(finding)
        was_there[mark] -= 1
    return Verdict(tuple(made), tuple(standing))


def _document(change: Change, data: bytes | None) -> Document | None:
    return None if data is None else replace(document(change.path, data), origin=change.origin)


def _neighbours(records: Records, ids: set[str]) -> Iterator[str]:
    for record_id in ids:
        yield from (link.source for link in records.links_to(record_id))
        record = records.find(record_id)
        yield from (link.target for link in record.links()) if record else ()


def _marks(finding: Diagnostic, move: Move | None) -> set[tuple[str, ...]]:
    """Return what makes a finding the same before and after: not its line, nor its position in a list.

    One that names a record which moves may afterwards name it by either id, where another keeps the old one.
    """
    field = re.sub(r"\.\d+(?=\.|$)", "", finding.field)
    path = move.file(finding.place.path) if move else finding.place.path
    messages = {finding.message, move.words(finding.message) if move else finding.message}
    return {(finding.code, path, field, message) for message in messages}


def word(record_id: str) -> re.Pattern[str]:
    """Return what finds an id as a word of its own in text."""
    return re.compile(rf"(?<![\w-]){re.escape(record_id)}(?![\w-])")
