"""A record that answers from its row, and from its file what the row does not say.

A row that lacks something costs time and never an answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from kvalitet.diagnostics import Place
from kvalitet.kinds import Field
from kvalitet.records.record import Record
from kvalitet.records.rows import Columns
from kvalitet.source.document import Document
from kvalitet.source.exact import Path, Reading, Value
from kvalitet.source.faults import Fault

Query: TypeAlias = tuple[str, Path, bool]
"""A question for a place: the file, the path of a value in it, and whether its key is meant."""


class Loader:
    """Reads files when they are asked for, and keeps the last few: a record is often asked several things in turn."""

    _MOST = 64

    def __init__(self, read: Callable[[str], Document]) -> None:
        self.asked: set[str] | None = None
        """Where the paths of files that are asked for more than a place are noted, if anywhere."""
        self.placed: dict[Place, set[Query]] | None = None
        """Where it is noted what places were the answers to, if anywhere."""
        self._read = read
        self._held: OrderedDict[str, Document] = OrderedDict()

    def document(self, path: str) -> Document:
        """Return a file as it is now."""
        if self.asked is not None:
            self.asked.add(path)
        found = self._held.pop(path, None)
        if found is None:
            found = self._read(path)
            if len(self._held) >= self._MOST:
                self._held.popitem(last=False)
        self._held[path] = found
        return found

    def place(self, query: Query) -> Place:
        """Return where something stands in a file."""
        asked, self.asked = self.asked, None
        try:
            file, path, keys = query
            document = self.document(file)
            found = document.key_place(path) if keys else document.place(path)
        finally:
            self.asked = asked
        if self.placed is not None:
            self.placed.setdefault(found, set()).add(query)
        return found


class LazyDocument(Document):
    """A file that is read when more than its path is asked for; `whole` gives what was read."""

    _loader: Loader

    def __init__(self, path: str, loader: Loader) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "_loader", loader)

    @property
    def text(self) -> str:
        """The file's text."""
        return self._loader.document(self.path).text

    @property
    def values(self) -> dict[str, Value] | None:
        """The file's values, or None where it could not be read to the end."""
        return self._loader.document(self.path).values

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the file before it means anything."""
        return self._loader.document(self.path).faults

    def _nearest(self, path: Path, *, keys: bool) -> Place:
        return self._loader.place((self.path, path, keys))

    @property
    def _reading(self) -> Reading:
        return self._loader.document(self.path)._reading


def whole(found: Document) -> Document:
    """Return a document that has been read."""
    return found._loader.document(found.path) if isinstance(found, LazyDocument) else found


class LeanRecord(Record):
    """A record that answers from its row, and from its file what the row does not say."""

    row: bytes
    _columns: Columns
    _path: str
    _loader: Loader

    def __init__(self, path: str, row: bytes, columns: Columns, loader: Loader) -> None:
        own = self.__dict__  # there is one for each record: to set them one by one takes three times as long
        own["id"] = path[path.rfind("/") + 1 : -len(".yaml")]
        own["kind"] = columns.kind
        own["row"] = row
        own["_columns"] = columns
        own["_path"] = path
        own["_loader"] = loader

    @property
    def document(self) -> LazyDocument:
        """Its file, which is read when more than its path is asked for."""
        return LazyDocument(self._path, self._loader)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields of its kind."""
        return self.kind.fields

    @property
    def values(self) -> Mapping[str, Value]:
        """All values, out of its file."""
        return self.document.values or {}

    def targets(self) -> set[str]:
        """Return the ids that the record links to."""
        return self._columns.targets(self.row)

    def several(self, paths: tuple[str, ...]) -> Sequence[Value]:
        """Return what is written at some paths, without meaning."""
        numbers = self._columns.numbers(paths)
        if numbers is None:
            return super().several(paths)
        unpacked = self._columns.unpack(self.row)
        return [unpacked[number] for number in numbers]

    def value(self, path: str) -> Value:
        """Return what is written at a path, without meaning, or None."""
        is_said, found = self._columns.holds(self.row, path)
        return found if is_said else super().value(path)

    def long_texts(self, paths: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return the paths, of these, where a text stands that is long enough to be a copy, each with its mark."""
        marks = ((path, self._columns.marks(self.row, path)) for path in paths)
        return [(path, mark) for path, mark in marks if type(mark) is bytes]

    def has(self, path: str) -> bool:
        """Return whether something is written at a path."""
        mark = self._columns.marks(self.row, path)
        return super().has(path) if mark is None else mark is not False
