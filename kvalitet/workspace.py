"""The root of a workspace, its configuration, and which of its files are records. Reads no record."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kvalitet.configuration import Configuration, check_settings, read_configuration
from kvalitet.data_files import Node, as_data
from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.field_types import shown
from kvalitet.paths import PathError, plain_file
from kvalitet.privacy.numbers import CERTAIN, find
from kvalitet.source.document import Document
from kvalitet.source.files import read_bytes
from kvalitet.source.folders import Files, read_from
from kvalitet.source.text import span_at

RECORDS = "records"
KINDS = "kinds"
MEMORY = "kvalitet"
"""The folder in the git folder where rows and findings are kept between runs."""
_DATA = ".yaml"
_AT_ONCE = 500
_DEEPEST = 8
"""Folders in folders; records lie in at most three."""

_TRACE = re.compile(
    r"\.(?:gitkeep|gitignore|gitattributes|DS_Store|directory|.*\.tmp|.*\.sw[a-p]|#.*|~lock\..*#|nfs[0-9a-f]+)",
    re.DOTALL,
)
"""Hidden files that programs leave while they work, ours too, or need: they hold no record."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that holds records, and its settings; `held` is where its files are read: on disk, or in git."""

    root: Path
    configuration: Configuration
    held: Files

    @property
    def name(self) -> str:
        """The organisation's name."""
        return str(self.configuration.values["namn"])

    @property
    def example(self) -> bool:
        """Whether its events are invented."""
        return bool(self.configuration.values.get("exempel", False))

    @property
    def example_day(self) -> dt.date | None:
        """The day on which an example's events end, and on which it is judged unless another is asked for."""
        return self.configuration.values.get("exempel_dag")

    @property
    def records(self) -> Path:
        """The folder of all records."""
        return self.root / RECORDS

    def relative(self, path: Path) -> str:
        """Return a path as findings name it: from the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def files(self) -> Iterator[str]:
        """Yield the path of every file under `records`, sorted; no link is followed.

        Raises ConfigurationError where there is no such folder.
        """
        if self.held.has_file(RECORDS):
            raise ConfigurationError(f"mappen {RECORDS} är en länk; lägg själva mappen här", Place(RECORDS))
        if not self.held.has_folder(RECORDS):
            raise ConfigurationError(f"mappen {RECORDS} saknas; {self.held.way_in}", Place(RECORDS))
        yield from self.held.paths(RECORDS)

    def document(self, path: str) -> Document:
        """Return one of the files, read."""
        return read_from(self.held, path)

    def documents(self, paths: Sequence[str]) -> Iterator[Document]:
        """Yield some of the files, read."""
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            self.held.expect(some)
            yield from map(self.document, some)
            self.held.forget(some)

    def kinds(self) -> Iterator[Node]:
        """Yield the files of the workspace's own kinds and fields, sorted by name."""
        paths = list(self.held.paths(KINDS))
        self.held.expect(paths)
        for path in paths:
            if not path.endswith(_DATA) or path.count("/") > 1 or "/." in path:
                message = f"i {KINDS} ligger bara filer som slutar på {_DATA}; flytta den här"
                raise ConfigurationError(message, Place(path))
            yield _without_numbers(as_data(self.document(path)))

    def data(self, setting: str) -> list[Node]:
        """Return the data files that a setting names, read.

        Raises ConfigurationError at the setting when a file is missing or lies outside the workspace, and in
        the file when it cannot be read.
        """
        return [self._data_file(text, place) for text, place in self.configuration.texts(setting)]

    def _data_file(self, text: str, place: tuple[str | int, ...]) -> Node:
        try:
            path = self.held.locate(text)
        except PathError as error:
            raise self.configuration.error(f"filen {shown(text)} {error}", *place) from None
        if not path.endswith(_DATA):
            raise self.configuration.error(f"{text} ska sluta på {_DATA}", *place)
        return _without_numbers(as_data(self.document(path)))


