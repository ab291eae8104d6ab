"""Which content each file below `records` has, by git's names, without reading those that git is sure of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kvalitet.history.contents import blob_name
from kvalitet.history.standing import entry, parted, standing
from kvalitet.source.faults import FaultKind, Refused
from kvalitet.tracked import TrackedFiles
from kvalitet.workspace import RECORDS, FilesOnDisk, Workspace, met_as

UNKNOWN = ""
"""The name of what has no content that could be named: a link, a closed file. It is looked at every time."""

_SHA1 = 40
_BUT_FOLDERS = bytes(char for char in range(256) if char not in b"/\0")
_DEEP = b"/" * 4
"""Folders in folders beyond which a path is looked at closely; records lie in at most three."""


@dataclass(frozen=True, slots=True)
class Contents:
    """git's list of entries, and the name of the content of each path for which the list is not the answer.

    None is the name of what is not there.
    """

    listed: bytes = b""
    other: dict[str, str | None] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many characters git's names have in this repository."""
        return _length(self.listed)

    def name(self, path: str) -> str | None:
        """Return the name of the content at a path, or None where there is none."""
        return self.other[path] if path in self.other else self._listed_name(path)

    def _listed_name(self, path: str) -> str | None:
        end = self.listed.find(b"\t" + os.fsencode(path) + b"\0")
        return parted(self.listed[self.listed.rfind(b"\0", 0, end) + 1 : end])[1] if end >= 0 else None

    def since(self, before: Contents, look: Callable[[str], str | None]) -> dict[str, str | None]:
        """Return what is other than before: each path with the name of its content now.

        What had no name is looked at anew: git does not list a pipe.
        """
        old, new = _entries(before.listed), _entries(self.listed)
        gone, come = (old - new, new - old) if before.listed != self.listed else (set(), set())
        differing: dict[str, str | None] = dict.fromkeys(path for path, _ in map(parted, gone) if _is_met(path))
        differing.update(found for found in map(parted, come) if _is_met(found[0]))
        for path in {*before.other, *self.other}:
            name = self.name(path) if path in self.other or before.other[path] != UNKNOWN else look(path)
            if name == UNKNOWN or name != before.name(path):
                differing[path] = name
            else:
                differing.pop(path, None)
        return differing


def _length(listed: bytes) -> int:
    first = listed.find(b"\t")
    return len(listed[:first].split(b" ")[2]) if first > 0 else _SHA1


def _entries(listed: bytes) -> set[bytes]:
    return set(listed.split(b"\0")) - {b""}


def contents(workspace: Workspace) -> Contents | None:
    """Return which content each file has, or None where git cannot tell it."""
    held = workspace.held
    if isinstance(held, TrackedFiles):
        return _tracked(held)
    found = standing(workspace.root, RECORDS) if isinstance(held, FilesOnDisk) else None
    if found is None or not isinstance(held, FilesOnDisk):
        return None
    met = _met(found.unsure | _odd(found.listed), held)
    return Contents(found.listed, {path: _name(held, path, _length(found.listed)) for path in met})


def name_on(workspace: Workspace, length: int) -> Callable[[str], str | None]:
    """Return a way to look what content a file has now, if git holds the workspace and where it lies on disk."""
    held = workspace.held
    return lambda path: _name(held, path, length) if isinstance(held, FilesOnDisk) else None


def of_what_was_read(listed: bytes, read: Iterable[tuple[str, str | None]]) -> Contents:
    """Return the contents of files that were all read: where git's list says otherwise, what was read is right."""
    names = dict(map(parted, filter(None, listed.split(b"\0"))))
    other = {path: name for path, name in read if names.pop(path, None) != name}
    return Contents(listed, other | dict.fromkeys(path for path in names if _is_met(path)))


def _tracked(held: TrackedFiles) -> Contents:
    kept = [found for found in held.entries(RECORDS) if _is_met(found.path)]
    plain = [found for found in kept if found.is_ordinary and found.stage == "0"]
    listed = b"".join(entry(found.mode, found.oid, found.path) for found in plain)
    odd = (met_as(found.path, RECORDS) for found in held.entries(RECORDS))
    seen = {found.path for found in plain}
    return Contents(listed, {path: UNKNOWN for path in odd if path and path not in seen})


def _odd(listed: bytes) -> set[str]:
    """Return the entries that a walk does not meet by their own path: below a hidden folder, or very deep."""
    is_plain = b"/." not in listed and b".yaml/" not in listed and _DEEP not in listed.translate(None, _BUT_FOLDERS)
    return set() if is_plain else {path for path, _ in map(parted, _entries(listed)) if not _is_met(path)}


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
