"""Which content each file below `records` has, by git's names, without reading those that git is sure of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field

from kvalitet.history.contents import blob_name
from kvalitet.history.listing import MERGED, Listing
from kvalitet.history.standing import standing
from kvalitet.source.faults import FaultKind, Refused
from kvalitet.tracked import TrackedFiles
from kvalitet.workspace import RECORDS, FilesOnDisk, Workspace, met_as

UNKNOWN = ""
"""The name of what has no content that could be named: a link, a closed file. It is looked at every time."""

SHA1 = 40
"""Characters of a name of git's, where nothing tells otherwise."""

_BUT_FOLDERS = bytes(char for char in range(256) if char not in b"/\0")
_DEEP = b"/" * 4
"""Folders in folders beyond which a path is looked at closely; records lie in at most three."""


@dataclass(frozen=True, slots=True)
class Contents:
    """git's list of entries, and the name of the content of each path for which the list is not the answer.

    None is the name of what is not there.
    """

    listed: Listing
    other: dict[str, str | None] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many characters git's names have in this repository."""
        return _length(self.listed)

    def name(self, path: str) -> str | None:
        """Return the name of the content at a path, or None where there is none."""
        if path in self.other:
            return self.other[path]
        return next((entry.oid for entry in self.listed.at(path)), None)

    def since(self, before: Contents, look: Callable[[str], str | None]) -> dict[str, str | None]:
        """Return what is other than before: each path with the name of its content now.

        What had no name is looked at anew: git does not list a pipe.
        """
        gone, come = self.listed.other_than(before.listed)
        differing: dict[str, str | None] = dict.fromkeys(entry.path for entry in gone if _is_met(entry.path))
        differing.update((entry.path, entry.oid) for entry in come if _is_met(entry.path))
        for path in {*before.other, *self.other}:
            name = self.name(path) if path in self.other or before.other[path] != UNKNOWN else look(path)
            if name == UNKNOWN or name != before.name(path):
                differing[path] = name
            else:
                differing.pop(path, None)
        return differing


def _length(listed: Listing) -> int:
    """Return how many characters git's names have in this repository."""
    return next((len(entry.oid) for entry in listed.first()), SHA1)


def contents(workspace: Workspace) -> Contents | None:
    """Return which content each file has, or None where git cannot tell it."""
    held = workspace.held
    if isinstance(held, TrackedFiles):
        return _tracked(held)
    found = standing(workspace.root, RECORDS) if isinstance(held, FilesOnDisk) else None
    if found is None or not isinstance(held, FilesOnDisk):
        return None
    met = _met(found.unsure | _odd(found.listed), held)
    look = name_on(workspace, found.listed)
    return Contents(found.listed, {path: look(path) for path in met})


def name_on(workspace: Workspace, listed: Listing) -> Callable[[str], str | None]:
    """Return a way to look what content a file has now."""
    held, length = workspace.held, _length(listed)
    if isinstance(held, FilesOnDisk):
        return lambda path: _name(held, path, length)
    return lambda path: UNKNOWN if held.has_file(path) or held.has_folder(path) else None


def of_what_was_read(listed: Listing, read: Iterable[tuple[str, str | None]], young: Set[str]) -> Contents:
    """Return the contents of files that were all read: where git's list says otherwise, what was read is right.

    Those that are young are looked at the next time, whatever git says of them.
    """
    names = {entry.path: entry.oid for entry in listed}
    other = {path: name for path, name in read if names.pop(path, None) != name}
    return Contents(listed, other | dict.fromkeys(young, UNKNOWN) | dict.fromkeys(filter(_is_met, names)))


def _tracked(held: TrackedFiles) -> Contents:
    listed = held.listed.below(RECORDS)
    unmerged = {entry.path for entry in listed if entry.stage != MERGED} if listed.has_unmerged() else set()
    odd = {met_as(path, RECORDS) for path in _odd(listed)} - {""}
    return Contents(listed, dict.fromkeys(unmerged | odd, UNKNOWN))


def _odd(listed: Listing) -> set[str]:
    """Return the entries that a walk does not meet by their own path: below a hidden folder, or very deep."""
    block = listed.block
    is_plain = b"/." not in block and b".yaml/" not in block and _DEEP not in block.translate(None, _BUT_FOLDERS)
    return set() if is_plain else {entry.path for entry in listed if not _is_met(entry.path)}


def _is_met(path: str) -> bool:
    """Return whether a walk of the folders meets a file by its own path: nearly all are."""
    return ("/." not in path and ".yaml/" not in path and path.count("/") < 4) or met_as(path, RECORDS) == path


def _met(paths: Iterable[str], held: FilesOnDisk) -> set[str]:
    """Return by which paths a walk would meet files; a folder that git does not look into is walked."""
    found: set[str] = set()
    for path in paths:
        met = met_as(path, RECORDS)
        if not met:
            continue
        end = held.reached(met)
        if end != met:  # a link, or nothing, where a folder was
            found.update([met, end])
        else:
            found.update([met] if met != path or not held.has_folder(path) else held.paths(path))
    return found


def _name(held: FilesOnDisk, path: str, length: int) -> str | None:
    if held.reached(path) != path:
        return None
    try:
        return blob_name(held.read(path), length)
    except Refused as refused:
        return None if refused.fault.kind is FaultKind.GONE else UNKNOWN
