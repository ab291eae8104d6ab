"""Where our time goes: the functions that take most of it in one process, and the rooms of the house they are in."""

from __future__ import annotations

import pstats
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pacing.measuring import run
from pacing.ourselves import DAY
from pacing.workspaces import ROOT, Clone, ours

_OUTSIDE = "Python and libraries"
_SHOWN = 40
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True)
class Function:
    """A function, its room, how often it was called and its own seconds, without what it calls."""

    room: str
    name: str
    calls: int
    seconds: float


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
    """Yield every function in a profile."""
    stats = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    for (path, line, name), (_, calls, own, _, _) in stats.items():
        room, module = _place(path)
        yield Function(room, f"{module}:{line} {name}" if line else name, calls, own)


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
        rooms[function.room] += function.seconds  # type: ignore[assignment]  # a Counter adds floats too
    yield f"{whole:.2f} s in one process, by room:"
    yield ""
    for room, seconds in rooms.most_common():
        yield f"    {room:<28}{seconds:>8.2f} s{seconds / whole:>7.1%}"
    yield ""
    yield "by function, its own time:"
    yield ""
    for function in sorted(found, key=lambda function: -function.seconds)[:_SHOWN]:
        share = f"{function.seconds / whole:>7.1%}"
        yield f"    {function.seconds:>8.2f} s{share}{function.calls:>10}  {function.name}"
