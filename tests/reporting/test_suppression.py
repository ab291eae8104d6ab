"""Small counts that a report for everyone hides, and what is hidden with them."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacking import recovered
from kvalitet.reporting.suppression import Sum, hidden
from tabling import Tables, random_tables

THRESHOLD = 5
QUARTERS = {"q1": 6, "q2": 3, "q3": 20, "q4": 30, "år": 59}
YEAR = Sum("år", ("q1", "q2", "q3", "q4"))


def small(tables: Tables) -> set[str]:
    return {key for key, value in tables.counts.items() if 0 < value < THRESHOLD}


@st.composite
def two_way(draw: st.DrawFn) -> Tables:
    """A table of at most four by four with all margins, and any counts."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    made = Tables({f"{at}": draw(st.integers(0, 9)) for at in product(range(rows), range(columns))})
    for row in range(rows):
        made.total(f"rad {row}", [f"{(row, column)}" for column in range(columns)])
    for column in range(columns):
        made.total(f"kolumn {column}", [f"{(row, column)}" for row in range(rows)])
    made.total("alla", [f"rad {row}" for row in range(rows)])
    made.total("alla", [f"kolumn {column}" for column in range(columns)])
    return made


def test_a_small_count_takes_the_cheapest_other_with_it() -> None:
    """One small quarter would follow from the year; the smallest of the others is hidden too, and the year stays."""
    assert hidden(QUARTERS, [YEAR]) == {"q1", "q2"}


def test_without_sums_only_small_counts_are_hidden() -> None:
    """One to four are hidden; zero and five are shown."""
    assert hidden({str(value): value for value in range(8)}, []) == {"1", "2", "3", "4"}


def test_the_threshold_is_a_choice() -> None:
    """A threshold of ten hides up to nine, one of two only ones, one of one nothing."""
    counts = {str(value): value for value in range(12)}
    assert hidden(counts, [], 10) == {str(value) for value in range(1, 10)}
    assert hidden(counts, [], 2) == {"1"}
    assert hidden(counts, [], 1) == frozenset()


def test_what_should_be_kept_is_hidden_last() -> None:
    """A dearer count is taken before one to keep; a small one is hidden for all that, and so is the only way."""
    assert hidden(QUARTERS, [YEAR], keep=["q1"]) == {"q2", "q3"}
    assert hidden(QUARTERS, [YEAR], keep=["q1", "q2", "q3", "q4"]) == {"q2", "år"}
    assert hidden(QUARTERS, [YEAR], keep=list(QUARTERS)) == {"q1", "q2"}


def test_a_month_is_not_told_by_the_quarter_and_the_tertial() -> None:
    """April is the first tertial without the first quarter; one of these is hidden, and what that takes."""
    months = {f"{month:02}": 9 for month in range(1, 13)} | {"04": 2}
    tables = Tables(dict(months))
    for name, length in (("Q", 3), ("T", 4)):
        for at in range(12 // length):
            tables.total(f"{name}{at}", list(months)[at * length : (at + 1) * length])
        tables.total("år", [f"{name}{at}" for at in range(12 // length)])
    chosen = hidden(tables.counts, tables.sums)
    assert chosen & {"Q0", "T0"}
    assert recovered(tables, chosen, THRESHOLD) == {}
    assert recovered(tables, {"04", "05"}, THRESHOLD) == {"04": 2, "05": 9}


def test_a_small_total_hides_the_zeros_below_it() -> None:
    """Four in four parts of seven: with the zeros shown, each of the others would be one."""
    counts = {"alla": 4} | {part: int(part in "abcd") for part in "abcdefg"}
    sums = [Sum("alla", tuple("abcdefg"))]
    assert hidden(counts, sums) == set(counts)
    tables = Tables(counts, sums)
    assert recovered(tables, set(counts), THRESHOLD) == {}


def test_a_zero_that_anyone_can_tell_is_shown() -> None:
    """Below a small total, a zero that a column of nothing tells anyway is no secret."""
    tables = Tables({"a/x": 2, "a/y": 0, "b/x": 9, "b/y": 0, "c/x": 7, "c/y": 0})
    for row in "abc":
        tables.total(row, [f"{row}/x", f"{row}/y"])
    for column in "xy":
        tables.total(column, [f"{row}/{column}" for row in "abc"])
    chosen = hidden(tables.counts, tables.sums)
    assert not {"a/y", "b/y", "c/y", "y"} & chosen
    assert recovered(tables, chosen, THRESHOLD) == {}


@pytest.mark.parametrize("seed", range(0, 250, 10))
def test_nothing_is_recovered_from_random_tables(seed: int) -> None:
    """The reader, who knows the rule and which counts are small, works out none in ten tables of each seed."""
    for one in range(seed, seed + 10):
        tables = random_tables(one)
        chosen = hidden(tables.counts, tables.sums, THRESHOLD)
        assert small(tables) <= chosen
        assert recovered(tables, chosen, THRESHOLD) == {}, one


def test_the_reader_recovers_much_when_only_small_counts_are_hidden() -> None:
    """The control: the same reader works out counts of most such tables, and is right each time."""
    found = 0
    for seed in range(60):
        tables = random_tables(seed)
        told = recovered(tables, small(tables), THRESHOLD)
        assert all(tables.counts[key] == value for key, value in told.items())
        found += bool(told)
    assert found > 30


@given(two_way())
@settings(max_examples=80, deadline=None)
def test_any_two_way_table_keeps_its_secrets(tables: Tables) -> None:
    """Small counts are hidden, a zero only below a small total, and nothing follows from the rest."""
    chosen = hidden(tables.counts, tables.sums)
    assert small(tables) <= chosen
    below = {part for one in tables.sums if tables.counts[one.total] < THRESHOLD for part in one.parts}
    assert all(tables.counts[key] or key in below for key in chosen)
    assert recovered(tables, chosen, THRESHOLD) == {}
    assert recovered(tables, chosen, THRESHOLD, knows_small=False) == {}


@given(two_way(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_counts_and_sums_is_nothing(tables: Tables, chance: random.Random) -> None:
    """The same counts and sums hide the same, in whatever order they come."""
    keys, sums = list(tables.counts), [Sum(one.total, one.parts[::-1]) for one in tables.sums]
    chance.shuffle(keys)
    chance.shuffle(sums)
    assert hidden({key: tables.counts[key] for key in keys}, sums) == hidden(tables.counts, tables.sums)


def test_what_is_hidden_besides_is_needed() -> None:
    """Show any one of the counts that protect others, and the reader works something out."""
    for seed in range(40):
        tables = random_tables(seed)
        chosen = hidden(tables.counts, tables.sums) if len(tables.counts) < 40 else frozenset()
        others = {key for key in chosen if tables.counts[key] >= THRESHOLD}
        assert all(recovered(tables, chosen - {key}, THRESHOLD) for key in others), seed


def test_a_sum_that_is_wrong_is_refused() -> None:
    """A total that its parts do not make up, a negative count and an unknown key are faults of the caller."""
    with pytest.raises(ValueError, match="parts of år"):
        hidden(QUARTERS | {"år": 60}, [YEAR])
    with pytest.raises(ValueError, match="-1"):
        hidden({"a": -1}, [])
    with pytest.raises(KeyError):
        hidden({"år": 0}, [YEAR])
