"""Which files have changed since a revision, deleted and renamed ones too.

Since means since the branch left the revision: from their merge base (git's three dots), so what others have done
meanwhile is not counted. A file has changed when its bytes differ from those the base holds, is new when the base
lacks it, and gone when only the base has it; a renamed file is both. Files are compared by the name git would give
their bytes, read here: git itself would run the repository's own filters on them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kvalitet.history.contents import blob_name
from kvalitet.history.repository import commit_of, demand_repository, demand_whole
from kvalitet.history.runner import GitError, ask
from kvalitet.history.trees import index_entries, tree_entries
from kvalitet.source.faults import Refused
from kvalitet.source.files import read_bytes


def changed_since(root: Path, folder: str, since: str, *, staged: bool = False) -> frozenset[str]:
    """Return the paths under a folder that differ from the merge base with a revision.

    What is compared is the working tree, or with `staged` what the next commit would hold. Raises UsageError for
    an unknown revision, GitError where there is no repository, no commit, no common or no whole history.
    """
    base = merge_base(root, since)
    before = {entry.path: entry.oid for entry in tree_entries(root, base, folder)}
    if staged:
        now = {entry.path: entry.oid if entry.stage == "0" else "" for entry in index_entries(root, folder)}
        return frozenset(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    return frozenset(_changed(root, folder, before))


def differs(root: Path, folder: str, commit: str) -> bool:
    """Return whether any file under a folder on disk differs from what a commit holds, one more or less included.

    Raises GitError where git refuses.
    """
    before = {entry.path: entry.oid for entry in tree_entries(root, commit, folder)}
    return any(True for _ in _changed(root, folder, before))


def merge_base(root: Path, since: str) -> str:
    """Return the commit where the branch left a revision. Raises as `changed_since` does."""
    repository = demand_repository(root)
    demand_whole(repository)
    if not repository.commit:
        raise GitError("grenen har ingen incheckning än, så det finns inget att jämföra med")
    found = commit_of(root, since)
    base = ask(root, "merge-base", "--end-of-options", found, repository.commit)
    if base.status:
        raise GitError(f"{since} och din gren har ingen gemensam historia; välj en annan gren att jämföra med")
    return base.out.decode().strip()


def _changed(root: Path, folder: str, before: Mapping[str, str]) -> Iterator[str]:
    met = set()
    for path in _on_disk(root / folder, folder):
        met.add(path)
        if path not in before or not _holds(root / path, before[path]):
            yield path
    yield from before.keys() - met


def _on_disk(folder: Path, prefix: str) -> Iterator[str]:
    for home, folders, names in os.walk(folder):
        inner = Path(home).relative_to(folder).as_posix()
        folders[:] = [name for name in folders if name != ".git"]
        for name in names + [name for name in folders if Path(Path(home) / name).is_symlink()]:
            yield "/".join(part for part in (prefix, "" if inner == "." else inner, name) if part)


def _holds(path: Path, oid: str) -> bool:
    """Whether a file holds what git stores under a name, with either kind of line ending."""
    try:
        data = read_bytes(path)
    except Refused:
        return False
    return any(blob_name(version, len(oid)) == oid for version in (data, data.replace(b"\r\n", b"\n")))
