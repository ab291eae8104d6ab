"""Of which time the records tell anything, so that a report of another time can say that it has nothing to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kvalitet.periods import Period, period_name
from kvalitet.records.record import Record
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.standing import first_day
from kvalitet.words import listing

_DAYS = {"avvikelse": "rapporterad", "klagomal": "mottaget", "risk": "bedomd.datum"}
_PERIODS = {
    "mal": ("", "period"),
    "analys": ("", "period"),
    "kompetens": ("", "period"),
    "egenkontroll": ("utfall", "period"),
    "indikator": ("varden", "period"),
    "exponering": ("varden", "period"),
}
"""For each kind the list of groups, if any, and the field in which it says of which time it tells."""


def nothing_recorded(selection: Selection, day: dt.date) -> str:
    """Return, of a period that has ended and of which no record tells, that sentence and which years have records.

    Nothing where a record tells of the period or a part of it, or the period lasts on the day.
    """
    period = selection.period
    told = list(_told(selection))
    if period.last >= day or any(one.first <= period.last and period.first <= one.last for one in told):
        return ""
    years = _runs({one.year for one in told})
    known = f"Poster finns för {listing(years, 'och')}." if years else "Inget annat år har poster heller."
    return f"Det finns inga poster för {period_name(period.text)}. {known}"


def _told(selection: Selection) -> Iterator[Period]:
    """Yield the time that each record of the covered part tells of."""
    for kind, path in _DAYS.items():
        yield from (_of_day(day) for record in selection.of(kind) if (day := record.date(path)))
    for record in selection.of("atgard"):
        if day := first_day(record):
            yield _of_day(day)
        elif record.year:
            yield Period.of_year(record.year)
    for record in selection.of("berattelse"):
        if year := record.integer("ar"):
            yield Period.of_year(year)
    for kind, (group, path) in _PERIODS.items():
        for record in selection.of(kind):
            yield from _periods(record, group, path)


def _periods(record: Record, group: str, path: str) -> Iterator[Period]:
    for entry in record.entries(group) if group else [record]:
        if period := entry.period(path):
            yield period


def _of_day(day: dt.date) -> Period:
    return Period(day.isoformat(), day, day)


def _runs(years: Iterable[int]) -> list[str]:
    """Return years in order, those that follow one another as one: 2019, 2021–2023."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
