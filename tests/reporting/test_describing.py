"""Text alternatives: what they say of each chart, word for word, and what they never say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charting import hard
from kvalitet.reporting import charting
from kvalitet.reporting.charting import Chart, Exposed, Noun
from kvalitet.reporting.describing.sentences import MOST, hidden, named, told

GOLDEN = Path(__file__).with_name("alt_texts.txt")
FALL = Noun("fallolycka", "fallolyckor")


def _written(charts: list[Chart]) -> str:
    return "".join(f"{chart.name}\n{chart.alt}\n\n" for chart in charts)


def test_every_chart_is_told_as_it_was_agreed() -> None:
    """The words of every kind of chart, with hidden values and without, are those of the golden file."""
    assert _written(list(hard.charts())) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ({"2024": [1] * 12, "2025": [2] * 12}, "Totalt 12 (2024) och 24 (2025), alltså fler."),
        ({"2024": [2] * 12, "2025": [1] * 12}, "Totalt 24 (2024) och 12 (2025), alltså färre."),
        ({"2024": [2] * 12, "2025": [2] * 12}, "Totalt 24 (2024) och 24 (2025), alltså lika många."),
        ({"2025": [1] * 12}, "Totalt 12."),
        ({"2024": [None, *[1] * 11], "2025": [3] * 12}, "Värdet för januari 2024 visas inte."),
    ],
)
def test_the_direction_is_said_where_it_is_known(values: dict[str, list[float | None]], end: str) -> None:
    """Totals are compared only between whole years of which nothing is hidden."""
    assert charting.months("m", FALL, values).alt.endswith(end)


def test_a_unit_differs_only_when_its_whole_interval_does() -> None:
    """A higher rate alone is no difference: the words say who is surely above, and who is not."""
    units = [Exposed("Norr", 30, 1000), Exposed("Söder", 3, 1000), Exposed("Ek", 1, 100)]
    assert charting.rates("r", FALL, units, measure="boendedygn").alt.endswith(
        "Klart över helheten ligger Norr och klart under ligger Söder."
    )
    alike = charting.rates("r", FALL, [Exposed("Norr", 5, 1000), Exposed("Söder", 3, 1000)], measure="boendedygn")
    assert alike.alt.endswith("Ingen enhet skiljer sig klart från helheten.")


def test_few_values_are_not_judged_by_the_rules_of_chance() -> None:
    """With fewer than ten useful months the words say that it is too early."""
    assert "för få månader" in charting.run("s", FALL, (2025, 1), [3, 5, 4, 6]).alt


def test_names_are_listed_or_counted() -> None:
    """Three names are said, more are counted; what is not said is never left out without a word."""
    assert named(["A", "B", "C"]) == "A, B och C"
    assert named(["A", "B", "C", "D"], "enheter") == "4 enheter"
    assert named(["A", "B", "C", "D"]) == "A, B och C med flera"
    assert hidden([], "värden") == ""
    assert hidden(["A"], "värden") == "Värdet för A visas inte."
    assert hidden(["A", "B", "C", "D"], "värden") == "4 värden visas inte."


@given(st.lists(st.text(max_size=300), max_size=12))
def test_a_text_is_never_longer_than_one_can_listen_to(sentences: list[str]) -> None:
    """Sentences are left out whole, never cut."""
    text = told(sentences)
    assert len(text) <= MOST
    assert len(text) == 0 or text.split()[:1] == next(one.split()[:1] for one in sentences if one.strip())
