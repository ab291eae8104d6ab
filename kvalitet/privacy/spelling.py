"""Read text as one who looks for numbers does: any digits, dashes and spaces alike, what is unseen left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00a0\u00ad\u00b2\u00b3\u00b9\u02d7\u0300-\U0010ffff]")
"""What may read otherwise than it is spelt; Latin letters with marks, which Swedish is full of, never do."""

_SOFT_HYPHEN = re.compile("(?<=\\d{6})\u00ad(?=\\d{4}(?!\\d))")
"""Where a personnummer has its hyphen, the one that is seen only at the end of a line means it."""

_UNSEEN = frozenset({"Cc", "Cf", "Me"})
_DASHES = frozenset("\u2043\u2212\u02d7\u30fc")
_SELECTORS = ("\ufe00", "\ufe0f")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in its plainest spelling, and for each of its characters where it stood in the text as written."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the plain spelling stands in the text as written."""
        return self.offsets[start], self.offsets[end - 1] + 1


def is_plain(text: str) -> bool:
    """Return whether a text reads just as it is spelt."""
    return _ODD.search(text) is None


def plain(text: str) -> Plain:
    """Return a text with ASCII digits, hyphens and spaces for all others, without characters that are not seen."""
    if is_plain(text):
        return Plain(text, range(len(text)))
    text = _SOFT_HYPHEN.sub("-", text)
    spelt = _ODD.sub(lambda match: _plainest(match[0]), text)
    if len(spelt) == len(text):
        return Plain(spelt, range(len(text)))
    return Plain(spelt, [at for at, char in enumerate(text) if not _ODD.match(char) or _plainest(char)])


@cache
def _plainest(char: str) -> str:
    value = unicodedata.decimal(char, -1)
    if value >= 0:
        return str(value)
    category = unicodedata.category(char)
    if category in _UNSEEN or _SELECTORS[0] <= char <= _SELECTORS[1]:
        return ""
    if category == "Pd" or char in _DASHES:
        return "-"
    if category == "Zs":
        return " "
    likest = unicodedata.normalize("NFKC", char)
    return likest if len(likest) == 1 and likest.isascii() else char
