"""Find identity numbers in text, without ever showing one.

A personnummer is year, month, day, three digits and a check digit (folkbokföringslagen 1991:481 18 §); in a
samordningsnummer the day is 60 more, and month and day may be 00 (lag 2022:1697 2 kap. 8 §).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kvalitet.privacy.glance import may_point_at_a_person
from kvalitet.privacy.spelling import plain

_BREAK = r"(?:[ \t]*\n[ \t]*(?:[#>]+[ \t]*)?)"
"""The end of a line, with what begins the next one in a comment, a quotation or an indented text."""

_GROUPS = (
    rf"(?P<part>[-./ ]?){_BREAK}?(?P<month>0\d|1[0-2])(?:(?P=part){_BREAK}?|{_BREAK}|(?<= \d\d))(?P<day>\d\d)"
    rf"(?P<sep>[ _]{{0,2}}(?:-{{1,3}}|\+)? ?{_BREAK}?)(?P<serial>\d{{3}})(?P<check>\d)(?!\d)"
)
_LONG = re.compile(rf"(?P<century>1[89]|20)(?<!\d\d\d)(?: |{_BREAK})?(?P<year>\d\d){_GROUPS}")
_SHORT = re.compile(rf"(?P<year>\d(?<!\d\d)\d){_GROUPS}")

_POWER = re.compile(r"[1-9](?<!\d\d)(?<!\d[.,]\d)[.,](\d{5,11})[Ee]\+?0?(11|9)(?!\d)")
"""A number of twelve or ten digits as a spreadsheet shows it: 1,23456E+11."""

_NO_WORD = re.compile(r"[^0-9A-Za-z]")
_LONGEST_WORD = 20
_GOES_ON_AS_A_DAY = re.compile(r"-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?(?!\d)")
_DECIMALS = re.compile(r"\d[.,:]")
_UUID_LENGTH = 36
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_FOLDED = re.compile(r"-[ \t]*\n|\n[ \t]+\S|\n[#>]")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_DAYS = (31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The most days of each month; the first stands for a month that nobody knows."""


class Number(enum.Enum):
    """What kind of identity number a text seems to hold."""

    PERSONNUMMER = enum.auto()
    SAMORDNINGSNUMMER = enum.auto()
    RESERVNUMMER = enum.auto()
    """What care givers give one who has neither; its forms differ, so it is never certain."""
    MAYBE = enum.auto()
    """Digits that may be such a number: as often something else, or one that was mistyped or cut."""


CERTAIN = frozenset({Number.PERSONNUMMER, Number.SAMORDNINGSNUMMER})
"""The kinds that are told as errors."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where in the text a number stands, as offsets, and what it seems to be."""

    start: int
    end: int
    number: Number


def find(text: str) -> Iterator[Found]:
    """Yield every identity number in a text, in order, however its digits and separators are spelt.

    A number is certain when its day exists and its check digit is right (modulus 10, weights 2 1 2 1 ...),
    and nothing says that it is something else. No two of those that are yielded overlap.
    """
    if not may_point_at_a_person(text):
        return
    spelt = plain(text)
    end = 0
    for found in sorted(_candidates(spelt.text), key=lambda one: (one.start, -one.end)):
        if found.start >= end:
            end = found.end
            yield Found(*spelt.span(found.start, found.end), found.number)


def holds_any(text: str) -> bool:
    """Return whether a text holds an identity number that is certain."""
    return any(found.number in CERTAIN for found in find(text))


def _candidates(text: str) -> Iterator[Found]:
    from kvalitet.privacy.reserve import find_reserve

    for pattern, judge in ((_LONG, _long), (_SHORT, _short)):
        for match in pattern.finditer(text):
            number = judge(match, text)
            if number is not None:
                yield Found(*match.span(), number)
    for match in _POWER.finditer(text):
        if _is_cut_number(match):
            yield Found(*match.span(), Number.MAYBE)
    for start, stop in find_reserve(text):
        yield Found(start, stop, Number.RESERVNUMMER)


