"""The one way in which files of a workspace are written: alone, compared with what was read, all or none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kvalitet.diagnostics import TakenError, WritingError
from kvalitet.folders import names_below
from kvalitet.writing import journal
from kvalitet.writing.changes import Change
from kvalitet.writing.files import (
    HEAD,
    TAIL,
    content,
    could_not,
    drop,
    make_folders,
    mode_of,
    place_new,
    place_over,
    prepare,
    refuse_files,
    refuse_links,
    sync,
)
from kvalitet.writing.journal import Undone
from kvalitet.writing.lock import PATIENCE, is_free, locked

OWN = ".kvalitet"
"""The folder of what the tool keeps for itself."""

_LOCK, _IGNORE = f"{OWN}/lock", f"{OWN}/.gitignore"
_IGNORED = f"/.gitignore\n/lock\n/journal\n/utkast/\n{HEAD}*{TAIL}\n".encode()
_DEEP = ("records", "reports", ".github", ".forgejo", OWN)
"""Folders in which files are written in folders below, too."""

_ON_ITS_WAY = f"{HEAD}*{TAIL}"
_STRAY_AFTER = 3600


@dataclass
class Writer:
    """Someone who may write in a workspace, and does so alone. Made by `alone`."""

    root: Path
    undone: Undone
    has_written: bool = field(default=False, init=False)
    is_certain: bool = field(default=True, init=False)
    """Whether all that was written is on disk also if the power goes."""
    left: tuple[str, ...] = field(default=(), init=False)
    """What someone changed while a change of ours was made, so that it could not be put back as it was."""

    def put(self, path: str, data: bytes) -> None:
        """Write a file, new or in the place of the one there is. Raises WritingError."""
        self.put_all({path: data})

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Write files, new or in the place of those there are, all or none. Raises WritingError."""
        self.write([Change(path, _now(self.root, path), data) for path, data in files.items()])

    def write(self, changes: Sequence[Change]) -> None:
        """Make every change or none. A new file is never written over one that is there.

        Raises WritingError when a file does not hold what was expected or one cannot be written; then all
        files are as they were. Also when the run is interrupted or killed: then the next writer sees to it.
        """
        for change in changes:
            expect(self.root, change)
        try:
            self._write(changes)
        except FileExistsError as error:
            raise TakenError(f"{Path(error.filename2 or error.filename).name} finns redan; ingenting skrevs") from None
        except OSError as error:
            raise could_not(_named(error, changes), "skrivas", error) from None
        finally:
            self.has_written = self.has_written or _is_done(self.root, changes)

    def _write(self, changes: Sequence[Change]) -> None:
        prepared: dict[str, Path] = {}
        try:
            for change in changes:
                if change.after is not None:
                    file = self.root / change.path
                    make_folders(file.parent)
                    _sweep(self.root, file.parent.glob(_ON_ITS_WAY))
                    prepared[change.path] = prepare(file, change.after, mode=mode_of(file))
            for change in changes:
                expect(self.root, change)  # once more: an editor may have saved meanwhile
            if len(changes) > 1:
                self._all_or_none(changes, prepared)
            else:
                self._place(changes, prepared)
        finally:
            for temporary in prepared.values():
                drop(temporary)

    def _all_or_none(self, changes: Sequence[Change], prepared: dict[str, Path]) -> None:
        if not journal.takes(self.root, changes):
            self._all_or_none_outside(changes, prepared)
            return
        try:
            journal.begin(self.root, changes)
            self._place(changes, prepared)
            self._note(journal.end(self.root))
        except BaseException:
            self.left += journal.undo(self.root).left
            raise

    def _all_or_none_outside(self, changes: Sequence[Change], prepared: dict[str, Path]) -> None:
        """Outside the workspace nobody else puts anything back, so this run does; a kill can leave it half done."""
        before = journal.noted(self.root, changes)
        try:
            self._place(changes, prepared)
        except BaseException:
            self.left += journal.put_back(self.root, before).left
            raise

    def _place(self, changes: Sequence[Change], prepared: dict[str, Path]) -> None:
        for change in changes:
            file = self.root / change.path
            if change.after is None:
                file.unlink()
            elif change.before is None:
                place_new(prepared[change.path], file)
            else:
                place_over(prepared[change.path], file)
        for folder in dict.fromkeys((self.root / change.path).parent for change in changes):
            self._note(sync(folder))

    def _note(self, is_certain: bool) -> None:
        self.is_certain = self.is_certain and is_certain


