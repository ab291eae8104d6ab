"""Stretches of time as records write them: 2025, 2025-H1, 2025-T2, 2025-Q3, 2025-03 and P3M."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kvalitet.words import month_name

_PERIOD = re.compile(r"((?:19|20)\d\d)(?:-(?:H([12])|T([123])|Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
_INTERVAL = re.compile(r"P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?", re.ASCII)
_PARTS = (("H", 6, "halvåret"), ("T", 4, "tertialet"), ("Q", 3, "kvartalet"))
_ORDINALS = ("första", "andra", "tredje", "fjärde")


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year or a part of one; `first` and `last` are its days, both included."""

    text: str
    first: dt.date
    last: dt.date

    @staticmethod
    def parse(text: str) -> Period | None:
        """Return the period that a text names, or None."""
        match = _PERIOD.fullmatch(text)
        if match is None:
            return None
        year, *parts = match.groups()
        months, number = next(
            ((months, int(part)) for months, part in zip((6, 4, 3, 1), parts, strict=True) if part),
            (12, 1),
        )
        return Period(text, *_days(int(year), months * (number - 1) + 1, months))

    @staticmethod
    def of_year(year: int) -> Period:
        """Return a calendar year as a period."""
        return Period(str(year), *_days(year, 1, 12))

    def __contains__(self, what: dt.date | Period | None) -> bool:
        """Tell whether a day, or a whole other period, lies in the period."""
        if isinstance(what, Period):
            return self.first <= what.first and what.last <= self.last
        return what is not None and self.first <= what <= self.last

    def years_later(self, years: int) -> Period:
        """Return the same period so many years later, or before when the number is negative."""
        found = Period.parse(f"{self.year + years}{self.text[4:]}")
        assert found is not None
        return found

    @property
    def previous(self) -> Period:
        """The period of the same length that ends the day before this one begins."""
        months = self.last.month - self.first.month + 1
        earlier = self.first.month - months
        year, first = (self.year, earlier) if earlier > 0 else (self.year - 1, earlier + 12)
        part = (first - 1) // months + 1
        letter = {6: "-H", 4: "-T", 3: "-Q"}.get(months)
        text = f"{year}{letter}{part}" if letter else str(year) if months == 12 else f"{year}-{first:02}"
        return Period(text, *_days(year, first, months))

    def months(self) -> list[Period]:
        """Return the calendar months that the period is made of."""
        months = range(self.first.month, self.last.month + 1)
        return [Period(f"{self.year}-{month:02}", *_days(self.year, month, 1)) for month in months]

    def quarters(self) -> list[Period]:
        """Return the quarters that lie wholly in the period."""
        found = [Period(f"{self.year}-Q{part}", *_days(self.year, 3 * part - 2, 3)) for part in range(1, 5)]
        return [quarter for quarter in found if quarter in self]

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.first.year


def make_up(whole: Period, parts: Sequence[Period]) -> bool:
    """Return whether periods lie end to end, from the first day of another to its last."""
    ordered = sorted(parts, key=lambda part: part.first)
    if not ordered or ordered[0].first != whole.first:
        return False
    follows = (after.first == before.last + dt.timedelta(days=1) for before, after in pairwise(ordered))
    return all(follows) and ordered[-1].last == whole.last


@dataclass(frozen=True, slots=True)
class Interval:
    """A length of time in calendar months and days (ISO 8601 durations without a clock part)."""

    months: int
    days: int

    @staticmethod
    def parse(text: str) -> Interval | None:
        """Return the interval that a text names, or None for anything else or for nothing at all."""
        match = _INTERVAL.fullmatch(text)
        if match is None:
            return None
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        interval = Interval(12 * years + months, 7 * weeks + days)
        return interval if interval.months or interval.days else None

    def after(self, day: dt.date) -> dt.date:
        """Return the day that is this long after another; the month's last day where it has fewer.

        It is the last day there is where the calendar ends before it.
        """
        month = day.month - 1 + self.months
        year, month = day.year + month // 12, month % 12 + 1
        if year > dt.MAXYEAR:
            return dt.date.max
        moved = dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        return moved + min(dt.timedelta(days=self.days), dt.date.max - moved)

    def __str__(self) -> str:
        """Return the length in Swedish words: 1 år, 3 månader, 2 månader och 5 dagar."""
        years, months = divmod(self.months, 12)
        parts = ((years, "år", "år"), (months, "månad", "månader"), (self.days, "dag", "dagar"))
        return " och ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)


def _days(year: int, month: int, months: int) -> tuple[dt.date, dt.date]:
    last_month = month + months - 1
    return (
        dt.date(year, month, 1),
        dt.date(year, last_month, calendar.monthrange(year, last_month)[1]),
    )


def period_name(text: str) -> str:
    """Return a period in words: första tertialet 2025, mars 2025, 2025."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return text
    year, *parts = match.groups()
    for (_, _, noun), part in zip(_PARTS, parts, strict=False):
        if part:
            return f"{_ORDINALS[int(part) - 1]} {noun} {year}"
    return f"{month_name(int(parts[3]))} {year}" if parts[3] else year
