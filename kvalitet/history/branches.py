"""Which names files have on any branch known here: one's own and those fetched from others.

A drawn id is free when no branch has a file of that name. Equal folders have equal names in git, so each distinct
folder is read once, however many branches hold it, and no file is opened. `deep=False` looks into one folder
only, in three git commands.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kvalitet.history.contents import TREE, named, tree_of
from kvalitet.history.repository import asked_of
from kvalitet.history.runner import LACKING, GitError

_BROKEN = "broken ref"
_FOLDER = "40000"


def paths_on_branches(root: Path, folder: str, *, deep: bool = True) -> frozenset[str]:
    """Return the paths under a folder on all local and remote-tracking branches and at HEAD.

    Paths are from the workspace, as in the working tree. Empty where there is no repository or no commit. Raises
    GitError when git refuses.
    """
    answer = asked_of(root, "for-each-ref", "--format=%(tree)", "refs/heads", "refs/remotes")
    if answer is None:
        return frozenset()
    if _BROKEN in answer.error:
        raise GitError(f"git läser inte alla grenar: {answer.error}")
    tips = list(dict.fromkeys(answer.out.decode().split()))
    if None in named(root, tips):
        raise GitError(LACKING)
    tops = named(root, [f"{tip}:./{folder}" for tip in [*tips, "HEAD"]])
    level = {header.oid: (data, {f"{folder}/"}) for header, data in filter(None, tops) if header.type == TREE}
    found: set[str] = set()
    while level:
        below: dict[str, set[str]] = {}
        for oid, (data, homes) in level.items():
            for mode, name, inner in tree_of(data, len(oid)):
                if mode == _FOLDER:
                    below.setdefault(inner, set()).update(f"{home}{name}/" for home in homes)
                else:
                    found.update(f"{home}{name}" for home in homes)
        level = _read(root, below) if deep else {}
    return frozenset(found)


def _read(root: Path, homes: dict[str, set[str]]) -> dict[str, tuple[bytes, set[str]]]:
    return {oid: (data, homes[oid]) for oid, data in _trees(root, homes)}


def _trees(root: Path, oids: Iterable[str]) -> Iterable[tuple[str, bytes]]:
    for found in named(root, list(oids)):
        if found is None:
            raise GitError(LACKING)
        yield found[0].oid, found[1]
