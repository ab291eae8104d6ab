"""What was reported to IVO under lex Sarah and lex Maria, and the reports behind it."""

from __future__ import annotations

from kvalitet.records.grades import GRAVE
from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values, label, laws, unit_name
from kvalitet.words import in_sentence

_NAMES = {"beslut.grad_hsl": "Lex Maria", "beslut.grad_sol_lss": "Lex Sarah"}
_HALVES = {"beslut.grad_hsl": "hsl", "beslut.grad_sol_lss": "sol_lss"}


def lex(basis: Basis) -> Values:
    """Return what was reported to IVO in the period, and how many reports under lex Sarah there were.

    A public report has the counts and no single case.
    """
    period = basis.selection.period.text
    reports = [r for r in basis.selection.dated("avvikelse", "rapporterad") if is_lex_sarah_report(r)]
    cases = [r for r in basis.selection.dated("avvikelse", "ivo.datum") if r.yes("ivo.anmald")]
    found = {name: [r for r in cases if r.text(path) in GRAVE[path]] for path, name in _NAMES.items()}
    concerned = laws(basis)
    rows = [
        _row(basis, record, path) for path, name in _NAMES.items() if concerned[_HALVES[path]] for record in found[name]
    ]
    return {
        "sarah_rapporter": basis.tally.count(basis.key("lex-sarah", period, "rapporter"), [r.id for r in reports]),
        "maria": basis.tally.count(basis.key("lex-maria", period, "anmalda"), [r.id for r in found["Lex Maria"]]),
        "sarah": basis.tally.count(basis.key("lex-sarah", period, "anmalda"), [r.id for r in found["Lex Sarah"]]),
        "finns": bool(rows),
        "fall": [] if basis.public else rows,
    }


def is_lex_sarah_report(record: Record) -> bool:
    """Tell whether an avvikelse is a report of a missförhållande, or a risk of one, under SoL or LSS."""
    return (
        record.text("slag") in ("missforhallande", "risk")
        and bool({"sol", "lss"} & set(record.texts("lagrum")))
        and record.text("status") != "avskriven"
    )


def _row(basis: Basis, record: Record, path: str) -> Values:
    selection = basis.selection
    return {
        "id": record.id,
        "slag": _NAMES[path],
        "rubrik": record.title,
        "enhet": unit_name(selection, record.text("enhet")),
        "grad": label(record, path),
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
