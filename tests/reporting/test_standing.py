"""How things stood on a day: nothing that came later shows, and nothing that had happened is forgotten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.reporting.standing import OPEN_MEASURE, effect, existed, is_overdue, measure_state, risk_state
from kvalitet.workspace import find_workspace

MEASURE = """\
id: ATG-2025-K7Q4XM
status: {status}
rubrik: Larm
orsak: teknik
omedelbar: nej
foreslagen: 2025-03-01
klart_senast: 2025-06-30
{rest}skapad: 2025-03-02T10:00:00+01:00
"""
DONE = """\
beslut:
  beslut: godkand
  av: ROL-chef
  datum: 2025-03-10
genomford: 2025-07-15
effekt:
  datum: 2025-09-01
  onskad: nej
"""
REFUSED = """\
beslut:
  beslut: avslagen
  av: ROL-chef
  datum: 2025-03-10
  motivering: Kostar för mycket.
"""


def loaded(workspace: Path, catalogue: Catalogue, kind: str, text: str) -> Records:
    place = workspace / f"records/{kind}/2025"
    place.mkdir(parents=True)
    (place / f"{text.split()[1]}.yaml").write_text(text, encoding="utf-8")
    return load(find_workspace(workspace), catalogue)


@pytest.mark.parametrize(
    ("status", "rest", "day", "state", "late", "worked"),
    [
        ("genomford", DONE, "2025-03-05", "foreslagen", False, ""),
        ("genomford", DONE, "2025-03-10", "beslutad", False, ""),
        ("genomford", DONE, "2025-06-30", "beslutad", False, ""),
        ("genomford", DONE, "2025-07-01", "beslutad", True, ""),
        ("genomford", DONE, "2025-07-15", "genomford", False, ""),
        ("genomford", DONE, "2025-09-01", "genomford", False, "nej"),
        ("avslagen", REFUSED, "2025-03-09", "foreslagen", False, ""),
        ("avslagen", REFUSED, "2025-07-01", "avslagen", False, ""),
        ("foreslagen", "", "2025-07-01", "foreslagen", True, ""),
    ],
)
def test_a_measure_stands_as_its_dates_say(
    workspace: Path, catalogue: Catalogue, status: str, rest: str, day: str, state: str, late: bool, worked: str
) -> None:
    """State, lateness and effect of an åtgärd are those of the day, whatever has come since."""
    records = loaded(workspace, catalogue, "atgard", MEASURE.format(status=status, rest=rest))
    [record] = records.of("atgard")
    on = dt.date.fromisoformat(day)
    assert (measure_state(record, on), is_overdue(record, on), effect(record, on)) == (state, late, worked)
    assert existed(record, dt.date(2025, 3, 1))
    assert not existed(record, dt.date(2025, 2, 28))


def test_on_its_last_day_every_measure_stands_as_it_is_written(osby: Records) -> None:
    """When all dates have come, the state on the day is the state in the record."""
    day = dt.date(2026, 2, 20)
    for record in osby.of("atgard"):
        assert measure_state(record, day) == record.text("status")
        assert is_overdue(record, day) <= (record.text("status") in OPEN_MEASURE)
    for record in osby.of("risk"):
        assert risk_state(record, day) == record.text("status")


def test_time_only_moves_a_measure_forward(osby: Records) -> None:
    """No åtgärd is done on one day and still to be done on a later one."""
    days = [dt.date(2025, month, 1) for month in range(1, 13)]
    for record in osby.of("atgard"):
        ended = [measure_state(record, day) not in OPEN_MEASURE for day in days]
        assert ended == sorted(ended)
