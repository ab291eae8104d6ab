"""One matter under lex Sarah or lex Maria in words, as depersonalised as its record is."""

from __future__ import annotations

from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values, label, unit_name
from kvalitet.reporting.sections.lex_limits import limits
from kvalitet.reporting.sections.lex_matters import GRADES, NAMES, Case, is_grave, was_reported
from kvalitet.words import in_sentence, long_date


def told(basis: Basis, case: Case) -> Values:
    """Return what is told of one matter, as depersonalised as its record is."""
    record, selection = case.record, basis.selection
    inquiries = [r for r in selection.records.of("utredning") if record.id in r.texts("avvikelser")]
    return {
        "id": record.id,
        "slag": NAMES[case.kind],
        "rubrik": record.title,
        "enhet": unit_name(selection, record.text("enhet")),
        "handelse": record.text("beskrivning") or "",
        "datum": [
            {"namn": name, "dag": day} for name, path in _DATES.items() if (day := record.date(path)) is not None
        ],
        "status": label(record, "status"),
        "grad": label(record, GRADES[case.kind]) or "Inte bedömd än",
        "motivering": record.text("beslut.motivering") or "",
        "informerad": _informed(record),
        "ivo": _reported(case),
        "orsaker": _causes(record),
        "bakomliggande": record.text("utredning.bakomliggande") or "",
        "slutsats": record.text("utredning.slutsats") or "",
        "utredningar": [{"id": one.id, "rubrik": one.title} for one in inquiries],
        "atgarder": [_measure(basis, name) for name in record.texts("atgarder")],
        "ingen_atgard": record.text("ingen_atgard") or "",
        "redovisad": record.date("redovisad.datum"),
        "redovisad_for": unit_name(selection, record.text("redovisad.namnd")),
        "tider": list(limits(basis, case)),
    }


_DATES = {
    "hände": "intraffad",
    "rapporterades": "rapporterad",
    "utredningen började": "utredning.paborjad",
    "utredningen blev klar": "utredning.klar",
    "beslutades": "beslut.datum",
}


def _causes(record: Record) -> str:
    field = record.field("utredning.orsaker")
    names = record.texts("utredning.orsaker")
    labels = [field.choices.get(name, name) if field else name for name in names]
    return "; ".join(labels[:1] + [in_sentence(one) for one in labels[1:]])


def _informed(record: Record) -> str:
    """Return in words whether and when the person was told, never who."""
    if record.yes("enskild_informerad.informerad"):
        day = record.date("enskild_informerad.datum")
        return f"Ja, den {long_date(day)}." if day else "Ja."
    if record.yes("enskild_informerad.informerad") is False:
        return f"Nej. {record.text('enskild_informerad.varfor_inte') or ''}".strip()
    return "Ingen enskild berördes." if record.yes("enskild_berord") is False else "Inte dokumenterat."


def _reported(case: Case) -> str:
    """Return in words whether IVO was told, when, and what came of it."""
    record = case.record
    if not was_reported(case):
        reason = record.text("ivo.motivering") or ""
        return (
            f"Inte anmäld. {reason}".strip() if reason or is_grave(case) else "Inte anmäld: bedömd som inte allvarlig."
        )
    words = []
    if day := record.date("ivo.datum"):
        words.append(f"Anmäld den {long_date(day)}")
    if record.yes("ivo.utredning_bifogad"):
        words.append("utredningen följde med")
    elif sent := record.date("ivo.utredning_inskickad"):
        words.append(f"utredningen lämnades den {long_date(sent)}")
    outcome = label(record, "ivo.utfall")
    decision = f"IVO: {in_sentence(outcome)}." if outcome else "IVO har inte beslutat än."
    return f"{', '.join(words) or 'Anmäld'}. {decision}"


def _measure(basis: Basis, name: str) -> Values:
    record = basis.selection.records.find(name)
    if record is None:
        return {"id": name, "rubrik": name, "status": "–", "klart": None, "effekt": ""}
    return {
        "id": record.id,
        "rubrik": record.title,
        "status": label(record, "status").lower(),
        "klart": record.date("genomford") or record.date("klart_senast"),
        "effekt": label(record, "effekt.onskad").lower(),
    }
