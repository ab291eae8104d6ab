"""Every åtgärd there is: those of the period and those still to be done from before, as they stood on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, label, unit_name
from kvalitet.reporting.sections.improvement import (
    ATGARDER,
    EFFECTS,
    STRENGTHS,
    is_of,
    state_label,
    strength_of,
    told_effect,
)
from kvalitet.reporting.standing import effect, existed, is_open, is_overdue, measure_state
from kvalitet.reporting.tally import shown
from kvalitet.words import plural, sort_key

_TOPIC = "handlingsplan"
_STATES = ("foreslagen", "beslutad", "pagar", "genomford", "avslagen")
_NONE = "ingen"


def action_plan(basis: Basis) -> Values:
    """Return the åtgärder by state, source, cause, strength and responsible role, and each of them once.

    Those that are late come first, then those to be done, those refused with the reason, and those done by unit.
    """
    every = listed(basis)
    late = [record for record in every if is_overdue(record, basis.day)]
    waiting = [record for record in every if is_open(record, basis.day) and record not in late]
    refused = [record for record in every if _state(record, basis) == "avslagen"]
    done = [record for record in every if _state(record, basis) == "genomford"]
    return {
        "antal": _count(basis, "antal", every),
        "arets": _count(basis, "arets", [r for r in every if is_of(r, basis.selection)]),
        "fran_fore": _count(basis, "fran-fore", [r for r in every if not is_of(r, basis.selection)]),
        "kvar": _count(basis, "kvar", [*late, *waiting]),
        "forsenade": _count(basis, "forsenade", late),
        "avslagna": _count(basis, "avslagna", refused),
        "genomforda": _count(basis, "genomforda", done),
        "obedomda": _count(basis, "obedomda", [r for r in done if not effect(r, basis.day)]),
        "effekter": _effects(basis, done),
        "styrka_effekt": _by_strength(basis, done),
        **_views(basis, every),
        "sena": [_row(basis, record) for record in _by_due(late)],
        "att_gora": [_row(basis, record) for record in _by_due(waiting)],
        "avslag": [_refusal(basis, record) for record in refused],
        "klara": _by_unit(basis, done),
    }


def listed(basis: Basis) -> list[Record]:
    """Return the åtgärder of the period and those still to be done from before, that were there on the day."""
    selection, day = basis.selection, basis.day
    return [
        record
        for record in selection.of("atgard")
        if existed(record, day)
        and (is_of(record, selection) or (is_open(record, day) and existed(record, selection.last_day)))
    ]


def _state(record: Record, basis: Basis) -> str:
    return measure_state(record, basis.day)


def _count(basis: Basis, measure: str, found: list[Record]) -> Number:
    """Return how many åtgärder there are; an åtgärd is of the work, not of a person, so none is hidden."""
    return basis.tally.count(basis.key(_TOPIC, basis.selection.period.text, measure), ids(found), guarded=False)


def _views(basis: Basis, every: list[Record]) -> Values:
    """Return the åtgärder counted in five ways. One can have several sources, so those do not add up."""
    kind = basis.selection.records.catalogue.kinds["atgard"]
    states = {name: kind.states[name].label for name in _STATES}
    roles = {name: basis.selection.records.title(name) for r in every if (name := r.text("ansvarig"))}
    kinds = basis.selection.records.catalogue.kinds
    sources = {name: kinds[name].label for name in kind.fields["kalla"].targets}
    none = {_NONE: "Ingen angiven"}
    return {
        "lagen": _view(basis, "lage", every, states, _one(_state_of(basis))),
        "kallor": _view(basis, "kalla", every, {**sources, **none}, _source_kinds(basis)),
        "orsaker": _view(
            basis, "orsak", every, {**kind.fields["orsak"].choices, **none}, _one(lambda r: r.text("orsak") or _NONE)
        ),
        "styrkor": _view(basis, "styrka", every, {name: name for name in STRENGTHS}, _one(strength_of)),
        "roller": _view(basis, "ansvarig", every, {**roles, **none}, _one(lambda r: r.text("ansvarig") or _NONE)),
        "enheter": _view(basis, "enhet", every, _units(basis, every), _one(lambda r: r.text("enhet") or _NONE)),
    }


def _one(read: Callable[[Record], str]) -> Callable[[Record], set[str]]:
    return lambda record: {read(record)}


def _state_of(basis: Basis) -> Callable[[Record], str]:
    return lambda record: _state(record, basis)


def _source_kinds(basis: Basis) -> Callable[[Record], set[str]]:
    def kinds(record: Record) -> set[str]:
        found = (basis.selection.records.find(name) for name in record.texts("kalla"))
        return {source.kind.name for source in found if source} or {_NONE}

    return kinds


def _units(basis: Basis, every: list[Record]) -> dict[str, str]:
    named = {unit: unit_name(basis.selection, unit) for record in every if (unit := record.text("enhet"))}
    return dict(sorted(named.items(), key=lambda pair: sort_key(pair[1]))) | {_NONE: "Hela verksamheten"}


def _view(
    basis: Basis,
    measure: str,
    every: list[Record],
    names: Mapping[str, str],
    groups: Callable[[Record], set[str]],
) -> list[Values]:
    """Return a row for each group that has any, with how many are there, to be done, and late."""
    rows = []
    for name, title in names.items():
        found = [record for record in every if name in groups(record)]
        if found:
            late = [record for record in found if is_overdue(record, basis.day)]
            rows.append({
                "namn": title,
                "antal": _count(basis, f"{measure}.{name}", found),
                "kvar": _count(basis, f"{measure}.{name}.kvar", [r for r in found if is_open(r, basis.day)]),
                "forsenade": _count(basis, f"{measure}.{name}.forsenade", late),
            })
    return rows


def _effects(basis: Basis, done: list[Record]) -> list[Values]:
    return [
        {
            "namn": title,
            "antal": _count(
                basis, f"effekt.{name or 'obedomd'}", [record for record in done if effect(record, basis.day) == name]
            ),
        }
        for name, title in EFFECTS.items()
    ]


def _by_strength(basis: Basis, done: list[Record]) -> list[Values]:
    """Return the åtgärder that are done by strength and effect, and draw them."""
    counts = {
        strength: {
            name or "obedomd": _count(
                basis,
                f"styrka.{strength}.effekt.{name or 'obedomd'}",
                [r for r in done if strength_of(r) == strength and effect(r, basis.day) == name],
            )
            for name in EFFECTS
        }
        for strength in STRENGTHS
    }
    shares = {title: [shown(row[name or "obedomd"]) for row in counts.values()] for name, title in EFFECTS.items()}
    basis.figures.add(lambda: charting.strength_effect(basis.named("effekter"), ATGARDER, STRENGTHS, shares))
    return [{"styrka": strength, **row} for strength, row in counts.items()]


def _by_due(found: list[Record]) -> list[Record]:
    return sorted(found, key=lambda record: (record.date("klart_senast") or dt.date.max, record.id))


def _row(basis: Basis, record: Record) -> Values:
    due = record.date("klart_senast")
    return {
        "id": record.id,
        "rubrik": record.title,
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "orsak": label(record, "orsak"),
        "styrka": strength_of(record).lower(),
        "kallor": _sources(basis, record),
        "ansvarig": _role(basis, record, "ansvarig"),
        "klart": due,
        "sen": plural((basis.day - due).days, "dag", "dagar") if due and is_overdue(record, basis.day) else "",
        "lage": state_label(record, basis),
        "genomford": record.date("genomford"),
        "effekt": EFFECTS[effect(record, basis.day)].lower(),
        "beskrivning": told_effect(record, basis.day),
    }


def _role(basis: Basis, record: Record, path: str) -> str:
    name = record.text(path)
    return basis.selection.records.title(name) if name else ""


def _sources(basis: Basis, record: Record) -> list[str]:
    """Return what kinds of records showed that an åtgärd was needed."""
    found = (basis.selection.records.find(name) for name in record.texts("kalla"))
    return list(dict.fromkeys(source.kind.label for source in found if source))


def _refusal(basis: Basis, record: Record) -> Values:
    return {
        **_row(basis, record),
        "beslutat": record.date("beslut.datum"),
        "av": _role(basis, record, "beslut.av"),
        "motivering": record.text("beslut.motivering") or "",
    }


def _by_unit(basis: Basis, done: list[Record]) -> list[Values]:
    """Return the åtgärder that are done, by unit, those that did not give what was wanted first."""
    found: dict[str, list[Record]] = {}
    for record in sorted(done, key=lambda r: (_ORDER.index(effect(r, basis.day)), r.date("genomford") or dt.date.max)):
        found.setdefault(record.text("enhet") or "", []).append(record)
    units = sorted(found, key=lambda unit: sort_key(unit_name(basis.selection, unit)))
    return [
        {
            "namn": unit_name(basis.selection, unit),
            "rader": [_row(basis, record) for record in found[unit]],
        }
        for unit in units
    ]


_ORDER = ("nej", "delvis", "", "ja")
"""What a reader has to look at first."""
