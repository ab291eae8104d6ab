"""Whether git knows a file by name: on any branch it has heard of, in what is staged, or as one that it may take in."""

from __future__ import annotations

import os
from pathlib import Path

from kvalitet.history.runner import GitError, ask, run

_WITHOUT_BRANCH = ("HEAD", "MERGE_HEAD", "FETCH_HEAD")
_INDEX = (":0:", ":1:", ":2:", ":3:")
_BROKEN = "broken ref"
_ABSENT = (b" missing", b" ambiguous")


def lies_in_git(root: Path) -> bool:
    """Return whether a folder may lie in a repository. Looks only for names on disk and starts no git."""
    return any(os.path.lexists(folder / ".git") for folder in (root, *root.parents))


def is_known(root: Path, path: str) -> bool:
    """Return whether any branch known here, own or fetched, or the index has a file at a path from the root.

    Two commands, however many files and branches there are. Raises GitError where git refuses, GitMissingError
    where there is none.
    """
    branches = ask(root, "for-each-ref", "--format=%(refname) %(objecttype)", lightly=True)
    if branches.status or _BROKEN in branches.error:
        raise GitError(f"git läser inte alla grenar: {branches.error or branches.status}")
    named = os.fsdecode(branches.out).split()[::2]
    asked = [f"{name}:./{path}" for name in (*named, *_WITHOUT_BRANCH)] + [f"{stage}./{path}" for stage in _INDEX]
    data = os.fsencode("".join(f"{line}\n" for line in asked))
    told = run(root, "cat-file", "--batch-check", "--buffer", data=data, lightly=True)
    return any(line and not line.endswith(_ABSENT) for line in told.splitlines())


def kept(root: Path) -> list[str]:
    """Return the files under a folder that git has staged or would take in with `git add`, by their paths from it.

    A repository within the repository is one path that ends with a slash. Raises GitError where git refuses,
    GitMissingError where there is none.
    """
    listed = run(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", staged=True)
    return [path for path in os.fsdecode(listed).split("\0") if path]
