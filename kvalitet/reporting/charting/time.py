"""Charts over time: parts of years, a run of months, time to close, days between events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

from kvalitet.analysis import charts
from kvalitet.analysis.charts import Series, Spread, Value
from kvalitet.analysis.durations import STRETCHES, Quartiles
from kvalitet.analysis.signals import run_of
from kvalitet.reporting.charting.chart import ABSENT, Cell, Chart, demand_any, demand_some, to_cell
from kvalitet.reporting.describing import time as describing
from kvalitet.reporting.describing.sentences import Noun
from kvalitet.words import long_date, month_name

_MOST_COLUMNS = 15
"""Columns that can be told apart with their numbers; more values over several years are drawn as lines."""

_MOST_YEARS = 5
"""Years that the palette can tell apart."""

_MONTHS = tuple(month_name(month) for month in range(1, 13))
_QUARTERS = tuple(f"kvartal {part}" for part in range(1, 5))


def months(name: str, noun: Noun, years: Series) -> Chart:
    """Return counts per month, January first, of one year or several, the oldest first.

    Raises:
        NoDataError: every value is nought or hidden.
    """
    return parts_of_years(name, noun, "Månad", _MONTHS, years)


def quarters(name: str, noun: Noun, years: Series) -> Chart:
    """Return counts per quarter of one year or several, the oldest first.

    Raises:
        NoDataError: every value is nought or hidden.
    """
    return parts_of_years(name, noun, "Kvartal", _QUARTERS, years)


def parts_of_years(name: str, noun: Noun, heading: str, parts: Sequence[str], years: Series) -> Chart:
    """Return counts per part of a year, of the five newest of the years given, the oldest first.

    A year with fewer values than parts is not at its end: what it lacks is not drawn.

    Raises:
        NoDataError: every value is nought or hidden.
    """
    drawn = dict(list(years.items())[-_MOST_YEARS:])
    demand_some(name, (value for values in drawn.values() for value in values))
    whole = all(len(values) == len(parts) for values in drawn.values())
    upright = whole and (len(drawn) == 1 or len(parts) * len(drawn) <= _MOST_COLUMNS)
    labels = [part[:3] if heading == "Månad" else part[:1].upper() + part[1:] for part in parts]
    shape = f"{'Stapeldiagram' if upright else 'Linjediagram'} med {noun.many} per {heading.lower()}"
    return Chart(
        name,
        describing.over_the_year(noun, shape, parts, drawn),
        (heading, *drawn),
        tuple((part, *(_part(values, place) for values in drawn.values())) for place, part in enumerate(parts)),
        partial(charts.columns if upright else charts.lines, labels, drawn),
    )


def _part(values: Sequence[Value], place: int) -> Cell:
    return to_cell(values[place]) if place < len(values) else ABSENT


def run(name: str, noun: Noun, first: tuple[int, int], values: Sequence[Value]) -> Chart:
    """Return a run chart of counts per month from `first` (year, month) on, with the median and what the rules see.

    The rules of `analysis.signals` need at least ten values off the median; 24 months or more are a good basis.

    Raises:
        NoDataError: every value is nought or hidden.
    """
    demand_some(name, values)
    starts = [divmod(first[0] * 12 + first[1] - 1 + place, 12) for place in range(len(values))]
    names = [f"{month_name(month + 1)} {year}" for year, month in starts]
    found = run_of(values)
    if found is None:
        raise AssertionError("demand_some lets no empty row through")
    halves = [place for place, (_, month) in enumerate(starts) if month % 6 == 0] or [0]
    ticks = [(place, f"{month_name(starts[place][1] + 1)[:3]} {starts[place][0]}") for place in halves]
    return Chart(
        name,
        describing.run(noun, names, values, found),
        ("Månad", "Antal", "Median"),
        tuple((month, to_cell(value), to_cell(found.median)) for month, value in zip(names, values, strict=True)),
        partial(charts.run_chart, ticks, tuple(values), found.median),
    )


def time_to_close(name: str, noun: Noun, counts: Sequence[Value], spreads: Mapping[str, Quartiles | None]) -> Chart:
    """Return how many matters took so many days (`durations.per_stretch`), and each period's median and middle half.

    A period with None may not be shown.

    Raises:
        NoDataError: every count is nought or hidden.
    """
    demand_some(name, counts)
    rows: list[tuple[Cell, ...]] = [
        (f"{stretch} dagar", to_cell(count), ABSENT, ABSENT, ABSENT)
        for stretch, count in zip(STRETCHES, counts, strict=True)
    ]
    drawn = []
    for period, found in spreads.items():
        matters, median, first, third = found or (None,) * 4
        drawn.append(Spread(period, median, first, third))
        rows.append((period, to_cell(matters), *(_days(part) for part in (median, first, third))))
    return Chart(
        name,
        describing.closing(noun, STRETCHES, counts, spreads),
        ("Tid", "Antal", "Median, dagar", "Nedre kvartil", "Övre kvartil"),
        tuple(rows),
        partial(charts.closing, STRETCHES, tuple(counts), tuple(drawn)),
    )


def _days(days: Value) -> Cell:
    return to_cell(None if days is None else round(days, 1))


def days_between(name: str, noun: Noun, days: Sequence[dt.date | None]) -> Chart:
    """Return the days between events that seldom happen, in order of time.

    None is an event whose day may not be shown: neither the time before it nor the time after it is.

    Raises:
        NoDataError: there are not two events after each other whose days may be shown.
    """
    gaps: list[Value] = [(after - before).days if before and after else None for before, after in pairwise(days)]
    demand_any(name, gaps)
    labels = [_short_date(day) if day else charts.HIDDEN for day in days[1:]]
    return Chart(
        name,
        describing.between(noun, days, gaps),
        ("Händelse", "Dagar sedan förra"),
        tuple((long_date(day) if day else None, to_cell(gap)) for day, gap in zip(days[1:], gaps, strict=True)),
        partial(charts.between, labels, gaps),
    )


def _short_date(day: dt.date) -> str:
    return f"{day.day}\u00a0{month_name(day.month)[:3]} {day.year}"
