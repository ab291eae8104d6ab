"""The day that a field stands for, whatever its type: a date, the last day of a period or of a year."""

from __future__ import annotations

import datetime as dt

from kvalitet.records.record import Entry


def day_of(entry: Entry, path: str) -> dt.date | None:
    """Return the day that a field stands for, or None where it says nothing.

    A period and a year count from their last day, a stamp from its date. A field inside a list of
    groups (beslut.datum) is the latest of its members.
    """
    group, _, name = path.rpartition(".")
    holder = entry.field(group) if group else None
    if holder is not None and holder.many:
        return max((day for item in entry.entries(group) if (day := day_of(item, name))), default=None)
    field = entry.field(path)
    if field is None:
        return None
    if field.type == "period":
        period = entry.period(path)
        return period.last if period else None
    if field.type == "integer":
        year = entry.integer(path)
        return dt.date(year, 12, 31) if year is not None and 1900 <= year <= 9998 else None
    if field.type == "stamp":
        stamp = entry.stamp(path)
        return stamp.date() if stamp else None
    return entry.date(path)


def has_ended(record: Entry, day: dt.date) -> bool:
    """Return whether a document's last day has passed; one that cannot be read counts as passed."""
    last = record.date("galler_till")
    return record.has("galler_till") and (last is None or last < day)
