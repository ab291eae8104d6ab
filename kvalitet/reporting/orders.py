"""Which report is asked for: of which period and part of the organisation, as of which day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import NamedTuple

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.reporting.reports import Report

PUBLIC = "publik"
THRESHOLD = 5
"""The least count of what happened to people that a public report shows, unless another is asked for."""

_LEAST, _MOST = 2, 999
_PUBLIC = re.compile(rf"{PUBLIC}(?:-(\d{{1,4}}))?")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be reported. `enhet` is a nämnd or a unit, or nothing for the whole."""

    report: Report
    period: Period
    day: dt.date
    enhet: str = ""
    public: int = 0
    """The least count that a public report shows, or 0 for a report that shows all."""

    @property
    def key(self) -> str:
        """What the report is called in itself and on the command line: `kvalitetsberattelse/2025/ENH-norr`."""
        parts = [self.report.name, self.period.text, self.enhet, self._public]
        return "/".join(part for part in parts if part)

    @property
    def _public(self) -> str:
        return "" if not self.public else PUBLIC if self.public == THRESHOLD else f"{PUBLIC}-{self.public}"

    @property
    def folder(self) -> str:
        """The name of the folder, below the year's, that has the report's charts and the words people wrote for it."""
        part = self.enhet.partition("-")[2]
        period = "" if self.period.text == str(self.period.year) else self.period.text[5:].lower()
        return "-".join(word for word in (self.report.name, part, period) if word)

    @property
    def stem(self) -> str:
        """The name of the report's files, without what tells their format."""
        return "-".join(part for part in (self.folder, self._public) if part)


class Asked(NamedTuple):
    """What a key names: a report, its period, the part it covers and the least count that a public one shows."""

    name: str
    period: Period
    enhet: str
    public: int


def parse_key(text: str) -> Asked | None:
    """Return what a report's key names as it is written there, the period in any case; None where it is no key."""
    name, *rest = text.split("/")
    public = [int(found[1] or THRESHOLD) for part in rest if (found := _PUBLIC.fullmatch(part))]
    parts = [part for part in rest if not _PUBLIC.fullmatch(part)]
    period = Period.parse(parts[0].upper()) if parts else None
    if period is None or len(parts) > 2 or len(public) > 1 or not all(map(is_threshold, public)):
        return None
    return Asked(name, period, parts[1] if len(parts) == 2 else "", *(public or [0]))


def is_threshold(count: int) -> bool:
    """Tell whether a count can be the least that a public report shows."""
    return _LEAST <= count <= _MOST


def berattelse_records(records: Records, kind: str, year: int, enhet: str) -> list[Record]:
    """Return the records of a year's berättelser of a type, for a nämnd or for all."""
    return [
        record
        for record in records.of("berattelse")
        if record.text("typ") == kind and record.integer("ar") == year and (not enhet or record.text("namnd") == enhet)
    ]


def drawn_up(records: Records, report: Report, period: Period, enhet: str) -> dt.date | None:
    """Return the day on which the period's berättelse was drawn up, as its own record says, or None."""
    found = berattelse_records(records, report.berattelse, period.year, enhet) if report.berattelse else []
    return max((day for record in found if (day := record.date("upprattad.datum"))), default=None)
