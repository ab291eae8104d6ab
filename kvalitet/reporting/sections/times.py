"""How long it takes from report to decision, and how long it is between the gravest events."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from kvalitet.analysis.durations import STRETCHES, quartiles, stretch_of
from kvalitet.periods import Period
from kvalitet.records.grades import GRAVE
from kvalitet.rendering.values import Dolt
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values
from kvalitet.reporting.sections.deciding import days_of, decided_count, median_days
from kvalitet.reporting.sections.deviations import AVVIKELSER, kept
from kvalitet.reporting.tally import shown

_YEARS_BACK = 2
_LEAST_GAPS = 3
"""Days between events say something from three gaps on."""

_EVENTS = charting.Noun("allvarlig händelse", "allvarliga händelser")


def times(basis: Basis) -> Values:
    """Return after how many days the period's avvikelser were decided on, and each year's median and middle half."""
    selection = basis.selection
    periods = [selection.period.years_later(-back) for back in range(_YEARS_BACK, -1, -1)]
    rows = [row for period in periods if (row := _period(basis, period))]
    stretches = _stretches(basis)
    if rows:
        spreads = {row["tid"]: row.pop("spridning") for row in rows}
        counts = [shown(row["antal"]) for row in stretches]
        basis.figures.add(lambda: charting.time_to_close(basis.named("tid"), AVVIKELSER, counts, spreads))
    return {"strackor": stretches, "tider": rows, "mellanrum": between(basis)}


def between(basis: Basis) -> list[Values]:
    """Return the days between the gravest events up to the period's end, and draw them; they may be of earlier years.

    There is none in a public report, where it would tell of single events.
    """
    found = [] if basis.public else _grave(basis)
    days = [day for day, _ in found]
    basis.figures.add(lambda: charting.days_between(basis.named("mellanrum"), _EVENTS, days))
    return [
        {
            "dag": day,
            "dagar": basis.tally.figure(basis.key("avvikelser", id, "dagar-sedan"), (day - before).days, [first, id]),
        }
        for (before, first), (day, id) in pairwise(found)
    ]


def _stretches(basis: Basis) -> list[Values]:
    period, found = basis.selection.period, kept(basis, basis.selection.period)
    total = decided_count(basis, period, found)
    stretches: list[list[str]] = [[] for _ in STRETCHES]
    for name, days in days_of(found).items():
        stretches[stretch_of(days)].append(name)
    keys = [basis.key("avvikelser", period.text, "dagar", place) for place in range(len(STRETCHES))]
    counts = basis.tally.split(total.key, dict(zip(keys, stretches, strict=True)))
    return [{"namn": f"{name} dagar", "antal": counts[key]} for name, key in zip(STRETCHES, keys, strict=True)]


def _period(basis: Basis, period: Period) -> Values | None:
    reported = kept(basis, period)
    days = days_of(reported)
    found = quartiles(list(days.values()))
    if found is None:
        return None
    count = decided_count(basis, period, reported)
    lower, upper = (
        basis.tally.figure(basis.key("avvikelser", period.text, f"dagar-{side}"), round(value, 1), days, of=[count])
        for side, value in (("nedre", found.first), ("ovre", found.third))
    )
    return {
        "tid": period.text,
        "antal": count,
        "median": median_days(basis, period, reported),
        "nedre": lower,
        "ovre": upper,
        "spridning": None if isinstance(count, Dolt) else found,
    }


def _grave(basis: Basis) -> list[tuple[dt.date, str]]:
    """Return the days of the events with the gravest grades of either law, up to the period's end, in order."""
    found = [
        (day, record.id)
        for record in basis.selection.of("avvikelse")
        if any(record.text(path) in grades for path, grades in GRAVE.items())
        and (day := record.date("intraffad"))
        and day <= basis.selection.period.last
    ]
    return sorted(found) if len(found) > _LEAST_GAPS else []
