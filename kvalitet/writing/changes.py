"""Several files changed at once: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.writing.files import content, create, expect, remove, replace


@dataclass(frozen=True, slots=True)
class Change:
    """One file: its path from the root, what it held and what it should hold. None is no file."""

    path: str
    before: bytes | None
    after: bytes | None


def write_all(root: Path, changes: Sequence[Change]) -> None:
    """Make every change or none: when one cannot be made, those that were made are taken back.

    Raises WritingError, which names what could not be taken back should that fail too.
    """
    for change in changes:
        expect(root / change.path, change.before)
    started: list[Change] = []
    try:
        for change in changes:
            started.append(change)
            _make(root / change.path, change.before, change.after)
    except BaseException:
        _take_back(root, started)
        raise


def _make(file: Path, before: bytes | None, after: bytes | None) -> None:
    if after is None:
        remove(file, expected=before)
    elif before is None:
        create(file, after)
    else:
        replace(file, after, expected=before)


def _take_back(root: Path, started: list[Change]) -> None:
    """Undo the changes that had been made, the last first."""
    lost = []
    for change in reversed(started):
        try:
            if content(root / change.path) == change.after:
                _make(root / change.path, change.after, change.before)
        except (WritingError, OSError):
            lost.append(change.path)
    if lost:
        raise WritingError(f"det gick fel på vägen, och {', '.join(lost)} är ändrad; se efter med git status")
