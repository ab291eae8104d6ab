"""Days and hours: working days, the night's hours, the meetings of a nämnd, stamps in Swedish time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from generating.chance import Chance
from generating.phrases import NUMBERS

_SWEDEN = ZoneInfo("Europe/Stockholm")
_HOLIDAYS = frozenset({(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)})
_HOURS = {"morgon": (6 * 60 + 30, 9 * 60 + 55), "dag": (10 * 60, 15 * 60 + 55), "kvall": (16 * 60, 21 * 60 + 55)}
_OFFICE = (8 * 60, 16 * 60 + 40)
_NIGHT = (22 * 60, 29 * 60 + 55)
_LATEST_REPORT = 22 * 60 + 30
_FEW_WEEKS = 9


def working_day(day: dt.date) -> dt.date:
    """Return the day, or the next one on which an office works."""
    while day.weekday() > 4 or (day.month, day.day) in _HOLIDAYS:
        day += dt.timedelta(days=1)
    return day


def after(day: dt.date, days: int) -> dt.date:
    """Return the working day that comes so many days later."""
    return working_day(day + dt.timedelta(days=days))


def last(days: Iterable[dt.date | None]) -> dt.date:
    """Return the latest of the days that are known. Raises ValueError when none is."""
    return max(day for day in days if day is not None)


def minutes(part: str, hours: Sequence[int], chance: Chance) -> int:
    """Return a time of day in minutes within morgon, dag, kvall or natt, or between hours: mostly whole fives."""
    low, high = (60 * hours[0], 60 * hours[1]) if hours else _HOURS.get(part, _NIGHT)
    drawn = chance.whole(low, high) % (24 * 60)
    return drawn if chance.hits(0.12) else drawn - drawn % 5


def office_minutes(chance: Chance) -> int:
    """Return a time of day in minutes when an office is open."""
    return chance.whole(*_OFFICE)


def clock(of_day: int) -> str:
    """Return minutes after midnight as a record writes them."""
    return f"{of_day // 60:02}:{of_day % 60:02}"


def is_too_late_to_report(of_day: int | None) -> bool:
    """Return whether an event so late is reported the day after."""
    return of_day is not None and of_day > _LATEST_REPORT


def stamp(day: dt.date, of_day: int, chance: Chance, microsecond: int) -> dt.datetime:
    """Return a moment of a day in Swedish time."""
    clock = dt.time(of_day // 60, of_day % 60, chance.whole(0, 59), microsecond)
    return dt.datetime.combine(day, clock, _SWEDEN)


def meeting_after(day: dt.date) -> dt.date:
    """Return the nämnd's next meeting: the third Thursday of a month, none in July."""
    year, month = day.year, day.month
    while True:
        first = dt.date(year, month, 1)
        third = first + dt.timedelta(days=(3 - first.weekday()) % 7 + 14)
        if third > day and month != 7:
            return third
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def span(time: dt.timedelta) -> str:
    """Return a stretch of time as people say it: fem veckor, tre månader."""
    weeks = max(2, round(time.days / 7))
    return f"{NUMBERS[weeks]} veckor" if weeks < _FEW_WEEKS else f"{NUMBERS[min(12, round(time.days / 30.4))]} månader"
