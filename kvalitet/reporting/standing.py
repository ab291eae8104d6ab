"""How things stood on a day, as the dates in the records tell it: whatever came later had not happened yet."""

from __future__ import annotations

import datetime as dt

from kvalitet.records.record import Entry, Record

OPEN_MEASURE = ("foreslagen", "beslutad", "pagar")
"""The states of an åtgärd that is still to be done."""

OPEN_RISK = ("oppen", "atgardas")
"""The states of a risk that nobody has accepted or closed."""


def first_day(record: Record) -> dt.date | None:
    """Return the day on which an åtgärd first existed: proposed, decided on, or written down."""
    return record.date("foreslagen") or record.date("beslut.datum") or created(record)


def created(record: Record) -> dt.date | None:
    """Return the day of a record's stamp, or None."""
    try:
        return dt.date.fromisoformat((record.text("skapad") or "")[:10])
    except ValueError:
        return None


def existed(record: Record, day: dt.date) -> bool:
    """Return whether an åtgärd or a risk was there on a day; one that does not tell since when was."""
    first = first_day(record) if record.kind.name == "atgard" else record.date("bedomd.datum") or created(record)
    made = [date for date in (first, created(record)) if date]
    return not made or min(made) <= day


def measure_state(record: Record, day: dt.date) -> str:
    """Return the state of an åtgärd on a day. One that was done later was at least decided on, where that is dated."""
    state, decided, done = record.text("status") or "", record.date("beslut.datum"), record.date("genomford")
    if state == "genomford" and (done is None or done <= day):
        return state
    if decided is None or decided <= day:
        return "beslutad" if state == "genomford" else state
    return "foreslagen"


def is_open(record: Record, day: dt.date) -> bool:
    """Return whether an åtgärd was still to be done on a day."""
    return measure_state(record, day) in OPEN_MEASURE


def risk_state(record: Record, day: dt.date) -> str:
    """Return the state of a risk on a day: what was closed or accepted later was still open."""
    state = record.text("status") or ""
    ended = {"stangd": record.date("efter.datum"), "accepterad": record.date("accepterad.datum")}.get(state)
    return "atgardas" if ended and ended > day else state


def is_overdue(record: Record, day: dt.date) -> bool:
    """Return whether an åtgärd was still to be done on a day though its last day had passed."""
    due = record.date("klart_senast")
    return is_open(record, day) and due is not None and due < day


def effect(record: Record, day: dt.date) -> str:
    """Return whether an åtgärd had given what was wanted (ja, delvis, nej), or nothing where none had judged it."""
    judged = record.date("effekt.datum")
    return (record.text("effekt.onskad") or "") if judged is None or judged <= day else ""


def last_entry(entries: list[Entry], day: dt.date, dated: str) -> Entry | None:
    """Return the latest of a record's entries that a date had come of on a day."""
    found = [(date, entry) for entry in entries if (date := entry.date(dated)) and date <= day]
    return max(found, key=lambda pair: pair[0])[1] if found else None
