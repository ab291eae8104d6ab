"""What a matter under lex Sarah or lex Maria is: which avvikelser are one, of which of the two, and which IVO was told.

Every report counts them here, so that the same matters stand in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kvalitet.periods import Period
from kvalitet.records.grades import GRAVE
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.selection import Selection

SARAH, MARIA = "sarah", "maria"
NAMES = {SARAH: "Lex Sarah", MARIA: "Lex Maria"}
TOPICS = {SARAH: "lex-sarah", MARIA: "lex-maria"}
"""What the keys of their counts begin with."""

HALVES = {SARAH: "sol_lss", MARIA: "hsl"}
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
    if _is_lex_sarah_report(record) or is_grave(Case(record, SARAH)):
        yield Case(record, SARAH)
    is_reported = record.yes("ivo.anmald") and "hsl" in record.texts("lagrum") and not record.has(GRADES[SARAH])
    if is_grave(Case(record, MARIA)) or (is_reported and not record.has(GRADES[MARIA])):
        yield Case(record, MARIA)


def is_grave(case: Case) -> bool:
    """Tell whether a matter has one of the two grades that its law has reported to IVO."""
    path = GRADES[case.kind]
    return case.record.text(path) in GRAVE[path]


def was_nothing(case: Case) -> bool:
    """Tell whether a report under lex Sarah was found to be of no missförhållande."""
    return case.kind == SARAH and case.record.text(GRADES[SARAH]) == _NO_WRONG


def was_reported(case: Case) -> bool:
    """Tell whether IVO was told of a matter. What is grave under one law only was reported under that one."""
    grave = [kind for kind in NAMES if is_grave(Case(case.record, kind))]
    return bool(case.record.yes("ivo.anmald")) and (not grave or case.kind in grave)


def matters(records: Iterable[Record], kind: str) -> list[Record]:
    """Return those of some avvikelser that are matters of a kind."""
    return [record for record in records if any(case.kind == kind for case in cases_of(record))]


def received(selection: Selection, kind: str, period: Period) -> list[Record]:
    """Return the matters of a kind that were reported within the organisation in a period."""
    return matters(selection.dated("avvikelse", "rapporterad", period), kind)


def sent(selection: Selection, kind: str, period: Period) -> list[Record]:
    """Return the matters of a kind that IVO was told of in a period."""
    found = (case for record in selection.dated("avvikelse", "ivo.datum", period) for case in cases_of(record))
    return [case.record for case in found if case.kind == kind and was_reported(case)]


def received_count(basis: Basis, kind: str, period: Period) -> Number:
    """Return how many matters of a kind were reported within the organisation in a period."""
    measure = "rapporter" if kind == SARAH else "handelser"
    return basis.tally.count(
        basis.key(TOPICS[kind], period.text, measure), ids(received(basis.selection, kind, period))
    )


def sent_count(basis: Basis, kind: str, period: Period) -> Number:
    """Return how many matters of a kind IVO was told of in a period."""
    return basis.tally.count(basis.key(TOPICS[kind], period.text, "anmalda"), ids(sent(basis.selection, kind, period)))


def _is_lex_sarah_report(record: Record) -> bool:
    """Tell whether an avvikelse is a report of a missförhållande, or a risk of one, under SoL or LSS."""
    return record.text("slag") in ("missforhallande", "risk") and bool({"sol", "lss"} & set(record.texts("lagrum")))
