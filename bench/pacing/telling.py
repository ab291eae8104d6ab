"""The results as Markdown: what the run was made on, a table for each number of records, and what must hold."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Iterator, Sequence

from pacing import ourselves as us
from pacing.bars import Figures, bars, clock, processors
from pacing.contest import Result
from pacing.installing import versions
from pacing.workspaces import ROOT, git

_HEAD = (
    "| | seconds (least–most) | × reading | × git status | processors, s | × reading | MB | turns |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
)


def machine(load: Sequence[float]) -> str:
    """Return what the run was made on: the load is that at its beginning and at its end."""
    told = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True).stdout.split()[2]
    changed = " and what is not committed" if git(ROOT, "status", "--porcelain", "-uno") else ""
    busy = " to ".join(f"{value:.1f}" for value in load)
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, git {told}, "
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, commit {git(ROOT, 'rev-parse', '--short', 'HEAD').strip()}{changed}, "
        f"load {busy}. " + ", ".join(f"{name} {version}" for name, version in versions().items()) + "."
    )


def table(size: int, found: Figures) -> Iterator[str]:
    """Yield the lines of the table for one number of records."""
    yield f"{size:,} records:".replace(",", " ")
    yield ""
    yield from _HEAD
    for (records, _), result in found.items():
        if records == size:
            yield _row(result, found[size, us.FLOOR], found[size, us.STATUS])


def _row(result: Result, floor: Result, status: Result) -> str:
    if result.clock is None:
        return f"| {result.name} | {_clean(result.told)} | | | | | {_number(result.megabytes, 0)} | |"
    least, most = result.spread
    cells = (
        f"{result.clock:.3f} ({least:.3f}–{most:.3f})",
        _times(result.clock, floor.clock),
        _times(result.clock, status.clock),
        _number(result.processors, 3),
        _times(result.processors, floor.processors),
        _number(result.megabytes, 0),
        str(len(result.turns)),
    )
    return f"| {result.name} | {' | '.join(cells)} |"


def verdicts(found: Figures) -> Iterator[str]:
    """Yield the lines of the table of what must hold."""
    yield "| what must hold | limit | by the clock | of processors | |"
    yield "|---|---:|---:|---:|---|"
    for bar in bars():
        held = {True: "held", False: "**not held**", None: "not measured"}[bar.holds(found)]
        limit = f"{'at least' if bar.is_least else 'at most'} {bar.limit:g}"
        measured = (_number(bar.measure(found, what), 2) for what in (clock, processors))
        yield f"| {bar.words} | {limit} | {' | '.join(measured)} | {held} |"


def _times(one: float | None, other: float | None) -> str:
    return f"{one / other:.1f}" if one is not None and other else "–"


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"


def _clean(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
