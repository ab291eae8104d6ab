"""Give a record another id: in its own file, under its new name, and in what links to it.

Nothing here writes, asks or reads the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from kvalitet.catalogue import Catalogue
from kvalitet.changing import Move, Version, open_version, word
from kvalitet.configuration import with_role_renamed
from kvalitet.diagnostics import Place, UsageError
from kvalitet.records.collection import Records, name_of
from kvalitet.records.ids import is_id, path_of
from kvalitet.records.loading import as_record
from kvalitet.records.record import Link, Record
from kvalitet.records.seal import SEAL, is_broken, seal
from kvalitet.schema.files import modeline
from kvalitet.source.conflicts import sides
from kvalitet.source.document import document
from kvalitet.source.faults import FaultKind
from kvalitet.source.files import read_bytes
from kvalitet.workspace import Workspace
from kvalitet.writing.changes import Change

_NOT_READ = (FaultKind.UNREADABLE, FaultKind.TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Original:
    """A record that is to have another id, what its file holds now, and what stays there: None is no file."""

    version: Version
    data: bytes
    left: bytes | None = None

    @property
    def path(self) -> str:
        """Where its file lies."""
        return self.version.record.document.path

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that mean it: by the name of its file, and by what stands in it."""
        record = self.version.record
        written = self.version.value(("id",))
        named = [record.id, *([written] if isinstance(written, str) else [])]
        return tuple(dict.fromkeys(name for name in named if is_id(name, record.kind)))


def original(root: FilePath, record: Record) -> Original:
    """Return a record that has its file to itself. Raises UsageError where the file cannot be read."""
    version = open_version(root, record)
    return Original(version, version.data)


def parted(root: FilePath, path: str, catalogue: Catalogue) -> dict[str, Original]:
    """Return the two events that git left in one file, by the side that each came from: ours and theirs.

    An event says when it was made: two versions that say the same are one event, which must not become two.
    Raises UsageError for these, and where the versions cannot be read.
    """
    data = read_bytes(root / path)
    found = [(side, as_record(document(path, side), catalogue)) for side in sides(data) or ()]
    versions = [Version(side, record) for side, record in found if record is not None]
    if len(versions) != 2:
        raise UsageError(f"versionerna i {path} går inte att skilja åt; välj rader för hand och ta bort markeringarna")
    ours, theirs = versions
    if ours.record.kind.drawn and _made(ours.record) == _made(theirs.record):
        raise UsageError(f"{path} är samma händelse i båda grenarna; välj rader för hand och ta bort markeringarna")
    return {"ours": Original(ours, data, theirs.data), "theirs": Original(theirs, data, ours.data)}


def _made(record: Record) -> object:
    return next((record.stamp(field.path) for field in record.kind.walk() if field.type == "stamp"), None)


def files_with(records: Records, record_id: str) -> list[str]:
    """Return the files that have an id, by their name or by what stands in them."""
    named = [record.document.path for record in records if record_id in (record.id, record.value("id"))]
    return sorted([*named, *(found.path for found in records.unread if name_of(found.path) == record_id)])


def renaming(
    workspace: Workspace, records: Records, first: Original, new: str, follow: Collection[str]
) -> tuple[Move, list[Change]]:
    """Return the changes that give a record a new id, and other records' links to the ids in `follow` with it.

    The new file comes first and the old one goes last, so that no link ever points at nothing. Raises
    UsageError where a file that names the record cannot be read.
    """
    root, record, own = workspace.root, first.version.record, first.ids
    _refuse_unread(records, follow, first.path)
    path = path_of(new, record.kind)
    moved = _with_links(first.version.with_value(("id",), new), own, new)
    versions = [open_version(root, other) for other in _linking(records, follow, first.path)]
    links = [version.change_to(_with_links(version, follow, new)) for version in versions]
    move = Move(own[0] if own else record.id, new, first.path, path)
    made = Change(path, None, _with_modeline(moved, path))
    settings = _renamed_setting(workspace, move.old, new)
    return move, [made, *links, settings, Change(first.path, first.data, first.left)]


def _with_modeline(version: Version, path: str) -> bytes:
    """Return a version's bytes with the line that editors read pointing at the schema from where the file will lie."""
    kind = version.record.kind
    old, new = (f"{modeline(kind, at)}\n".encode() for at in (version.record.document.path, path))
    return new + version.data.removeprefix(old) if version.data.startswith(old) else version.data


def _renamed_setting(workspace: Workspace, old: str, new: str) -> Change:
    """Return the change of the workspace's own words for a role, which may be none."""
    found = workspace.configuration
    data = (workspace.root / found.file).read_bytes()
    return Change(found.file, data, with_role_renamed(data, found, old, new))


def links_from_others(records: Records, record_id: str, path: str) -> list[Link]:
    """Return the links to an id that stand in other files than the one at a path."""
    inside = {(link.source, link.path) for record in records if record.document.path == path for link in record.links()}
    return [link for link in records.links_to(record_id) if (link.source, link.path) not in inside]


def _linking(records: Records, ids: Collection[str], path: str) -> list[Record]:
    """Return the other records that link to any of the ids, each once."""
    found = []
    for record in records:
        if record.document.path != path and any(link.target in ids for link in record.links()):
            found.append(record)
    return found


def _with_links(version: Version, ids: Collection[str], new: str) -> Version:
    """Return a version with its links to some ids renamed, and with its seal on the same content under the new name."""
    was_sealed = version.record.text(SEAL) is not None and not is_broken(version.record)
    for link in list(version.record.links()):
        if link.target in ids:
            version = version.with_value(link.path, new)
    if was_sealed and is_broken(version.record):
        version = version.with_value(tuple(SEAL.split(".")), seal(version.record))
    return version


def _refuse_unread(records: Records, ids: Collection[str], path: str) -> None:
    for found in records.unread:
        for record_id in ids if found.path != path else ():
            if any(fault.kind in _NOT_READ for fault in found.faults):
                raise UsageError(f"{found.path} går inte att öppna och kan nämna {record_id}; rätta den filen först")
            if word(record_id).search(found.text):
                raise UsageError(f"{found.path} nämner {record_id} men går inte att läsa; rätta den filen först")


def mentions(records: Records, record_id: str) -> Iterator[Place]:
    """Yield where an id stands other than as a link: in running text or in a comment."""
    for record in records:
        if record_id not in record.document.text:
            continue
        known = {record.place("id"), *(record.document.place(link.path) for link in record.links())}
        starts = {(place.line, place.column + shift) for place in known for shift in (0, 1)}
        for number, line in enumerate(record.document.text.split("\n"), 1):
            for match in word(record_id).finditer(line):
                if (number, match.start() + 1) not in starts:
                    yield Place(record.document.path, number, match.start() + 1)
