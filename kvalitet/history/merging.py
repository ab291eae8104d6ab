"""What git is in the middle of, and which files it waits for someone to decide about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

UNDERWAY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "AUTO_MERGE": "merge",  # with --squash, and when a stash is put back
}
"""What lies in the git folder while something is under way, and what that is."""

_POINTER = "gitdir: "
OURS, THEIRS = "2", "3"


def underway(root: Path) -> str:
    """Return merge, rebase, cherry-pick or revert while git is in the middle of one in a folder, or nothing.

    Looks only for names on disk and starts no git.
    """
    home = git_dir(root)
    return next((word for name, word in UNDERWAY.items() if home and (home / name).exists()), "")


def unmerged(root: Path, folder: str) -> Mapping[str, bool]:
    """Return the paths under a folder that git could not merge, and whether both sides still have the file.

    Empty unless something is under way. Raises GitError where git refuses, GitMissingError where there is none.
    """
    if not underway(root):
        return {}
    from kvalitet.history.trees import index_entries

    stages: dict[str, set[str]] = defaultdict(set)
    for entry in index_entries(root, folder):
        if entry.stage != "0":
            stages[entry.path].add(entry.stage)
    return {path: found >= {OURS, THEIRS} for path, found in stages.items()}


def git_dir(root: Path) -> Path | None:
    """Return the git folder of the working tree that a folder lies in, or None. Starts no git."""
    for folder in (root, *root.parents):
        home = folder / ".git"
        if home.is_dir():
            return home
        if home.is_file():
            text = home.read_text(encoding="utf-8", errors="surrogateescape").strip()
            return folder / text.removeprefix(_POINTER) if text.startswith(_POINTER) else None
    return None
