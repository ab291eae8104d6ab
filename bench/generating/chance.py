"""Chance that falls out the same everywhere: one stream for each name, all from the seed.

A stream depends on its name and on nothing drawn before it, so that one record more or less leaves
the others as they were. Only `random.Random.random` is used: its sequence is promised by Python.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
Curve = Sequence[tuple[float, float]]
"""Shares of one and the value that this share of all draws lies below, both rising."""


class Chance:
    """A stream of draws."""

    __slots__ = ("_name", "_next")

    def __init__(self, *names: object) -> None:
        self._name = "/".join(map(str, names))
        seed = int.from_bytes(sha256(self._name.encode()).digest()[:8], "big")
        self._next = random.Random(seed).random

    def branch(self, *names: object) -> Chance:
        """Return a stream of its own for something that this one's subject holds."""
        return Chance(self._name, *names)

    def share(self) -> float:
        """Return a number from 0 up to but not 1."""
        return self._next()

    def hits(self, likelihood: float) -> bool:
        """Return whether something of this likelihood happens."""
        return self._next() < likelihood

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return low + int(self._next() * (high - low + 1))

    def rounded(self, expected: float) -> int:
        """Return the whole number above or below, so that many such draws sum to what is expected."""
        return int(expected + self._next())

    def one(self, options: Sequence[T]) -> T:
        """Return one of several, all alike."""
        return options[int(self._next() * len(options))]

    def weighted(self, options: Iterable[tuple[T, float]]) -> T:
        """Return one of several by their weights. Raises IndexError when none has any."""
        known = [(option, weight) for option, weight in options if weight > 0]
        point = self._next() * sum(weight for _, weight in known)
        for option, weight in known:
            point -= weight
            if point < 0:
                return option
        return known[-1][0]

    def along(self, curve: Curve) -> int:
        """Return a whole number as a curve spreads them: long tails without a formula."""
        share = self._next()
        before, low = 0.0, curve[0][1]
        for until, high in curve:
            if share <= until:
                part = (share - before) / (until - before) if until > before else 1.0
                return int(low + part * (high - low) + 0.5)
            before, low = until, high
        return int(curve[-1][1])
