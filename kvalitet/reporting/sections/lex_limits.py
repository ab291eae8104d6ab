"""The time limits of matters under lex Sarah and lex Maria: whether each was kept, and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.deadlines import Deadline
from kvalitet.records.limits import last_day
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values
from kvalitet.reporting.sections.lex_matters import MARIA, SARAH, Case

_LIMITS = {SARAH: "D-LS-", MARIA: "D-LM-"}


def limits(basis: Basis, case: Case) -> Iterator[Values]:
    """Yield each time limit that holds for a matter, and whether it was kept by the day of the report."""
    catalogue, record = basis.selection.records.catalogue, case.record
    for limit in catalogue.deadlines.values():
        last = (
            last_day(limit, record) if limit.kind == "avvikelse" and limit.id.startswith(_LIMITS[case.kind]) else None
        )
        if last is None:
            continue
        done, start = record.date(limit.end), record.date("intraffad") or basis.day
        yield {
            "id": limit.id,
            "namn": limit.label,
            "lag": catalogue.laws.as_of(limit.law, start),
            "vad": _rests_on(limit),
            "last": limit.verified == "source",
            "senast": last,
            "gjord": done,
            "lage": _state(last, done, basis.day),
        }


def _rests_on(limit: Deadline) -> str:
    return "lag" if limit.is_law else "egen gräns"


def _state(last: dt.date, done: dt.date | None, day: dt.date) -> str:
    if done is not None:
        return "hölls" if done <= last else "hölls inte"
    return "har gått ut" if last < day else "löper"


def kept_or_not(basis: Basis, cases: list[Case]) -> list[Values]:
    """Return for each limit how many matters kept it and how many did not."""
    states: dict[str, dict[str, list[str]]] = {}
    names: dict[str, Values] = {}
    for case in cases:
        for row in limits(basis, case):
            names[row["id"]] = row
            states.setdefault(row["id"], {}).setdefault(row["lage"], []).append(case.record.id)
    return [
        {
            "namn": names[name]["namn"],
            "vad": names[name]["vad"],
            **{
                column: basis.tally.count(basis.key("tidsgrans", basis.selection.period.text, name, column), found)
                for column, found in (
                    ("holls", of_limit.get("hölls", [])),
                    ("holls_inte", of_limit.get("hölls inte", []) + of_limit.get("har gått ut", [])),
                    ("loper", of_limit.get("löper", [])),
                )
            },
        }
        for name, of_limit in states.items()
    ]
