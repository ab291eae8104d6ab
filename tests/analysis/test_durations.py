"""How long matters take: stretches of days and the middle half."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvalitet.analysis.durations import Quartiles, per_stretch, quartiles


def test_a_stretch_holds_its_first_and_its_last_day() -> None:
    """Each border day falls in the stretch that names it."""
    assert per_stretch([0, 7, 8, 14, 15, 30, 31, 60, 61, 90, 91, 4000]) == [2, 2, 2, 2, 2, 2]


@given(st.lists(st.integers(0, 500)))
def test_every_matter_is_in_one_stretch(days: list[int]) -> None:
    """The counts add up to the number of matters."""
    assert sum(per_stretch(days)) == len(days)


def test_quartiles_are_those_of_the_definition() -> None:
    """Type 7 of Hyndman and Fan, as in R's quantile(c(2, 4, 4, 5, 7, 9, 12, 20))."""
    assert quartiles([20, 2, 4, 9, 4, 12, 5, 7]) == Quartiles(8, 6, 4, 9.75)
    assert quartiles([5]) == Quartiles(1, 5, 5, 5)
    assert quartiles([]) is None