@dataclass(frozen=True, slots=True)
class FilesOnDisk:
    """The files below a folder of the computer."""

    root: Path

    @property
    def way_in(self) -> str:
        """What to do so that a folder that is missing is there."""
        return "skapa den eller kör kvalitet init"

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, sorted; what links lead to not."""
        if self.has_folder(folder):
            yield from _walk(self.root / folder, folder)

    def has_folder(self, folder: str) -> bool:
        """Return whether there is such a folder."""
        return (self.root / folder).is_dir()

    def has_file(self, path: str) -> bool:
        """Return whether something that is no folder lies there; a link is told, not followed."""
        try:
            return not stat.S_ISDIR((self.root / path).lstat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True

    def reached(self, path: str) -> str:
        """Return how far a walk comes towards a path: to the first that is no folder, such as a link to one."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            above = "/".join(parts[:depth])
            if (self.root / above).is_symlink() or not self.has_folder(above):
                return above
        return path

    def changed_in(self, path: str) -> int:
        """Return the second in which a file was last changed in any way, or 0 where it is gone."""
        with contextlib.suppress(OSError):
            return int(os.lstat(f"{self.root}/{path}").st_ctime)
        return 0

    def expect(self, paths: Iterable[str]) -> None:
        """Make ready for reading some files: nothing has to be done."""

    def forget(self, paths: Iterable[str]) -> None:
        """Let go of what was held of some files: nothing is."""

    def locate(self, written: str) -> str:
        """Return the path of the ordinary file that a written path means. Raises PathError."""
        return plain_file(self.root, written, "arbetsytan").relative_to(self.root).as_posix()

    def read(self, path: str) -> bytes:
        """Return the bytes of an ordinary file. Raises Refused for what is none, or cannot be read."""
        return read_bytes(f"{self.root}/{path}")


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that a folder lies in, searching upward as git does.

    Raises ConfigurationError when there is none, or when its configuration cannot be read.
    """
    for folder in (start, *start.parents):
        found = workspace_in(folder, FilesOnDisk(folder))
        if found is not None:
            return found
    raise ConfigurationError(
        f"{start} ligger inte i en arbetsyta; kör kvalitet init för att skapa en, eller ange mappen med -C"
    )


def workspace_in(root: Path, held: Files) -> Workspace | None:
    """Return the workspace whose root a folder is, its files read where they are held, or None.

    Raises ConfigurationError when its configuration cannot be read.
    """
    found = read_configuration(held)
    if found is None:
        return None
    check_settings(found)
    return Workspace(root, found, held)


def _without_numbers(node: Node) -> Node:
    """Return a data file's content. Raises ConfigurationError where an identity number stands: it would be shown."""
    document = node.document
    for found in find(document.text):
        if found.number in CERTAIN:
            place = document.at(span_at(document.text, found.start, found.end))
            raise ConfigurationError("här står ett personnummer; ta bort det", place)
    return node


def has_configuration(folder: Path) -> bool:
    """Return whether a folder is the root of a workspace."""
    return read_configuration(FilesOnDisk(folder)) is not None


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    """Yield the path of every file in a folder, and of what should have been one: a link, a pipe, a closed folder."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):  # it went while others were read
        return
    except OSError:
        yield prefix
        return
    for entry in found:
        path = f"{prefix}/{entry.name}"
        if _TRACE.fullmatch(entry.name):
            continue
        if _holds_files(entry) and path.count("/") < _DEEPEST:
            yield from _walk(Path(entry.path), path)
        else:
            yield path


def met_as(path: str, folder: str) -> str:
    """Return by which path a walk of a folder would meet a file below it, or nothing for what a program left.

    A folder that is hidden, named as a file or too deep is met itself, and nothing in it.
    """
    parts = path.split("/")
    for depth in range(folder.count("/") + 1, len(parts)):
        name = parts[depth]
        if _TRACE.fullmatch(name):
            return ""
        if name.startswith(".") or name.endswith(_DATA) or depth >= _DEEPEST:
            return "/".join(parts[: depth + 1])
    return path


def in_walking_order(path: str) -> str:
    """Return what paths are sorted by so that they stand as a walk of the folders meets them."""
    return path.replace("/", "\0")


def _holds_files(entry: os.DirEntry[str]) -> bool:
    """Return whether something is a folder, and neither hidden nor named as a file."""
    if entry.name.startswith(".") or entry.name.endswith(_DATA):
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
