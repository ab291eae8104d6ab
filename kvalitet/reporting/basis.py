"""What a section is made from: the records in question, the day, and where it leaves its numbers and charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from kvalitet.records.record import Record
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground of one report: what it covers, as of which day, its numbers and its charts."""

    selection: Selection
    day: dt.date
    tally: Tally
    figures: Figures
    public: bool = False
    """Small counts are hidden, and no single matter is told of."""


Section = Callable[[Basis], object]
"""A part of a report: plain values for the template, made of the basis."""


def ids(records: list[Record]) -> list[str]:
    """Return the ids of records, in their order."""
    return [record.id for record in records]