@contextlib.contextmanager
def alone(root: Path, who: str, patience: float = PATIENCE) -> Iterator[Writer]:
    """Let someone write in a workspace while nobody else does. `who` is told to those who wait.

    What another left half done is first put back, and files that were on their way over an hour ago are
    swept. Raises WritingError when another writes for longer than `patience` seconds, or nothing can be written.
    """
    make_own_folder(root)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locked(root / _LOCK, who, patience))
        except OSError as error:
            raise could_not(_LOCK, "låsas", error) from None
        undone = journal.undo(root)
        _sweep(root, _strays(root))
        yield Writer(root, undone)


def was_cut_short(root: Path) -> bool:
    """Return whether a change in several files was cut short, and nobody is at work on it."""
    return journal.has_begun(root) and is_free(root / _LOCK)


def expect(root: Path, change: Change) -> None:
    """Raise WritingError unless a file holds what a change expects it to hold."""
    name = change.path.rpartition("/")[2]
    found = _now(root, change.path)
    if found == change.before:
        return
    if change.before is None:
        raise TakenError(f"{name} finns redan; ingenting skrevs")
    what = "ändrades" if found is not None else "togs bort"
    raise WritingError(f"{name} {what} av någon annan; ingenting skrevs, försök igen")


def _now(root: Path, path: str) -> bytes | None:
    """Return what a file holds now. Raises WritingError where a link or another file is on the way."""
    try:
        refuse_links(root, path)
        refuse_files(root, path)
        return content(root / path)
    except OSError as error:
        raise could_not(path.rpartition("/")[2], "skrivas", error) from None


def _named(error: OSError, changes: Sequence[Change]) -> str:
    """Return the name of the file that could not be written, and never that of one on its way."""
    name = Path(os.fsdecode(error.filename2 or error.filename or "")).name
    return changes[0].path.rpartition("/")[2] if not name or name.startswith(HEAD) else name


def _is_done(root: Path, changes: Sequence[Change]) -> bool:
    """Return whether the files hold what they should: an interruption may have come just before or after."""
    try:
        return not journal.has_begun(root) and all(content(root / change.path) == change.after for change in changes)
    except OSError:
        return False


def make_own_folder(root: Path) -> None:
    """Make the folder of what the tool keeps for itself, and keep git out of it. Raises WritingError."""
    refuse_links(root, _LOCK)
    ignore = root / _IGNORE
    try:
        make_folders(ignore.parent)
        if not ignore.exists():
            temporary = prepare(ignore, _IGNORED)
            try:
                place_over(temporary, ignore)
            finally:
                drop(temporary)
            sync(ignore.parent)
    except OSError as error:
        raise could_not(OWN, "skrivas", error) from None


def _sweep(root: Path, strays: Iterable[Path]) -> None:
    """Take away files that were on their way over an hour ago, by the clock of the disk itself."""
    with contextlib.suppress(OSError):
        now = (root / _LOCK).stat().st_mtime
        for stray in strays:
            if now - stray.lstat().st_mtime > _STRAY_AFTER:
                drop(stray)


def _strays(root: Path) -> Iterator[Path]:
    """Yield what was on its way, in the folders where files are written. Links to folders are not followed."""
    yield from root.glob(_ON_ITS_WAY)
    for home in root.iterdir():
        if home.is_dir() and not home.is_symlink():
            found = names_below(str(home)) if home.name in _DEEP else islice(names_below(str(home)), 1)
            yield from (Path(folder, name) for folder, names in found for name in names if _is_on_its_way(name))


def _is_on_its_way(name: str) -> bool:
    return name.startswith(HEAD) and name.endswith(TAIL)
