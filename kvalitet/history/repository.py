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

from kvalitet.diagnostics import UsageError
from kvalitet.history.merging import UNDERWAY
from kvalitet.history.program import FLAGS, find_git
from kvalitet.history.runner import Answer, GitError, ask, revision, run, tell

_STATE = ("--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository", "--absolute-git-dir")
_NONE = "fatal: not a git repository (or any"
_UNBORN = "does not have any commits yet"
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
    answer = asked_of(folder, "rev-parse", *_STATE)
    if answer is None:
        return None
    said = os.fsdecode(answer.out).removesuffix("\n").split("\n", 3)
    if len(said) != len(_STATE):
        raise GitError("git svarade något oväntat; kör kvalitet doctor, som ser vilken git det är")
    bare, inside, shallow, place = said
    if bare == "true" or inside != "true":
        raise GitError("här finns bara gits egna filer och inga poster; klona förrådet och arbeta i klonen")
    return _state(folder, Path(place), shallow=shallow == "true")


def asked_of(folder: Path, *arguments: str) -> Answer | None:
    """Return what git answers about the repository that a folder lies in, or None where there is none.

    Raises GitError when git refuses, GitMissingError when there is a repository but no git.
    """
    if not _may_lie_in_one(folder.resolve()):
        return None
    answer = ask(folder, *arguments)
    if answer.error.startswith(_NONE):
        return None
    if answer.status:
        raise GitError(_refusal(answer))
    return answer


def demand_repository(folder: Path) -> Repository:
    """Return the repository that a folder lies in. Raises GitError also when there is none."""
    found = repository_at(folder)
    if found is None:
        raise GitError("arbetsytan ligger inte i git, så där finns inget att läsa; kör git init i den")
    return found


def top(folder: Path) -> Path:
    """Return the top of the working tree that a folder lies in. Raises GitError where there is none."""
    return Path(tell(folder, "rev-parse", "--show-toplevel"))


def demand_whole(repository: Repository) -> None:
    """Raise GitError when the history was cut off when it was fetched, so that nobody can know what was there."""
    if repository.shallow:
        raise GitError(
            "historiken i git är avkortad, så svaret skulle bli fel; "
            "hämta hela med git fetch --unshallow (i CI: fetch-depth: 0) och försök igen"
        )


def demand_all(repository: Repository) -> None:
    """Raise GitError when something of the history was left out when it was fetched: commits, or contents."""
    demand_whole(repository)
    if repository.partial:
        raise GitError("förrådet är bara delvis hämtat, så allt går inte att läsa; klona om det helt, utan --filter")


def commit_of(root: Path, text: str) -> str:
    """Return the commit that a user means. Raises UsageError for what git does not know or could misread."""
    found = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision(text)}^{{commit}}")
    if found.status:
        raise UsageError(f"{text} finns inte i git; skriv en gren eller incheckning, till exempel main eller HEAD~1")
    return found.out.decode().strip()


def start_repository(folder: Path) -> None:
    """Make a folder a git repository, unless it lies in one. Raises GitError when git fails."""
    if needs_repository(folder):
        run(folder, "init", "--quiet")


def needs_repository(folder: Path) -> bool:
    """Return whether a folder, made already or not, lies in no repository, so that one may be started there.

    Raises GitMissingError without git, GitError where a repository is that git does not read.
    """
    there = next(home for home in (folder, *folder.parents) if home.is_dir())
    find_git(there)
    return repository_at(there) is None


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
    branch = ask(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    settings = _settings(folder)
    lock = git_dir / "index.lock"
    return Repository(
        root=folder,
        git_dir=git_dir,
        branch=os.fsdecode(branch.out).removesuffix("\n"),
        commit=_last_commit(folder),
        shallow=shallow,
        partial=any(not key.startswith("core.") and value != "false" for key, value in settings),
        sparse=("core.sparsecheckout", "true") in settings,
        underway=next((word for name, word in UNDERWAY.items() if (git_dir / name).exists()), ""),
        lock=lock if os.path.lexists(lock) else None,
    )


def setting(folder: Path, key: str, *options: str) -> str:
    """Return what git is set to for a key, whatever `runner` itself sets, or nothing. `--type=path` opens ~.

    Raises GitError when git's settings cannot be read.
    """
    answer = ask(folder, "config", "-z", "--show-scope", *options, "--get-all", key)
    if answer.status > 1:
        raise GitError(_refusal(answer))
    values = os.fsdecode(answer.out).split("\0")[1::2]
    ours = any(flag.lower().startswith(f"{key.lower()}=") for flag in FLAGS)
    return next(reversed(values[:-1] if ours else values), "")


def _last_commit(folder: Path) -> str:
    """Return the commit that is checked out, or nothing before the first. A broken branch is no unborn one."""
    answer = ask(folder, "log", "-1", "--format=%H")
    if answer.status and not answer.error.endswith(_UNBORN):
        raise GitError(_refusal(answer))
    return answer.out.decode().strip()


def _settings(folder: Path) -> list[tuple[str, str]]:
    listed = ask(folder, "config", "-z", "--get-regexp", _NOT_ALL).out.decode("utf-8", "replace")
    pairs = [entry.partition("\n") for entry in listed.split("\0") if entry]
    return [(key, value if mark else "true") for key, mark, value in pairs]
