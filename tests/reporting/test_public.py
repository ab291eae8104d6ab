"""A report for everyone tells no small count of what happened to people, in any format, and nothing that leads to one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import catalogue_of
from kvalitet.periods import Period
from kvalitet.records.loading import load
from kvalitet.rendering.values import Dolt
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.making import Draft, make
from kvalitet.reporting.orders import Order, parse_key
from kvalitet.reporting.reports import REPORTS
from kvalitet.reporting.sections.compared import compared
from kvalitet.reporting.sections.deviations import deviations
from kvalitet.reporting.sections.times import times
from kvalitet.reporting.sections.waiting import waiting
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT, Run
from tests.reporting.reading import faults

WORKSPACE = find_workspace(ROOT)
RECORDS = load(WORKSPACE, catalogue_of(WORKSPACE))
DAY = WORKSPACE.example_day
YEAR = Period.of_year(2025)

ALSO_OF_A_NAMND = ("sammanstallning", "lexrapport", "tillsynspaket")
SPOKEN = " ".join(r.text(field) or "" for r in RECORDS.of("analys") for field in ("monster", "slutsats"))
"""What people wrote in analyses: theirs to look through before a report is published."""

DONE = {record.title for record in RECORDS.of("atgard")}
"""An åtgärd may be told of, and bear the words of what led to it."""

LARGEST = {
    r"är den största gruppen med|Den största gruppen är": "grupp",
    r"Den vanligaste orsaken är [^.]*\(": "orsak",
    r"handlade oftast om": "tema",
}
"""Sentences that name what there is most of, and what the keys of the counts that it is chosen among hold."""


def public(name: str, enhet: str = "", threshold: int = 5) -> Draft:
    assert DAY is not None
    return make(Order(REPORTS[name], YEAR, DAY, enhet, threshold), WORKSPACE, RECORDS)


def places(name: str) -> list[str]:
    if name == "enhetsrapport":
        return ["ENH-sabo-norr"]
    return ["", "ENH-barn-och-utbildningsnamnden"] if name in ALSO_OF_A_NAMND else [""]


@pytest.mark.parametrize(("name", "enhet"), [(name, enhet) for name in REPORTS for enhet in places(name)])
def test_a_public_report_tells_what_it_may_and_what_is_so(name: str, enhet: str) -> None:
    """No count of events from one to four, no single event, and no sentence that the hidden numbers make untrue."""
    draft = public(name, enhet)
    _tells_no_small_count(draft)
    _tells_no_event(draft.markdown)
    _names_a_largest_only_where_it_is_seen(draft)
    _says_none_only_of_none(draft)
    assert not faults(draft.markdown)
    if (name, enhet) == ("lexrapport", ""):
        assert "Enskilda ärenden redovisas inte" in draft.markdown


def _tells_no_small_count(draft: Draft) -> None:
    """Of all numbers on the page, none is a count of events from one to four, nor worked out from one."""
    small = {key for key, entry in draft.tally.entries.items() if entry.guarded and 1 <= entry.value < 5}
    assert small <= set(draft.tally.hidden) | small - {one.key for one in draft.printed}
    for one in draft.printed:
        entry = draft.tally.entries[one.key]
        if one.key in small or small & set(entry.of):
            assert one.text.startswith(".."), one


def _tells_no_event(text: str) -> None:
    """No id and no title of an avvikelse, a klagomål or an utredning stands there, but in people's own words."""
    assert not re.search(r"\b(?:AVV|KLA|UTR)-\d{4}-", text)
    for kind in ("avvikelse", "klagomal", "utredning"):
        for record in RECORDS.of(kind):
            is_named = " " in record.title and record.title not in DONE and record.title not in SPOKEN
            assert not (is_named and record.title in text), record.id


def _names_a_largest_only_where_it_is_seen(draft: Draft) -> None:
    """Where one of the groups is hidden, none of them is called the largest."""
    for sentence, part in LARGEST.items():
        if re.search(sentence, draft.markdown):
            chosen = {key for key in draft.tally.entries if f".2025.{part}." in key}
            printed = {one.key for one in draft.printed if one.key in chosen}
            assert printed
            assert not printed & set(draft.tally.hidden)
            own = {key for key in chosen if key.split(".")[0] in {one.split(".")[0] for one in printed}}
            assert not own & set(draft.tally.hidden)


def _says_none_only_of_none(draft: Draft) -> None:
    """That nothing was reported to IVO is said only where nothing was."""
    if re.search(r"Ingen (?:av årets händelser|händelse) anmäldes", draft.markdown):
        sent = {
            key: entry.value for key, entry in draft.tally.entries.items() if re.match(r"lex-.*\.2025\.anmalda", key)
        }
        assert sent
        assert not any(sent.values())


def test_days_to_decision_are_hidden_with_how_many_were_decided() -> None:
    """The median of a single decision is that decision's days: every section hides it under one key with the count."""
    selection = Selection(RECORDS, Period.of_year(2026), "ENH-hemtjanst-vast")
    decided = "avvikelser.2026.beslutade"
    assert DAY is not None
    for hidden in (frozenset[str](), frozenset({decided})):
        basis = Basis(selection, DAY, Tally(hidden), Figures(), public=True)
        told = [deviations(basis)["mediandagar"], compared(basis)["mediandagar"], times(basis)["tider"][-1]["median"]]
        assert [type(one) is Dolt for one in told] == [bool(hidden)] * 3
        assert {one.key for one in told} == {"avvikelser.2026.dagar-median"}
        assert 1 <= basis.tally.entries[decided].value < 5


@pytest.mark.parametrize("hidden", ["lage.oppna", "oppna-fran-tidigare"])
def test_how_long_the_oldest_has_been_open_is_hidden_with_each_count_that_it_may_be_of(hidden: str) -> None:
    """It is of those open from the period and from before: a single one of either would be told by it."""
    assert DAY is not None
    basis = Basis(Selection(RECORDS, YEAR), DAY, Tally({f"avvikelser.2025.{hidden}"}), Figures(), public=True)
    assert isinstance(waiting(basis)["aldst"], Dolt)


def test_what_is_hidden_depends_on_the_threshold() -> None:
    """A higher threshold hides more than a lower one, and the report, here a letter, says which it is and is called so."""
    low, high = public("tjansteskrivelse", threshold=5), public("tjansteskrivelse", threshold=10)
    assert (low.order.stem, high.order.stem) == ("tjansteskrivelse-publik", "tjansteskrivelse-publik-10")
    assert "Antal under 10" in high.markdown
    assert len(low.tally.hidden) < len(high.tally.hidden)
    for order in (low.order, high.order):
        asked = parse_key(order.key)
        assert asked is not None
        assert (asked.name, asked.period, asked.enhet, asked.public) == (order.report.name, YEAR, "", order.public)


def test_a_public_report_can_be_counted_anew(kvalitet: Callable[..., Run], tmp_path: Path) -> None:
    """check holds for it too, and trace shows no record behind what it hides."""
    run = kvalitet(
        "-C", ROOT, "report", "lexrapport", "--year", "2025", "--public", "--format", "md", "--out", tmp_path
    )
    assert run.code == 0, run.err
    made = tmp_path / "lexrapport-publik.md"
    assert kvalitet("-C", ROOT, "report", "check", made).code == 0
    key = "lexrapport/2025/publik#lex-maria.2025.anmalda"
    refused = kvalitet("-C", ROOT, "report", "trace", key)
    assert (refused.code, "är dolt" in refused.err) == (2, True)
