"""The organisation as its enheter tell it: who stands over whom, who is the responsible body, who does what.

In a municipality the one that a regulation speaks to is the nämnd; for a private provider it is the
enhet that has none above it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property

from kvalitet.records.collection import Records
from kvalitet.records.dates import has_ended
from kvalitet.records.record import Record

UNIT_FIELDS = ("enhet", "enheter", "galler_for", "namnd")
"""The fields in which records of any kind say which part of the organisation they speak for."""


class Organisation:
    """The tree of enheter, with those that had not ceased on a day where one is given.

    A ring in it ends where it closes; another rule tells that it is there.
    """

    def __init__(self, records: Records, day: dt.date | None = None) -> None:
        self._records = records
        self._units = [unit for unit in records.of("enhet") if day is None or not has_ended(unit, day)]
        self._parents = {unit.id: unit.text("overordnad") for unit in self._units}

    def above(self, unit: str) -> tuple[str, ...]:
        """Return the ids of all that stand over a unit, nearest first."""
        found: list[str] = []
        parent = self._parents.get(unit)
        while parent is not None and parent not in (*found, unit):
            found.append(parent)
            parent = self._parents.get(parent)
        return tuple(found)

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {unit: {unit} for unit in self._parents}
        for unit in self._parents:
            for over in self.above(unit):
                found.setdefault(over, {over}).add(unit)
        return found

    def within(self, unit: str) -> set[str]:
        """Return the ids of a unit and all that lie under it."""
        return self._below.get(unit, {unit})

    def reach(self, unit: str) -> set[str]:
        """Return the ids of the units whose records speak for a unit: it, those under it, those over it."""
        return self.within(unit) | set(self.above(unit))

    def laws(self, unit: str) -> set[str]:
        """Return the kinds of activity (hsl, sol, lss) that a unit or anything under it carries on."""
        return {law for inner in self.within(unit) for law in self._laws.get(inner, ())}

    @cached_property
    def _laws(self) -> dict[str, list[str]]:
        return {unit.id: unit.texts("lagrum") for unit in self._units}

    @cached_property
    def bodies(self) -> list[Record]:
        """The responsible bodies: the topmost units under which there is care, support or service."""
        return [unit for unit in self._units if not self.above(unit.id) and self.laws(unit.id)]

    @cached_property
    def workplaces(self) -> list[Record]:
        """The units that have no unit under them and carry on care, support or service."""
        return [unit for unit in self._units if len(self.within(unit.id)) == 1 and self._laws.get(unit.id)]

    def body_of(self, unit: str) -> str:
        """Return the id of the topmost unit over a unit, or its own."""
        return (unit, *self.above(unit))[-1]

    def exceptions(self, requirement: str, unit: str, day: dt.date) -> Iterator[Record]:
        """Yield the undantag from a requirement that hold on a day for a unit or for all that it belongs to."""
        over = {unit, *self.above(unit)}
        for record in self._records.of("undantag"):
            units = record.texts("enheter")
            if record.text("krav") == requirement and is_decided(record, day) and (not units or over & set(units)):
                yield record


def is_decided(exception: Record, day: dt.date) -> bool:
    """Return whether an undantag holds on a day: from its decision through its last day."""
    decided, last = exception.date("beslut.datum"), exception.date("galler_till")
    return decided is not None and last is not None and decided <= day <= last


def units_of(record: Record, fields: Iterable[str] = UNIT_FIELDS) -> list[str]:
    """Return the ids of the units that a record speaks for; none means all."""
    if record.kind.name == "enhet":
        return [record.id]
    return [unit for path in fields for unit in _named(record, path)]


def _named(record: Record, path: str) -> list[str]:
    """Return the ids in a field, also in a field of every member of a list of groups (beslut.namnd)."""
    group, _, name = path.rpartition(".")
    field = record.field(group) if group else None
    if field is not None and field.many:
        return [unit for entry in record.entries(group) for unit in entry.texts(name)]
    return record.texts(path)
