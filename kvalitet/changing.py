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
from kvalitet.configuration import with_role_renamed
from kvalitet.diagnostics import Diagnostic, Place, UsageError, WritingError
from kvalitet.kinds import find_field
from kvalitet.records.collection import Records, name_of
from kvalitet.records.loading import with_documents
from kvalitet.records.record import Record
from kvalitet.records.seal import SEAL, is_broken, seal
from kvalitet.source.document import Document, document
from kvalitet.source.editing import edit
from kvalitet.source.exact import Path, Value, value_at
from kvalitet.source.faults import FaultKind, Refused
from kvalitet.source.files import read_bytes
from kvalitet.source.layout import NotInPlaceError
from kvalitet.workspace import RECORDS, Workspace
from kvalitet.writing.changes import Change

_NOT_READ = (FaultKind.UNREADABLE, FaultKind.TOO_LARGE)


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
        return Version(data, replace(self.record, values=found.values or {}, document=found))

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
    return Version(data, replace(record, values=found.values, document=found))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check finds after some changes: what it did not find before, and the changed records' own rest."""

    made: tuple[Diagnostic, ...]
    standing: tuple[Diagnostic, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the changes make an error. One that was there already may stand, and be mended step by step."""
        return has_errors(self.made)


def judge(records: Records, changes: Sequence[Change], day: dt.date, renamed: tuple[str, str] = ("", "")) -> Verdict:
    """Return what changes do to the changed records, those that link to them and those they link to.

    `renamed` is an old id and the new one: what was found of the one is the same, found of the other.
    """
    changes = [change for change in changes if change.path.startswith(f"{RECORDS}/")]
    before = with_documents(records, {change.path: _document(change, change.before) for change in changes})
    after = with_documents(records, {change.path: _document(change, change.after) for change in changes})
    touched = {name_of(change.path) for change in changes}
    near = touched | {name for known in (before, after) for name in _neighbours(known, touched)}
    was_there = Counter(_mark(finding, renamed) for finding in check(before, day, near))
    made, standing = [], []
    for finding in check(after, day, near):
        mark = _mark(finding, ("", ""))
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


def _mark(finding: Diagnostic, renamed: tuple[str, str]) -> tuple[str, ...]:
    """Return what makes a finding the same before and after: not its line, nor its position in a list."""
    field = re.sub(r"\.\d+(?=\.|$)", "", finding.field)
    return tuple(_renamed(text, renamed) for text in (finding.code, finding.place.path, field, finding.message))


def _renamed(text: str, renamed: tuple[str, str]) -> str:
    old, new = renamed
    return _word(old).sub(new, text) if old else text


def renaming(workspace: Workspace, records: Records, record: Record, new: str) -> list[Change]:
    """Return the changes that give a record a new id, in its own file and in every file that names it by link.

    The new file comes first and the old one goes last, so that no link ever points at nothing. Raises
    UsageError where a file that names the record cannot be read.
    """
    old, root = record.id, workspace.root
    own = open_version(root, record)
    if own.value(("id",)) != old:
        raise UsageError(f"filen heter {old} men har ett annat id; rätta id först med kvalitet edit {old}")
    _refuse_unread(records, old)
    path = f"{record.document.path.rpartition('/')[0]}/{new}.yaml"
    moved = _with_links(own.with_value(("id",), new), old, new)
    others = [open_version(root, other) for other in _linking(records, record)]
    links = [version.change_to(_with_links(version, old, new)) for version in others]
    settings = _renamed_setting(workspace, old, new)
    return [Change(path, None, moved.data), *links, settings, Change(record.document.path, own.data, None)]


def _renamed_setting(workspace: Workspace, old: str, new: str) -> Change:
    """Return the change of the workspace's own words for a role, which may be none."""
    found = workspace.configuration
    data = (workspace.root / found.file).read_bytes()
    return Change(found.file, data, with_role_renamed(data, found, old, new))


def _linking(records: Records, record: Record) -> list[Record]:
    sources = dict.fromkeys(link.source for link in records.links_to(record.id) if link.source != record.id)
    return [found for source in sources if (found := records.find(source))]


def _with_links(version: Version, old: str, new: str) -> Version:
    """Return a version with its links to an id renamed, and with its seal on the same content under the new name."""
    was_sealed = version.record.text(SEAL) is not None and not is_broken(version.record)
    for link in list(version.record.links()):
        if link.target == old:
            version = version.with_value(link.path, new)
    if was_sealed and is_broken(version.record):
        version = version.with_value(tuple(SEAL.split(".")), seal(version.record))
    return version


def _refuse_unread(records: Records, record_id: str) -> None:
    for found in records.unread:
        if any(fault.kind in _NOT_READ for fault in found.faults):
            raise UsageError(f"{found.path} går inte att öppna och kan nämna {record_id}; rätta den filen först")
        if _word(record_id).search(found.text):
            raise UsageError(f"{found.path} nämner {record_id} men går inte att läsa; rätta den filen först")


def mentions(records: Records, record_id: str) -> Iterator[Place]:
    """Yield where an id stands other than as a link: in running text or in a comment."""
    for record in records:
        if record_id not in record.document.text:
            continue
        known = {record.place("id"), *(record.document.place(link.path) for link in record.links())}
        starts = {(place.line, place.column + shift) for place in known for shift in (0, 1)}
        for number, line in enumerate(record.document.text.split("\n"), 1):
            for match in _word(record_id).finditer(line):
                if (number, match.start() + 1) not in starts:
                    yield Place(record.document.path, number, match.start() + 1)


def _word(record_id: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(record_id)}(?![\w-])")
