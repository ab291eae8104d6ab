"""What git held of a folder: its files at a commit."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.history.runner import run, run_with_input


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What git held of a folder at one commit: its files by path from the workspace's root."""

    commit: str
    day: dt.date
    files: Mapping[str, bytes]


def snapshot(root: Path, folder: str, end: dt.datetime) -> Snapshot | None:
    """Return the files of a folder as the branch had them at a time, or None where history begins later.

    Raises WritingError when git fails, or when the history was cut off when it was fetched, so that
    nobody can know what was there.
    """
    inside = run(root, "rev-parse", "--is-inside-work-tree", check=False).strip()
    if inside != "true" or not run(root, "rev-parse", "--verify", "--quiet", "HEAD", check=False):
        return None
    found = run(root, "log", "-1", "--first-parent", f"--before={end.isoformat()}", "--format=%H %cs", "HEAD")
    if not found:
        if run(root, "rev-parse", "--is-shallow-repository").strip() == "true":
            raise WritingError("historiken i git är avkortad; hämta hela med git fetch --unshallow och försök igen")
        return None
    commit, day = found.split()
    return Snapshot(commit, dt.date.fromisoformat(day), dict(_files(root, commit, folder)))


def _files(root: Path, commit: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the ordinary files under a folder at a commit; links and submodules are not followed."""
    listed = run(root, "ls-tree", "-r", "-z", commit, "--", f"{folder}/")
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    ordinary = [(meta.split()[2], path) for meta, path in entries if meta.startswith("100")]
    if not ordinary:
        return
    asked = "".join(f"{blob}\n" for blob, _ in ordinary).encode()
    told = io.BytesIO(run_with_input(root, asked, "cat-file", "--batch"))
    for _, path in ordinary:
        size = int(told.readline().split()[2])
        yield path, told.read(size)
        told.read(1)
