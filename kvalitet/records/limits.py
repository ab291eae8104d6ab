"""When a record's time limit runs out, and whether it has run out with nothing done."""

from __future__ import annotations

import datetime as dt

from kvalitet.deadlines import Deadline
from kvalitet.kinds import Condition
from kvalitet.records.conditions import holds
from kvalitet.records.dates import day_of
from kvalitet.records.record import Record


def last_day(limit: Deadline, record: Record) -> dt.date | None:
    """Return the last day of a limit, or None where it does not hold for the record or no start is known."""
    start = day_of(record, limit.start) if _applies(limit, record) else None
    if start is None:
        return None
    if limit.by is not None:
        return dt.date(min(start.year + 1, dt.MAXYEAR), limit.by.month, limit.by.day)
    return limit.within.after(start) if limit.within else None


def overdue_since(limit: Deadline, record: Record, day: dt.date) -> dt.date | None:
    """Return the last day of a limit that has passed without anything done, or None."""
    last = last_day(limit, record)
    return last if last is not None and last < day and not record.has(limit.end) else None


def met_late(limit: Deadline, record: Record) -> dt.date | None:
    """Return the last day of a limit that was met after it, or None."""
    last, done = last_day(limit, record), record.date(limit.end)
    return last if last is not None and done is not None and last < done else None


def _applies(limit: Deadline, record: Record) -> bool:
    if limit.when is not None and holds(limit.when, record, record) is not True:
        return False
    return limit.unless is None or not _may_hold(limit.unless, record)


def _may_hold(condition: Condition, record: Record) -> bool:
    """A field that cannot be read may say what frees the record from the limit."""
    verdict = holds(condition, record, record)
    return verdict is True or (verdict is None and any(record.has(path) for path, _ in condition.clauses))
