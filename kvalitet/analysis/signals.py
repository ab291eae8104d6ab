"""Whether a run of counts varies by more than chance: the two rules of a run chart.

The rules are Anhøj's: the longest run on one side of the median is unusually long, or the median is
crossed unusually seldom. J. Anhøj and A. V. Olesen, "Run charts revisited", PLoS ONE 9(11), 2014,
e113825; limits as J. Anhøj and T. Wentzel-Larsen, BMC Medical Research Methodology 18:20, 2018.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

FEWEST = 10
"""Values off the median below which the rules say nothing; the published tables begin here."""

_TAIL = 0.05
"""The probability of fewer crossings than the limit, at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the rules see in a row of values. `useful` is how many of them are not the median itself.

    `shift` is an unusually long run on one side, `few_crossings` unusually few changes of side; either
    says that more than chance is at work, and neither says what. `since` is where the longest run begins
    and `above` on which side it lies.
    """

    median: float
    useful: int
    longest: int
    longest_limit: int
    crossings: int
    crossings_limit: int
    since: int
    above: bool

    @property
    def shift(self) -> bool:
        """Whether the longest run is longer than chance makes likely."""
        return self.useful >= FEWEST and self.longest > self.longest_limit

    @property
    def few_crossings(self) -> bool:
        """Whether the median is crossed more seldom than chance makes likely."""
        return self.useful >= FEWEST and self.crossings < self.crossings_limit


def run_of(values: Sequence[float | None]) -> Run | None:
    """Return what the rules see, or None where there is no value; hidden ones (None) are passed over."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if not known:
        return None
    middle = median(value for _, value in known)
    sides = [(place, value > middle) for place, value in known if value != middle]
    runs = [list(found) for _, found in groupby(sides, key=lambda side: side[1])]
    longest = max(runs, key=len, default=[(0, False)])
    useful = len(sides)
    return Run(
        median=middle,
        useful=useful,
        longest=len(longest) if runs else 0,
        longest_limit=longest_run(useful),
        crossings=max(len(runs) - 1, 0),
        crossings_limit=fewest_crossings(useful),
        since=longest[0][0],
        above=longest[0][1],
    )


def longest_run(useful: int) -> int:
    """Return the longest run that chance makes likely: log2(n) + 3, rounded (Schilling 2012)."""
    return round(math.log2(useful) + 3) if useful else 0


def fewest_crossings(useful: int) -> int:
    """Return the fewest crossings that chance makes likely: the 5th percentile of Binomial(n - 1, 1/2) (Chen 2010)."""
    tries, total = max(useful - 1, 0), 0
    for count in range(tries + 1):
        total += math.comb(tries, count)
        if total >= _TAIL * 2**tries:
            return count
    return tries
