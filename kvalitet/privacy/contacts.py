"""Find what in text leads to a person without being an identity number: addresses, numbers to call, days of birth."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

from kvalitet.privacy.glance import may_point_at_a_person
from kvalitet.privacy.numbers import find
from kvalitet.privacy.spelling import plain

_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 10

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+")
_PHONE = re.compile(
    r"[0+](?<![\w.,/+-][0+])(?:"
    r"(?:(?<=\+)|(?<=0)0)(?:46|45|47|358) ?(?:\(0\) ?)?-?[1-9]\d{0,2}(?:[ -]?\d{2,4}){2,4}"
    r"|(?<=0)7\d(?:[ ./-]?\d){7}"
    r"|(?<=0)(?:8|[1-9]\d{1,2})\)?(?: ?- ?| )?(?:\d{5,8}|\d{2,3}(?: \d{2,3}){1,3})"
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
        rf"[Ff]ö(?<!\w[Ff]ö)[dt](?:(?:d|t|des|\.|elsedatum|elsedag|elseår)[ :]*(?:år |den |är |var )?"
        rf"(?:{_DATE}|{_YEAR}(?![\d-]))|da (?:den )?{_DATE})"
    ),
    re.compile(rf"[Ff](?<![\w.][Ff])\.? ?(?:{_YEAR}|\d\d)-?{_MONTH}-?{_DAY}(?!\d)"),
    re.compile(r"\d(?<!\d\d)\d(?:\d\d)?(?:0\d|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01])[-+](?:[xX]{3,4}|[*\u2022]{3,4})"),
)
"""Born and a date or a year; f. and a date; a personnummer without its last digits.

Each pattern begins with plain characters, which Python's engine finds twenty times faster than a look behind.
"""


class Contact(enum.Enum):
    """What in a text may lead to a person without being an identity number."""

    EMAIL = enum.auto()
    PHONE = enum.auto()
    BIRTH = enum.auto()


def find_contact(text: str, contact: Contact) -> Iterator[tuple[int, int]]:
    """Yield where a text has an e-mail address, a telephone number or a day of birth, as offsets.

    What stands in a web address or is an identity number is left to others.
    """
    if not may_point_at_a_person(text):
        return
    spelt = plain(text)
    if contact is Contact.EMAIL and "@" not in spelt.text:
        return
    for match in (match for pattern in _PATTERNS[contact] for match in pattern.finditer(spelt.text)):
        near = spelt.text[max(0, match.start() - 2) : match.end() + 5]
        is_number = contact is not Contact.EMAIL and any(True for _ in find(near))
        if is_number or "://" in _word_before(spelt.text, match.start()):
            continue
        if contact is not Contact.PHONE or _may_be_phone(match[0]):
            yield spelt.span(match.start(), match.end())


_PATTERNS = {Contact.EMAIL: (_EMAIL,), Contact.PHONE: (_PHONE,), Contact.BIRTH: _BIRTHS}


def _word_before(text: str, start: int) -> str:
    return text[max(0, start - 200) : start].rsplit(None, 1)[-1] if start and not text[start - 1].isspace() else ""


def _may_be_phone(text: str) -> bool:
    digits = len(_DIGIT.findall(text))
    fewest = _FEWEST_IN_08 if text.startswith("08") else _FEWEST_PHONE_DIGITS
    return fewest <= digits <= (_MOST_PHONE_DIGITS if text[0] == "+" or text.startswith("00") else _FEWEST_DIGITS)
