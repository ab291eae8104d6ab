"""How long matters take: how many in each stretch of days, and the middle half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median, quantiles
from typing import NamedTuple

STRETCHES = ("0–7", "8–14", "15–30", "31–60", "61–90", "över 90")
"""Stretches of days, both ends included."""

_LAST_DAYS = (7, 14, 30, 60, 90)


class Quartiles(NamedTuple):
    """The middle half of some numbers of days: a quarter lies below `first`, a quarter above `third`.

    `matters` is how many numbers they are.
    """

    matters: int
    median: float
    first: float
    third: float


def per_stretch(days: Iterable[int]) -> list[int]:
    """Return how many of the numbers of days lie in each of STRETCHES."""
    found = [0] * len(STRETCHES)
    for number in days:
        found[sum(number > last for last in _LAST_DAYS)] += 1
    return found


def quartiles(days: Sequence[int]) -> Quartiles | None:
    """Return the quartiles by linear interpolation (type 7 of Hyndman and Fan 1996), or None for no days."""
    if not days:
        return None
    if len(days) == 1:
        return Quartiles(1, days[0], days[0], days[0])
    first, _, third = quantiles(days, n=4, method="inclusive")
    return Quartiles(len(days), median(days), first, third)
