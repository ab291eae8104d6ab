"""Who takes part, and the turns in which all are measured, so that a slow moment of the machine meets them all."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pacing.measuring import Taken, run

LONG = 30.0
"""Seconds: who takes longer in the first turn, which warms the machine's caches, is not run again."""

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


def is_asked_for(name: str, only: Iterable[str]) -> bool:
    """Return whether a name holds one of these words."""
    return any(word in name for word in only)


def nothing(turn: int) -> None:
    """Do nothing before a turn."""


@dataclass(frozen=True)
class Contestant:
    """A command, its folder, what is done before each turn without being timed, and what it may end with."""

    name: str
    words: Sequence[str]
    folder: Path
    prepare: Callable[[int], None] = nothing
    variables: Mapping[str, str] = field(default_factory=dict)
    is_alone: bool = False
    """Whether it has one processor only."""
    missing: str = ""
    """Why it cannot take part; empty when it can."""

    @property
    def environment(self) -> dict[str, str]:
        """What the command knows of the surroundings: the same few things for all, git as it comes, and its own."""
        kept = {name: value for name, value in os.environ.items() if name in _KEPT}
        return kept | {"GIT_CONFIG_GLOBAL": os.devnull} | dict(self.variables)


@dataclass
class Result:
    """What a contestant took in each turn that counts."""

    name: str
    told: str = ""
    megabytes: float | None = None
    turns: list[Taken] = field(default_factory=list)
    at_least: float | None = None
    """Seconds after which it was stopped."""

    @property
    def clock(self) -> float | None:
        """Seconds by the clock, the median."""
        return self._median("clock")

    @property
    def processors(self) -> float | None:
        """Seconds of all processors, the median."""
        return self._median("processors")

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the most seconds by the clock."""
        clocks = [turn.clock for turn in self.turns]
        return min(clocks), max(clocks)

    def _median(self, name: str) -> float | None:
        return statistics.median(getattr(turn, name) for turn in self.turns) if self.turns else None


def race(contestants: Iterable[Contestant], turns: int, longest: float) -> list[Result]:
    """Run each contestant once to warm the caches and watch its memory, and then so many timed turns.

    Who fails, or takes more than `longest` seconds, is out and is told so; who takes more than `LONG` is run once only.
    """
    there = [(contestant, Result(contestant.name, contestant.missing)) for contestant in contestants]
    running = [(contestant, result) for contestant, result in there if not contestant.missing]
    for turn in range(turns + 1):
        running = [(contestant, result) for contestant, result in running if _turn(contestant, result, turn, longest)]
    return [result for _, result in there]


def _turn(contestant: Contestant, result: Result, turn: int, longest: float) -> bool:
    """Run one contestant in one turn and return whether it runs again."""
    contestant.prepare(turn)
    taken = run(
        contestant.words,
        contestant.folder,
        contestant.environment,
        longest,
        is_watched=turn == 0,
        is_alone=contestant.is_alone,
    )
    print(f"  {turn}  {contestant.name:<44}{taken.clock:>9.3f} s{taken.processors:>9.3f} s", file=sys.stderr)
    result.megabytes = result.megabytes or taken.megabytes
    if taken.was_stopped:
        result.told, result.at_least = f"stopped after {longest / 60:g} min", longest
    elif taken.code:
        result.told, result.turns = f"failed with {taken.code}: {taken.said[-300:]}", []
    elif turn or taken.clock > LONG:
        result.turns.append(taken)
        return bool(turn) or taken.clock <= LONG
    return not result.told
