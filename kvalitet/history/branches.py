"""Which names files have on any branch known here: one's own and those fetched from others.

A drawn id is free when no branch has a file of that name. Equal folders have equal names in git, so each distinct
folder is read once, however many branches hold it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kvalitet.history.contents import contents, headers, tree_of
from kvalitet.history.repository import repository_at
from kvalitet.history.runner import run, tell

_TREE = "40000"


def paths_on_branches(root: Path, folder: str) -> frozenset[str]:
    """Return the paths under a folder on all local and remote-tracking branches and at HEAD.

    Paths are from the workspace, as in the working tree. Empty where there is no repository or no commit. Raises
    GitError when git refuses.
    """
    repository = repository_at(root)
    if repository is None:
        return frozenset()
    listed = tell(root, "for-each-ref", "--format=%(tree)", "refs/heads", "refs/remotes").split()
    head = [tell(root, "rev-parse", f"{repository.commit}^{{tree}}")] if repository.commit else []
    prefix = os.fsdecode(run(root, "rev-parse", "--show-prefix")).removesuffix("\n")
    trees = dict.fromkeys([*listed, *head], "")
    for part in f"{prefix}{folder}".strip("/").split("/"):
        trees = {oid: "" for _, name, oid in _folders(root, trees) if name == part}
    return frozenset(f"{folder}/{path}" for path in _all_paths(root, trees))


def _all_paths(root: Path, trees: dict[str, str]) -> Iterable[str]:
    """Return the paths of the files in trees, one level of folders after another."""
    found: set[str] = set()
    level = {(oid, "") for oid in trees}
    while level:
        homes: dict[str, set[str]] = {}
        for oid, home in level:
            homes.setdefault(oid, set()).add(home)
        level = set()
        for tree, mode, name, oid in _entries(root, homes):
            for home in homes[tree]:
                if mode == _TREE:
                    level.add((oid, f"{home}{name}/"))
                else:
                    found.add(f"{home}{name}")
    return found


def _folders(root: Path, trees: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    return ((mode, name, oid) for _, mode, name, oid in _entries(root, trees) if mode == _TREE)


def _entries(root: Path, trees: Iterable[str]) -> Iterable[tuple[str, str, str, str]]:
    for header, data in contents(root, headers(root, trees)):
        for mode, name, oid in tree_of(data, len(header.oid)):
            yield header.oid, mode, name, oid
