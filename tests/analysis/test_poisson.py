"""Garwood's interval, against published limits and its own definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.analysis.poisson import interval

PUBLISHED = {
    0: (0, 3.69),
    1: (0.03, 5.57),
    2: (0.24, 7.22),
    3: (0.62, 8.77),
    5: (1.62, 11.67),
    10: (4.80, 18.39),
    20: (12.22, 30.89),
    50: (37.11, 65.92),
    100: (81.36, 121.63),
}
"""Exact 95 per cent limits to two decimals, as tables of them have it; the test below asks the definition itself."""


@pytest.mark.parametrize(("count", "limits"), PUBLISHED.items())
def test_the_limits_are_those_of_the_tables(count: int, limits: tuple[float, float]) -> None:
    """Each limit rounds to the published one."""
    assert tuple(round(limit, 2) for limit in interval(count)) == pytest.approx(limits, abs=0.001)


@given(st.integers(0, 300))
@settings(max_examples=40)
def test_each_limit_leaves_a_fortieth_outside(count: int) -> None:
    """At the upper limit so few events have a probability of 2.5 per cent, at the lower one so many."""
    low, high = interval(count)
    assert _at_most(count, high) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert 1 - _at_most(count - 1, low) == pytest.approx(0.025, rel=1e-6)


def test_a_very_large_count_is_near_the_normal_interval() -> None:
    """A million events have an interval of about 1.96 times the root on each side."""
    low, high = interval(10**6)
    assert low == pytest.approx(10**6 - 1960, abs=3)
    assert high == pytest.approx(10**6 + 1961, abs=3)


def _at_most(count: int, mean: float) -> float:
    """The sum of all terms, each from its logarithm: slow, and another way than the tested one."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
