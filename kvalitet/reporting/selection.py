"""Which records a report is about: a period, and the part of the organisation it covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation, units_of
from kvalitet.records.record import Entry, Record
from kvalitet.reporting.halves import concerns


@dataclass(frozen=True)
class Selection:
    """The records that one report counts.

    `enhet` is the nämnd or unit it covers, or nothing for all; `half` the half that it is narrowed to, or nothing.
    """

    records: Records
    period: Period
    enhet: str = ""
    half: str = ""

    @property
    def year(self) -> int:
        """The calendar year that the period is or lies in."""
        return self.period.year

    @property
    def before(self) -> Period:
        """The same period a year before."""
        return self.period.years_later(-1)

    @property
    def previous(self) -> Period:
        """The period of the same length just before."""
        return self.period.previous

    @property
    def is_year(self) -> bool:
        """Whether the period is a whole calendar year."""
        return self.period.text == str(self.year)

    def of(self, kind: str) -> list[Record]:
        """Return the records of a kind that concern the covered part of the organisation."""
        return [record for record in self.records.of(kind) if self.covers(record)]

    def covers(self, record: Record) -> bool:
        """Return whether a record concerns what the report covers; one that names no unit concerns all."""
        units = units_of(record) if self.enhet else []
        is_within = not units or any(unit in self._covered for unit in units)
        return is_within and (not self.half or self.concerns(record, self.half))

    def speaking(self, kind: str) -> list[Record]:
        """Return the records of a kind that speak for the covered part, also through what stands over it."""
        if not self.enhet:
            return self.of(kind)
        reach = self._organisation.reach(self.enhet)
        found = ((record, units_of(record)) for record in self.records.of(kind))
        return [record for record, units in found if not units or reach & set(units)]

    def shared_with(self, record: Record) -> tuple[str, ...] | None:
        """Return the parts of the organisation, none of them covered, whose figures a record's figures are too.

        Each is named by the topmost unit that does not hold the covered part as well. None where the figures are
        of the whole organisation: the record names no unit, and others than the covered part do work there.
        """
        if not self.enhet:
            return ()
        units = units_of(record)
        if not units:
            return None if self._others else ()
        return tuple(dict.fromkeys(self._part_of(unit) for unit in units if unit not in self._covered))

    def includes(self, unit: str) -> bool:
        """Return whether a unit is the covered one or lies below it."""
        return not self.enhet or unit in self._covered

    def _part_of(self, unit: str) -> str:
        above = self._organisation.above(self.enhet)
        return [name for name in (unit, *self._organisation.above(unit)) if name == unit or name not in above][-1]

    @cached_property
    def _others(self) -> list[Record]:
        """The units outside the covered part that carry on care, support or service; where none says so, all."""
        over = {*self._covered, *self._organisation.above(self.enhet)}
        known = self._organisation.workplaces or self.records.of("enhet")
        return [unit for unit in known if unit.id not in over]

    def concerns(self, record: Record, half: str) -> bool:
        """Return whether a record concerns one of the two halves, HSL or SoL and LSS."""
        return concerns(record, half, self._organisation, self.records)

    @cached_property
    def _organisation(self) -> Organisation:
        return Organisation(self.records)

    @cached_property
    def _covered(self) -> set[str]:
        return self._organisation.within(self.enhet)

    def dated(self, kind: str, path: str, period: Period | None = None) -> list[Record]:
        """Return the covered records of a kind with a date in the period (or another period)."""
        wanted = period or self.period
        return [record for record in self.of(kind) if record.date(path) in wanted]

    def outcomes(self, record: Record, period: Period | None = None) -> list[Entry]:
        """Return an egenkontroll's outcomes whose own period lies in the period (or another period)."""
        return list(_within(record.entries("utfall"), period or self.period))

    def units(self) -> list[Record]:
        """Return the covered units, each below the one that it belongs to."""
        return [unit for unit in self.of("enhet") if unit.text("niva") == "enhet"]

    @property
    def last_day(self) -> dt.date:
        """The period's last day."""
        return self.period.last


def _within(entries: list[Entry], wanted: Period) -> Iterator[Entry]:
    for entry in entries:
        period = entry.period("period")
        if period is not None and period in wanted:
            yield entry
