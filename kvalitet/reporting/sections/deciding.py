"""How many days it takes from a report of an avvikelse to a decision: one count and one median for all reports."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from kvalitet.periods import Period
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis


def days_to_decision(record: Record) -> int | None:
    """Return the days from report to decision, or None where either is not dated."""
    decided, reported = record.date("beslut.datum"), record.date("rapporterad")
    return (decided - reported).days if decided and reported else None


def days_of(found: Iterable[Record]) -> dict[str, int]:
    """Return the days of those that are decided on, by id."""
    return {record.id: days for record in found if (days := days_to_decision(record)) is not None}


def decided_count(basis: Basis, period: Period, found: Iterable[Record]) -> Number:
    """Return how many of a period's avvikelser are decided on."""
    return basis.tally.count(basis.key("avvikelser", period.text, "beslutade"), days_of(found))


def median_days(basis: Basis, period: Period, found: list[Record]) -> Number | None:
    """Return the median of days from report to decision, or None where nothing was decided.

    It is hidden with how many were decided: of a single one it would be that one's days.
    """
    days = days_of(found)
    return basis.tally.figure(
        basis.key("avvikelser", period.text, "dagar-median"),
        median(days.values()) if days else None,
        days,
        of=[decided_count(basis, period, found)],
    )
