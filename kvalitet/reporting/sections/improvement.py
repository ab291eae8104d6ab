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
from kvalitet.reporting.standing import effect, existed, first_day, is_open, is_overdue, measure_state

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
    selection, day = basis.selection, basis.day
    found = [record for record in selection.of("atgard") if is_of(record, selection) and existed(record, day)]
    done = [record for record in found if measure_state(record, day) == "genomford"]
    judged = [record for record in done if effect(record, day)]
    rows = [_strength_row(basis, strength, done) for strength in STRENGTHS]
    if done:
        basis.figures.add(
            lambda: charting.strength_effect(basis.named("atgarder"), ATGARDER, STRENGTHS, _by_effect(rows))
        )
    left = remaining(basis)
    told = sorted(
        (record for record in done if _is_worth_telling(record, day)),
        key=lambda record: (effect(record, day) != "nej", record.id),
    )
    return {
        "antal": _count(basis, "antal", found),
        "genomforda": _count(basis, "genomforda", done),
        "bedomda": _count(basis, "bedomda", judged),
        "ja": _count(basis, "onskad-effekt", [r for r in judged if effect(r, day) == "ja"]),
        "avslagna": _count(basis, "avslagna", [r for r in found if measure_state(r, day) == "avslagen"]),
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
        "genomforda": _count(basis, "genomforda-av-beslutade", [r for r in granted if not is_open(r, basis.day)]),
        "rader": [
            todo_row(basis, record)
            for record in sorted(granted, key=lambda record: (record.date("klart_senast") or dt.date.max, record.id))
        ],
    }


def todo_row(basis: Basis, record: Record) -> Values:
    """Return what a table says of an åtgärd that somebody is to do: who, by when, and whether it is late."""
    return {
        **open_row(basis, record),
        "kvar": is_open(record, basis.day),
        "ansvarig": basis.selection.records.title(record.text("ansvarig") or ""),
    }


def is_of(record: Record, selection: Selection) -> bool:
    """Tell whether an åtgärd was registered in the period; a whole year takes it by the year in its id."""
    if selection.is_year:
        return record.year == selection.year
    return first_day(record) in selection.period


def remaining(basis: Basis) -> list[Record]:
    """Return the åtgärder of the period or earlier that were still to be done on the day, the most urgent first."""
    known = min(basis.day, basis.selection.last_day)
    found = [r for r in basis.selection.of("atgard") if existed(r, known) and is_open(r, basis.day)]
    return sorted(found, key=lambda record: (record.date("klart_senast") or dt.date.max, record.id))


def _count(basis: Basis, measure: str, found: list[Record]) -> Number:
    """Return how many åtgärder there are; an åtgärd is of the work, not of a person, so none is hidden."""
    return basis.tally.count(basis.key("atgarder", basis.selection.period.text, measure), ids(found), guarded=False)


def _strength_row(basis: Basis, strength: str, done: list[Record]) -> Values:
    of_strength = [record for record in done if strength_of(record) == strength]
    by_effect = {
        name or "obedomd": [record for record in of_strength if effect(record, basis.day) == name] for name in EFFECTS
    }
    counts = {name: _count(basis, f"{strength}.{name}", found) for name, found in by_effect.items()}
    return {"styrka": strength, **counts}


def _by_effect(rows: list[Values]) -> dict[str, list[int]]:
    return {label: [int(row[name or "obedomd"]) for row in rows] for name, label in EFFECTS.items()}


def strength_of(record: Record) -> str:
    """Return how well an åtgärd holds without anyone's memory: Stark, Medel or Svag."""
    return _STRENGTHS.get(record.text("typ") or "", "Svag")


def _is_worth_telling(record: Record, day: dt.date) -> bool:
    """A nämnd of a hundred åtgärder reads of those that failed and of the strong ones that can be judged."""
    return effect(record, day) == "nej" or (strength_of(record) == "Stark" and bool(effect(record, day)))


def state_label(record: Record, basis: Basis) -> str:
    """Return the state of an åtgärd on the day by its Swedish label."""
    state = record.kind.states.get(measure_state(record, basis.day))
    return state.label if state else ""


def told_effect(record: Record, day: dt.date) -> str:
    """Return how the effect of an åtgärd was judged, in words; nothing where it was not judged on the day."""
    return (record.text("effekt.beskrivning") or "") if effect(record, day) else ""


def measure_row(basis: Basis, record: Record) -> Values:
    """Return what a table says of an åtgärd."""
    return {
        "rubrik": record.title,
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "orsak": label(record, "orsak"),
        "styrka": strength_of(record).lower(),
        "effekt": EFFECTS[effect(record, basis.day)].lower(),
        "beskrivning": told_effect(record, basis.day),
    }


def open_row(basis: Basis, record: Record) -> Values:
    """Return what a table says of an åtgärd that is still to be done."""
    return {
        **measure_row(basis, record),
        "klart": record.date("klart_senast"),
        "sen": is_overdue(record, basis.day),
        "status": state_label(record, basis),
    }
