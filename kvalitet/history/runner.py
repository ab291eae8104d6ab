"""The only door to git: GitPython as a runner of git commands, each with a list of arguments.

`run` gives bytes, `tell` text without the last line break, `ask` status and output without raising. All take the
folder whose repository is meant, then git's own words; what users name goes through `revision`, and paths stand
after `--`. Of GitPython only the starting of the process is used: its own waiting leaves a child behind when it is
interrupted, its time limit needs other programs, and it expands variables in the name of the folder (so `-C` is
used). No lock is taken, nothing is fetched, no hook, filter, pager or other command of the repository's is run.

Loading GitPython takes as long as ten small git commands. So a command that a person waits for at each keystroke or
each new record is asked `lightly`: the same program with the same flags and surroundings, started by the standard
library; `ask_at_once` starts several such side by side. A test holds both ways to answer alike.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kvalitet.diagnostics import UsageError, WritingError
from kvalitet.history.program import FLAGS, SETTINGS, GitMissingError, find_git, misleading, surroundings, unbroken
from kvalitet.privacy.redaction import redact

__all__ = ["Answer", "GitError", "GitMissingError", "ask", "ask_at_once", "revision", "run", "tell"]

LONGEST = 600.0
"""Seconds that one git command may take."""

LACKING = "git saknar ett innehåll som hör till historiken; klona om förrådet helt, utan --filter"
"""The message where an object is not there, be it lost or never fetched."""

_Start: TypeAlias = Callable[[Sequence[str], list[str], int | None], "subprocess.Popen[bytes]"]

_PROMISED = "promisor remote"
_REVISION = re.compile(r"[\w./^~@{}#+][\w./^~@{}#+-]*")
_FIRST = ("fatal:", "error:")
_PATIENCE = 2.0


class GitError(WritingError):
    """git refused or failed. Exit code 6."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a git command gave: its exit status, what it printed, and the line that says why it failed."""

    status: int
    out: bytes
    error: str


def run(folder: Path, *arguments: str, data: bytes | None = None, staged: bool = False, lightly: bool = False) -> bytes:
    """Return the bytes that a git command prints.

    `data` is what it reads from its standard input. `staged` lets it see the index of a commit that is being
    made. `lightly` loads no library for it. Raises GitError when it fails, GitMissingError when there is no git.
    """
    answer = ask(folder, *arguments, data=data, staged=staged, lightly=lightly)
    if answer.status:
        raise GitError(LACKING if _PROMISED in answer.error else f"git {arguments[0]} misslyckades: {answer.error}")
    return answer.out


def tell(folder: Path, *arguments: str) -> str:
    """Return what a git command prints as text, without its last line break. Raises as `run` does."""
    return os.fsdecode(run(folder, *arguments)).removesuffix("\n")


def ask(
    folder: Path, *arguments: str, data: bytes | None = None, staged: bool = False, lightly: bool = False
) -> Answer:
    """Return what a git command gave, also when it failed. Raises GitMissingError, or GitError after LONGEST."""
    git = find_git(folder)
    start = _start_lightly if lightly else _start
    dropped = _dropped(git, folder, start, staged=staged)
    return _execute([git, *FLAGS, "-C", os.fspath(folder), *arguments], dropped, data, start)


def ask_at_once(folder: Path, commands: Sequence[Sequence[str]]) -> list[Answer]:
    """Return what git commands gave that ran side by side. Raises as `ask` does."""
    git = find_git(folder)
    dropped = _dropped(git, folder, _start_lightly, staged=False)
    first = [git, *FLAGS, "-C", os.fspath(folder)]
    with contextlib.ExitStack() as ending:
        children = []
        for words in commands:
            with unbroken():
                children.append(_start_lightly([*first, *words], dropped, None))
                ending.callback(_end, children[-1])
        return [_answer_of(child) for child in children]


def _answer_of(child: subprocess.Popen[bytes], data: bytes | None = None) -> Answer:
    try:
        out, error = child.communicate(data, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise GitError(f"git svarade inte inom {LONGEST:.0f} sekunder och avbröts; försök igen") from None
    return Answer(child.returncode, out, _why(error))


def revision(text: str) -> str:
    """Return a revision that a user wrote, when it is one that git cannot take for anything else.

    Raises UsageError for what begins with a dash, is a range, or holds characters that mean something to git.
    """
    if not _REVISION.fullmatch(text) or ".." in text:
        raise UsageError("det är inget namn på en gren eller incheckning; skriv till exempel main eller HEAD~1")
    return text


def _dropped(git: str, folder: Path, start: _Start, *, staged: bool) -> list[str]:
    """Return the variables that must not reach git. Costs nothing unless one is set."""
    if not any(name.startswith("GIT_") and name not in SETTINGS for name in os.environ):
        return []
    names = _execute([git, "rev-parse", "--local-env-vars"], [], None, start).out.decode().split()

    def git_dir() -> str:
        asked = [git, *FLAGS, "-C", os.fspath(folder), "rev-parse", "--absolute-git-dir"]
        return os.fsdecode(_execute(asked, names, None, start).out).removesuffix("\n")

    return misleading(names, git_dir, staged=staged)


def _execute(command: Sequence[str], dropped: list[str], data: bytes | None, start: _Start) -> Answer:
    """Run a program to its end, however this ends: it is waited for and its pipes are closed."""
    held: list[subprocess.Popen[bytes]] = []
    try:
        with unbroken():
            held.append(start(command, dropped, subprocess.PIPE if data is not None else None))
        return _answer_of(held[0], data)
    finally:
        for child in held:
            _end(child)


def _start(command: Sequence[str], dropped: list[str], stream: int | None) -> subprocess.Popen[bytes]:
    with surroundings(GIT_PYTHON_REFRESH="quiet", GIT_PYTHON_GIT_EXECUTABLE=os.devnull):
        from git import Git  # it would run whatever `git` it finds on PATH
        from git.exc import GitCommandNotFound

    try:
        with surroundings(without=dropped):
            started = Git().execute(command, istream=stream, env=SETTINGS, as_process=True, shell=False)
    except (GitCommandNotFound, OSError) as error:
        raise _not_started(error) from None
    child, started.proc = started.proc, None  # or it would be ended when `started` goes out of scope
    if child is None:
        raise GitMissingError("git gick inte att starta; installera git på nytt")
    return child


def _start_lightly(command: Sequence[str], dropped: list[str], stream: int | None) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    try:
        return subprocess.Popen(
            command,
            stdin=stream or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**kept, **SETTINGS},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise _not_started(error) from None


def _not_started(error: Exception) -> GitMissingError:
    return GitMissingError(f"git gick inte att starta ({type(error).__name__}); installera git på nytt")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_PATIENCE)
        child.kill()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    child.wait()


def _why(error: bytes) -> str:
    """Return the line in which git says why, with nothing in it that points at a person."""
    lines = error.decode("utf-8", "backslashreplace").splitlines()
    telling = [line for line in lines if line.startswith(_FIRST)] or lines[-1:]
    return redact(" ".join(telling[:1]))
