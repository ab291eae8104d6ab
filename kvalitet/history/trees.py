"""What git holds of a folder: its files at a commit, or as they are staged.

All paths are text as `os.fsdecode` gives it, from the folder of the workspace and with forward slashes, also where
the workspace lies deep in a larger repository. Contents are the bytes that git stores: no filter has touched them.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kvalitet.history.contents import Header, blob_name, contents, headers
from kvalitet.history.listing import Entry, Listing
from kvalitet.history.repository import demand_whole, repository_at
from kvalitet.history.runner import ask, run, tell

_BLOB = re.compile(rb"(\A|\0)([0-7]+) [a-z]+ ([0-9a-f]+)\t")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What git held of a folder at one commit: its files by path from the workspace's root."""

    commit: str
    day: dt.date
    files: Mapping[str, bytes]


def snapshot(root: Path, folder: str, end: dt.datetime) -> Snapshot | None:
    """Return the files of a folder as the branch had them at a time, or None where history begins later.

    Raises GitError when git refuses, or when the history was cut off when it was fetched, so that nobody can
    know what was there.
    """
    repository = repository_at(root)
    if repository is None or not repository.commit:
        return None
    asked = ("--first-parent", f"--before={end.isoformat()}", "--format=%H %cs")
    found = tell(root, "log", "-1", *asked, repository.commit)
    if not found:
        demand_whole(repository)
        return None
    commit, day = found.split()
    entries = [entry for entry in tree_entries(root, commit, folder) if entry.is_ordinary]
    sized = list(zip(entries, headers(root, (entry.oid for entry in entries)), strict=True))
    return Snapshot(commit, dt.date.fromisoformat(day), dict(_files(root, sized)))


def _without_intended(root: Path, folder: str, listed: Listing) -> Listing:
    """Leave out files that `git add -N` has only announced: git lists them as empty, and commits nothing of them."""
    empty = [blob_name(b"", len(first.oid)).encode() for first in listed.first()]
    if not any(name in listed.block for name in empty):
        return listed
    head = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}").out.decode().strip()
    base = head or run(root, "hash-object", "-t", "tree", "--stdin", data=b"").decode().strip()
    announced = _added(root, folder, base, "--ita-visible-in-index") - _added(
        root, folder, base, "--ita-invisible-in-index"
    )
    return Listing.of(entry for entry in listed if entry.path not in announced)


def _added(root: Path, folder: str, base: str, option: str) -> set[str]:
    asked = ("--cached", "--relative", "--no-renames", "--name-only", "--diff-filter=AM", "-z", option)
    return set(os.fsdecode(run(root, "diff-index", *asked, base, *_under(folder), staged=True)).split("\0"))


def index_listing(root: Path, folder: str = "") -> Listing:
    """Return the entries of the index under a folder that a commit would hold. Raises GitError when git refuses."""
    listed = Listing(run(root, "ls-files", "-s", "-z", *_under(folder), staged=True))
    return _without_intended(root, folder, listed)


def tree_listing(root: Path, commit: str, folder: str = "") -> Listing:
    """Return the entries of a commit under a folder. Raises GitError when git refuses."""
    printed = run(root, "ls-tree", "-r", "-z", "--end-of-options", commit, *_under(folder))
    return Listing(_BLOB.sub(rb"\1\2 \3 0\t", printed))


def index_entries(root: Path, folder: str = "") -> list[Entry]:
    """Return the entries of the index under a folder that a commit would hold. Raises GitError when git refuses."""
    return list(index_listing(root, folder))


def tree_entries(root: Path, commit: str, folder: str = "") -> Iterator[Entry]:
    """Yield the entries of a commit under a folder. Raises GitError when git refuses."""
    yield from tree_listing(root, commit, folder)


def _under(folder: str) -> tuple[str, ...]:
    return ("--", f"{folder}/") if folder else ()


def _files(root: Path, sized: list[tuple[Entry, Header]]) -> Iterator[tuple[str, bytes]]:
    found = contents(root, (header for _, header in sized))
    for (entry, _), (_, data) in zip(sized, found, strict=True):
        yield entry.path, data
