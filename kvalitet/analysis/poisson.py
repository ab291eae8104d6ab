"""How uncertain a count of events is: Garwood's exact interval for the mean of a Poisson distribution.

F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28, 1936, 437-442. The limits
are those for which the count, or one further out, has a probability of 2.5 per cent.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_TAIL = 0.025
_TURNS = 80
"""Halvings of an interval: enough to reach the last figure of a double."""


def interval(count: int) -> tuple[float, float]:
    """Return the 95 per cent interval of the mean number of events where `count` were seen.

    Divide both by what the events are counted against to have the interval of a rate.
    """
    widest = count + 6 * math.sqrt(count + 1) + 6
    lower = _where(lambda mean: _at_least(count, mean) < _TAIL, 0.0, float(count)) if count else 0.0
    return lower, _where(lambda mean: _at_most(count, mean) > _TAIL, float(count), widest)


def _where(is_below: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(_TURNS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _at_most(count: int, mean: float) -> float:
    """Return the probability of at most `count` events, summed from the largest term; mean >= count."""
    term = total = _exactly(count, mean)
    for below in range(count, 0, -1):
        term *= below / mean
        total += term
        if term < total * 1e-17:
            break
    return total


def _at_least(count: int, mean: float) -> float:
    """Return the probability of at least `count` events, summed from the largest term; mean <= count."""
    term, above = _exactly(count, mean), count
    total = term
    while term > total * 1e-17:
        above += 1
        term *= mean / above
        total += term
    return total


def _exactly(count: int, mean: float) -> float:
    if mean <= 0:
        return 0.0 if count else 1.0
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
