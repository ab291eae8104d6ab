"""What the activity is there for and how large it is: the units with their assignments, and their exposure."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet.periods import Period, make_up
from kvalitet.records.dates import has_ended
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, label, unit_name
from kvalitet.reporting.tally import key_of
from kvalitet.requirements import LAWS
from kvalitet.words import sort_key

_YEARS_BACK = 2
_ADDED = ("vardygn", "boendedygn", "besok")
"""Measures whose quarters add up to a year; of the others only a figure for the year itself is told."""


def assignment(basis: Basis) -> Values:
    """Return the units that are covered, each below the one it belongs to, with what they are there for."""
    organisation = Organisation(basis.selection.records)
    here = [unit for unit in basis.selection.of("enhet") if not has_ended(unit, basis.selection.period.first)]
    leading = _leading(basis, here, organisation)
    workplaces = [unit for unit in here if unit.id in {place.id for place in organisation.workplaces}]
    return {
        "antal_enheter": basis.tally.count(basis.key("enheter", "antal"), ids(workplaces), guarded=False),
        "leds_av": [_unit(unit) for unit in leading],
        "omraden": list(_groups(workplaces, organisation, basis)),
    }


def _leading(basis: Basis, here: list[Record], organisation: Organisation) -> list[Record]:
    """Return the unit that was asked for, or the responsible bodies, each with the förvaltningar below it."""
    bodies = [basis.selection.enhet] if basis.selection.enhet else [body.id for body in organisation.bodies]
    return [
        unit
        for body in bodies
        for unit in sorted(here, key=lambda unit: len(organisation.above(unit.id)))
        if unit.id == body or (unit.text("niva") == "forvaltning" and body in organisation.above(unit.id))
    ]


def _groups(workplaces: list[Record], organisation: Organisation, basis: Basis) -> Iterator[Values]:
    """Yield the workplaces by what they lie directly under."""
    found: dict[str, list[Record]] = {}
    for unit in workplaces:
        found.setdefault(next(iter(organisation.above(unit.id)), ""), []).append(unit)
    for above in sorted(found, key=lambda name: sort_key(basis.selection.records.title(name))):
        units = sorted(found[above], key=lambda unit: sort_key(unit.title))
        yield {
            "namn": basis.selection.records.title(above) if above else "",
            "enheter": [_unit(unit) for unit in units],
        }


def _unit(unit: Record) -> Values:
    laws = unit.texts("lagrum")
    return {
        "namn": unit.title,
        "uppdrag": unit.text("uppdrag") or "",
        "form": label(unit, "verksamhetsform"),
        "lagar": [word for law, word in LAWS.items() if law in laws],
    }


def conditions(basis: Basis) -> Values:
    """Return how much activity there was in up to three years: a dash where a year's figure is not known."""
    years = [Period.of_year(basis.selection.year - back) for back in reversed(range(_YEARS_BACK + 1))]
    rows = [_exposure(basis, record, years) for record in basis.selection.of("exponering")]
    told = [row for row in rows if any(value is not None for value in row["varden"])]
    return {
        "ar": [year.year for year in years],
        "rader": sorted(told, key=lambda row: (sort_key(row["matt"]), sort_key(row["enhet"]))),
    }


def _exposure(basis: Basis, record: Record, years: list[Period]) -> Values:
    return {
        "matt": label(record, "matt"),
        "enhet": unit_name(basis.selection, record.text("enhet")),
        "kalla": record.text("kalla") or "",
        "varden": [_value(basis, record, year) for year in years],
    }


def _value(basis: Basis, record: Record, year: Period) -> Number | None:
    known = {
        period: value
        for entry in record.entries("varden")
        if (period := entry.period("period")) and period in year and (value := entry.number("varde")) is not None
    }
    found = known.get(year)
    parts = [period for period in known if period != year]
    if found is None and record.text("matt") in _ADDED and make_up(year, parts):
        found = sum(known[part] for part in parts)
    return basis.tally.figure(key_of("exponering", record.id, year.text), found, [record.id])
