"""Rules on egenkontroll: that it is done as often as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.diagnostics import Severity
from kvalitet.periods import Interval
from kvalitet.records.collection import Records
from kvalitet.records.dates import has_ended
from kvalitet.records.record import Record
from kvalitet.rules.proof import Shape
from kvalitet.rules.rule import Hit, rule

_LONGEST_GRACE = 30


def _has_no_frequency(shape: Shape) -> bool:
    """Without a frequency nothing is due."""
    return shape.lacks("frekvens")


@rule("EGK001", proof=_has_no_frequency, kind="egenkontroll", severity=Severity.WARNING)
def is_done_as_often_as_it_says(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En egenkontroll görs så ofta som dess frekvens säger.

    Varför: En kontroll som ingen gör skyddar ingen, och en lucka i serien döljer när något började gå fel.
        Räknas från det senaste utfallet, eller från galler_fran när inget utfall finns. Kontrollen bedöms som helhet,
        inte enhet för enhet. Halva frekvensen, dock högst 30 dagar, ges för att hinna skriva in utfallet.
    Lagrum: SOSFS 2011:9 5 kap. 2 § (frekvensen bestämmer ni själva)
    Fel: frekvens: P3M och senaste utfallet 2025-06-30, när dagen är 2025-12-01
    Rätt: Ett utfall den 2025-09-30
    Gör så här: Gör kontrollen och skriv utfallet. Ska den göras mer sällan, ändra frekvensen och skriv varför i
        motivering. Ska den inte göras längre, skriv galler_till.
    """
    frequency, last = record.interval("frekvens"), _last_time(record)
    if frequency is None or last is None or has_ended(record, day):
        return
    due = frequency.after(last)
    if due + _grace(frequency) < day and not _ends_before(record, due):
        message = f"kontrollen skulle ha gjorts senast {due}, senast gjord {last}; gör den och skriv utfallet"
        if not record.has("utfall"):
            message = f"kontrollen skulle ha gjorts första gången senast {due}; gör den och skriv utfallet"
        yield Hit(record.place("frekvens"), message, "frekvens")


def _last_time(record: Record) -> dt.date | None:
    """Return when the control was last done or began to apply, or None where a time cannot be read."""
    if not record.has("utfall"):
        return record.date("galler_fran")
    dates = [entry.date("datum") for entry in record.entries("utfall")]
    known = [date for date in dates if date is not None]
    return max(known) if known and len(known) == len(dates) else None


def _grace(frequency: Interval) -> dt.timedelta:
    start = dt.date(2001, 1, 1)
    return min((frequency.after(start) - start) / 2, dt.timedelta(days=_LONGEST_GRACE))


def _ends_before(record: Record, due: dt.date) -> bool:
    last = record.date("galler_till")
    return last is not None and last < due


RULES = (is_done_as_often_as_it_says,)
