"""What the quality work stands on: the system, duties, goals, processes, co-operation and competence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.records.record import Record
from kvalitet.reporting.sections.common import Values, in_order, in_year, label, unit_name
from kvalitet.reporting.selection import Selection

_MOST_SOURCES = 2


def system(selection: Selection) -> Values | None:
    """Return the management system's scope, decisions and parts, or None where there is no such record."""
    found = selection.records.of("ledningssystem")
    if not found:
        return None
    system = found[0]
    decisions = [
        {
            "namnd": unit_name(selection, entry.text("namnd")),
            "datum": entry.date("datum"),
            "paragraf": entry.text("paragraf"),
        }
        for entry in system.entries("beslut")
    ]
    parts = [
        {"namn": entry.text("namn"), "beskrivning": entry.text("beskrivning")} for entry in system.entries("delar")
    ]
    words = [entry.text("ord") for entry in system.entries("vardegrund")]
    return {
        **{name: system.text(name) or "" for name in ("omfattning", "syfte", "inriktning")},
        "beslut": decisions,
        "delar": parts,
        "vardeord": [word.lower() for word in words if word],
    }


def roles(selection: Selection) -> list[Values]:
    """Return the roles that lead: those that answer for patient safety or write a berättelse."""
    chosen = [
        role for role in selection.records.of("roll") if role.yes("patientsakerhetsansvar") or role.texts("upprattar")
    ]
    chosen = chosen or [role for role in selection.records.of("roll") if role.texts("ansvar")]
    return [{"namn": role.title, "ansvar": next(iter(role.texts("ansvar")), "")} for role in chosen]


def goals(selection: Selection) -> list[Values]:
    """Return the goals that were judged for the year."""
    year = str(selection.year)
    judged = [
        goal for goal in selection.of("mal") if (goal.text("uppfyllelse.bedomning")) and year in goal.texts("period")
    ]
    return [
        {
            "text": goal.title,
            "namnd": unit_name(selection, goal.text("enhet")),
            "bedomning": label(goal, "uppfyllelse.bedomning"),
            "kommentar": goal.text("uppfyllelse.kommentar") or "",
        }
        for goal in judged
    ]


def processes(selection: Selection) -> Values:
    """Return the processes, the rutiner new or changed in the year, and those whose review is late."""
    processes, routines = in_order(selection, "process"), in_order(selection, "rutin")
    end = dt.date(selection.year, 12, 31)
    changed = [routine for routine in routines if in_year(routine.date("faststalld.datum"), selection.year)]
    late = [routine for routine in routines if (due := routine.date("revideras_senast")) and due <= end]
    return {
        "lista": [
            {
                "namn": process.title,
                "agare": selection.records.title(process.text("agare") or ""),
                "aktiviteter": len(process.entries("aktiviteter")),
            }
            for process in processes
        ],
        "antal_rutiner": len(routines),
        "andrade": [
            {
                "titel": routine.title,
                "version": routine.text("version") or "–",
                "datum": routine.date("faststalld.datum"),
            }
            for routine in changed
        ],
        "forbattrade": [row for document in (*processes, *changed) for row in _improvements(selection, document)],
        "forsenade": [{"titel": routine.title, "datum": routine.date("revideras_senast")} for routine in late],
    }


def _improvements(selection: Selection, document: Record) -> Iterator[Values]:
    """Yield why a document that was fastställd in the year was changed: the åtgärd, and what made it needed."""
    if not in_year(document.date("faststalld.datum"), selection.year):
        return
    for name in document.texts("forbattrad_av"):
        measure = selection.records.find(name)
        if measure is not None:
            sources = [selection.records.title(source) for source in measure.texts("kalla")]
            yield {
                "titel": document.title,
                "atgard": measure.title,
                "orsak": label(measure, "orsak"),
                "kallor": sources[:_MOST_SOURCES],
                "fler": max(0, len(sources) - _MOST_SOURCES),
            }


def planned(selection: Selection) -> Values:
    """Return what the year after holds: goals, documents to review, and the egenkontroller that go on."""
    year = selection.year + 1
    documents = [*in_order(selection, "process"), *in_order(selection, "rutin")]
    return {
        "ar": year,
        "mal": [goal.title for goal in selection.of("mal") if str(year) in goal.texts("period")],
        "ses_over": [
            {"titel": document.title, "datum": due}
            for document in documents
            if in_year(due := document.date("revideras_senast"), year)
        ],
        "egenkontroller": [
            control.title
            for control in in_order(selection, "egenkontroll")
            if (last := control.date("galler_till")) is None or last.year >= year
        ],
    }


def cooperation(selection: Selection) -> list[Values]:
    """Return every samverkan with what the year's follow-up said of it."""
    return [
        {
            "namn": record.title,
            "parter": record.texts("parter"),
            "slutsats": (record.text("uppfoljning.slutsats") or "")
            if in_year(record.date("uppfoljning.datum"), selection.year)
            else "",
        }
        for record in in_order(selection, "samverkan")
    ]


def competence(selection: Selection) -> list[Values]:
    """Return the year's introductions, courses and talks, planned and held."""
    return [
        {
            "titel": record.title,
            "planerat": record.integer("planerat"),
            "genomfort": record.integer("genomfort"),
            "resultat": record.text("resultat") or "",
        }
        for record in in_order(selection, "kompetens")
        if (period := record.period("period")) is None or period.year == selection.year
    ]
