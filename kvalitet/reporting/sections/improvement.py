"""What was understood and done about it: analyses and åtgärder."""

from __future__ import annotations

import datetime as dt

from kvalitet.periods import period_name
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, label, unit_name
from kvalitet.reporting.sections.sharing import marked
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.standing import OPEN_MEASURE, first_day

_STRENGTHS = {
    "konstruktion": "Stark",
    "system_teknik": "Stark",
    "standardisering": "Medel",
    "bemanning_organisation": "Medel",
    "kontroll": "Medel",
}
"""How well each type of åtgärd holds without anyone's memory; every other type is weak."""

STRENGTHS = ("Stark", "Medel", "Svag")
ATGARDER = charting.Noun("åtgärd", "åtgärder")
EFFECTS = {"ja": "Ja", "delvis": "Delvis", "nej": "Nej", "": "Inte bedömd"}


def analyses(basis: Basis) -> list[Values]:
    """Return the analyses of the year and its parts: what people saw and concluded."""
    selection = basis.selection
    chosen = [
        record
        for record in selection.of("analys")
        if (period := record.period("period")) and period in selection.period
    ]
    return [
        {
            "id": record.id,
            "titel": marked(selection, record),
            "lagrum": record.texts("lagrum"),
            "hela_perioden": str(record.value("period")) == selection.period.text,
            "period": period_name(str(record.value("period"))),
            "monster": record.text("monster") or "",
            "slutsats": record.text("slutsats") or "",
        }
        for record in sorted(chosen, key=lambda record: str(record.value("period")), reverse=True)
    ]


def measures(basis: Basis) -> Values:
    """Return the åtgärder of the period by strength and effect, and all that are still to be done."""
    selection = basis.selection
    found = [record for record in selection.of("atgard") if is_of(record, selection)]
    done = [record for record in found if record.text("status") == "genomford"]
    judged = [record for record in done if record.has("effekt.onskad")]
    rows = [_strength_row(basis, strength, done) for strength in STRENGTHS]
    if done:
        basis.figures.add(
            lambda: charting.strength_effect(basis.named("atgarder"), ATGARDER, STRENGTHS, _by_effect(rows))
        )
    left = sorted(
        (record for record in selection.of("atgard") if is_open(record, selection)),
        key=lambda record: record.date("klart_senast") or dt.date.max,
    )
    told = sorted((record for record in done if _is_worth_telling(record)), key=_failed_first)
    return {
        "antal": _count(basis, "antal", found),
        "genomforda": _count(basis, "genomforda", done),
        "bedomda": _count(basis, "bedomda", judged),
        "ja": _count(basis, "onskad-effekt", [r for r in judged if r.text("effekt.onskad") == "ja"]),
        "avslagna": _count(basis, "avslagna", [r for r in found if r.text("status") == "avslagen"]),
        "styrka": rows,
        "rader": [measure_row(basis, record) for record in told],
        "ovriga": _count(basis, "ovriga", [r for r in done if r not in told]),
        "antal_kvar": _count(basis, "kvar", left),
        "kvar": [open_row(basis, record) for record in left],
    }


def decided(basis: Basis) -> Values:
    """Return the åtgärder that were decided on in the period: who is to do what, by when, and how far it has come."""
    selection = basis.selection
    found = selection.dated("atgard", "beslut.datum")
    granted = [record for record in found if record.text("beslut.beslut") != "avslagen"]
    refused = [record for record in found if record not in granted]
    return {
        "antal": _count(basis, "beslutade-under-tiden", granted),
        "avslagna": _count(basis, "avslagna-under-tiden", refused),
        "genomforda": _count(
            basis, "genomforda-av-beslutade", [r for r in granted if r.text("status") not in OPEN_MEASURE]
        ),
        "rader": [
            todo_row(basis, record)
            for record in sorted(granted, key=lambda record: (record.date("klart_senast") or dt.date.max, record.id))
        ],
    }


def todo_row(basis: Basis, record: Record) -> Values:
    """Return what a table says of an åtgärd that somebody is to do: who, by when, and whether it is late."""
    row = open_row(basis, record)
    remains = record.text("status") in OPEN_MEASURE
    return {
        **row,
        "kvar": remains,
        "sen": remains and row["sen"],
        "ansvarig": basis.selection.records.title(record.text("ansvarig") or ""),
    }


def is_of(record: Record, selection: Selection) -> bool:
    """Tell whether an åtgärd was registered in the period; a whole year takes it by the year in its id."""
    if selection.is_year:
        return record.year == selection.year
    return first_day(record) in selection.period


def is_open(record: Record, selection: Selection) -> bool:
    """Tell whether an åtgärd of the period or earlier is still to be done."""
    return record.text("status") in OPEN_MEASURE and (record.year or 0) <= selection.year


def _count(basis: Basis, measure: str, found: list[Record]) -> Number:
    """Return how many åtgärder there are; an åtgärd is of the work, not of a person, so none is hidden."""
    return basis.tally.count(basis.key("atgarder", basis.selection.period.text, measure), ids(found), guarded=False)


def _strength_row(basis: Basis, strength: str, done: list[Record]) -> Values:
    of_strength = [record for record in done if strength_of(record) == strength]
    by_effect = {
        name or "obedomd": [record for record in of_strength if (record.text("effekt.onskad") or "") == name]
        for name in EFFECTS
    }
    counts = {name: _count(basis, f"{strength}.{name}", found) for name, found in by_effect.items()}
    return {"styrka": strength, **counts}


def _by_effect(rows: list[Values]) -> dict[str, list[int]]:
    return {label: [int(row[name or "obedomd"]) for row in rows] for name, label in EFFECTS.items()}


def strength_of(record: Record) -> str:
    """Return how well an åtgärd holds without anyone's memory: Stark, Medel or Svag."""
    return _STRENGTHS.get(record.text("typ") or "", "Svag")


def _is_worth_telling(record: Record) -> bool:
    """A nämnd of a hundred åtgärder reads of those that failed and of the strong ones that can be judged."""
    is_strong = strength_of(record) == "Stark" and record.has("effekt.onskad")
    return is_strong or record.text("effekt.onskad") == "nej"


def _failed_first(record: Record) -> tuple[bool, str]:
    return record.text("effekt.onskad") != "nej", record.id


def measure_row(basis: Basis, record: Record) -> Values:
    """Return what a table says of an åtgärd."""
    return {
        "rubrik": record.title,
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "orsak": label(record, "orsak"),
        "styrka": strength_of(record).lower(),
        "effekt": EFFECTS[record.text("effekt.onskad") or ""].lower(),
        "beskrivning": record.text("effekt.beskrivning") or "",
    }


def open_row(basis: Basis, record: Record) -> Values:
    """Return what a table says of an åtgärd that is still to be done."""
    due = record.date("klart_senast")
    return {
        **measure_row(basis, record),
        "klart": due,
        "sen": bool(due and due < basis.day),
        "status": label(record, "status"),
    }
