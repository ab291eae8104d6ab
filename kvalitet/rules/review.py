"""Rules on what is to be looked at again by a day that has passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from kvalitet.diagnostics import Severity
from kvalitet.records.collection import Records
from kvalitet.records.dates import has_ended
from kvalitet.records.record import Record
from kvalitet.rules.proof import Shape, Test
from kvalitet.rules.rule import Hit, rule

_DOCUMENTS = ("process", "rutin", "ledningssystem")


def _not_passed(path: str) -> Callable[[Shape], Test | bool]:
    """A day in plain form is ordered as its text is; where it is not before the day, nothing has passed."""

    def proof(shape: Shape) -> Test | bool:
        day = shape.day.isoformat()
        return shape.lacks(path) or (lambda record: str(record.values[path]) >= day)

    return proof


@rule("REV001", proof=_not_passed("revideras_senast"), severity=Severity.WARNING)
def is_reviewed_in_time(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Processer, rutiner och ledningssystemet ses över senast den dag som står i dem.

    Varför: Ett dokument som ingen har sett på länge beskriver ofta ett annat arbetssätt än det som används.
    Lagrum: SOSFS 2011:9 5 kap. 8 § (hur ofta bestämmer ni själva; ej kontrollerad mot tryckt författning)
    Fel: revideras_senast: 2024-12-31 när dagen har passerat
    Rätt: revideras_senast: 2026-12-31 när dokumentet är genomgånget
    Gör så här: Gå igenom dokumentet och ändra det som inte stämmer. Fastställ det på nytt och skriv nästa dag.
        Används det inte längre, skriv galler_till.
    """
    if record.kind.name in _DOCUMENTS and not has_ended(record, day):
        yield from _passed(record, "revideras_senast", day, "setts över", "gå igenom det")


@rule("REV002", proof=_not_passed("ny_bedomning_senast"), kind="risk", severity=Severity.WARNING)
def is_judged_again_in_time(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En risk som inte är stängd bedöms igen senast den dag som står i den.

    Varför: Risker ändras med personal, lokaler och arbetssätt. En gammal bedömning säger inget om i dag.
    Lagrum: SOSFS 2011:9 5 kap. 1 § (fortlöpande; dagen bestämmer ni själva)
    Fel: ny_bedomning_senast: 2025-06-30 när dagen har passerat
    Rätt: ny_bedomning_senast: 2026-06-30 när risken är bedömd på nytt
    Gör så här: Bedöm risken, ändra bedomd och skriv nästa dag. Finns risken inte kvar, stäng den.
    """
    if record.text("status") not in (None, "stangd"):
        yield from _passed(record, "ny_bedomning_senast", day, "bedömts igen", "bedöm risken")


@rule("REV003", proof=_not_passed("uppfoljning_senast"), kind="samverkan", severity=Severity.WARNING)
def is_followed_up_in_time(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Samverkan följs upp senast den dag som står i den.

    Varför: Det som två parter kom överens om glöms hos båda, om ingen ser efter att det fungerar.
    Lagrum: SOSFS 2011:9 4 kap. 5 och 6 §§ (dagen bestämmer ni själva)
    Fel: uppfoljning_senast: 2025-10-31 när dagen har passerat
    Rätt: uppfoljning_senast: 2026-10-31 när samverkan är uppföljd
    Gör så här: Följ upp, skriv vad det visade i uppfoljning och skriv nästa dag.
    """
    if not has_ended(record, day):
        yield from _passed(record, "uppfoljning_senast", day, "följts upp", "följ upp den")


def _passed(record: Record, path: str, day: dt.date, what: str, do: str) -> Iterator[Hit]:
    last = record.date(path)
    if last is not None and last < day:
        yield Hit(record.place(path), f"skulle ha {what} senast {last}; {do} och skriv nästa dag", path)


RULES = (is_reviewed_in_time, is_judged_again_in_time, is_followed_up_in_time)
