"""One file: its text, its values, the place of each, and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath

from kvalitet.diagnostics import Place
from kvalitet.source import exact, places, plain
from kvalitet.source.exact import Path, Reading, Value, value_at
from kvalitet.source.faults import UNOPENED, Fault, FaultKind, Refused, Span
from kvalitet.source.files import read_bytes
from kvalitet.source.text import Text, decode, refuse_what_is_no_record


@dataclass(frozen=True)
class Document:
    """A file that was read once. `values` is None where it could not be read to the end.

    `origin` is the text that values were taken from, if another: there a finding on them points.
    """

    path: str
    text: str
    values: dict[str, Value] | None
    faults: tuple[Fault, ...]
    origin: Document | None = None

    @cached_property
    def _reading(self) -> Reading:
        """The places: found only when a finding asks where something stands."""
        return places.read(self.text)

    @property
    def is_unopened(self) -> bool:
        """Whether a link, a pipe, a folder or a closed file lies where a file should."""
        return any(fault.kind in UNOPENED for fault in self.faults)

    @property
    def is_gone(self) -> bool:
        """Whether the file is no longer there."""
        return any(fault.kind is FaultKind.GONE for fault in self.faults)

    def place(self, path: Path = ()) -> Place:
        """Return where a value stands, or the nearest that holds it; a missing file is line 1."""
        return self._nearest(path, keys=False)

    def key_place(self, path: Path) -> Place:
        """Return where a key stands, or the value that holds it."""
        return self._nearest(path, keys=True)

    def at(self, span: Span) -> Place:
        """Return a span of this file as a place."""
        return Place(self.path, span.line, span.column, span.end_line, span.end_column)

    def _nearest(self, path: Path, *, keys: bool) -> Place:
        if self.values is None:
            return Place(self.path)
        if self.origin is not None and self._is_from_origin(path):
            return self.origin._nearest(path, keys=keys)
        known = self._reading.key_places if keys else self._reading.places
        while path and path not in known:
            path = path[:-1]
            known = self._reading.key_places if path in self._reading.key_places else known
        return self.at(known.get(path, Span()))

    def _is_from_origin(self, path: Path) -> bool:
        value = value_at(self.values, path)
        return bool(path) and self.origin is not None and value == value_at(self.origin.values, path) is not None

    def path_at(self, line: int, column: int) -> Path:
        """Return the path of the innermost key or value that covers a character, or () where none does."""
        if self.values is None:
            return ()
        at = (line, column)
        covering = [
            path
            for spans in (self._reading.extents, self._reading.key_places)
            for path, span in spans.items()
            if (span.line, span.column) <= at < (span.end_line, span.end_column)
        ]
        return max(covering, key=len, default=())

    def line(self, number: int) -> str:
        """Return one line of the text, counted from 1, or nothing."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""


def read_file(file: FilePath, path: str) -> Document:
    """Return a file as a document; `path` is how it is named in findings."""
    try:
        return document(path, read_bytes(file))
    except Refused as refused:
        return Document(path, "", None, (refused.fault,))


def document(path: str, data: bytes) -> Document:
    """Return bytes as a document, with every fault as a value."""
    try:
        text = decode(data)
    except Refused as refused:
        return Document(path, data.decode("utf-8", "replace"), None, (refused.fault,))
    return _structured(path, text)


def _structured(path: str, text: Text) -> Document:
    values = plain.read(text.content, is_composed=text.is_ordinary)
    if values is not None:
        return Document(path, text.content, values, text.faults)
    try:
        refuse_what_is_no_record(text.content)
        reading = exact.read(text.content)
    except Refused as refused:
        return Document(path, text.content, None, (*text.faults, refused.fault))
    return Document(path, text.content, reading.values, (*text.faults, *reading.faults))
