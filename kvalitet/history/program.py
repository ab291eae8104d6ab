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
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

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
    barred = [Path.cwd()] if _has_here() else []
    seen = False
    for entry in os.get_exec_path():
        found = shutil.which(str(Path(entry) / "git")) if Path(entry).is_absolute() else None
        if found is None:
            continue
        home = Path(found).resolve().parent
        if home not in barred and not _lies_in(home, folder):
            return found
        seen = True
    if seen:
        raise GitMissingError("det git som finns ligger i mappen du arbetar i och körs därför inte; installera git")
    raise GitMissingError("git finns inte på datorn; installera git och försök igen")


def _has_here() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _lies_in(home: Path, folder: Path) -> bool:
    """Whether a program lies in a folder; the root of a disk holds all programs and is no workspace."""
    folder = folder.resolve()
    return folder != folder.parent and home.is_relative_to(folder)


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
def without(names: list[str]) -> Iterator[None]:
    """Take variables out of the environment while a program is started: GitPython can only add to it."""
    taken = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)
