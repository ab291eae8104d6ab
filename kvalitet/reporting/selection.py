"""Which records a report is about: a year, and the part of the organisation it covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation, units_of
from kvalitet.records.record import Entry, Record


@dataclass(frozen=True)
class Selection:
    """The records that one report counts. `enhet` is the nämnd or unit it covers, or nothing for all."""

    records: Records
    year: int
    enhet: str = ""

    def of(self, kind: str) -> list[Record]:
        """Return the records of a kind that concern the covered part of the organisation."""
        return [record for record in self.records.of(kind) if self.covers(record)]

    def covers(self, record: Record) -> bool:
        """Return whether a record concerns what the report covers; one that names no unit concerns all."""
        units = units_of(record) if self.enhet else []
        return not units or any(unit in self._covered for unit in units)

    @cached_property
    def _covered(self) -> set[str]:
        return Organisation(self.records).within(self.enhet)

    def dated(self, kind: str, path: str, year: int | None = None) -> list[Record]:
        """Return the covered records of a kind with a date in the year (or another year)."""
        wanted = self.year if year is None else year
        return [record for record in self.of(kind) if _year(record.date(path)) == wanted]

    def outcomes(self, record: Record, year: int | None = None) -> list[Entry]:
        """Return an egenkontroll's outcomes whose period lies in the year (or another year)."""
        return list(_in_year(record.entries("utfall"), self.year if year is None else year))

    def units(self) -> list[Record]:
        """Return the covered units, each below the one that it belongs to."""
        return [unit for unit in self.of("enhet") if unit.text("niva") == "enhet"]


def _year(day: dt.date | None) -> int | None:
    return day.year if day else None


def _in_year(entries: list[Entry], year: int) -> Iterator[Entry]:
    for entry in entries:
        period = entry.period("period")
        if period is not None and period.year == year:
            yield entry
