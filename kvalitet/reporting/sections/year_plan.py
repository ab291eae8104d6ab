"""The plan for a year, as the records stood on the day: its goals, open risks, åtgärder to be done and competence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kvalitet.periods import period_name
from kvalitet.records.organisation import is_decided
from kvalitet.records.record import Entry, Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, in_order, outcome, unit_name
from kvalitet.reporting.sections.sharing import marked
from kvalitet.reporting.standing import (
    OPEN_MEASURE,
    OPEN_RISK,
    existed,
    is_overdue,
    measure_state,
    risk_state,
)
from kvalitet.reporting.tally import key_of
from kvalitet.words import sort_key

_TOPIC = "plan"


def year_plan(basis: Basis) -> Values:
    """Return what a year is to hold: goals with their indicators, open risks, åtgärder, competence and exceptions."""
    goals, risks, measures = _goals(basis), open_risks(basis), open_measures(basis)
    courses, exceptions = _courses(basis), ending_exceptions(basis)
    return {
        "antal_mal": _count(basis, "mal", goals),
        "mal": [_goal_row(basis, goal) for goal in goals],
        "indikatorer": [_indicator_row(basis, record) for record in in_order(basis, "indikator")],
        "antal_risker": _count(basis, "risker", risks),
        "utan_atgard": _count(basis, "risker-utan-atgard", [r for r in risks if not _measures_of(basis, r)]),
        "risker": [_risk_row(basis, record) for record in risks],
        "antal_atgarder": _count(basis, "atgarder", measures),
        "forsenade": _count(basis, "atgarder-forsenade", [r for r in measures if is_overdue(r, basis.day)]),
        "atgarder": [_measure_row(basis, record) for record in measures],
        "kompetens": [_course_row(basis, record) for record in courses],
        "undantag": [_exception_row(basis, record) for record in exceptions],
    }


def _count(basis: Basis, measure: str, found: Iterable[Record]) -> Number:
    """Return how many records of the work there are: none of them concerns a single person."""
    key = basis.key(_TOPIC, basis.selection.period.text, measure)
    return basis.tally.count(key, ids(list(found)), guarded=False)


def _goals(basis: Basis) -> list[Record]:
    """Return the goals of the year, those of the nämnd before those of its units."""
    period = basis.selection.period
    found = [goal for goal in basis.selection.of("mal") if (own := goal.period("period")) and own in period]
    order = list(basis.selection.records.catalogue.kinds["mal"].fields["niva"].choices)
    return sorted(found, key=lambda goal: (order.index(goal.text("niva") or order[-1]), sort_key(goal.title)))


def _goal_row(basis: Basis, goal: Record) -> Values:
    records = basis.selection.records
    above = records.find(goal.text("overordnat") or "")
    found = [record for name in goal.texts("indikatorer") if (record := records.find(name))]
    return {
        "text": goal.title,
        "beskrivning": goal.text("beskrivning") or "",
        "enhet": unit_name(basis.selection, goal.text("enhet")),
        "over": above.title if above else "",
        "indikatorer": [_indicator_row(basis, record) for record in found],
    }


def _indicator_row(basis: Basis, record: Record) -> Values:
    """Return an indicator with its target and the last value that was known on the day."""
    last = _last_value(record, basis.day)
    return {
        "namn": marked(basis.selection, record),
        "enhet": record.text("mattenhet") or "",
        "riktning": "högre" if record.text("riktning") == "hogre" else "lägre",
        "mal": basis.tally.figure(key_of("mal", record.id), record.number("malvarde"), [record.id]),
        "varde": outcome(basis, record, last),
        "period": period_name(str(last.value("period"))) if last else "",
    }


def _last_value(record: Record, day: dt.date) -> Entry | None:
    known = [
        (period.last, entry)
        for entry in record.entries("varden")
        if not entry.has("kon") and entry.number("varde") is not None
        if (period := entry.period("period")) and period.last <= day
    ]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def open_risks(basis: Basis) -> list[Record]:
    """Return the risks that were open on the day, the largest first."""
    found = [
        record
        for record in basis.selection.of("risk")
        if risk_state(record, basis.day) in OPEN_RISK and existed(record, basis.day)
    ]
    return sorted(found, key=lambda record: (-_size(record), sort_key(record.title)))


def _size(record: Record) -> int:
    risk = record.risk("")
    return risk.varde if risk else 0


def _measures_of(basis: Basis, risk: Record) -> list[Record]:
    """Return the åtgärder against a risk, whichever of the two names the other, but for those refused."""
    records = basis.selection.records
    back = [link.source for link in records.links_to(risk.id) if link.field.path == "kalla"]
    found = (records.find(name) for name in dict.fromkeys([*risk.texts("atgarder"), *back]))
    measures = (record for record in found if record and record.kind.name == "atgard" and existed(record, basis.day))
    return [record for record in measures if measure_state(record, basis.day) != "avslagen"]


def _risk_row(basis: Basis, record: Record) -> Values:
    risk, scale = record.risk(""), basis.selection.records.scale_of(record, record)
    found = scale.classify(risk) if risk and scale else None
    return {
        "handelse": record.title,
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "varde": basis.tally.figure(key_of("riskvarde", record.id, "fore"), risk.varde if risk else None, [record.id]),
        "klass": found.label if found else "",
        "atgarder": [
            {"rubrik": measure.title, "lage": state_label(measure, basis.day).lower()}
            for measure in _measures_of(basis, record)
        ],
        "bedoms": record.date("ny_bedomning_senast"),
    }


def state_label(record: Record, day: dt.date) -> str:
    """Return the state of an åtgärd on a day in words."""
    state = record.kind.states.get(measure_state(record, day))
    return state.label if state else ""


def open_measures(basis: Basis) -> list[Record]:
    """Return the åtgärder that were to be done on the day, by when they are to be ready."""
    found = [
        record
        for record in basis.selection.of("atgard")
        if measure_state(record, basis.day) in OPEN_MEASURE and existed(record, basis.day)
    ]
    return sorted(found, key=lambda record: (record.date("klart_senast") or dt.date.max, record.id))


def _measure_row(basis: Basis, record: Record) -> Values:
    role = record.text("ansvarig")
    return {
        "rubrik": record.title,
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "ansvarig": basis.selection.records.title(role) if role else "",
        "klart": record.date("klart_senast"),
        "sen": is_overdue(record, basis.day),
        "lage": state_label(record, basis.day),
    }


def _courses(basis: Basis) -> list[Record]:
    period = basis.selection.period
    return [r for r in in_order(basis, "kompetens") if (own := r.period("period")) and own in period]


def _course_row(basis: Basis, record: Record) -> Values:
    title = basis.selection.records.title
    return {
        "titel": marked(basis.selection, record),
        "malgrupp": [title(role) for role in record.texts("malgrupp")],
        "ansvarig": title(role) if (role := record.text("ansvarig")) else "",
        "period": period_name(str(record.value("period"))),
        "planerat": basis.tally.figure(
            key_of("kompetens", record.id, "planerat"), record.integer("planerat"), [record.id]
        ),
    }


def ending_exceptions(basis: Basis) -> list[Record]:
    """Return the undantag that hold on the day and end no later than the period, by when they end."""
    found = [
        (last, record)
        for record in basis.selection.of("undantag")
        if is_decided(record, basis.day) and (last := record.date("galler_till")) and last <= basis.selection.last_day
    ]
    return [record for _, record in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def _exception_row(basis: Basis, record: Record) -> Values:
    return {
        "krav": record.text("krav") or "",
        "slag": "Avsteg" if record.text("slag") == "avsteg" else "Undantag",
        "enheter": [basis.selection.records.title(unit) for unit in record.texts("enheter")],
        "till": record.date("galler_till"),
        "motivering": record.text("motivering") or "",
    }
