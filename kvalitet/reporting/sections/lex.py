"""What was reported to IVO under lex Sarah and lex Maria, and the reports behind it."""

from __future__ import annotations

from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values, label, laws, unit_name
from kvalitet.reporting.sections.lex_matters import (
    GRADES,
    HALVES,
    MARIA,
    NAMES,
    SARAH,
    received_count,
    sent,
    sent_count,
)
from kvalitet.words import in_sentence


def lex(basis: Basis) -> Values:
    """Return what was reported to IVO in the period, and how many reports under lex Sarah there were.

    A public report has the counts and no single case.
    """
    selection, period = basis.selection, basis.selection.period
    concerned = laws(basis)
    counts = {kind: sent_count(basis, kind, period) for kind in (MARIA, SARAH)}
    kinds = [kind for kind in counts if concerned[HALVES[kind]]]
    return {
        "sarah_rapporter": received_count(basis, SARAH, period),
        "maria": counts[MARIA],
        "sarah": counts[SARAH],
        "finns": any(counts[kind] for kind in kinds),
        "fall": []
        if basis.public
        else [_row(basis, record, kind) for kind in kinds for record in sent(selection, kind, period)],
    }


def _row(basis: Basis, record: Record, kind: str) -> Values:
    selection = basis.selection
    return {
        "id": record.id,
        "slag": NAMES[kind],
        "rubrik": record.title,
        "enhet": unit_name(selection, record.text("enhet")),
        "grad": label(record, GRADES[kind]) or "Inte bedömd än",
        "intraffad": record.date("intraffad"),
        "rapporterad": record.date("rapporterad"),
        "anmald": record.date("ivo.datum"),
        "utredning": record.date("ivo.utredning_inskickad"),
        "utfall": label(record, "ivo.utfall") or "Inget beslut än",
        "slutsats": record.text("utredning.slutsats") or "",
        "redovisad": record.date("redovisad.datum"),
        "redovisad_for": unit_name(selection, record.text("redovisad.namnd")),
        "atgarder": [in_sentence(selection.records.title(measure)) for measure in record.texts("atgarder")],
    }
