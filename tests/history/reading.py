"""All that the room reads with, called once each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kvalitet.history.branches import paths_on_branches
from kvalitet.history.comparing import changed_since
from kvalitet.history.objects import everything, range_of, reachable
from kvalitet.history.repository import first_commit_day, last_commit_day, setting
from kvalitet.history.trees import snapshot, staged

DAY_END = dt.datetime(2026, 2, 20, 23, 59, tzinfo=dt.UTC)


def ask_everything(root: Path) -> None:
    """Call all that `history` reads with."""
    staged(root, "records")
    snapshot(root, "records", DAY_END)
    changed_since(root, "records", "HEAD~1")
    changed_since(root, "records", "HEAD~1", staged=True)
    paths_on_branches(root, "records")
    list(everything(root))
    list(range_of(root, "HEAD~1..HEAD"))
    reachable(root)
    first_commit_day(root)
    last_commit_day(root)
    setting(root, "core.quotepath")
