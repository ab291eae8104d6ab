"""Who changed what and when. The only door to git, through GitPython's runner of git commands."""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvalitet.diagnostics import WritingError

_QUIET = {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat"}


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


def first_commit_day(root: Path) -> dt.date | None:
    """Return the day of the branch's first commit, or None where there is no git or no commit."""
    days = run(root, "log", "--first-parent", "--max-parents=0", "--format=%cs", "HEAD", check=False).split()
    return dt.date.fromisoformat(days[-1]) if days else None


def _files(root: Path, commit: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the ordinary files under a folder at a commit; links and submodules are not followed."""
    listed = run(root, "ls-tree", "-r", "-z", commit, "--", f"{folder}/")
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    ordinary = [(meta.split()[2], path) for meta, path in entries if meta.startswith("100")]
    if not ordinary:
        return
    asked = "".join(f"{blob}\n" for blob, _ in ordinary).encode()
    told = io.BytesIO(_run_with_input(root, asked, "cat-file", "--batch"))
    for _, path in ordinary:
        size = int(told.readline().split()[2])
        yield path, told.read(size)
        told.read(1)


def _run_with_input(folder: Path, data: bytes, *arguments: str) -> bytes:
    """Return the bytes that a git command prints when it is given bytes to read."""
    with tempfile.TemporaryFile() as stream:
        stream.write(data)
        stream.seek(0)
        found = _execute(folder, arguments, istream=stream, stdout_as_string=False, strip_newline_in_stdout=False)
    return found if isinstance(found, bytes) else str(found).encode()


def run(folder: Path, *arguments: str, check: bool = True) -> str:
    """Return what a git command prints. Raises WritingError when git is missing or fails."""
    try:
        return str(_execute(folder, arguments))
    except WritingError as error:
        if check or isinstance(error, GitMissingError):
            raise
        return ""


class GitMissingError(WritingError):
    """There is no git on this computer."""


def _execute(folder: Path, arguments: Sequence[str], **options: Any) -> object:
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git import Git
    from git.exc import GitCommandError, GitCommandNotFound

    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        return Git(folder).execute(command, env=_QUIET, with_extended_output=False, **options)
    except GitCommandNotFound:
        raise GitMissingError("git finns inte på datorn; installera git och försök igen") from None
    except GitCommandError as error:
        raise WritingError(f"git {arguments[0]} misslyckades: {str(error.stderr).strip()}") from None
