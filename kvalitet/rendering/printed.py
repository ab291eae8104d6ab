"""What a finished page knows of itself: which number stands where, and which line of a template each line came from.

A template shows a number as its text between two marks that no record can hold; so nothing that the template does
with it (join, sort, put together) loses the key, and what is calculated anew has none. In the same way each line of a
template's own text carries where it stands. All marks are taken out of the finished page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_WORDS = "ord:"
START, MIDDLE, END = "\uf8f0", "\uf8f1", "\uf8f2"
_LINE, _LINE_END = "\uf8f3", "\uf8f4"
_MARKED = re.compile(f"{START}([^{START}{MIDDLE}{END}]*){MIDDLE}([^{START}{MIDDLE}{END}]*){END}")
_ORIGIN = re.compile(rf"{_LINE}(\d+):(\d+){_LINE_END}")
_LEFT = re.compile(f"[{START}{MIDDLE}{END}{_LINE}{_LINE_END}]")
_TAG = re.compile(r"\{%#.*?#%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


class Printed(NamedTuple):
    """A number on a page: its key, its text, and its line and column, both counted from 1."""

    key: str
    text: str
    line: int
    column: int


def marked(key: str, text: str) -> str:
    """Return a number's text with its key around it, for `taken_out` to find."""
    return f"{START}{key}{MIDDLE}{text}{END}"


def asked(section: str) -> str:
    """Return the mark, without text, of a place where a person's words for a section go."""
    return marked(f"{_WORDS}{section}", "")


def without_marks(text: str) -> str:
    """Return text that holds no mark of ours, whatever somebody wrote."""
    return _LEFT.sub("", text)


class Page(NamedTuple):
    """A page as it is read, the numbers on it in order, and the template and line that each of its lines came from.

    `asked` names the sections that a person's words go into, or are missing in.
    """

    text: str
    numbers: list[Printed]
    origins: list[tuple[str, int] | None]
    asked: frozenset[str] = frozenset()


def with_lines(sources: Mapping[str, str], first: int = 0) -> dict[str, str]:
    """Return texts that carry, after the words of each line, which text and line it is; the first has that number."""
    return {name: _with_lines(source, index) for index, (name, source) in enumerate(sources.items(), first)}


def _with_lines(source: str, index: int) -> str:
    marked_up, at = "", 0
    for tag in [*_TAG.finditer(source), None]:
        text = source[at : tag.start()] if tag else source[at:]
        line = source.count("\n", 0, at) + 1
        for offset, part in enumerate(text.split("\n")):
            mark = f"{_LINE}{index}:{line + offset}{_LINE_END}" if part.strip() else ""
            words = part.rstrip()
            marked_up += ("\n" if offset else "") + words + mark + part[len(words) :]
        if tag:
            marked_up, at = marked_up + tag[0], tag.end()
    return marked_up


def taken_out(page: str, names: list[str] | None = None) -> Page:
    """Return the page without its marks, and what they said. `names` are the texts by the numbers of `with_lines`."""
    numbers: list[Printed] = []
    origins: list[tuple[str, int] | None] = []
    lines = []
    for number, line in enumerate(page.split("\n"), 1):
        origin = _ORIGIN.search(line)
        before = origins[-1] if origins else None
        origins.append((names[int(origin[1])], int(origin[2])) if origin and names else before)
        clean, found = _numbers(_ORIGIN.sub("", line), number)
        lines.append(clean)
        numbers += found
    words = frozenset(one.key.removeprefix(_WORDS) for one in numbers if one.key.startswith(_WORDS))
    return Page("\n".join(lines), [one for one in numbers if not one.key.startswith(_WORDS)], origins, words)


def _numbers(line: str, number: int) -> tuple[str, list[Printed]]:
    clean, at = "", 0
    found = []
    for match in _MARKED.finditer(line):
        clean += _LEFT.sub("", line[at : match.start()])
        found.append(Printed(match[1].replace("\\", ""), match[2], number, len(clean) + 1))
        clean += match[2]
        at = match.end()
    return clean + _LEFT.sub("", line[at:]), found
