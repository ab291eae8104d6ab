"""Find identity numbers in text, without ever showing one."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SHAPE = re.compile(
    r"(?<![\dA-Za-z])(?:(18|19|20) ?)?(\d{2})(?:(?<=\d{4})[- ])?(0\d|1[0-2])(?:(?<=\d{4}[- ]\d\d)[- ])?"
    r"([0-2]\d|3[01]|[6-8]\d|9[01])([-+ \u2010-\u2013\u2212]?)(\d{3})(\d)(?!\d)"
)
"""Century, year, month, day (61-91 for a samordningsnummer), separator, three digits, check digit:
folkbokföringslagen (1991:481) 18 §; lag (2022:1697) 2 kap. 8 §."""

_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 10
_ODD = re.compile("[\u00a0\u202f\u00ad\u0660-\U0010ffff](?:(?<=[\u00a0\u202f\u00ad])|(?<=\\d))")
_INVISIBLE = {0x00A0: " ", 0x202F: " ", 0x00AD: "-"}


class Number(enum.Enum):
    """What kind of identity number a text seems to hold."""

    PERSONNUMMER = enum.auto()
    SAMORDNINGSNUMMER = enum.auto()
    MAYBE = enum.auto()
    """Ten bare digits that pass the check digit: as often something else."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where in the text a number stands, as offsets, and what it seems to be."""

    start: int
    end: int
    number: Number


def find(text: str) -> Iterator[Found]:
    """Yield every identity number in a text, however its digits and separators are spelt.

    A number counts when its check digit is right (modulus 10, weights 2 1 2 1 ...).
    """
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return
    plain = ascii_digits(text)
    for match in _SHAPE.finditer(plain):
        century, year, month, day, separator, serial, check = match.groups()
        if _check_digit(year + month + day + serial) != int(check):
            continue
        yield Found(match.start(), match.end(), _number(century, month, day, separator))


def _number(century: str | None, month: str, day: str, separator: str) -> Number:
    if not century and separator in ("", " "):
        return Number.MAYBE
    return Number.SAMORDNINGSNUMMER if int(day) > 31 or month == "00" else Number.PERSONNUMMER


def find_hidden(text: str) -> set[Number]:
    """Return the kinds of number in a text, also those that unseen characters such as soft hyphens part."""
    bare = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return {found.number for spelling in (text, bare) for found in find(spelling)}


def ascii_digits(text: str) -> str:
    """Return the text with other scripts' digits and spaces as ASCII, each still one character."""
    if not _ODD.search(text):
        return text
    return "".join(
        _INVISIBLE.get(ord(char), char) if (value := unicodedata.decimal(char, -1)) < 0 else str(value) for char in text
    )


def _check_digit(digits: str) -> int:
    doubled = (int(digit) * weight for digit, weight in zip(digits, (2, 1) * 5, strict=False))
    return -sum(value // 10 + value % 10 for value in doubled) % 10