def _long(match: re.Match[str], text: str) -> Number | None:
    """Judge a number with its century."""
    number = _kind(match)
    if number is None or _is_part_of_something(match, text):
        return None
    is_clock = match["century"] == "20" and _CLOCK.fullmatch(match["serial"] + match["check"]) is not None
    if not check_digit_is_right(match):
        return Number.MAYBE if _may_be_mistyped(match, text) and not is_clock else None
    is_loose = is_clock and not _is_joined_by_a_sign(match)
    return Number.MAYBE if is_loose or not _is_in_one_piece(match) else number


def _short(match: re.Match[str], text: str) -> Number | None:
    """Judge a number without its century: certain only with a sign before the last four."""
    number = _kind(match)
    is_split = not _is_joined_by_a_sign(match) and "\n" in match[0]
    if number is None or is_split or not check_digit_is_right(match) or _is_part_of_something(match, text):
        return None
    is_certain = _is_joined_by_a_sign(match) and not _is_fraction(text, match.start()) and _is_in_one_piece(match)
    return number if is_certain else Number.MAYBE


def _kind(match: re.Match[str]) -> Number | None:
    """Return what the day of the number says that it is, or None where there is no such day."""
    month, day = int(match["month"]), int(match["day"])
    if match["serial"] == "000":
        return None
    if day >= 60:
        return Number.SAMORDNINGSNUMMER if day - 60 <= _DAYS[month] else None
    return Number.PERSONNUMMER if month and 1 <= day <= _DAYS[month] else None


def _is_joined_by_a_sign(match: re.Match[str]) -> bool:
    return match["sep"].strip(" \t\n#>_") != ""


def _is_in_one_piece(match: re.Match[str]) -> bool:
    """Return whether the number stands on one line, or goes on as text does that was broken to fit."""
    return match[0].count("\n") == len(_FOLDED.findall(match[0]))


def _may_be_mistyped(match: re.Match[str], text: str) -> bool:
    """Return whether digits in the full form of a personnummer, with a wrong check digit, stand alone."""
    before = text[match.start() - 1 : match.start()]
    is_form = match["part"] == "" and match["sep"] == "-" and int(match["day"]) < 32
    return is_form and not before.isalnum() and before not in ("-", "_", "/")


def _is_part_of_something(match: re.Match[str], text: str) -> bool:
    """Return whether the digits are a stretch of a checksum, a UUID, a longer code, a fraction or a span of days."""
    start, end = match.span()
    if match["serial"][:2] in ("19", "20") and _GOES_ON_AS_A_DAY.match(text, end):
        return True
    window = max(0, start - _UUID_LENGTH)
    for found in _UUID.finditer(text, window, end + _UUID_LENGTH):
        if found.start() <= start and end <= found.end():
            return True
    return match[0].isdigit() and (_is_fraction(text, start) or _is_in_code(text, start, end))


def _is_in_code(text: str, start: int, end: int) -> bool:
    """Return whether what the digits are written together with has other digits, or is as long as a checksum."""
    before = _NO_WORD.split(text[max(0, start - _LONGEST_WORD) : start])[-1]
    after = _NO_WORD.split(text[end : end + _LONGEST_WORD])[0]
    around = before + after
    return len(around) >= _LONGEST_WORD or any(char.isdigit() for char in around)


def _is_fraction(text: str, start: int) -> bool:
    return _DECIMALS.fullmatch(text, max(0, start - 2), start) is not None


def _is_cut_number(match: re.Match[str]) -> bool:
    """Return whether a number in powers of ten begins as an identity number does."""
    digits = match[0][0] + match[1]
    if match[2] == "11":
        return digits[:2] in ("18", "19", "20") and int(digits[4:6]) <= 12
    month, day = int(digits[2:4]), int(digits[4:6]) % 60
    return month <= 12 and day <= 31


def check_digit_is_right(match: re.Match[str]) -> bool:
    """Return whether a match on year, month, day, serial and check digit has the check digit that they give."""
    return luhn(f"{match['year']}{match['month']}{match['day']}{match['serial']}") == int(match["check"])


def luhn(digits: str) -> int:
    """Return the check digit of some digits: modulus 10, weights 2 1 2 1 ..."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return -sum(value // 10 + value % 10 for value in doubled) % 10
