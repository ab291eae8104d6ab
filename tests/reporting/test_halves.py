"""A report narrowed to HSL, or to SoL and LSS, counts what concerns that half, under keys of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.reports import SECTIONS
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from tests.conftest import DAY, ROOT

LAWS = {"hsl": {"hsl"}, "sol_lss": {"sol", "lss"}}


@pytest.fixture
def whole(osby: Records) -> Basis:
    return Basis(Selection(osby, Period.of_year(2025)), DAY, Tally(), Figures())


@pytest.mark.parametrize("half", LAWS)
def test_events_of_a_half_are_those_that_name_its_law(whole: Basis, half: str) -> None:
    """The avvikelser of a half equal a count over the YAML files; one that names both laws is in both."""
    expected = set()
    for file in Path(ROOT / "records/avvikelse").rglob("*.yaml"):
        event = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        if event["rapporterad"].year == 2025 and LAWS[half] & set(event["lagrum"]):
            expected.add(event["id"])
    found = whole.narrowed(half).selection.dated("avvikelse", "rapporterad")
    assert {record.id for record in found} == expected


def test_units_complaints_and_measures_follow_the_activity_or_what_led_to_them(whole: Basis) -> None:
    """What names no law is of its unit's activity, and an åtgärd of what led to it."""
    hsl, sol_lss = (whole.narrowed(half).selection for half in LAWS)
    of_units = [{unit.id for unit in half.units()} for half in (hsl, sol_lss)]
    assert "ENH-hemsjukvard" in of_units[0] - of_units[1]
    assert "ENH-daglig-verksamhet" in of_units[1] - of_units[0]
    assert "ENH-sabo-norr" in of_units[0] & of_units[1]
    records = whole.selection.records
    for measure in hsl.of("atgard"):
        said = {law for source in measure.texts("kalla") for law in records.find(source).texts("lagrum")}  # type: ignore[union-attr]
        assert not said or "hsl" in said
    every = whole.selection.of("atgard")
    assert {one.id for one in hsl.of("atgard")} | {one.id for one in sol_lss.of("atgard")} >= {
        one.id for one in every if one.texts("kalla")
    }


def test_every_section_can_be_narrowed_beside_the_whole(whole: Basis) -> None:
    """The whole and both halves share one tally: no key stands for two numbers."""
    for basis in (whole, whole.narrowed("hsl"), whole.narrowed("sol_lss")):
        for section in SECTIONS.values():
            section(basis)
    keys = whole.tally.entries
    assert (
        keys["avvikelser.2025.antal"].value
        == keys["avvikelser-hsl.2025.antal"].value
        + keys["avvikelser-sol-lss.2025.antal"].value
        - keys["avvikelser.2025.bada-lagarna"].value
    )
    assert keys["avvikelser.2025.hsl"].value == keys["avvikelser-hsl.2025.antal"].value
    assert set(whole.figures.charts) >= {"manader", "manader-hsl", "manader-sol-lss"}
