"""What a matter under lex Sarah or lex Maria is: which avvikelser are one, and of which of the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kvalitet.records.grades import GRAVE
from kvalitet.records.record import Record
from kvalitet.reporting.sections.lex import is_lex_sarah_report

SARAH, MARIA = "sarah", "maria"
NAMES = {SARAH: "Lex Sarah", MARIA: "Lex Maria"}
GRADES = {SARAH: "beslut.grad_sol_lss", MARIA: "beslut.grad_hsl"}
"""The field in which each grades its matters."""

_NO_WRONG = "ej_missforhallande"


class Case(NamedTuple):
    """An avvikelse, as a matter of one of the two; one that concerns both laws can be two matters."""

    record: Record
    kind: str


def cases_of(record: Record) -> Iterator[Case]:
    """Yield the matters that an avvikelse is: one under lex Sarah, one under lex Maria, both or none."""
    if record.text("status") == "avskriven":
        return
    if is_lex_sarah_report(record) or record.text(GRADES[SARAH]) in GRAVE[GRADES[SARAH]]:
        yield Case(record, SARAH)
    is_reported = record.yes("ivo.anmald") and "hsl" in record.texts("lagrum") and not record.has(GRADES[SARAH])
    if record.text(GRADES[MARIA]) in GRAVE[GRADES[MARIA]] or (is_reported and not record.has(GRADES[MARIA])):
        yield Case(record, MARIA)


def was_nothing(case: Case) -> bool:
    """Tell whether a report under lex Sarah was found to be of no missförhållande."""
    return case.kind == SARAH and case.record.text(GRADES[SARAH]) == _NO_WRONG
