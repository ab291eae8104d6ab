"""Which git is run, and what it is told by its surroundings.

git is looked for once per call, as an absolute path outside the folder it works in: a program called git that lies
in a workspace somebody sent is not run. Its environment is the user's own, less what points git at another
repository than the one the folder lies in (a hook or `rebase --exec` leaves such variables behind), plus fixed
settings that keep it silent, offline and unable to ask.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import FrameType

from kvalitet.diagnostics import WritingError

FLAGS = (
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.quotepath=off"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "diff.external="),
    *("-c", "log.showSignature=false"),
)
"""What every git command is given first: no lock, no command of the repository's own, names as they are."""

SETTINGS = {
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
"""Plain messages, no question, no pager, paths taken as they stand, and no network whatever the repository says."""

INDEX = "GIT_INDEX_FILE"
_PLACE = "GIT_DIR"
_CONFIGURATION = ("GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT")


class GitMissingError(WritingError):
    """There is no git on this computer, or none that may be run."""


def find_git(folder: Path) -> str:
    """Return the absolute path of the first git on PATH that lies neither here nor in the folder.

    Raises GitMissingError.
    """
    found = [shutil.which(str(Path(entry, "git"))) for entry in os.get_exec_path() if Path(entry).is_absolute()]
    for program in filter(None, found):
        if not _is_local(Path(program), folder):
            return program
    if any(found):
        raise GitMissingError("git finns bara i mappen du arbetar i och körs inte därifrån; installera git på datorn")
    raise GitMissingError("git finns inte på datorn; installera git och försök igen")


def _is_local(program: Path, folder: Path) -> bool:
    """Whether a program lies in the folder or right here, or is a link to one that does."""
    homes = {program.parent.resolve(), program.resolve().parent}
    try:
        here = Path.cwd()
    except OSError:  # the folder one stands in is gone, and no program lies in it
        here = folder
    root = folder.resolve()
    return here in homes or any(root != root.parent and home.is_relative_to(root) for home in homes)


def misleading(names: list[str], git_dir: Callable[[], str], *, staged: bool) -> list[str]:
    """Return which of git's variables for one repository must not reach git, given all their names.

    The folder says which repository it is, so all that name a place are dropped. What configures git is kept
    unless it was meant for another repository, and the index of a commit that is being made for staged reads.
    """
    kept = {INDEX} if staged and INDEX in os.environ and not _of_another(os.environ, git_dir) else set()
    if _PLACE not in os.environ or _same(os.environ[_PLACE], git_dir()):
        kept.update(_CONFIGURATION)
    return [name for name in names if name in os.environ and name not in kept]


def _of_another(environment: Mapping[str, str], git_dir: Callable[[], str]) -> bool:
    """Whether the index named by the environment lies in the git folder of another repository."""
    own = git_dir()
    if _PLACE in environment and not _same(environment[_PLACE], own):
        return True
    index = Path(environment[INDEX])
    return index.is_absolute() and (index.parent / "HEAD").exists() and not _same(str(index.parent), own)


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


@contextlib.contextmanager
def surroundings(*, without: Iterable[str] = (), **added: str) -> Iterator[None]:
    """Change the environment while GitPython is loaded or starts a program, which can only add to it itself."""
    before = dict(os.environ)
    os.environ.update(added)
    for name in without:
        os.environ.pop(name, None)
    try:
        yield
    finally:
        for name in {*added, *without}:
            os.environ.pop(name, None)
            if name in before:
                os.environ[name] = before[name]


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Put off what interrupts the tool until a program that is being started is known, so that it can be ended.

    Only what Python itself handles is put off, and only where it may be: in the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    before = {
        number: handler
        for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
        if callable(handler := signal.getsignal(number))
    }
    for number in before:
        signal.signal(number, lambda *caught: came.append(caught))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number, frame in came[:1]:
            before[signal.Signals(number)](number, frame)
