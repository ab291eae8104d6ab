"""Dates as people type them: idag, igår, -3d, 12/3, 2025-03-12."""

from __future__ import annotations

import datetime as dt
import re

from kvalitet.diagnostics import UsageError
from kvalitet.words import fold, month_name

_NAMED_MONTH = re.compile(r"(\d{1,2}) ([a-z]+)(?: (\d{4}))?")
_MONTHS = [fold(month_name(number)) for number in range(1, 13)]
WAYS = "idag, igår, -3d, 12/3, 12/3 2025 eller 2025-03-12"
_NAMED = {"idag": 0, "i dag": 0, "igar": 1, "i gar": 1, "i forrgar": 2, "iforrgar": 2, "forrgar": 2}
_BACK = re.compile(r"-(\d{1,4})([dv])")
_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})(?:[ -](\d{4}))?")


def read_date(text: str, day: dt.date, *, ahead: bool = False) -> dt.date:
    """Return the date that a text means, as said on a day; 12/3 is the latest one that has been.

    A date that lies ahead by nature, such as a deadline, is the next one to come instead.

    Raises UsageError with the ways to write a date.
    """
    word = fold(text.strip())
    try:
        if word in _NAMED:
            return day - dt.timedelta(days=_NAMED[word])
        if back := _BACK.fullmatch(word):
            return day - dt.timedelta(days=int(back[1]) * (7 if back[2] == "v" else 1))
        if match := _DAY_MONTH.fullmatch(word):
            year = int(match[3]) if match[3] else None
            return _nearest(int(match[1]), int(match[2]), year, day, ahead=ahead)
        if (named := _NAMED_MONTH.fullmatch(word)) and named[2] in _MONTHS:
            year = int(named[3]) if named[3] else None
            return _nearest(int(named[1]), _MONTHS.index(named[2]) + 1, year, day, ahead=ahead)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            return dt.date.fromisoformat(word)
    except (ValueError, OverflowError):
        raise UsageError(f"{text} är inget datum; skriv {WAYS}") from None
    raise UsageError(f"{text} är inget datum; skriv {WAYS}")


def _nearest(day_of_month: int, month: int, year: int | None, day: dt.date, *, ahead: bool) -> dt.date:
    if year is not None:
        return dt.date(year, month, day_of_month)
    years = range(day.year, day.year + 9) if ahead else range(day.year, day.year - 9, -1)
    for candidate in years:
        try:
            found = dt.date(candidate, month, day_of_month)
        except ValueError:
            continue
        if (found >= day) if ahead else (found <= day):
            return found
    raise ValueError("no such day")
