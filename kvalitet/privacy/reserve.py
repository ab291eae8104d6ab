"""Find reservnummer: what care givers give a person who has no personnummer, in the forms that are published.

Inera publishes the national form and those of some regions (Nationellt reservid; Lokala reservidn); Socialstyrelsen
asks that the last four hold a letter. Regions may use others, so what is found here is never certain, and a
reservnummer in another form is not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_JOINED = "[0-9A-Za-z_-]"


def _always(match: re.Match[str]) -> bool:
    return True


def _has_letter_and_digit(match: re.Match[str]) -> bool:
    last = match[1]
    return not last.isdigit() and not last.isalpha()


def _is_national(match: re.Match[str]) -> bool:
    """The century and a number of threes with a real day; or 00 with a month above 19 and a day from 40 to 59."""
    series, month, day = int(match[1]), int(match[2]), int(match[3])
    if series == 0:
        return month >= 20 and 40 <= day <= 59
    return 22 <= series <= 98 and (series - 19) % 3 < 2 and 1 <= month <= 12 and 1 <= day <= 31


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], bool]], ...] = (
    # a day and four characters with a letter among them: Västra Götaland, Värmland, and what Socialstyrelsen asks for
    (rf"(?:1[89]|20)(?<!{_JOINED}..)\d\d{_MONTH}{_DAY}-?([0-9A-Z]{{4}})", _has_letter_and_digit),
    # without century and with a letter first: the form called T-nummer
    (rf"\d(?<!{_JOINED}.)\d{_MONTH}{_DAY}[-+][PTRSUWXJKLMN]\d{{3}}", _always),
    # the national form
    (rf"(\d(?<!{_JOINED}.)\d)\d\d(\d\d)(\d\d)-?[ABCDEFGHJKLMNPRSTUXYZ]{{2}}[0-9A-Z]\d", _is_national),
    # Stockholm: 99, the year when it was given, a number
    (rf"99(?<!{_JOINED}..)(?:19|20)\d{{4}}-?\d{{4}}", _always),
    # Inera: a day from 32 to 59
    (rf"(?:1[89]|20)(?<!{_JOINED}..)\d\d{_MONTH}(?:3[2-9]|[45]\d)-?\d{{4}}", _always),
)
_PATTERNS = tuple((re.compile(form + r"(?!-?[0-9A-Za-z])"), is_one) for form, is_one in _FORMS)


def find_reserve(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text in its plainest spelling has what may be a reservnummer, as offsets."""
    for pattern, is_one in _PATTERNS:
        for match in pattern.finditer(text):
            if is_one(match):
                yield match.span()
