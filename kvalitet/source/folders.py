"""Where a workspace's files are held: on disk, or in a tree of git's. One small interface over both."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Protocol

from kvalitet.source.document import Document, document
from kvalitet.source.faults import Fault, FaultKind, Refused


class Files(Protocol):
    """The files below one root. Paths are from the root, in one spelling, with forward slashes."""

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, sorted; hidden files and what links lead to not."""

    def has_folder(self, folder: str) -> bool:
        """Return whether there is such a folder."""

    def has_file(self, path: str) -> bool:
        """Return whether there is such a file, or a link in its place."""

    def is_inside(self, path: str) -> bool:
        """Return whether a path stays below the root, also where a link stands in it."""

    def read(self, path: str) -> bytes:
        """Return the bytes of an ordinary file. Raises Refused for what is none, or cannot be read."""


def read_from(files: Files, path: str) -> Document:
    """Return one of the files as a document."""
    try:
        return document(path, files.read(path))
    except Refused as refused:
        return Document(path, "", None, (refused.fault,))


class HeldFiles:
    """Files that are held by name: each its bytes, or the fault that keeps it from being read."""

    def __init__(self, held: Mapping[str, bytes | Fault]) -> None:
        self._held = held

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, in the order in which a disk gives them."""
        below = [path for path in self._held if path.startswith(f"{folder}/")]
        for path in sorted(below, key=lambda path: path.split("/")):
            if not any(part.startswith(".") for part in path.removeprefix(folder).split("/")):
                yield path

    def has_folder(self, folder: str) -> bool:
        """Return whether any file lies in a folder: git holds no empty ones."""
        return any(path.startswith(f"{folder}/") for path in self._held)

    def has_file(self, path: str) -> bool:
        """Return whether a file is held."""
        return path in self._held

    def is_inside(self, path: str) -> bool:
        """Return whether a path stays below the root: links are never followed here."""
        return is_below(path)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises Refused."""
        found = self._held.get(path, Fault(FaultKind.UNREADABLE))
        if isinstance(found, Fault):
            raise Refused(found)
        return found


def is_below(path: str) -> bool:
    """Return whether a path as it is written stays below its root."""
    return not posixpath.isabs(path) and posixpath.normpath(path).split("/")[0] != ".."
