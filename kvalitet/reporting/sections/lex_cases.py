"""Every matter under lex Sarah and lex Maria, told for the nämnd: what happened, what came of it and what was late."""

from __future__ import annotations

from collections.abc import Callable

from kvalitet.periods import Period
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, hidden_last, unit_name
from kvalitet.reporting.sections.compared import is_hidden
from kvalitet.reporting.sections.lex_limits import kept_or_not
from kvalitet.reporting.sections.lex_matters import (
    GRADES,
    HALVES,
    NAMES,
    SARAH,
    TOPICS,
    Case,
    cases_of,
    received_count,
    sent_count,
    was_nothing,
)
from kvalitet.reporting.sections.lex_told import told
from kvalitet.reporting.sections.times import between
from kvalitet.reporting.sections.trends import has_records

_CLOSED = ("avslutad", "avskriven")
_TWICE = 2


def lex_cases(basis: Basis) -> Values:
    """Return the period's matters one by one, those of before that are open or were reported to IVO now, and counts.

    A public report has the counts and no single matter.
    """
    selection = basis.selection
    every = [case for record in sorted(selection.of("avvikelse"), key=_by_day) for case in cases_of(record)]
    now = [case for case in every if case.record.date("rapporterad") in selection.period]
    earlier = [case for case in every if _is_left(case.record, selection.period)]
    wrong = [case for case in now if not was_nothing(case)]
    nothing = [case for case in now if was_nothing(case)]
    return {
        "finns": bool(now or earlier),
        "slag": [_counts(basis, kind, now) for kind in NAMES if _concerns(basis, kind)],
        "fall": [] if basis.public else [told(basis, case) for case in wrong],
        "tidigare": [] if basis.public else [told(basis, case) for case in earlier],
        "antal_tidigare": _count(basis, "lex", "fran-tidigare", earlier),
        "inget": [] if basis.public else [_nothing(basis, case) for case in nothing],
        "tider": kept_or_not(basis, now + earlier),
        "upprepas": _recurring(basis, wrong + earlier),
        "mellanrum": between(basis),
        "ej_redovisade": _count(basis, "lex", "ej-redovisade", [c for c in now if not c.record.has("redovisad.datum")]),
    }


def _by_day(record: Record) -> tuple[str, str]:
    return str(record.value("rapporterad")), record.id


def _concerns(basis: Basis, kind: str) -> bool:
    units = basis.selection.of("enhet")
    said = [unit for unit in units if unit.texts("lagrum")]
    return not said or any(basis.selection.concerns(unit, HALVES[kind]) for unit in said)


def _is_left(record: Record, period: Period) -> bool:
    """Tell whether a matter of an earlier period is still open, or was reported to IVO in this one."""
    reported = record.date("rapporterad")
    is_earlier = reported is not None and reported < period.first
    return is_earlier and (record.text("status") not in _CLOSED or record.date("ivo.datum") in period)


def _count(basis: Basis, topic: str, measure: str, cases: list[Case]) -> Number:
    return basis.tally.count(basis.key(topic, basis.selection.period.text, measure), ids([c.record for c in cases]))


def _counts(basis: Basis, kind: str, now: list[Case]) -> Values:
    """Return a law's counts for the period and for the same period a year before."""
    period, before = basis.selection.period, basis.selection.before
    has_before = has_records(basis, before)
    return {
        "namn": NAMES[kind],
        "sarah": kind == SARAH,
        "antal": received_count(basis, kind, period),
        "forra": received_count(basis, kind, before) if has_before else None,
        "anmalda": sent_count(basis, kind, period),
        "anmalda_forra": sent_count(basis, kind, before) if has_before else None,
        "grader": _grades(basis, kind, [case.record for case in now if case.kind == kind]),
    }


def _grades(basis: Basis, kind: str, found: list[Record]) -> list[Values]:
    """Return how many were given each grade, the undecided last; a grade that none has is left out."""
    field = basis.selection.records.catalogue.kinds["avvikelse"].find(GRADES[kind])
    names = {**(field.choices if field else {}), "": "Inte bedömd än"}
    rows = []
    for name, text in names.items():
        graded = [record for record in found if (record.text(GRADES[kind]) or "") == name]
        if graded:
            key = basis.key(TOPICS[kind], basis.selection.period.text, "grad", name or "ingen")
            rows.append({"namn": text, "antal": basis.tally.count(key, ids(graded))})
    return rows


def _nothing(basis: Basis, case: Case) -> Values:
    record = case.record
    return {
        "id": record.id,
        "rubrik": record.title,
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "beslutad": record.date("beslut.datum"),
        "varfor": record.text("beslut.motivering") or "",
    }


def _recurring(basis: Basis, cases: list[Case]) -> list[Values]:
    """Return what comes back over the matters: causes, units and groups that stand in two or more of them."""
    tree = basis.selection.records.catalogue.categories
    parts: tuple[tuple[str, Callable[[Record], list[str]], Callable[[str], str]], ...] = (
        ("Orsak", lambda r: r.texts("utredning.orsaker"), lambda name: _cause_name(basis, name)),
        ("Enhet", lambda r: r.texts("enhet"), lambda name: unit_name(basis.selection, name)),
        ("Vad", lambda r: [tree.group(r.text("kategori") or "")], tree.label),
    )
    rows: list[Values] = []
    for what, names_of, name_of in parts:
        found: dict[str, list[str]] = {}
        for record in {case.record.id: case.record for case in cases}.values():
            for name in filter(None, names_of(record)):
                found.setdefault(name, []).append(record.id)
        for name, named in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            if len(named) >= _TWICE:
                count = basis.tally.count(basis.key("lex", basis.selection.period.text, "upprepas", what, name), named)
                rows.append({"vad": what, "namn": name_of(name), "antal": count})
    return hidden_last([row for row in rows if not is_hidden(row["antal"])])


def _cause_name(basis: Basis, name: str) -> str:
    field = basis.selection.records.catalogue.kinds["avvikelse"].find("utredning.orsaker")
    return field.choices.get(name, name) if field else name
