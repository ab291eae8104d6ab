"""A workspace as git holds it: what is staged, or what was there at a commit. Nothing on disk is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kvalitet.configuration import CONFIGURATION, SHARED
from kvalitet.diagnostics import ConfigurationError
from kvalitet.history.contents import contents, headers
from kvalitet.history.listing import LINK, MERGED, Entry, Listing
from kvalitet.history.merging import OURS, THEIRS
from kvalitet.history.repository import demand_repository, repository_at
from kvalitet.history.trees import index_entries, index_listing, tree_listing
from kvalitet.paths import BY_LINK, NOT_A_FILE, NOT_THERE, PathError, plain_path
from kvalitet.source.faults import Fault, FaultKind, Refused
from kvalitet.source.files import LARGEST_FILE
from kvalitet.workspace import RECORDS, Workspace, in_walking_order, met_as, workspace_in


class TrackedFiles:
    """The files of a tree of git's, each read when it is asked for, a folder's in few commands."""

    def __init__(self, root: Path, listed: Listing) -> None:
        self._root = root
        self.listed = listed
        self._held: dict[str, bytes] = {}

    @property
    def way_in(self) -> str:
        """What to do so that a folder that is missing is there."""
        return "lägg till den med git add"

    def paths(self, folder: str) -> Iterator[str]:
        """Yield the path of every file in a folder, as a walk of a disk gives them and in its order."""
        found = {met for entry in self.listed.below(folder) if (met := met_as(entry.path, folder))}
        yield from sorted(found, key=in_walking_order)

    def expect(self, paths: Iterable[str]) -> None:
        """Make ready for reading some files: they are fetched from git together."""
        self._fetch(entry for path in paths if path not in self._held for entry in self.listed.at(path))

    def forget(self, paths: Iterable[str]) -> None:
        """Let go of the contents of some files."""
        for path in paths:
            self._held.pop(path, None)

    def has_folder(self, folder: str) -> bool:
        """Return whether any file lies in a folder: git holds no empty ones."""
        return self.listed.has_below(folder)

    def has_file(self, path: str) -> bool:
        """Return whether git holds such a path."""
        return bool(self.listed.at(path))

    def locate(self, written: str) -> str:
        """Return the path of the ordinary file that a written path means. Raises PathError."""
        path = plain_path(written, "arbetsytan")
        ways = [*reversed(path.parents), path]
        if any(entry.mode == LINK for way in ways for entry in self.listed.at(way.as_posix())):
            raise PathError(BY_LINK)
        if not self.has_file(path.as_posix()):
            raise PathError(NOT_A_FILE if self.has_folder(path.as_posix()) else NOT_THERE)
        return path.as_posix()

    def read(self, path: str) -> bytes:
        """Return the bytes of an ordinary file. Raises Refused for a link, a submodule, or a merge not done."""
        self.expect([path])
        if path not in self._held:
            raise Refused(self._why_not(path))
        return self._held[path]

    def _fetch(self, entries: Iterable[Entry]) -> None:
        ordinary = [entry for entry in entries if entry.is_ordinary and entry.stage == MERGED]
        sizes = headers(self._root, (entry.oid for entry in ordinary))
        fit = [(entry, header) for entry, header in zip(ordinary, sizes, strict=True) if header.size <= LARGEST_FILE]
        found = contents(self._root, (header for _, header in fit))
        for (entry, _), (_, data) in zip(fit, found, strict=True):
            self._held[entry.path] = data

    def _why_not(self, path: str) -> Fault:
        entries = self.listed.at(path)
        if not entries:
            return Fault(FaultKind.NOT_A_FILE if self.has_folder(path) else FaultKind.GONE)
        stages = {entry.stage for entry in entries}
        if MERGED not in stages:
            return Fault(FaultKind.UNMERGED, detail="changed" if stages >= {OURS, THEIRS} else "removed")
        if entries[0].is_ordinary:
            return Fault(FaultKind.TOO_LARGE)
        return Fault(FaultKind.SYMLINK if entries[0].mode == LINK else FaultKind.NOT_A_FILE)


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
        found = workspace_in(folder, TrackedFiles(folder, index_listing(folder)))
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
    if path == ".":
        return TrackedFiles(top, index_listing(top))
    listed = index_listing(top, path)
    return TrackedFiles(top, Listing.of(entry._replace(path=entry.path.removeprefix(f"{path}/")) for entry in listed))


def workspace_at(root: Path, commit: str) -> Workspace | None:
    """Return the workspace at a root as a commit holds it, or None where it was no workspace then."""
    return workspace_in(root, TrackedFiles(root, tree_listing(root, commit)))
