"""Find what points at a person in text, identity numbers and contact details, without ever showing it."""

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
_MASK = "\u2022" * 6

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+")
_PHONE = re.compile(
    r"[0+](?<![\w.,/+-][0+])(?:"
    r"(?:(?<=\+)|(?<=0)0)(?:46|45|47|358) ?(?:\(0\) ?)?-?[1-9]\d{0,2}(?:[ -]?\d{2,4}){2,4}"
    r"|(?<=0)7\d(?:[ -]?\d){7}"
    r"|(?<=0)(?:8|[1-9]\d{1,2})\)?(?: ?[-\u2010-\u2013] ?| )?(?:\d{5,8}|\d{2,3}(?: \d{2,3}){1,3})"
    r")(?![-/:]?\d)"
)
"""A number with +46 or a neighbour's country code, a mobile number, or an area code and groups of digits."""
_MOST_PHONE_DIGITS, _FEWEST_PHONE_DIGITS, _FEWEST_IN_08 = 13, 9, 8

_YEAR = r"(?:1[89]|20)\d\d"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_NAMED = "(?i:jan|feb|mars|april|maj|juni|juli|aug|sept|okt|nov|dec)"
_DATE = (
    rf"(?:(?:{_YEAR}|\d\d)[-. /]?{_MONTH}[-. /]?{_DAY}(?!\d)"
    rf"|\d{{1,2}} ?(?::?e )?{_NAMED}\w*(?: {_YEAR})?|\d{{1,2}}/\d{{1,2}}[ -]{_YEAR})"
)
_BIRTHS = (
    re.compile(
        rf"[Ff]öd(?<!\w[Ff]öd)(?:(?:d|des|\.|elsedatum|elsedag|elseår)[ :]*(?:år |den |är |var )?"
        rf"(?:{_DATE}|{_YEAR}(?![\d-]))|da (?:den )?{_DATE})"
    ),
    re.compile(rf"[Ff](?<![\w.][Ff])\.? ?(?:{_YEAR}|\d\d)-?{_MONTH}-?{_DAY}(?!\d)"),
    re.compile(rf"\d(?<!\d\d)\d(?:\d\d)?{_MONTH}(?:[0-2]\d|3[01])[-+](?:[xX]{{3,4}}|[*\u2022]{{3,4}})"),
)
"""Born and a date or a year; f. and a date; a personnummer without its last digits.

Each pattern begins with plain characters, which Python's engine finds twenty times faster than a look behind.
"""


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
    plain = _ascii_digits(text)
    for match in _SHAPE.finditer(plain):
        century, year, month, day, separator, serial, check = match.groups()
        if _check_digit(year + month + day + serial) != int(check):
            continue
        yield Found(match.start(), match.end(), _number(century, month, day, separator))


class Contact(enum.Enum):
    """What in a text may lead to a person without being an identity number."""

    EMAIL = enum.auto()
    PHONE = enum.auto()
    BIRTH = enum.auto()


def find_contact(text: str, contact: Contact) -> Iterator[tuple[int, int]]:
    """Yield where a text has an e-mail address, a telephone number or a day of birth, as offsets.

    What stands in a web address or is an identity number is left to others.
    """
    if contact is Contact.EMAIL and "@" not in text:
        return
    plain = _ascii_digits(text)
    for match in (match for pattern in _PATTERNS[contact] for match in pattern.finditer(plain)):
        is_number = contact is not Contact.EMAIL and any(True for _ in find(plain[match.start() : match.end() + 5]))
        if is_number or "://" in _word_before(plain, match.start()):
            continue
        if contact is not Contact.PHONE or _may_be_phone(match[0]):
            yield match.start(), match.end()


_PATTERNS = {Contact.EMAIL: (_EMAIL,), Contact.PHONE: (_PHONE,), Contact.BIRTH: _BIRTHS}


def _word_before(text: str, start: int) -> str:
    return text[max(0, start - 200) : start].rsplit(None, 1)[-1] if start and not text[start - 1].isspace() else ""


def _may_be_phone(text: str) -> bool:
    digits = len(_DIGIT.findall(text))
    fewest = _FEWEST_IN_08 if text.startswith("08") else _FEWEST_PHONE_DIGITS
    return fewest <= digits <= (_MOST_PHONE_DIGITS if text[0] == "+" or text.startswith("00") else _FEWEST_DIGITS)


def redact(text: str) -> str:
    """Return the text with every identity number, certain or not, and every contact detail made unreadable."""
    spans = [(found.start, found.end) for found in find(text)]
    spans += [span for contact in Contact for span in find_contact(text, contact)]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{_MASK}{text[end:]}"
    return text


def _number(century: str | None, month: str, day: str, separator: str) -> Number:
    if not century and separator in ("", " "):
        return Number.MAYBE
    return Number.SAMORDNINGSNUMMER if int(day) > 31 or month == "00" else Number.PERSONNUMMER


def find_hidden(text: str) -> set[Number]:
    """Return the kinds of number in a text, also those that unseen characters such as soft hyphens part."""
    bare = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return {found.number for spelling in (text, bare) for found in find(spelling)}


def _ascii_digits(text: str) -> str:
    """Return the text with other scripts' digits and spaces as ASCII, each still one character."""
    if not _ODD.search(text):
        return text
    return "".join(
        _INVISIBLE.get(ord(char), char) if (value := unicodedata.decimal(char, -1)) < 0 else str(value) for char in text
    )


def _check_digit(digits: str) -> int:
    doubled = (int(digit) * weight for digit, weight in zip(digits, (2, 1) * 5, strict=False))
    return -sum(value // 10 + value % 10 for value in doubled) % 10
