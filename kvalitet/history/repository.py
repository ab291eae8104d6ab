"""The repository as a whole: making one, its first and last day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.history.runner import run


def start_repository(folder: Path) -> None:
    """Make a folder a git repository, unless it lies in one. Raises WritingError when git fails."""
    if run(folder, "rev-parse", "--is-inside-work-tree", check=False).strip() != "true":
        run(folder, "init", "--quiet")


def last_commit_day(folder: Path) -> dt.date | None:
    """Return the day of the last commit, or None where there is no git or no commit."""
    try:
        written = run(folder, "log", "-1", "--format=%cs", check=False).strip()
    except WritingError:
        return None
    return dt.date.fromisoformat(written) if written else None


def first_commit_day(root: Path) -> dt.date | None:
    """Return the day of the branch's first commit, or None where there is no git or no commit."""
    days = run(root, "log", "--first-parent", "--max-parents=0", "--format=%cs", "HEAD", check=False).split()
    return dt.date.fromisoformat(days[-1]) if days else None
