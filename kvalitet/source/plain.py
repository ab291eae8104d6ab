"""The fast lane: read the plain YAML that records are written in, some twenty-five times faster.

It knows block mappings and lists, one-line scalars, one-line flow lists and maps, `|` and `>-`.
Whatever it does not know for certain it leaves to the exact reader by returning None; a test over
generated, mutated and published YAML holds it to give the same values as that reader or none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvalitet.source.exact import Value

_MOST = 4_000
"""Values. Beyond this the exact reader, with its own bound, decides."""

_DEEPEST = 12

_LINE = re.compile(r"( *)((?:- +)?)(?:([A-Za-z_][\w.-]{0,120}):(?= |$))? *(.*)")
_PLAIN = re.compile(r"(?!.*(?:: | #|:$))(?:[^\W_]|[_(/+§–<=.]|-(?=\d)).*")
_FLOW_PLAIN = re.compile(r"(?:[^\W_]|[_(/+§–<=.]|-(?=\d))(?:[^,\[\]{}:#\"'&*!|>%@`]|:(?=[^\s,\[\]{}:#\"'&*!|>%@`]))*")
_FLOW_ITEM = re.compile(r" *(?:([A-Za-z_.][\w.-]{0,120}): +)?(\[[^\[\]{}]*\]|[^,\[\]{}]+?) *(?:,|$)")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_NULLS = frozenset({"", "null", "Null", "NULL"})


class _Unusual(Exception):  # noqa: N818 - not an error: the exact reader takes over
    """Something that this reader leaves to the exact one."""


def read(content: str) -> dict[str, Value] | None:
    """Return the values of a text that is plain for certain, else None."""
    if "\t" in content or (not content.isascii() and not _is_composed(content)):
        return None
    lines = content.split("\n")
    if len(lines) + content.count(",") > _MOST:
        return None
    try:
        return _Reader(lines).document()
    except _Unusual:
        return None


def _is_composed(content: str) -> bool:
    from unicodedata import is_normalized

    return is_normalized("NFC", content)


class _Reader:
    """Walks the lines once; `_position` is the line to read next."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._position = 0

    def document(self) -> dict[str, Value]:
        self._skip()
        if self._position >= len(self._lines):
            raise _Unusual
        values = self._mapping(0, 0)
        if self._position < len(self._lines):
            raise _Unusual
        return values

    def _skip(self) -> None:
        """Go past blank lines and whole-line comments."""
        lines, count = self._lines, len(self._lines)
        while self._position < count:
            text = lines[self._position].lstrip(" ")
            if text and text[0] != "#":
                return
            self._position += 1

    def _mapping(self, indent: int, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        if depth > _DEEPEST:
            raise _Unusual
        while self._position < len(self._lines):
            spaces, dash, key, rest = self._parts()
            if spaces < indent or (dash and spaces == indent):
                break
            if spaces != indent or dash or key is None or key in values:
                raise _Unusual
            self._position += 1
            values[key] = self._value(rest, indent, depth)
            self._skip()
        if not values:
            raise _Unusual
        return values

    def _sequence(self, indent: int, depth: int) -> list[Value]:
        values: list[Value] = []
        while self._position < len(self._lines):
            spaces, dash, key, rest = self._parts()
            if spaces != indent or not dash:
                break
            if key is None:
                self._position += 1
                values.append(self._item(rest))
            else:
                inner = indent + len(dash)
                line = self._lines[self._position]
                self._lines[self._position] = " " * inner + line[inner:]
                values.append(self._mapping(inner, depth + 1))
            self._skip()
        return values

    def _item(self, rest: str) -> Value:
        if not rest or rest[0] in "|>-":
            raise _Unusual
        return self._one_line(rest)

    def _parts(self) -> tuple[int, str, str | None, str]:
        line = self._lines[self._position]
        match = _LINE.fullmatch(line)
        if match is None or line.startswith(("---", "...", "%")):
            raise _Unusual
        spaces, dash, key, rest = match.groups()
        return len(spaces), dash, key, rest.rstrip(" ")

    def _value(self, rest: str, indent: int, depth: int) -> Value:
        if rest == "|":
            return self._literal(indent)
        if rest == ">-":
            return " ".join(self._block(indent, folded=True))
        if rest:
            return self._one_line(rest)
        self._skip()
        if self._position >= len(self._lines):
            return None
        spaces, dash, _, _ = self._parts()
        if dash and spaces >= indent:
            return self._sequence(spaces, depth + 1)
        return self._mapping(spaces, depth + 1) if spaces > indent else None

    def _literal(self, indent: int) -> str:
        return "\n".join(self._block(indent, folded=False)) + "\n"

    def _block(self, indent: int, *, folded: bool) -> list[str]:
        """Return the lines of a block scalar without their indentation and without blanks at the end."""
        lines = self._lines
        start = self._position
        if start >= len(lines):
            raise _Unusual
        width = len(lines[start]) - len(lines[start].lstrip(" "))
        if width <= indent or width == len(lines[start]):
            raise _Unusual
        found = []
        while self._position < len(lines):
            line = lines[self._position]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) < width:
                break
            found.append(line[width:] if len(line) > width else "")
            self._position += 1
        while found and not found[-1]:
            found.pop()
        if folded and any(not text or text[0] == " " or text[-1] == " " for text in found):
            raise _Unusual
        if not found or any(text and not text.strip(" ") for text in found):
            raise _Unusual
        return found

    def _one_line(self, rest: str) -> Value:
        if _PLAIN.fullmatch(rest):
            return None if rest in _NULLS else rest
        if quoted := _QUOTED.fullmatch(rest):
            return quoted[1] if quoted[1] is not None else quoted[2]
        if rest[0] == "[" and rest[-1] == "]":
            return _flow_list(rest)
        if rest[0] == "{" and rest[-1] == "}":
            return _flow_map(rest)
        raise _Unusual


def _flow_list(text: str) -> list[Value]:
    inner = text[1:-1].strip(" ")
    return [_flow_scalar(item) for item in inner.split(",")] if inner else []


def _flow_map(text: str) -> dict[str, Value]:
    inner, values, position = text[1:-1].strip(" "), {}, 0
    while position < len(inner):
        match = _FLOW_ITEM.match(inner, position)
        if match is None or match[1] is None or match[1] in values:
            raise _Unusual
        item = match[2]
        values[match[1]] = _flow_list(item) if item[0] == "[" else _flow_scalar(item)
        position = match.end()
    return values


def _flow_scalar(text: str) -> Value:
    text = text.strip(" ")
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1] if quoted[1] is not None else quoted[2]
    if not _FLOW_PLAIN.fullmatch(text):
        raise _Unusual
    return None if text in _NULLS else text
