"""What our tool does in the race, and the two that all are measured against: reading every byte, and `git status`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pacing.contest import Contestant, is_asked_for, nothing
from pacing.workspaces import ROOT, Clone, clone, git

PASS, FLOOR, STATUS = "python -c pass", "read all bytes", "git status"
HELP, SMALL, NEW, TAB = "kvalitet --help", "kvalitet rule", "kvalitet new", "Tab after enhet=sabo"
COLD, ALONE = "validate, no cache", "validate, no cache, one processor"
WARM, CHANGED, STAGED = "validate, nothing changed", "validate, 500 files changed", "validate --staged, 10 changed"
VALIDATING = (COLD, ALONE, WARM, CHANGED, STAGED)

DAY = "2026-02-20"
_MANY, _FEW = 500, 10
_NEW = "new avvikelse --no-input --set enhet=sabo-norr --set intraffad=idag --set beskrivning=Larmet"


def contestants(workspace: Path, only: Sequence[str] = ("",)) -> list[Contestant]:
    """Return those of ours that are asked for, and what all are measured against, which always is.

    Each has a clone of its own where it must not meet what another has left.
    """
    still, cold, changed, staged = (clone(workspace, name) for name in ("still", "cold", "changed", "staged"))
    floor = Path(__file__).parent / "floor.py"

    def change(turn: int) -> None:
        changed.change(_MANY, turn)

    def stage(turn: int) -> None:
        git(staged.folder, "add", *staged.change(_FEW, turn))

    there = [
        Contestant(PASS, [sys.executable, "-c", "pass"], still.folder),
        Contestant(FLOOR, [sys.executable, str(floor), "records"], still.folder),
        Contestant(STATUS, ["git", "status"], still.folder),
        _ours(HELP, still, "--help"),
        _ours(SMALL, still, "rule TID001"),
        _tab(still),
        _ours(NEW, cold, _NEW, prepare=lambda turn: cold.clean()),
        _ours(COLD, cold, "validate", prepare=lambda turn: _renew(cold)),
        _ours(ALONE, cold, "validate", prepare=lambda turn: _renew(cold), is_alone=True),
        _ours(WARM, still, "validate"),
        _ours(CHANGED, changed, "validate", prepare=change),
        _ours(STAGED, staged, "validate --staged", prepare=stage),
    ]
    return [one for one in there if one.name in (FLOOR, STATUS) or is_asked_for(one.name, only)]


def _ours(
    name: str, where: Clone, words: str, *, prepare: Callable[[int], None] = nothing, is_alone: bool = False
) -> Contestant:
    command = [sys.executable, "-m", "kvalitet", "--day", DAY, *words.split()]
    return Contestant(name, command, where.folder, prepare, _surroundings(where), is_alone)


def _tab(where: Clone) -> Contestant:
    typed = {"_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": "kvalitet new avvikelse --set enhet=sabo"}
    variables = _surroundings(where) | typed | {"COMP_WORD": "sabo"}
    return Contestant(TAB, [sys.executable, "-m", "kvalitet"], where.folder, variables=variables)


def _surroundings(where: Clone) -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(where.cache)}


def _renew(where: Clone) -> None:
    """Take away what `new` made and all that the tool remembers."""
    where.clean()
    where.forget()
