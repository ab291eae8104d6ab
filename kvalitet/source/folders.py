"""Where a workspace's files are held: on disk, or in a tree of git's. One small interface over both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kvalitet.source.document import Document, document
from kvalitet.source.faults import Refused


class Files(Protocol):
    """The files below one root. Paths are from the root, in one spelling, with forward slashes."""

    @property
    def way_in(self) -> str:
        """What to do so that a folder that is missing is there, as the end of a Swedish sentence."""

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, sorted; what links lead to not."""

    def has_folder(self, folder: str) -> bool:
        """Return whether there is such a folder."""

    def has_file(self, path: str) -> bool:
        """Return whether something that is no folder lies there; a link is told, not followed."""

    def locate(self, written: str) -> str:
        """Return the path of the ordinary file that a written path means. Raises PathError for any other."""

    def expect(self, paths: Iterable[str]) -> None:
        """Make ready for reading some files, so that many are fetched as quickly as one."""

    def forget(self, paths: Iterable[str]) -> None:
        """Let go of what is held of some files, so that many can be read one after another in little memory."""

    def read(self, path: str) -> bytes:
        """Return the bytes of an ordinary file. Raises Refused for what is none, or cannot be read."""


def read_from(files: Files, path: str) -> Document:
    """Return one of the files as a document."""
    try:
        return document(path, files.read(path))
    except Refused as refused:
        return Document(path, "", None, (refused.fault,))
