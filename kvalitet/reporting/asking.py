"""Whether a report can be made of what is asked for: that time and that part of the organisation.

Every way to a report passes here: `report`, `trace`, `check`, `lint` and `all`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kvalitet.diagnostics import UsageError
from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation
from kvalitet.reporting.orders import Asked
from kvalitet.reporting.reports import Per, Report
from kvalitet.words import listing

_EARLIEST = 1990


class AsOptions:
    """How a time and a part of the organisation are written after `kvalitet report NAME`."""

    def time(self, period: str) -> str:
        """Return a period as options say it."""
        return f"--year {period}" if period.isdigit() else f"--period {period}"

    def unit(self, enhet: str) -> str:
        """Return a unit as an option says it."""
        return f"--enhet {enhet}"

    def board(self, namnd: str) -> str:
        """Return a nämnd as an option says it."""
        return f"--namnd {namnd}"


@dataclass(frozen=True, slots=True)
class AsKey:
    """How they are written in the key of a report, as `trace` takes it and a finished report bears it."""

    asked: Asked

    def time(self, period: str) -> str:
        """Return the key with another period."""
        return "/".join(filter(None, (self.asked.name, period, self.asked.enhet)))

    def unit(self, enhet: str) -> str:
        """Return the key with another unit."""
        return f"{self.asked.name}/{self.asked.period.text}/{enhet}"

    def board(self, namnd: str) -> str:
        """Return the key with another nämnd."""
        return self.unit(namnd)


Spelling = AsOptions | AsKey
"""Where a report is asked for decides how advice about it is written, so that it can be typed."""


def check_time(report: Report, period: Period, day: dt.date, spelled: Spelling) -> None:
    """Raise UsageError, with what to write, where a report cannot be about a period on a day."""
    last = str(day.year - 1)
    latest = Period.of_year(day.year + 1) if report.is_plan else Period.of_year(day.year)
    if period.text != str(period.year) and not report.parts_of_years:
        raise UsageError(f"{report.name} görs för hela år; skriv {spelled.time(str(period.year))}")
    if period.year < _EARLIEST:
        raise UsageError(f"{period.text} är för länge sedan; skriv till exempel {spelled.time(last)}")
    if report.is_plan and period.year > latest.year:
        raise UsageError(
            f"{period.text} är för långt fram; den sista som kan planeras nu är {latest.text}, "
            f"skriv {spelled.time(latest.text)}"
        )
    if not report.is_plan and period.first > day:
        what = f"{period.text} har inte börjat än, så det finns inget att redovisa"
        raise UsageError(f"{what}; skriv till exempel {spelled.time(last)}")


def check_cover(report: Report, records: Records, enhet: str, spelled: Spelling) -> None:
    """Raise UsageError, with what to write, where a report is not made for that part of the organisation."""
    found = records.find(enhet) if enhet else None
    if enhet and (found is None or found.kind.name != "enhet"):
        raise UsageError(f"{enhet} är ingen enhet här; kvalitet list enhet visar alla")
    if report.per == (Per.UNIT,):
        _demand_one_unit(report, records, enhet, spelled)
    elif found is not None and Per.UNIT not in report.per and found.text("niva") != "namnd":
        over = Organisation(records).body_of(enhet)
        board = records.find(over)
        advice = f"; skriv {spelled.board(over)}" if board and board.text("niva") == "namnd" else ""
        raise UsageError(f"{report.name} görs för {listing(report.per)}, inte för {found.title}{advice}")


def _demand_one_unit(report: Report, records: Records, enhet: str, spelled: Spelling) -> None:
    found, organisation = records.find(enhet) if enhet else None, Organisation(records)
    inside = organisation.within(enhet) if enhet else set()
    if found is not None and (found.text("niva") == "enhet" or len(inside) == 1):
        return
    known = [unit.id for unit in records.of("enhet") if unit.text("niva") == "enhet"]
    units = [unit for unit in known if not inside or unit in inside]
    advice = f"skriv till exempel {spelled.unit(units[0])}" if units else "lägg först upp den med kvalitet new enhet"
    what = f"{found.title} är flera enheter; " if found else ""
    raise UsageError(f"{what}{report.name} görs för en enhet i taget; {advice}")
