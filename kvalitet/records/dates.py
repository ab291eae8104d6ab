"""The day that a field stands for, whatever its type: a date, the last day of a period or of a year."""

from __future__ import annotations

import datetime as dt

from kvalitet.records.record import Entry


def day_of(entry: Entry, path: str, by: dt.date | None = None) -> dt.date | None:
    """Return the day that a field stands for, or None where it says nothing.

    A period and a year count from their last day, a stamp from its date. A field inside a list of
    groups (beslut.datum) is the latest of its members, of those that had begun on the day `by` where one is given.
    """
    return max((last for first, last in spans(entry, path) if by is None or first <= by), default=None)


def spans(entry: Entry, path: str) -> list[tuple[dt.date, dt.date]]:
    """Return the first and the last day of what a field says, for each member where it stands in a list of groups."""
    group, _, name = path.rpartition(".")
    holder = entry.field(group) if group else None
    if holder is not None and holder.many:
        return [span for item in entry.entries(group) for span in spans(item, name)]
    field = entry.field(path)
    if field is None:
        return []
    if field.type == "period":
        period = entry.period(path)
        return [(period.first, period.last)] if period else []
    if field.type == "integer":
        year = entry.integer(path)
        is_year = year is not None and 1900 <= year <= 9998
        return [(dt.date(year, 1, 1), dt.date(year, 12, 31))] if is_year and year else []
    if field.type == "stamp":
        stamp = entry.stamp(path)
        return [(stamp.date(), stamp.date())] if stamp else []
    day = entry.date(path)
    return [(day, day)] if day else []


_LAST_DAYS = ("galler_till", "giltig.till", "overenskommelse.galler_till")


def has_ended(record: Entry, day: dt.date) -> bool:
    """Return whether the last day of a document, unit or agreement has passed; an unreadable one counts as passed."""
    return any(record.has(path) and ((last := record.date(path)) is None or last < day) for path in _LAST_DAYS)
