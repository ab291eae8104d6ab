"""A report for everyone tells no small count of what happened to people, in any format, and nothing that leads to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import catalogue_of
from kvalitet.periods import Period
from kvalitet.records.loading import load
from kvalitet.reporting.making import Draft, make
from kvalitet.reporting.orders import Order, parse_key
from kvalitet.reporting.reports import REPORTS
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT, Run

WORKSPACE = find_workspace(ROOT)
RECORDS = load(WORKSPACE, catalogue_of(WORKSPACE))
DAY = WORKSPACE.example_day
YEAR = Period.of_year(2025)

SPOKEN = " ".join(r.text(field) or "" for r in RECORDS.of("analys") for field in ("monster", "slutsats"))
"""What people wrote in analyses: theirs to look through before a report is published."""


def public(name: str, enhet: str = "", threshold: int = 5) -> Draft:
    assert DAY is not None
    return make(Order(REPORTS[name], YEAR, DAY, enhet, threshold), WORKSPACE, RECORDS)


def places(name: str) -> list[str]:
    units = [unit.id for unit in RECORDS.of("enhet") if unit.text("niva") == "enhet"]
    return (
        ["ENH-sabo-norr"]
        if name == "enhetsrapport" and "ENH-sabo-norr" in units
        else units[:1]
        if name == "enhetsrapport"
        else [""]
    )


@pytest.mark.parametrize("name", REPORTS)
def test_no_small_count_is_printed(name: str) -> None:
    """Of all numbers on the page, none is a count of events from one to four, nor worked out from one."""
    for enhet in places(name):
        draft = public(name, enhet)
        small = {key for key, entry in draft.tally.entries.items() if entry.guarded and 1 <= entry.value < 5}
        assert small <= set(draft.tally.hidden) | small - {one.key for one in draft.printed}
        for one in draft.printed:
            entry = draft.tally.entries[one.key]
            if one.key in small or small & set(entry.of):
                assert one.text.startswith(".."), one


@pytest.mark.parametrize("name", REPORTS)
def test_no_single_event_is_told(name: str) -> None:
    """No id and no title of an avvikelse, a klagomål or an utredning stands in a public report, but in people's own words."""
    for enhet in places(name):
        text = public(name, enhet).markdown
        for kind in ("avvikelse", "klagomal", "utredning"):
            for record in RECORDS.of(kind):
                assert record.id not in text
                assert len(record.title) < 20 or record.title in SPOKEN or record.title not in text, record.id


def test_what_is_hidden_depends_on_the_threshold() -> None:
    """A higher threshold hides all that a lower one does as small, and the report says which it is and is called so."""
    low, high = public("kvalitetsberattelse", threshold=5), public("kvalitetsberattelse", threshold=10)
    assert (low.order.stem, high.order.stem) == ("kvalitetsberattelse-publik", "kvalitetsberattelse-publik-10")
    assert "Antal under 10" in high.markdown
    assert len(low.tally.hidden) < len(high.tally.hidden)
    for order in (low.order, high.order):
        asked = parse_key(order.key)
        assert asked is not None
        assert (asked.name, asked.period, asked.enhet, asked.public) == (order.report.name, YEAR, "", order.public)


def test_a_public_report_can_be_counted_anew(kvalitet: Callable[..., Run], tmp_path: Path) -> None:
    """check holds for it too, and trace shows no record behind what it hides."""
    run = kvalitet(
        "-C", ROOT, "report", "kvalitetsberattelse", "--year", "2025", "--public", "--format", "md", "--out", tmp_path
    )
    assert run.code == 0, run.err
    made = tmp_path / "kvalitetsberattelse-publik.md"
    assert kvalitet("-C", ROOT, "report", "check", made).code == 0
    key = "kvalitetsberattelse/2025/publik#lex-maria.2025.anmalda"
    refused = kvalitet("-C", ROOT, "report", "trace", key)
    assert (refused.code, "är dolt" in refused.err) == (2, True)
