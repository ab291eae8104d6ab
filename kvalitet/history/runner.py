"""The only door to git: GitPython as a runner of git commands, each with a list of arguments."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kvalitet.diagnostics import WritingError

_QUIET = {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat"}


def run_with_input(folder: Path, data: bytes, *arguments: str) -> bytes:
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
