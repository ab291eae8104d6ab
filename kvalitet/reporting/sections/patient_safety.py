"""What a patientsäkerhetsberättelse tells besides the other sections: harm, how reports are met, and who takes part."""

from __future__ import annotations

from collections.abc import Iterable

from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, in_order, label
from kvalitet.reporting.sections.deviations import kept
from kvalitet.reporting.sections.improvement import analyses
from kvalitet.words import in_sentence

_HARM = ("vardskada", "allvarlig_vardskada")
_INVESTIGATED = ("risk_for_vardskada", "vardskada", "risk_for_allvarlig_vardskada", "allvarlig_vardskada")
"""What is to be investigated: what harmed a patient or could have (PSL 3 kap. 3 §)."""

_GRADE = "beslut.grad_hsl"
_TAKING_PART = "R-PSL-3-4"
_FROM_PATIENTS = "vard_omsorgstagare_narstaende"


def patient_safety(basis: Basis) -> Values:
    """Return harm by grade, how reports and complaints were met, and how patients take part."""
    selection = basis.selection
    found, before = kept(basis, selection.period), kept(basis, selection.before)
    harmed = [record for record in found if record.text(_GRADE) in _HARM]
    to_investigate = [record for record in found if record.text(_GRADE) in _INVESTIGATED]
    count = _Counter(basis)
    return {
        "vardskador": count("vardskador", harmed),
        "informerade": count("vardskador-informerade", (r for r in harmed if r.yes("enskild_informerad.informerad"))),
        "grader": _grades(basis, found, before),
        "forra": bool(before),
        "ej_bedomda": count("utan-grad", (r for r in found if not r.has(_GRADE))),
        "att_utreda": count("att-utreda", to_investigate),
        "utredda": count("att-utreda-utredda", (r for r in to_investigate if r.has("utredning.slutsats"))),
        "aterkopplade": count("aterkopplade", (r for r in found if r.has("aterkoppling.datum"))),
        "utredningar": [] if basis.public else _investigations(basis),
        "kontroller": _controls(basis),
        "klagomal": _complaints(basis),
        "anledningar": _reasons(basis),
        "deltagande": [r.title for r in in_order(basis, "rutin") if _TAKING_PART in r.texts("krav")],
        **_analyses(basis),
    }


class _Counter:
    """Counts the avvikelser of the period under a measure's name."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis

    def __call__(self, measure: str, found: Iterable[Record]) -> Number:
        key = self._basis.key("avvikelser", self._basis.selection.period.text, measure)
        return self._basis.tally.count(key, [record.id for record in found])


def _grades(basis: Basis, found: list[Record], before: list[Record]) -> list[Values]:
    selection = basis.selection
    field = selection.records.catalogue.kinds["avvikelse"].find(_GRADE)
    rows = []
    for name, called in (field.choices if field else {}).items():
        now, then = (
            basis.tally.count(
                basis.key("avvikelser", period.text, "grad", "hsl", name),
                [record.id for record in events if record.text(_GRADE) == name],
            )
            for period, events in ((selection.period, found), (selection.before, before))
        )
        rows.append({"namn": called, "antal": now, "forra": then})
    return rows


def _investigations(basis: Basis) -> list[Values]:
    """Return the utredningar of harm that were finished in the period, with what each came to."""
    return [
        {"rubrik": record.title, "slutsats": record.text("bakomliggande") or "", "metod": record.text("metod") or ""}
        for record in basis.selection.dated("utredning", "klar")
        if record.text("slag") != "lex_sarah"
    ]


def _controls(basis: Basis) -> list[Values]:
    """Return how each egenkontroll is made: its method, how often, and who answers for it."""
    selection = basis.selection
    return [
        {
            "omrade": control.title,
            "metod": label(control, "metod"),
            "frekvens": str(control.interval("frekvens") or "–"),
            "ansvarig": selection.records.title(control.text("ansvarig") or "") or "–",
        }
        for control in in_order(basis, "egenkontroll")
        if (last := control.date("galler_till")) is None or last >= selection.period.first
    ]


def _complaints(basis: Basis) -> Values:
    """Return how klagomål and synpunkter of the period were met: confirmed, investigated, and what they led to."""
    selection = basis.selection
    found = selection.dated("klagomal", "mottaget")
    chosen = {
        "fran_patienter": [record for record in found if record.text("fran") == _FROM_PATIENTS],
        "bekraftade": [record for record in found if record.has("bekraftat")],
        "utredda": [record for record in found if record.has("utredning.klar")],
        "atgarder": [record for record in found if record.texts("atgarder")],
    }
    return {
        name: basis.tally.count(basis.key("klagomal", selection.period.text, name), ids(records))
        for name, records in chosen.items()
    }


def _reasons(basis: Basis) -> list[Values]:
    """Return why the risks of the period were judged, the commonest reason first; risks concern no single person."""
    selection = basis.selection
    field = selection.records.catalogue.kinds["risk"].fields["anledning"]
    found = selection.dated("risk", "bedomd.datum")
    groups = {name: [record.id for record in found if record.text("anledning") == name] for name in field.choices}
    return [
        {
            "namn": in_sentence(field.choices[name]),
            "antal": basis.tally.count(
                basis.key("risker", selection.period.text, "anledning", name), names, guarded=False
            ),
        }
        for name, names in sorted(groups.items(), key=lambda pair: -len(pair[1]))
        if names
    ]


def _analyses(basis: Basis) -> Values:
    """Return the analyses of the period, and whether they are of patient safety alone.

    Those that concern hälso- och sjukvård and nothing else come before those of everything that was reported.
    """
    every = analyses(basis)
    alone = [row for row in every if row["lagrum"] == ["hsl"]]
    return {"analyser": alone or every, "egna_analyser": bool(alone)}
