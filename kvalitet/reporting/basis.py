"""What a section is made from: the records in question, the day, and where it leaves its numbers and charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from kvalitet.records.record import Record
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally, key_of


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground of one report: what it covers, as of which day, its numbers and its charts."""

    selection: Selection
    day: dt.date
    tally: Tally
    figures: Figures
    public: bool = False
    """Small counts are hidden, and no single matter is told of."""

    def narrowed(self, half: str) -> Basis:
        """Return the same ground with only what concerns one half, `hsl` or `sol_lss`; its numbers have their own keys.

        What concerns both is in both.
        """
        return replace(self, selection=replace(self.selection, half=half))

    def named(self, word: str) -> str:
        """Return a topic or the name of a chart as it is called here: `avvikelser`, narrowed `avvikelser-hsl`."""
        return "-".join(part for part in (word, self.selection.half.replace("_", "-")) if part)

    def key(self, topic: str, *parts: object) -> str:
        """Return the key of a number that is counted from the records of this ground."""
        return key_of(self.named(topic), *parts)


Section = Callable[[Basis], object]
"""A part of a report: plain values for the template, made of the basis."""


def ids(records: list[Record]) -> list[str]:
    """Return the ids of records, in their order."""
    return [record.id for record in records]
