"""Where the parts of a text stand, as offsets: values to their true end, keys, dashes and lines."""

from __future__ import annotations

import re
from bisect import bisect_right

from kvalitet.source import exact
from kvalitet.source.exact import Path, Value, value_at
from kvalitet.source.faults import Span

_COLON = re.compile(r"[ \t]*:")
_BLANK_END = re.compile(r"(?:\n[ ]*)+\Z")
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


class NotInPlaceError(ValueError):
    """A change cannot be made without touching more than what is changed."""


class Layout:
    """One text and its reading. Raises Refused where the text cannot be read."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.reading = exact.read(content)
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", content))]

    def value(self, path: Path) -> Value:
        """Return the value at a path, or None."""
        return value_at(self.reading.values, path)

    def has(self, path: Path) -> bool:
        """Return whether something stands at a path, if only an empty key."""
        return path in self.reading.extents

    def is_bracketed(self, path: Path) -> bool:
        """Return whether a list or a group is written inside brackets."""
        return isinstance(self.value(path), list | dict) and self.content[self._from(path)] in "[{"

    def is_inside_brackets(self, path: Path) -> bool:
        """Return whether a value stands inside the brackets of a list or group that holds it."""
        return any(self.is_bracketed(path[:depth]) for depth in range(1, len(path)))

    def start(self, path: Path) -> int:
        """Return where a value begins; an empty one begins after its key."""
        return self._after_mark(path) if self._is_nothing(path) else self._from(path)

    def end(self, path: Path) -> int:
        """Return where a value ends: after its last character, without blank lines or comments."""
        if self._is_nothing(path):
            return self._after_mark(path)
        if isinstance(self.value(path), list | dict) and not self.is_bracketed(path):
            below = [other for other in self.reading.extents if other[: len(path)] == path and len(other) > len(path)]
            return max(self.end(other) for other in below)
        span = self.reading.extents[path]
        end = self._offset(span.end_line, span.end_column)
        return self._block_end(self._from(path), end) if self.is_block(path) else end

    def is_block(self, path: Path) -> bool:
        """Return whether a text stands as lines under `|` or `>`."""
        return not self._is_nothing(path) and self.content[self._from(path)] in "|>"

    def first(self, path: Path) -> int:
        """Return where a member of a group or list begins: at its key, or at its value in a list."""
        return self.key(path) if isinstance(path[-1], str) else self.start(path)

    def key(self, path: Path) -> int:
        """Return where a key begins."""
        span = self.reading.key_places[path]
        return self._offset(span.line, span.column)

    def after_colon(self, path: Path) -> int:
        """Return where the colon after a key has ended. Raises NotInPlaceError where there is none."""
        span = self.reading.key_places[path]
        colon = _COLON.match(self.content, self._offset(span.end_line, span.end_column))
        if colon is None:
            raise NotInPlaceError
        return colon.end()

    def dash(self, path: Path) -> int:
        """Return where the dash of a list's member stands. Raises NotInPlaceError where there is none."""
        member, column = self._from(path), self.indent(path[:-1])
        line = bisect_right(self._line_starts, member) - 1
        before = (start + column for start in reversed(self._line_starts[: line + 1]))
        found = next((at for at in before if at < member and self.content[at] == "-"), None)
        if found is None:
            raise NotInPlaceError
        return found

    def indent(self, path: Path) -> int:
        """Return how far in the keys of a group stand."""
        return self.reading.places[path].column - 1

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its line break."""
        return self.content.index("\n", offset)

    def has_comment(self, start: int, end: int) -> bool:
        """Return whether a comment stands in a stretch of the text."""
        text = self.content[start:end]
        for path, span in self.reading.extents.items():
            if isinstance(self.value(path), str):
                first, last = self._offset(span.line, span.column) - start, self.end(path) - start
                if 0 <= first < len(text):
                    text = f"{text[:first]}{'x' * (last - first)}{text[last:]}"
        return bool(_COMMENT.search(text))

    def _is_nothing(self, path: Path) -> bool:
        span = self.reading.extents[path]
        return self.value(path) is None and (span.line, span.column) == (span.end_line, span.end_column)

    def _after_mark(self, path: Path) -> int:
        return self.after_colon(path) if isinstance(path[-1], str) else self.dash(path) + 1

    def _from(self, path: Path) -> int:
        span = self.reading.extents.get(path, Span())
        return self._offset(span.line, span.column)

    def _offset(self, line: int, column: int) -> int:
        return self._line_starts[line - 1] + column - 1

    def _block_end(self, start: int, end: int) -> int:
        """Return the end of a block of text; blank lines after it belong to it only when it says so."""
        text = self.content[start:end]
        if "+" in text.split("\n", 1)[0].split("#")[0]:
            return end - 1
        return start + len(_BLANK_END.sub("", text))
