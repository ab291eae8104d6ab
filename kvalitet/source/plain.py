"""The fast lane: read the plain YAML that records are written in, more than a hundred times faster.

It knows block mappings and lists, one-line scalars, one-line flow lists and maps, `|` and `>-`. One pattern
takes a key or a list's member with its whole text, and one loop puts together what it took: Python works
once for each value, never for each line or character. Whatever it does not know for certain it leaves to the
exact reader by returning None; tests over generated, mutated and published YAML hold it to give the same
values as that reader or none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvalitet.source.exact import Value

_MOST = 4_000
"""Values. Beyond this the exact reader, with its own bound, decides."""

_DEEPEST = 12

_FIRST = r"(?:[\w(/+§–<=.]|-(?=\d))"
"""The characters that no YAML reader takes for anything but the beginning of a text."""

_NO_ENTRY = r"(?: *+(?:#[^\n]*+)?+\n)*+"
"""Blank lines and whole-line comments."""

_BEFORE = re.compile(_NO_ENTRY)

ENTRY = re.compile(
    r"( *+)((?:- ++)?+)(?:([A-Za-z_][\w.-]{0,120}+):(?=[ \n]) *+)?+"
    rf"(?:({_FIRST}[^\n:#]*+(?:(?::(?=[^ \n])|(?<! )#)[^\n:#]*+)*+)\n"
    r"|([\[{\"'][^\n]*+)\n"
    r"|\n"
    r"|(\||>-) *+\n(\1 ++)([^ \n][^\n]*+\n(?:\7[^\n]*+\n|\n)*+)(?! +\n)"
    rf"){_NO_ENTRY}|([^\n]*+\n)"
)
"""One key or member with its value and what stands before the next. Its groups: indentation, dash, key; a plain
scalar; what is quoted or in brackets; the sign of a block of text, its margin, its lines; a line of another kind."""

FLOW_ENTRY = re.compile(r" *+([A-Za-z_.][\w.-]{0,120}+): ++(?:(\[[^\[\]{}]*+\])|([^,\[\]{}]++)) *+(?:,|$)")
"""One key with the list or the scalar after it, inside the brackets of a map; what follows the scalar is blank."""

_FLOW_PLAIN = re.compile(rf"{_FIRST}(?:[^,\[\]{{}}:#\"'&*!|>%@`]|:(?=[^\s,\[\]{{}}:#\"'&*!|>%@`]))*+")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_NO_MARGIN = "-"
"""Of a list: whatever comes next, its group must be found."""

_NULLS = frozenset({"", "null", "Null", "NULL"})


class _Unusual(Exception):  # noqa: N818 - not an error: the exact reader takes over
    """Something that this reader leaves to the exact one."""


def read(content: str, *, is_composed: bool = False) -> dict[str, Value] | None:
    """Return the values of a text that is plain for certain, else None.

    The text is one that `text.decode` let through; `is_composed` says that it is known to be NFC.
    """
    if "\t" in content or content[-1:] != "\n" or _is_large(content):
        return None
    if not (is_composed or content.isascii() or _is_composed(content)):
        return None
    try:
        return _together(ENTRY.findall(content, before_first(content))) or None
    except _Unusual:
        return None


def before_first(content: str) -> int:
    """Return where the first line stands that is neither blank nor a comment."""
    match = _BEFORE.match(content)
    return match.end() if match else 0


def _is_large(content: str) -> bool:
    return len(content) > _MOST and content.count("\n") + content.count(",") > _MOST


def _is_composed(content: str) -> bool:
    from unicodedata import is_normalized

    return is_normalized("NFC", content)


def _together(entries: list[tuple[str, ...]]) -> dict[str, Value]:
    """Return the values that entries make."""
    groups = _Groups()
    mapping, members, margin, opened = groups.mapping, groups.members, "", ""
    for indent, dash, key, plain, marked, sign, inner, lines, _ in entries:
        if dash or indent != margin:
            margin = groups.find(len(indent), dash, key, opened)
            mapping, members = groups.mapping, groups.members
        value: Value = None
        if plain:
            text, opened = plain.rstrip(" ") if plain[-1] == " " else plain, ""
            value = None if text in _NULLS else text
        elif lines:
            value, opened = groups.block(sign, inner, lines), ""
        elif marked:
            value, opened = _in_marks(marked.rstrip(" ")), ""
        else:
            opened = key
        if key and key not in mapping:
            mapping[key] = value
        elif dash and not key and (plain or lines or marked):
            members.append(value)
        else:
            raise _Unusual
    return groups.root


class _Groups:
    """The mappings and lists that an entry stands in, with the innermost at hand."""

    def __init__(self) -> None:
        self.root: dict[str, Value] = {}
        self.mapping = self.root
        self.members: list[Value] = []
        self._width, self._is_list = 0, False
        self._outer: list[tuple[dict[str, Value], list[Value], int, bool]] = []

    def find(self, indent: int, dash: str, key: str, opened: str) -> str:
        """Go to the group that an entry belongs to, and return the indentation of what belongs there too.

        `opened` is the key just before, where nothing stood after its colon: only there a group begins.
        """
        is_list = bool(dash)
        if opened and (indent > self._width or (is_list and indent == self._width)):
            self._begin(opened, indent, is_list=is_list)
        elif indent != self._width or is_list is not self._is_list:
            self._leave(indent, is_list=is_list)
        if not dash:
            return " " * indent
        if key:
            self._begin_member(indent + len(dash))
            return " " * self._width
        return _NO_MARGIN

    def block(self, sign: str, margin: str, lines: str) -> str:
        """Return the text of a block whose lines begin with this margin, all but the first."""
        if len(margin) <= self._width:
            raise _Unusual
        text = lines.replace(f"\n{margin}", "\n")
        if text[-2:] == "\n\n":
            text = text.rstrip("\n") + "\n"
        return text if sign == "|" else _folded(text)

    def _begin(self, key: str, width: int, *, is_list: bool) -> None:
        self._go_in(width, is_list=is_list)
        if is_list:
            self.members = self.mapping[key] = []
        else:
            inner: dict[str, Value] = {}
            self.mapping[key] = inner
            self.mapping = inner

    def _begin_member(self, width: int) -> None:
        self._go_in(width, is_list=False)
        self.mapping = {}
        self.members.append(self.mapping)

    def _go_in(self, width: int, *, is_list: bool) -> None:
        self._outer.append((self.mapping, self.members, self._width, self._is_list))
        if len(self._outer) > _DEEPEST:
            raise _Unusual
        self._width, self._is_list = width, is_list

    def _leave(self, indent: int, *, is_list: bool) -> None:
        """Go out to the group that stands this far in."""
        while self._outer and indent <= self._width and (indent, is_list) != (self._width, self._is_list):
            self.mapping, self.members, self._width, self._is_list = self._outer.pop()
        if (indent, is_list) != (self._width, self._is_list):
            raise _Unusual


def _folded(text: str) -> str:
    if "\n\n" in text or " \n" in text or "\n " in text:
        raise _Unusual
    return text[:-1].replace("\n", " ")


def _in_marks(text: str) -> Value:
    """Return the value of what stands in quotation marks or brackets."""
    if text[0] == "[" and text[-1] == "]":
        return _flow_list(text)
    if text[0] == "{" and text[-1] == "}":
        return _flow_map(text)
    return _quoted(text)


def _flow_list(text: str) -> list[Value]:
    inner = text[1:-1].strip(" ")
    return [_flow_scalar(item.strip(" ")) for item in inner.split(",")] if inner else []


def _flow_map(text: str) -> dict[str, Value]:
    values: dict[str, Value] = {}
    inner, position = text[1:-1].strip(" "), 0
    while position < len(inner):
        match = FLOW_ENTRY.match(inner, position)
        if match is None or match[1] in values:
            raise _Unusual
        values[match[1]] = _flow_list(match[2]) if match[2] else _flow_scalar(match[3].rstrip(" "))
        position = match.end()
    return values


def _flow_scalar(text: str) -> Value:
    if _FLOW_PLAIN.fullmatch(text):
        return None if text in _NULLS else text
    return _quoted(text)


def _quoted(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        raise _Unusual
    return quoted[1] or quoted[2] or ""
