"""The repository as a whole: the state it is in, making one, its first and last day.

`repository_at` gives None where there is no repository, a `Repository` where git reads it, and raises GitError with
git's own words where it refuses (foreign owner, broken configuration) or where there are no files to work with
(bare). Whoever reads history calls `demand_whole`: a history that was cut off is refused, never guessed from.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from kvalitet.history.merging import UNDERWAY
from kvalitet.history.program import FLAGS
from kvalitet.history.runner import Answer, GitError, ask, run, tell

_STATE = ("--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository", "--absolute-git-dir")
_NONE = "fatal: not a git repository (or any"
_FOREIGN = "dubious ownership"
_NOT_ALL = r"^(extensions\.partialclone|remote\..*\.promisor|core\.sparsecheckout)$"


@dataclass(frozen=True, slots=True)
class Repository:
    """The state of the repository that a folder lies in.

    `commit` is empty before the first commit, `branch` when no branch is checked out (as in CI). `underway` is
    merge, rebase, cherry-pick, revert or nothing. `lock` is the index's lock file, where there is one.
    """

    root: Path
    git_dir: Path
    branch: str
    commit: str
    shallow: bool
    partial: bool
    sparse: bool
    underway: str
    lock: Path | None

    @property
    def common(self) -> Path:
        """The git folder that all working trees of the repository share: where its hooks and settings lie."""
        pointer = self.git_dir / "commondir"
        return (self.git_dir / pointer.read_text().strip()).resolve() if pointer.is_file() else self.git_dir


def repository_at(folder: Path) -> Repository | None:
    """Return the repository that a folder lies in, or None.

    Raises GitError when git refuses to read it or when it is bare, GitMissingError when there is a repository
    but no git.
    """
    if not _may_lie_in_one(folder):
        return None
    answer = ask(folder, "rev-parse", *_STATE)
    if answer.status:
        if answer.error.startswith(_NONE):
            return None
        raise GitError(_refusal(answer))
    bare, inside, shallow, place = os.fsdecode(answer.out).removesuffix("\n").split("\n", 3)
    if bare == "true" or inside != "true":
        raise GitError("här finns bara gits egna filer och inga poster; klona förrådet och arbeta i klonen")
    return _state(folder, Path(place), shallow=shallow == "true")


def demand_repository(folder: Path) -> Repository:
    """Return the repository that a folder lies in. Raises GitError also when there is none."""
    found = repository_at(folder)
    if found is None:
        raise GitError("arbetsytan ligger inte i git; kör git init i den, eller kör kommandot utan det som frågar git")
    return found


def demand_whole(repository: Repository) -> None:
    """Raise GitError when the history was cut off when it was fetched, so that nobody can know what was there."""
    if repository.shallow:
        raise GitError(
            "historiken i git är avkortad, så svaret skulle bli fel; "
            "hämta hela med git fetch --unshallow (i CI: fetch-depth: 0) och försök igen"
        )


def start_repository(folder: Path) -> None:
    """Make a folder a git repository, unless it lies in one. Raises GitError when git fails."""
    if repository_at(folder) is None:
        run(folder, "init", "--quiet")


def last_commit_day(folder: Path) -> dt.date | None:
    """Return the day of the last commit, or None where there is no repository or no commit.

    Raises GitError when there is a repository that git does not read.
    """
    found = repository_at(folder)
    if found is None or not found.commit:
        return None
    return dt.date.fromisoformat(tell(folder, "log", "-1", "--no-show-signature", "--format=%cs", found.commit))


def first_commit_day(folder: Path) -> dt.date | None:
    """Return the day of the branch's first commit, or None where there is no repository or no commit.

    Raises GitError when the history is cut off, or when git does not read the repository.
    """
    found = repository_at(folder)
    if found is None or not found.commit:
        return None
    demand_whole(found)
    days = tell(folder, "log", "--first-parent", "--max-parents=0", "--format=%cs", found.commit).split()
    return dt.date.fromisoformat(days[-1])


def _may_lie_in_one(folder: Path) -> bool:
    """Whether a folder above holds what git looks for; where none does, nobody needs git to know it."""
    return any(os.path.lexists(here / name) for here in (folder, *folder.parents) for name in (".git", "HEAD"))


def _refusal(answer: Answer) -> str:
    message = f"git läser inte arbetsytan: {answer.error.removeprefix('fatal: ')}"
    if _FOREIGN in answer.error:
        message += (
            ". Mappen ägs av en annan användare än du; byt ägare på den, eller godta den med "
            "git config --global --add safe.directory MAPP om du vet vem det är"
        )
    return message


def _state(folder: Path, git_dir: Path, *, shallow: bool) -> Repository:
    commit = ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    branch = ask(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    settings = _settings(folder)
    lock = git_dir / "index.lock"
    return Repository(
        root=folder,
        git_dir=git_dir,
        branch=os.fsdecode(branch.out).removesuffix("\n"),
        commit=commit.out.decode().strip(),
        shallow=shallow,
        partial=any(not key.startswith("core.") and value != "false" for key, value in settings),
        sparse=("core.sparsecheckout", "true") in settings,
        underway=next((word for name, word in UNDERWAY.items() if (git_dir / name).exists()), ""),
        lock=lock if os.path.lexists(lock) else None,
    )


def setting(folder: Path, key: str, *options: str) -> str:
    """Return what git is set to for a key, whatever `runner` itself sets, or nothing. `--type=path` opens ~."""
    listed = os.fsdecode(ask(folder, "config", "-z", "--show-scope", *options, "--get-all", key).out)
    values = listed.split("\0")[1::2]
    ours = any(flag.lower().startswith(f"{key.lower()}=") for flag in FLAGS)
    return next(reversed(values[:-1] if ours else values), "")


def _settings(folder: Path) -> list[tuple[str, str]]:
    listed = ask(folder, "config", "-z", "--get-regexp", _NOT_ALL).out.decode("utf-8", "replace")
    pairs = [entry.partition("\n") for entry in listed.split("\0") if entry]
    return [(key, value if mark else "true") for key, mark, value in pairs]
