"""Dates as people type them: idag, igår, -3d, 12/3, 2025-03-12."""

from __future__ import annotations

import datetime as dt
import re

from kvalitet.diagnostics import UsageError
from kvalitet.words import fold

WAYS = "idag, igår, -3d, 12/3, 12/3 2025 eller 2025-03-12"
_NAMED = {"idag": 0, "i dag": 0, "igar": 1, "i gar": 1, "i forrgar": 2, "iforrgar": 2}
_BACK = re.compile(r"-(\d{1,4})([dv])")
_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})(?:[ -](\d{4}))?")


def read_date(text: str, day: dt.date) -> dt.date:
    """Return the date that a text means, as said on a day; 12/3 is the latest one that has been.

    Raises UsageError with the ways to write a date.
    """
    word = fold(text.strip())
    if word in _NAMED:
        return day - dt.timedelta(days=_NAMED[word])
    if back := _BACK.fullmatch(word):
        return day - dt.timedelta(days=int(back[1]) * (7 if back[2] == "v" else 1))
    try:
        if match := _DAY_MONTH.fullmatch(word):
            return _latest(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, day)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            return dt.date.fromisoformat(word)
    except ValueError:
        raise UsageError(f"{text} är inget datum; skriv {WAYS}") from None
    raise UsageError(f"{text} är inget datum; skriv {WAYS}")


def _latest(day_of_month: int, month: int, year: int | None, day: dt.date) -> dt.date:
    if year is not None:
        return dt.date(year, month, day_of_month)
    for candidate in range(day.year, day.year - 9, -1):
        try:
            found = dt.date(candidate, month, day_of_month)
        except ValueError:
            continue
        if found <= day:
            return found
    raise ValueError("no such day")
