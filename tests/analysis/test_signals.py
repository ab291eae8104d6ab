"""The two rules of a run chart, against published limits."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.analysis.signals import fewest_crossings, longest_run, run_of

# Where the limit steps up in the published table (unaettie.com, FAQ, "Critical values for run length in run chart").
RUN_LIMITS = {
    10: 6,
    11: 6,
    12: 7,
    13: 7,
    20: 7,
    22: 7,
    23: 8,
    24: 8,
    45: 8,
    46: 9,
    59: 9,
    60: 9,
    90: 9,
    91: 10,
    100: 10,
}


@pytest.mark.parametrize(("useful", "limit"), RUN_LIMITS.items())
def test_the_longest_run_of_chance_is_the_published_one(useful: int, limit: int) -> None:
    """The limit of the longest run equals the published table wherever it steps."""
    assert longest_run(useful) == limit


@pytest.mark.parametrize(("useful", "limit"), [(13, 3), (24, 8)])
def test_the_fewest_crossings_of_chance_are_the_published_ones(useful: int, limit: int) -> None:
    """The limits equal those of Wentzel-Larsen's and Anhøj's example of 13 values and of qicharts2's of 24."""
    assert fewest_crossings(useful) == limit


@given(st.integers(1, 200))
def test_fewer_crossings_than_the_limit_come_by_chance_in_less_than_one_of_twenty(useful: int) -> None:
    """The limit is the 5th percentile of Binomial(n - 1, 1/2), by exact fractions."""
    limit, tries = fewest_crossings(useful), useful - 1
    below = sum(Fraction(comb(tries, count), 2**tries) for count in range(limit))
    assert below < Fraction(1, 20) <= below + Fraction(comb(tries, limit), 2**tries)


def test_a_shift_is_seen_with_its_side_and_its_start() -> None:
    """Twelve low values and then twelve high ones are a run too long, crossed once."""
    found = run_of([3, 5] * 6 + [9, 8] * 6)
    assert found is not None
    assert (found.shift, found.few_crossings) == (True, True)
    assert (found.longest, found.longest_limit, found.crossings, found.crossings_limit) == (12, 8, 1, 8)
    assert (found.since, found.above, found.median) == (0, False, 6.5)


def test_values_that_take_turns_give_no_signal() -> None:
    """A row that crosses its median each time has nothing unusual for these rules."""
    found = run_of([4, 9] * 12)
    assert found is not None
    assert (found.longest, found.crossings, found.shift, found.few_crossings) == (1, 23, False, False)


def test_values_on_the_median_and_hidden_ones_neither_make_nor_break_a_run() -> None:
    """What lies on the median is not useful; what is hidden takes no part, not even in the median."""
    found = run_of([1, 5, 1, None, 5, 9, None, 9, 5])
    assert found is not None
    assert (found.median, found.useful, found.longest, found.crossings) == (5, 4, 2, 1)


def test_few_or_equal_values_say_nothing() -> None:
    """Below ten useful values no signal is given, and a row of equal ones has none; no value gives no answer."""
    short, flat = run_of([1] * 4 + [9] * 4), run_of([7] * 30)
    assert short is not None
    assert flat is not None
    assert not (short.shift)
    assert not (short.few_crossings)
    assert not (flat.shift)
    assert not (flat.few_crossings)
    assert run_of([None, None]) is None
