"""Rules on klagomål and synpunkter: that each leads to a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.diagnostics import Severity
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.rules.form import lacks
from kvalitet.rules.proof import Shape
from kvalitet.rules.rule import Hit, rule

_INVESTIGATED = ("klagomal", "synpunkt")
"""What the regulation asks to be investigated: praise, questions and ideas may be answered as they are."""


def _is_judged_or_open(shape: Shape) -> bool:
    """What has been judged lacks nothing, and what is neither answered nor investigated may lack it."""
    return not shape.lacks("stallningstagande") or (shape.lacks("besvarat") and shape.lacks("utredning"))


@rule("KLA001", proof=_is_judged_or_open, kind="klagomal", severity=Severity.WARNING)
def leads_to_a_judgement(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett klagomål eller en synpunkt som är besvarad eller utredd har ett ställningstagande.

    Varför: Svaret till den som klagade är bara halva arbetet. Ni ska också veta om det var en avvikelse.
    Lagrum: SOSFS 2011:9 5 kap. 3 § (ställningstagandet följer av Socialstyrelsens handbok)
    Fel: besvarat: 2025-05-12 utan stallningstagande
    Rätt: stallningstagande: {avvikelse: nej, motivering: Maten var den som stod på matsedeln.}
    Gör så här: Skriv om det var en avvikelse och varför. Var det en, skriv den och peka på den i avvikelse.
    """
    path = next((path for path in ("utredning.klar", "besvarat") if record.has(path)), None)
    if path and record.text("art") in _INVESTIGATED and lacks(record, "stallningstagande"):
        done = "utredningen är klar" if path == "utredning.klar" else "svaret är lämnat"
        message = f"{done} men det står inte om det var en avvikelse; skriv stallningstagande"
        yield Hit(record.place(path), message, "stallningstagande")


RULES = (leads_to_a_judgement,)
