"""The findings are the same in every lane: kept or not, with proofs or every rule, by one process or several."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kvalitet import processes
from kvalitet.catalogue import catalogue_of
from kvalitet.register import reading
from kvalitet.register.verdict import Judging
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT
from tests.register.conftest import DAY, kept, plainly

CLOSED = "records/mal/MAL-fil001.yaml"


def test_where_every_rule_fires(broken: Path) -> None:
    """Every rule finds the same from the first run, from what is kept, and from all that is read anew."""
    expected = plainly(broken)
    assert kept(broken) == expected
    assert kept(broken) == expected
    for rest in ("fynd", "granskat", "poster"):
        for file in (broken / ".git" / "kvalitet").glob(f"{rest}-*"):
            file.unlink()
        assert kept(broken) == expected


def test_in_other_workspaces(known: Path) -> None:
    """Own kinds, scales, categories and limits too."""
    assert kept(known) == kept(known) == plainly(known)


def test_on_another_day(broken: Path) -> None:
    """What is kept of one day is not told on another."""
    for day in (DAY, DAY + dt.timedelta(days=400), DAY):
        assert kept(broken, day) == plainly(broken, day)


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_by_several_processes(way: str, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of the process and processes begun from nothing find what one alone finds."""
    monkeypatch.setattr(reading, "_ENOUGH", {True: 0, False: 0})
    monkeypatch.setattr(reading, "_PORTION", 7)
    monkeypatch.setattr(reading, "processors", lambda: 2)
    for module in (reading, processes):
        monkeypatch.setattr(module, "can_be_copied", lambda: way == "fork")
    (broken / CLOSED).unlink()  # another process may be of a user who may read it
    assert kept(broken) == plainly(broken)


def test_of_the_example() -> None:
    """The example's two thousand records, read by as many processes as there are and kept nowhere."""
    workspace = find_workspace(ROOT)
    found = Judging(workspace, catalogue_of(workspace), DAY).verdict
    assert found.findings == plainly(ROOT)
