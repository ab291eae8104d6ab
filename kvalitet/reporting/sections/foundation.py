"""What the quality work stands on: the system, duties, goals, processes, co-operation and competence."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet.periods import Period
from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, in_order, label, unit_name
from kvalitet.reporting.sections.sharing import marked
from kvalitet.reporting.tally import key_of

_MOST_SOURCES = 2


def system(basis: Basis) -> Values | None:
    """Return the management system's scope, decisions and parts, or None where there is no such record."""
    selection = basis.selection
    found = selection.records.of("ledningssystem")
    if not found:
        return None
    system = found[0]
    decisions = [
        {
            "namnd": unit_name(basis.selection, entry.text("namnd")),
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


def roles(basis: Basis) -> list[Values]:
    """Return the roles that lead: those that answer for patient safety or write a berättelse, the highest first."""
    roles = basis.selection.of("roll")
    chosen = [role for role in roles if role.yes("patientsakerhetsansvar") or role.texts("upprattar")]
    return [
        {
            "namn": role.title,
            "ansvar": next(iter(role.texts("ansvar")), ""),
            "uppgifter": role.texts("ansvar"),
            "patientsakerhet": bool(role.yes("patientsakerhetsansvar")),
            "niva": label(role, "niva"),
        }
        for role in sorted(chosen or [role for role in roles if role.texts("ansvar")], key=_level)
    ]


def _level(role: Record) -> int:
    """Return how far down a role stands; one that does not say comes last."""
    field, level = role.field("niva"), role.text("niva")
    levels = list(field.choices) if field else []
    return levels.index(level) if level in levels else len(levels)


def goals(basis: Basis) -> list[Values]:
    """Return the goals that were judged for the year."""
    selection = basis.selection
    year = str(selection.year)
    judged = [
        goal
        for goal in selection.of("mal")
        if goal.has("uppfyllelse.bedomning")
        and (year in goal.texts("period") or ((period := goal.period("period")) and period in selection.period))
    ]
    return [
        {
            "text": goal.title,
            "namnd": unit_name(basis.selection, goal.text("enhet")),
            "bedomning": label(goal, "uppfyllelse.bedomning"),
            "kommentar": goal.text("uppfyllelse.kommentar") or "",
        }
        for goal in judged
    ]


def processes(basis: Basis) -> Values:
    """Return the processes, the rutiner new or changed in the year, and those whose review is late."""
    selection = basis.selection
    processes, routines = in_order(basis, "process"), in_order(basis, "rutin")
    changed = [routine for routine in routines if routine.date("faststalld.datum") in selection.period]
    late = [
        routine for routine in routines if (due := routine.date("revideras_senast")) and due <= selection.period.last
    ]
    return {
        "lista": [
            {
                "namn": process.title,
                "agare": selection.records.title(process.text("agare") or ""),
                "aktiviteter": basis.tally.figure(
                    key_of("processer", process.id, "aktiviteter"), len(process.entries("aktiviteter")), [process.id]
                ),
            }
            for process in processes
        ],
        "antal": basis.tally.count(basis.key("processer", "antal"), ids(processes), guarded=False),
        "antal_rutiner": basis.tally.count(basis.key("rutiner", "antal"), ids(routines), guarded=False),
        "antal_andrade": basis.tally.count(
            basis.key("rutiner", selection.period.text, "andrade"), ids(changed), guarded=False
        ),
        "andrade": [
            {
                "titel": routine.title,
                "version": routine.text("version") or "–",
                "datum": routine.date("faststalld.datum"),
            }
            for routine in changed
        ],
        "forbattrade": [row for document in (*processes, *changed) for row in _improvements(basis, document)],
        "forsenade": [{"titel": routine.title, "datum": routine.date("revideras_senast")} for routine in late],
    }


def _improvements(basis: Basis, document: Record) -> Iterator[Values]:
    """Yield why a document that was fastställd in the year was changed: the åtgärd, and what made it needed."""
    selection = basis.selection
    if document.date("faststalld.datum") not in selection.period:
        return
    for name in document.texts("forbattrad_av"):
        measure = selection.records.find(name)
        if measure is not None:
            sources = [] if basis.public else [selection.records.title(one) for one in measure.texts("kalla")]
            yield {
                "titel": document.title,
                "atgard": measure.title,
                "orsak": label(measure, "orsak"),
                "kallor": sources[:_MOST_SOURCES],
                "fler": max(0, len(sources) - _MOST_SOURCES),
            }


def planned(basis: Basis) -> Values:
    """Return what the year after holds: goals, documents to review, and the egenkontroller that go on."""
    selection = basis.selection
    following = Period.of_year(selection.year + 1)
    year = following.year
    documents = [*in_order(basis, "process"), *in_order(basis, "rutin")]
    reviewed = [document for document in documents if document.date("revideras_senast") in following]
    return {
        "ar": year,
        "mal": [goal.title for goal in selection.of("mal") if str(year) in goal.texts("period")],
        "ses_over": [
            {"titel": document.title, "datum": due}
            for document in reviewed
            if (due := document.date("revideras_senast"))
        ],
        "antal_ses_over": basis.tally.count(
            basis.key("oversyn", following.text, "antal"), ids(reviewed), guarded=False
        ),
        "egenkontroller": [
            control.title
            for control in in_order(basis, "egenkontroll")
            if (last := control.date("galler_till")) is None or last.year >= year
        ],
    }


def cooperation(basis: Basis) -> list[Values]:
    """Return every samverkan with what the year's follow-up said of it."""
    selection = basis.selection
    return [
        {
            "namn": record.title,
            "parter": record.texts("parter"),
            "vardskada": "forebygga_vardskada" in record.texts("syfte"),
            "hur": record.text("hur") or "",
            "slutsats": (record.text("uppfoljning.slutsats") or "")
            if record.date("uppfoljning.datum") in selection.period
            else "",
        }
        for record in in_order(basis, "samverkan")
    ]


def competence(basis: Basis) -> list[Values]:
    """Return the year's introductions, courses and talks, planned and held."""
    selection = basis.selection
    return [
        {
            "titel": marked(basis.selection, record),
            **{
                name: basis.tally.figure(key_of("kompetens", record.id, name), record.integer(name), [record.id])
                for name in ("planerat", "genomfort")
            },
            "resultat": record.text("resultat") or "",
        }
        for record in in_order(basis, "kompetens")
        if (period := record.period("period")) is None or period in selection.period
    ]
