"""What must hold, as ratios of medians in one run, and what was measured of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pacing import ourselves as us
from pacing import peers
from pacing.contest import Result

Figures: TypeAlias = "Mapping[tuple[int, str], Result]"
"""What was measured, by the number of records and the name of who was."""

What: TypeAlias = "Callable[[Result], float | None]"
"""What is asked of a result: its seconds, by the clock or of processors, or its memory."""

SOME, MANY = 10_000, 100_000


def clock(result: Result) -> float | None:
    """Return the median of the seconds by the clock; of who was stopped, when that was."""
    return result.clock or result.at_least


def processors(result: Result) -> float | None:
    """Return the median of the seconds of all processors."""
    return result.processors


@dataclass(frozen=True)
class Bar:
    """A promise: the words of it, what is measured, and the most it may be, or the least.

    A measure is None when something that it needs was not measured, or cannot be told of processors.
    """

    words: str
    measure: Callable[[Figures, What], float | None]
    limit: float
    is_least: bool = False

    def holds(self, found: Figures) -> bool | None:
        """Return whether it was kept, by the clock; None when it was not measured."""
        value = self.measure(found, clock)
        if value is None:
            return None
        return value >= self.limit if self.is_least else value <= self.limit


def ratio(size: int, name: str, other: str, *, less_start: bool = False) -> Callable[[Figures, What], float | None]:
    """Return what tells how many times as long as another one takes; `less_start` takes our start-up away first."""

    def measure(found: Figures, what: What) -> float | None:
        mine, theirs = _asked(found, size, name, what), _asked(found, size, other, what)
        begun = _asked(found, size, us.HELP, what) if less_start else 0.0
        return None if mine is None or not theirs or begun is None else (mine - begun) / theirs

    return measure


def seconds(size: int, name: str, *, less_start: bool = False) -> Callable[[Figures, What], float | None]:
    """Return what tells how long somebody takes; `less_start` takes our start-up away."""

    def measure(found: Figures, what: What) -> float | None:
        mine, begun = _asked(found, size, name, what), _asked(found, size, us.HELP, what) if less_start else 0.0
        return None if mine is None or begun is None else mine - begun

    return measure


def growth(found: Figures, what: What) -> float | None:
    """Return how many times as much of something ten times as many records take without a cache."""
    less, more = _asked(found, SOME, us.COLD, what), _asked(found, MANY, us.COLD, what)
    return more / less if less and more else None


def _memory(result: Result) -> float | None:
    return result.megabytes


def _most_memory(found: Figures, what: What) -> float | None:
    held = [_asked(found, MANY, name, _memory) for name in us.VALIDATING]
    known = [value for value in held if value is not None]
    return max(known) if what is clock and len(known) == len(held) else None


def _memory_growth(found: Figures, what: What) -> float | None:
    return growth(found, _memory) if what is clock else None


def _asked(found: Figures, size: int, name: str, what: What) -> float | None:
    result = found.get((size, name))
    return None if result is None else what(result)


def bars() -> Iterator[Bar]:
    """Yield every promise."""
    yield Bar("no cache, 10 000, less start-up: × reading", ratio(SOME, us.COLD, us.FLOOR, less_start=True), 8)
    yield Bar("no cache, 100 000: × reading", ratio(MANY, us.COLD, us.FLOOR), 8)
    for told, size in (("10 000", SOME), ("100 000", MANY)):
        for peer in (peers.SCHEMA, peers.FAST):
            yield Bar(f"no cache, {told}: × {peer}", ratio(size, us.COLD, peer), 1)
    for peer, times in _SLOWER:
        yield Bar(f"{peer}, 10 000: × ours without cache", ratio(SOME, peer, us.COLD), times, is_least=True)
    yield Bar("nothing changed, 10 000, less start-up: seconds", seconds(SOME, us.WARM, less_start=True), 0.15)
    yield Bar("nothing changed, 100 000: × git status", ratio(MANY, us.WARM, us.STATUS), 2.5)
    yield Bar("500 changed of 100 000: × git status", ratio(MANY, us.CHANGED, us.STATUS), 4)
    yield Bar("--staged, 10 of 100 000: × nothing changed", ratio(MANY, us.STAGED, us.WARM), 2)
    yield Bar("--help: × python -c pass", ratio(MANY, us.HELP, us.PASS), 6)
    yield Bar("a small command: × python -c pass", ratio(MANY, us.SMALL, us.PASS), 6)
    yield Bar("new among 100 000: seconds", seconds(MANY, us.NEW), 0.3)
    yield Bar("Tab for an id among 100 000: seconds", seconds(MANY, us.TAB), 0.2)
    yield Bar("most memory of any validate, 100 000: MB", _most_memory, 300)
    yield Bar("ten times the records, no cache: × time", growth, 11)
    yield Bar("ten times the records, no cache: × memory", _memory_growth, 11)


_SLOWER = (
    (peers.CHECK, 50.0),
    (peers.LINT, 50.0),
    (peers.DOORSTOP, 20.0),
    (peers.STRICT, 20.0),
    (peers.NEEDS, 20.0),
)
