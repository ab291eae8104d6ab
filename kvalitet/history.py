"""Who changed what and when. The only door to git, through GitPython's runner of git commands."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

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


def run(folder: Path, *arguments: str, check: bool = True) -> str:
    """Return what a git command prints. Raises WritingError when git is missing or fails."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git import Git
    from git.exc import GitCommandError, GitCommandNotFound

    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        return str(Git(folder).execute(command, env=_QUIET, with_extended_output=False))
    except GitCommandNotFound:
        raise WritingError("git finns inte på datorn; installera git och försök igen") from None
    except GitCommandError as error:
        if not check:
            return ""
        raise WritingError(f"git {arguments[0]} misslyckades: {str(error.stderr).strip()}") from None
