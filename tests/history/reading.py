"""All that the room reads with, called once each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kvalitet.history.comparing import changed_since
from kvalitet.history.objects import everything, range_of, reachable
from kvalitet.history.presence import is_known
from kvalitet.history.repository import first_commit_day, last_commit_day, setting
from kvalitet.history.trees import index_listing, snapshot
from kvalitet.source.faults import FaultKind, Refused
from kvalitet.tracked import TrackedFiles

DAY_END = dt.datetime(2026, 2, 20, 23, 59, tzinfo=dt.UTC)


def ask_everything(root: Path) -> None:
    """Call all that `history` reads with."""
    staged(root, "records")
    snapshot(root, "records", DAY_END)
    changed_since(root, "records", "HEAD~1")
    changed_since(root, "records", "HEAD~1", staged=True)
    is_known(root, "records/a.yaml")
    list(everything(root))
    list(range_of(root, "HEAD~1..HEAD"))
    reachable(root)
    first_commit_day(root)
    last_commit_day(root)
    setting(root, "core.quotepath")


def staged(root: Path, folder: str = "") -> dict[str, bytes]:
    """What the next commit would hold of a folder: the files that can be read."""
    return {path: held for path, held in _held(root, folder).items() if isinstance(held, bytes)}


def refused(root: Path, folder: str = "") -> dict[str, FaultKind]:
    """What it would hold that is not read, and why."""
    return {path: held for path, held in _held(root, folder).items() if isinstance(held, FaultKind)}


def _held(root: Path, folder: str) -> dict[str, bytes | FaultKind]:
    entries = index_listing(root, folder)
    files, found = TrackedFiles(root, entries), dict[str, bytes | FaultKind]()
    for entry in entries:
        try:
            found[entry.path] = files.read(entry.path)
        except Refused as why:
            found[entry.path] = why.fault.kind
    return found
