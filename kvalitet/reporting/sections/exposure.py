"""How much activity there was: what a rate needs before it can be told."""

from __future__ import annotations

from kvalitet.periods import Period, make_up
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.tally import key_of

MEASURE = "boendedygn"
_PER = 1000


def rate(basis: Basis, count: Number, unit: str) -> Number | None:
    """Return avvikelser per 1 000 boendedygn in a unit, or None where the days of the whole period are not known."""
    exposed = days(basis, unit)
    if not exposed:
        return None
    entry = basis.tally.entries[count.key]
    key = key_of("avvikelser", basis.selection.period.text, "takt", unit)
    return basis.tally.figure(key, _PER * entry.value / exposed, entry.ids, of=[count], decimals=2)


def days(basis: Basis, unit: str) -> float | None:
    """Return a unit's boendedygn in the period: a figure for just that period, else the sum of its parts."""
    measured = [r for r in basis.selection.of("exponering") if r.text("matt") == MEASURE and r.text("enhet") == unit]
    return next((found for record in measured if (found := _within(record, basis.selection.period))), None)


def _within(exposure: Record, wanted: Period) -> float | None:
    entries = [(entry.period("period"), entry.number("varde")) for entry in exposure.entries("varden")]
    known = {period: value for period, value in entries if period and value is not None and period in wanted}
    whole = next((value for period, value in known.items() if period.text == wanted.text), None)
    return whole or (sum(known.values()) if make_up(wanted, list(known)) else None)
