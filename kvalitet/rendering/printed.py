"""Where a page shows which number: keys that travel through a template unseen and are taken out of the finished page.

A template shows a number as its text between two marks that no record can hold; so nothing that the template does
with it (join, sort, put together) loses the key, and what is calculated anew has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_WORDS = "ord:"
START, MIDDLE, END = "\uf8f0", "\uf8f1", "\uf8f2"
_MARKED = re.compile(f"{START}([^{START}{MIDDLE}{END}]*){MIDDLE}([^{START}{MIDDLE}{END}]*){END}")
_LEFT = re.compile(f"[{START}{MIDDLE}{END}]")


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


def asked_for(found: Iterable[Printed]) -> tuple[list[Printed], frozenset[str]]:
    """Return what was found on a page as its numbers, and the sections that a person's words are asked for."""
    every = list(found)
    words = {one.key.removeprefix(_WORDS) for one in every if one.key.startswith(_WORDS)}
    return [one for one in every if not one.key.startswith(_WORDS)], frozenset(words)


def without_marks(text: str) -> str:
    """Return text that holds no mark of ours, whatever somebody wrote."""
    return _LEFT.sub("", text)


def taken_out(page: str) -> tuple[str, list[Printed]]:
    """Return the page as it is read, and the numbers on it in order."""
    found: list[Printed] = []
    lines = []
    for number, line in enumerate(page.split("\n"), 1):
        clean, at = "", 0
        for match in _MARKED.finditer(line):
            clean += _LEFT.sub("", line[at : match.start()])
            found.append(Printed(match[1].replace("\\", ""), match[2], number, len(clean) + 1))
            clean += match[2]
            at = match.end()
        lines.append(clean + _LEFT.sub("", line[at:]))
    return "\n".join(lines), found
