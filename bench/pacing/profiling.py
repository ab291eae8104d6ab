"""Where our time goes: the functions that take most of it in one process, and the rooms of the house they are in."""

from __future__ import annotations

import pstats
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pacing.measuring import run
from pacing.ourselves import DAY
from pacing.workspaces import ROOT, Clone, ours

_OUTSIDE = "libraries among themselves"
_ROOMS, _SHOWN = 15, 40
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True)
class Function:
    """A function, how often it was called, its own seconds, and whose they are: its room's, or its callers' rooms'."""

    name: str
    calls: int
    seconds: float
    rooms: Mapping[str, float]


def profile(where: Clone) -> Iterator[str]:
    """Yield the lines of a profile of `validate` without a cache in a workspace.

    The profiler makes calls dearer than they are, so what calls much looks slower than it is beside what loops.
    """
    where.clean()
    where.forget()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile"
        words = [sys.executable, "-m", "cProfile", "-o", str(file), "-m", "kvalitet", "--day", DAY, "validate"]
        taken = run(words, where.folder, ours(), _LONGEST, is_alone=True)
        if not file.exists():
            yield f"no profile was written: {taken.said[-300:]}"
            return
        yield from _told(list(functions(file)))


def functions(file: Path) -> Iterator[Function]:
    """Yield every function in a profile. What is not of the house is counted to the rooms that called it."""
    stats = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    for (path, line, name), (_, calls, own, _, callers) in stats.items():
        room, module = _place(path)
        rooms: Counter[str] = Counter()
        for (caller, _, _), (_, _, part, _) in callers.items():
            rooms[_place(caller)[0] if room == _OUTSIDE else room] += part
        yield Function(f"{module}:{line} {name}" if line else name, calls, own, rooms)


def _place(path: str) -> tuple[str, str]:
    """Return the room and the module of a file: `rules` and `rules/links.py`."""
    file = Path(path)
    if not file.is_relative_to(ROOT / "kvalitet"):
        return _OUTSIDE, file.name
    inside = file.relative_to(ROOT / "kvalitet")
    return inside.parts[0], inside.as_posix()


def _told(found: list[Function]) -> Iterator[str]:
    whole = sum(function.seconds for function in found)
    rooms: Counter[str] = Counter()
    for function in found:
        rooms.update(function.rooms)
    yield f"{whole:.2f} s in one process; by room, with what it calls of Python and libraries:"
    yield ""
    for room, seconds in rooms.most_common(_ROOMS):
        yield f"    {room:<28}{seconds:>8.2f} s{seconds / whole:>7.1%}"
    yield ""
    yield "by function, its own time:"
    yield ""
    for function in sorted(found, key=lambda function: -function.seconds)[:_SHOWN]:
        share = f"{function.seconds / whole:>7.1%}"
        yield f"    {function.seconds:>8.2f} s{share}{function.calls:>10}  {function.name}"
