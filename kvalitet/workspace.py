"""The root of a workspace, its configuration, and which of its files are records. Reads no record."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kvalitet.configuration import Configuration, check_settings, read_configuration
from kvalitet.data_files import Node, as_data
from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.source.document import Document
from kvalitet.source.files import read_bytes
from kvalitet.source.folders import Files, is_below, read_from

RECORDS = "records"
KINDS = "kinds"
_DATA = ".yaml"


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
        """Yield the path of every file under `records`, sorted; hidden files and links' targets not."""
        if not self.held.has_folder(RECORDS):
            raise ConfigurationError(f"mappen {RECORDS} saknas; skapa den eller kör kvalitet init", Place(RECORDS))
        yield from self.held.paths(RECORDS)

    def document(self, path: str) -> Document:
        """Return one of the files, read."""
        return read_from(self.held, path)

    def kinds(self) -> Iterator[Node]:
        """Yield the files of the workspace's own kinds and fields, sorted by name."""
        for path in self.held.paths(KINDS):
            if not path.endswith(_DATA) or path.count("/") > 1:
                message = f"i {KINDS} ligger bara filer som slutar på {_DATA}; flytta den här"
                raise ConfigurationError(message, Place(path))
            yield as_data(self.document(path))

    def data(self, setting: str) -> list[Node]:
        """Return the data files that a setting names, read.

        Raises ConfigurationError at the setting when a file is missing or lies outside the workspace, and in
        the file when it cannot be read.
        """
        return [self._data_file(text, place) for text, place in self.configuration.texts(setting)]

    def _data_file(self, text: str, place: tuple[str | int, ...]) -> Node:
        if "\\" in text or not text.isprintable():
            raise self.configuration.error("skriv sökvägen med snedstreck (/) mellan mapp och fil", *place)
        path = posixpath.normpath(text)
        if not self.held.is_inside(path):
            raise self.configuration.error(f"{text} ligger utanför arbetsytan; flytta filen dit", *place)
        if not self.held.has_file(path):
            raise self.configuration.error(f"filen {text} finns inte; skriv sökvägen från arbetsytans rot", *place)
        if not path.endswith(_DATA):
            raise self.configuration.error(f"{text} ska sluta på {_DATA}", *place)
        return as_data(self.document(path))


@dataclass(frozen=True, slots=True)
class FilesOnDisk:
    """The files below a folder of the computer."""

    root: Path

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, sorted; hidden files and what links lead to not."""
        if self.has_folder(folder):
            yield from _walk(self.root / folder, folder)

    def has_folder(self, folder: str) -> bool:
        """Return whether there is such a folder."""
        return (self.root / folder).is_dir()

    def has_file(self, path: str) -> bool:
        """Return whether there is such a file, or a link in its place."""
        file = self.root / path
        return file.is_file() or file.is_symlink()

    def is_inside(self, path: str) -> bool:
        """Return whether a path stays below the root, also where a link stands in it."""
        return is_below(path) and (self.root / path).resolve().is_relative_to(self.root.resolve())

    def read(self, path: str) -> bytes:
        """Return the bytes of an ordinary file. Raises Refused for what is none, or cannot be read."""
        return read_bytes(self.root / path)


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


def has_configuration(folder: Path) -> bool:
    """Return whether a folder is the root of a workspace."""
    return read_configuration(FilesOnDisk(folder)) is not None


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = f"{prefix}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), path)
        else:
            yield path
