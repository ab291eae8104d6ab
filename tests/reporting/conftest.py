"""What the tests of reports share: the example's YAML read by another road, and a report made without a disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from ruamel.yaml import YAML

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.reporting.making import Draft, make
from kvalitet.reporting.orders import THRESHOLD, Order
from kvalitet.reporting.reports import REPORTS
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, ROOT
from tests.reporting.reading import Plain

Made = Callable[..., Draft]


@pytest.fixture(scope="session")
def yaml() -> dict[str, list[Plain]]:
    """All records, read by another road than the tool's own: ruamel.yaml's plain loader."""
    found: dict[str, list[Plain]] = {}
    for file in sorted((ROOT / "records").rglob("*.yaml")):
        kind = file.relative_to(ROOT / "records").parts[0]
        found.setdefault(kind, []).append(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))
    return found


@pytest.fixture
def made(osby: Records) -> Made:
    """Make a report of the example, as of the day on which its data ends."""

    def run(name: str, period: str, enhet: str = "", *, public: bool = False, day: dt.date = DAY) -> Draft:
        asked = Period.parse(period)
        assert asked is not None
        return make(Order(REPORTS[name], asked, day, enhet, THRESHOLD if public else 0), find_workspace(ROOT), osby)

    return run
