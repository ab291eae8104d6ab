"""Which files lie below a folder: all, but those of git and those that other tools made and git keeps nothing of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.history.presence import kept

_GIT = ".git"
_OF_TOOLS = ("node_modules", "__pycache__")
_MARKS_OF_TOOLS = ("pyvenv.cfg", "CACHEDIR.TAG")


def files_below(root: Path, start: Path) -> Iterator[Path]:
    """Yield every file below a folder, hidden ones too and links as what they are, and every folder that is closed.

    Git's own folder is left out, and one that a tool made where git keeps nothing in it: a mark in a folder can be
    put there by anybody, so alone it hides nothing. The folder to start from is always looked through.
    """
    git, waiting = _Git(root), [start]
    while waiting:
        folder = waiting.pop()
        try:
            names = _names(folder)
        except OSError:
            yield folder
            continue
        if folder != start and _is_of_a_tool(folder, names) and not git.keeps(folder):
            continue
        for name, is_folder in names.items():
            if is_folder:
                waiting.append(folder / name)
            else:
                yield folder / name


def _names(folder: Path) -> dict[str, bool]:
    with os.scandir(folder) as entries:
        return {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries if entry.name != _GIT}


def _is_of_a_tool(folder: Path, names: dict[str, bool]) -> bool:
    return folder.name in _OF_TOOLS or any(mark in names for mark in _MARKS_OF_TOOLS)


class _Git:
    """What git keeps of a workspace, asked for once and only if anybody wants to know."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keeps(self, folder: Path) -> bool:
        """Return whether git has, or would take in, anything in a folder. It does where it cannot be asked."""
        if self._folders is None:
            return True
        path = folder.relative_to(self._root)
        return path.as_posix() in self._folders or any(f"{home.as_posix()}/" in self._folders for home in path.parents)

    @cached_property
    def _folders(self) -> frozenset[str] | None:
        """Every folder with a file in it that git keeps; one with a repository of its own ends with a slash."""
        try:
            paths = kept(self._root)
        except WritingError:
            return None
        return frozenset(str(home) for path in paths for home in Path(path).parents) | {
            p for p in paths if p[-1] == "/"
        }
