"""A workspace as git holds it: what is staged, or what was there at a commit. Nothing on disk is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kvalitet.configuration import CONFIGURATION, SHARED
from kvalitet.diagnostics import ConfigurationError
from kvalitet.history.contents import contents, headers
from kvalitet.history.merging import OURS, THEIRS
from kvalitet.history.repository import demand_repository, repository_at
from kvalitet.history.trees import LINK, Entry, index_entries, tree_entries
from kvalitet.paths import BY_LINK, NOT_A_FILE, NOT_THERE, PathError, plain_path
from kvalitet.source.faults import Fault, FaultKind, Refused
from kvalitet.source.files import LARGEST_FILE
from kvalitet.workspace import RECORDS, Workspace, met_as, workspace_in


class TrackedFiles:
    """The files of a tree of git's, each read when it is asked for, a folder's in few commands."""

    def __init__(self, root: Path, entries: Iterable[Entry]) -> None:
        self._root = root
        self._entries: dict[str, Entry] = {}
        self._stages: dict[str, set[str]] = defaultdict(set)
        self._all = tuple(entries)
        for entry in self._all:  # the stages of a merge that is not done follow each other
            self._entries[entry.path] = entry
            self._stages[entry.path].add(entry.stage)
        self._held: dict[str, bytes] = {}

    @property
    def way_in(self) -> str:
        """What to do so that a folder that is missing is there."""
        return "lägg till den med git add"

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, as a walk of a disk gives them and in its order."""
        below = (path for path in self._entries if path.startswith(f"{folder}/"))
        found = {met for path in below if (met := met_as(path, folder))}
        self._fetch(found & self._entries.keys())
        yield from sorted(found, key=lambda path: path.split("/"))

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield what git holds of a folder, all stages of what is not merged too."""
        yield from (found for found in self._all if found.path.startswith(f"{folder}/"))

    def expect(self, paths: Iterable[str]) -> None:
        """Make ready for reading some files: they are fetched from git together."""
        self._fetch(path for path in paths if path in self._entries and path not in self._held)

    def has_folder(self, folder: str) -> bool:
        """Return whether any file lies in a folder: git holds no empty ones."""
        return any(path.startswith(f"{folder}/") for path in self._entries)

    def has_file(self, path: str) -> bool:
        """Return whether git holds such a path."""
        return path in self._entries

    def locate(self, written: str) -> str:
        """Return the path of the ordinary file that a written path means. Raises PathError."""
        path = plain_path(written, "arbetsytan")
        ways = [*reversed(path.parents), path]
        if any(self._entries[way.as_posix()].mode == LINK for way in ways if way.as_posix() in self._entries):
            raise PathError(BY_LINK)
        if path.as_posix() not in self._entries:
            raise PathError(NOT_A_FILE if self.has_folder(path.as_posix()) else NOT_THERE)
        return path.as_posix()

    def read(self, path: str) -> bytes:
        """Return the bytes of an ordinary file. Raises Refused for a link, a submodule, or a merge not done."""
        if path in self._entries and path not in self._held:
            self._fetch([path])
        if path not in self._held:
            raise Refused(self._why_not(path))
        return self._held[path]

    def _fetch(self, paths: Iterable[str]) -> None:
        ordinary = [self._entries[path] for path in paths if self._is_ordinary(path)]
        sizes = headers(self._root, (entry.oid for entry in ordinary))
        fit = [(entry, header) for entry, header in zip(ordinary, sizes, strict=True) if header.size <= LARGEST_FILE]
        found = contents(self._root, (header for _, header in fit))
        for (entry, _), (_, data) in zip(fit, found, strict=True):
            self._held[entry.path] = data

    def _is_ordinary(self, path: str) -> bool:
        entry = self._entries[path]
        return entry.is_ordinary and entry.stage == "0"

    def _why_not(self, path: str) -> Fault:
        if path not in self._entries:
            return Fault(FaultKind.NOT_A_FILE if self.has_folder(path) else FaultKind.GONE)
        entry = self._entries[path]
        if entry.stage != "0":
            return Fault(FaultKind.UNMERGED, detail="changed" if self._stages[path] >= {OURS, THEIRS} else "removed")
        if entry.is_ordinary:
            return Fault(FaultKind.TOO_LARGE)
        return Fault(FaultKind.SYMLINK if entry.mode == LINK else FaultKind.NOT_A_FILE)


def staged_workspace(start: Path) -> Workspace:
    """Return the workspace that a folder lies in as the next commit would hold it, settings and all.

    Raises GitError where there is no repository or git refuses, ConfigurationError when nothing staged makes
    the folder or one above it a workspace.
    """
    home = demand_repository(start).git_dir
    for folder in (start, *start.parents):
        repository = repository_at(folder)
        if repository is None or repository.git_dir != home:
            break
        found = workspace_in(folder, TrackedFiles(folder, index_entries(folder)))
        if found is not None:
            return found
    raise ConfigurationError(
        f"{start} ligger inte i en arbetsyta med det som är tillagt i git; lägg till inställningarna med git add"
    )


def staged_below(top: Path, path: str) -> Workspace | None:
    """Return the workspace at a path from the top of a repository as the next commit would hold it.

    None where nothing of it is staged, as on a branch that holds something else. The folder need not be on
    disk. Raises ConfigurationError when its records are staged without settings that can be read.
    """
    held = _staged_files(top, path)
    found = workspace_in(top / path, held)
    if found is None and held.has_folder(RECORDS):
        raise ConfigurationError(
            f"posterna i {path} är kvar men {CONFIGURATION} är borttagen; lägg tillbaka den med git add {CONFIGURATION}"
        )
    return found


def staged_workspaces(top: Path) -> list[str]:
    """Return where below the top of a repository the next commit would hold a workspace with records in it.

    One whose settings cannot be read counts. Raises GitError where git refuses.
    """
    paths = [f"./{entry.path}" for entry in index_entries(top)]
    homes = {home for home, _, name in (path.rpartition("/") for path in paths) if name in (CONFIGURATION, SHARED)}
    homes &= {path.partition(f"/{RECORDS}/")[0] for path in paths}
    return sorted(path for path in (home.removeprefix("./") for home in homes) if _is_staged(top, path))


def _is_staged(top: Path, path: str) -> bool:
    try:
        return workspace_in(top / path, _staged_files(top, path)) is not None
    except ConfigurationError:
        return True


def _staged_files(top: Path, path: str) -> TrackedFiles:
    folder, prefix = ("", "") if path == "." else (path, f"{path}/")
    entries = index_entries(top, folder)
    return TrackedFiles(top, (entry._replace(path=entry.path.removeprefix(prefix)) for entry in entries))


def workspace_at(root: Path, commit: str) -> Workspace | None:
    """Return the workspace at a root as a commit holds it, or None where it was no workspace then."""
    return workspace_in(root, TrackedFiles(root, tree_entries(root, commit)))
