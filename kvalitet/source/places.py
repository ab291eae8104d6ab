"""Where the values of plain text stand, from the entries that the plain reader takes it apart into.

The walk is over a text that `plain.read` has accepted, beside the values it gave, so that it meets only what
that reader knows. Tests hold it to give the places that the exact reader gives, in less than a tenth of the time.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from kvalitet.source import exact, plain
from kvalitet.source.exact import Path, Reading, Value
from kvalitet.source.faults import Span

_MEMBER = re.compile("[^, ](?:[^,]*[^, ])?")


def read(content: str) -> Reading:
    """Return what a text says, with places. Raises Refused where it is not one mapping of plain YAML."""
    values = plain.read(content)
    return exact.read(content) if values is None else _Walk(content, values).reading


class _Walk:
    """Goes through the values in the order of the text, with the entry of each."""

    def __init__(self, content: str, values: dict[str, Value]) -> None:
        self._content = content
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", content))]
        self._entries = list(plain.ENTRY.finditer(content, plain.before_first(content)))
        self._next = 0
        self.reading = Reading(values)
        self._mapping(values, (), self._from())

    def _from(self) -> int:
        """Return where the next entry begins, or where the text ends."""
        if self._next == len(self._entries):
            return len(self._content)
        return self._entries[self._next].end(1)

    def _mapping(self, values: dict[str, Value], path: Path, start: int) -> None:
        """Place a mapping that begins at the key of the next entry."""
        self.reading.places[path] = self._span(start, start)
        for key, value in values.items():
            entry, here = self._entries[self._next], (*path, key)
            self._next += 1
            self.reading.key_places[here] = self._span(*entry.span(3))
            self._value(value, here, entry)
            self._settle(value, here)
        self.reading.extents[path] = self._span(start, self._from())

    def _sequence(self, values: list[Value], path: Path, key_column: int) -> None:
        """Place a list that begins at the dash of the next entry; YAML has a mark before it only where it stands in."""
        start, is_beside_key = self._from(), len(self._entries[self._next][1]) == key_column
        self.reading.places[path] = self._span(start, start + is_beside_key)
        for index, value in enumerate(values):
            entry, here = self._entries[self._next], (*path, index)
            if isinstance(value, dict) and entry[3]:
                self._mapping(value, here, entry.start(3))
            else:
                self._next += 1
                self._value(value, here, entry)
        self.reading.extents[path] = self._span(start, self._from())

    def _value(self, value: Value, path: Path, entry: re.Match[str]) -> None:
        """Place a value that stands in an entry after its key or dash, or in the entries below it."""
        if entry[4]:
            start = entry.start(4)
            self._whole(path, start, start + len(entry[4].rstrip(" ")))
        elif entry[5]:
            start = entry.start(5)
            self._marked(value, path, start, start + len(entry[5].rstrip(" ")))
        elif entry[8]:
            self._whole(path, entry.start(6), entry.end(8))
        elif isinstance(value, dict):
            self._mapping(value, path, self._from())
        elif isinstance(value, list):
            self._sequence(value, path, entry.start(3) - entry.start())
        else:
            self._whole(path, self._from(), self._from())

    def _whole(self, path: Path, start: int, end: int) -> None:
        self.reading.places[path] = self.reading.extents[path] = self._span(start, end)

    def _marked(self, value: Value, path: Path, start: int, end: int) -> None:
        """Place what stands in quotation marks or brackets."""
        self._whole(path, start, end)
        if isinstance(value, list | dict):
            self.reading.places[path] = self._span(start, start + 1)
        if isinstance(value, list):
            self._flow_list(value, path, start + 1, end - 1)
        elif isinstance(value, dict):
            self._flow_map(value, path, start + 1, end - 1)

    def _flow_list(self, values: list[Value], path: Path, start: int, end: int) -> None:
        for index, match in zip(range(len(values)), _MEMBER.finditer(self._content, start, end), strict=True):
            self._whole((*path, index), *match.span())

    def _flow_map(self, values: dict[str, Value], path: Path, start: int, end: int) -> None:
        for key, value in values.items():
            match = plain.FLOW_ENTRY.match(self._content, start, end)
            if match is None:
                return
            here, start = (*path, key), match.end()
            self.reading.key_places[here] = self._span(*match.span(1))
            first = match.start(2 if match[2] else 3)
            self._marked(value, here, first, first + len(match[2] or match[3].rstrip(" ")))
            self._settle(value, here)

    def _settle(self, value: Value, key: Path) -> None:
        """Place what is empty at its key."""
        if value is None:
            self.reading.places[key] = self.reading.key_places[key]

    def _span(self, start: int, end: int) -> Span:
        line, end_line = bisect_right(self._line_starts, start), bisect_right(self._line_starts, end)
        return Span(line, start - self._line_starts[line - 1] + 1, end_line, end - self._line_starts[end_line - 1] + 1)
