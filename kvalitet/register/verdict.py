"""All findings of a workspace as it is now: kept from an earlier run, and judged anew where a change can have touched.

A finding rests on a file's content, the tool, the settings and the day, and on the other records that its rule asked
for (`asked.py`). What a change does not concern is not judged anew (`parts.py`, `together.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

from kvalitet.catalogue import Catalogue
from kvalitet.checking import in_order
from kvalitet.diagnostics import Diagnostic
from kvalitet.processes import frozen
from kvalitet.records.collection import Records, name_of
from kvalitet.records.loading import load
from kvalitet.register.contents import SHA1, UNKNOWN, Contents, contents, name_on, of_what_was_read
from kvalitet.register.kept import ROWS, Kept, as_kept, in_portions, settings_mark
from kvalitet.register.parts import Parts
from kvalitet.register.plain_findings import from_plain, to_plain
from kvalitet.register.reading import Portion, Reader
from kvalitet.register.register import Register
from kvalitet.register.store import Store
from kvalitet.rules.links import links_to_what_exists
from kvalitet.workspace import FilesOnDisk, Workspace

FINDINGS, PARTS = "fynd", "granskat"
DISK, GIT = "", "git-"
"""What is kept of files on disk serves also for what git holds, but not the other way: git may not have looked."""

_FEW, _SHARE = 1000, 10
"""Files that may differ from what is kept before all is read and kept anew: so many, or one of so many."""

_LINKS = links_to_what_exists.code


class Paths(Sequence[str]):
    """Paths that are counted, and listed only when someone asks which they are."""

    def __init__(self, count: int, listed: Callable[[], list[str]]) -> None:
        self._count = count
        self._listed = listed

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._all[at]

    @cached_property
    def _all(self) -> list[str]:
        return self._listed()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings in a workspace, in order, and the paths of its files, sorted."""

    findings: list[Diagnostic]
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Read:
    """The files as they are now, what was said of each alone, and what their rows and answers were kept for."""

    register: Register
    parts: Parts
    of: Contents | None
    """The contents that the parts are kept with, or None where they are not kept."""
    young: Set[str] = frozenset()


class Judging:
    """Judges one workspace on one day. With a store it keeps what it finds, and begins from what was kept."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, day: dt.date, store: Store | None = None) -> None:
        self._workspace = workspace
        self._catalogue = catalogue
        self._day = day
        self._store = store
        self._is_on_disk = isinstance(workspace.held, FilesOnDisk)
        self._of = DISK if self._is_on_disk else GIT

    @cached_property
    def verdict(self) -> Verdict:
        """All findings as the workspace is now."""
        mark = self._mark(self._now)
        told = self._load(f"{self._of}{FINDINGS}") if mark is not None else None
        if told is not None and told[0] == mark:
            return Verdict(from_plain(told[2]), Paths(told[1], self._paths))
        with frozen():
            found = Verdict(self._judged(), self._paths())
        if mark is not None and not self._read.young:
            self._keep(FINDINGS, (mark, len(found.files), to_plain(found.findings)))
        return found

    def _paths(self) -> list[str]:
        return sorted(self._read.register.paths)

    def records(self) -> Records:
        """Return all records as the workspace is now."""
        with frozen():
            # git gives one file as slowly as many: what it holds is read whole
            return self._read.register.records if self._is_on_disk else load(self._workspace, self._catalogue)

    @cached_property
    def _now(self) -> Contents | None:
        return contents(self._workspace) if self._store is not None else None

    @cached_property
    def _settings(self) -> str:
        return settings_mark(self._workspace)

    def _mark(self, now: Contents | None) -> str | None:
        """Return what findings rest on, as one mark, or None where something has to be looked at each time."""
        if now is None or UNKNOWN in now.other.values():
            return None
        rest = (self._settings, self._day.isoformat(), sorted(now.other.items(), key=str))
        mark = hashlib.blake2b(now.listed.block, digest_size=16)
        mark.update(repr(rest).encode())
        return mark.hexdigest()

    def _keep(self, name: str, values: Iterable[object]) -> None:
        if self._store is not None:
            self._store.save(f"{self._of}{name}", values)

    def _load(self, name: str) -> list[Any] | None:
        return self._store.load(name) if self._store is not None else None

    @cached_property
    def _read(self) -> Read:
        before, parts = self._before() if self._now is not None else (None, None)
        if self._now is None or before is None or parts is None:
            return self._of_all()
        differing = self._now.since(before.contents, name_on(self._workspace, self._now.listed))
        is_much = len(differing) > max(_FEW, len(before.paths) // _SHARE)
        if is_much or (differing and self._reader.unit_words != before.unit_words):
            return self._of_all()
        return self._of_changed(before, parts, differing)

    def _before(self) -> tuple[Kept | None, Parts | None]:
        """Return the rows that are kept, and what was said of them on this day, where both are."""
        for of in dict.fromkeys((DISK, self._of)):
            before = as_kept(self._load(f"{of}{ROWS}"), self._settings)
            found = self._load(f"{of}{PARTS}") if before is not None else None
            if before is not None and found is not None and found[0] == self._mark_of(before.contents):
                return before, Parts.from_plain(found[1])
        return None, None

    def _mark_of(self, found: Contents) -> str:
        """Return the mark of contents that parts are kept with, whatever has to be looked at each time."""
        return self._mark(Contents(found.listed, {path: name or "-" for path, name in found.other.items()})) or ""

    @cached_property
    def _reader(self) -> Reader:
        length = self._now.length if self._now is not None else SHA1
        second = self._store.second() if self._store is not None and self._is_on_disk else 0
        return Reader(self._workspace, self._catalogue, self._day, length, second)

    def _of_all(self) -> Read:
        paths = list(self._workspace.files())
        portion = self._reader.read_all(paths)
        there = [number for number, name in enumerate(portion.names) if name is not None]
        register = Register(
            self._workspace, self._catalogue, [paths[at] for at in there], [portion.rows[at] for at in there]
        )
        read = self._kept_of(register, paths, portion)
        parts = Parts()
        parts.replace((), portion)
        parts.ask_of(_linking(register, portion.links), _LINKS)
        if read is not None:
            self._keep(PARTS, (self._mark_of(read), parts.to_plain()))
        return Read(register, parts, read, portion.young)

    def _kept_of(self, register: Register, paths: list[str], portion: Portion) -> Contents | None:
        """Keep the rows of all files, and return what contents they are of; None where they cannot be kept."""
        if self._store is None or self._now is None:
            return None
        read = of_what_was_read(self._now.listed, zip(paths, portion.names, strict=True), portion.young)
        kept = Kept(self._settings, self._reader.unit_words, read, register.paths, register.rows)
        self._keep(ROWS, in_portions(kept))
        return read

    def _of_changed(self, before: Kept, parts: Parts, differing: Mapping[str, str | None]) -> Read:
        register = Register(self._workspace, self._catalogue, before.paths, before.rows)
        if not differing:
            return Read(register, parts, before.contents)
        come = [path for path, name in differing.items() if name is not None]
        self._workspace.held.expect(come)
        portion = self._reader.read(come)
        gone = {path for path, name in differing.items() if name is None}
        gone |= {path for path, name in zip(come, portion.names, strict=True) if name is None}
        rows = dict(zip(come, portion.rows, strict=True))
        changed = _beside(register.rows_of(differing), rows, differing)
        parts.together.forget(changed, register.columns)
        register = register.with_instead(rows, gone)
        parts.together.move(changed, register.loader)
        parts.replace(differing, portion)
        parts.ask_of(_linking(register, portion.links | {name_of(path) for path in gone}), _LINKS)
        parts.ask_again(changed, register.columns)
        return Read(register, parts, None, portion.young)

    def _judged(self) -> list[Diagnostic]:
        """Let the rules that wait ask the other records, and those on all records judge them together."""
        register, parts = self._read.register, self._read.parts
        is_new = bool(parts.unanswered()) or not parts.together.told
        parts.answer(parts.unanswered(), register, self._day)
        together = parts.together.tell(register, self._day)
        if is_new and self._read.of is not None:
            self._keep(PARTS, (self._mark_of(self._read.of), parts.to_plain()))
        return in_order([*parts.findings(), *together])


def _beside(
    before: Mapping[str, bytes | None], after: Mapping[str, bytes | None], paths: Iterable[str]
) -> dict[str, tuple[bytes | None, bytes | None]]:
    """Return the rows of some files before and after; none where there was or is no file, or no row."""
    return {path: (before.get(path), after.get(path)) for path in paths}


def _linking(register: Register, ids: Iterable[str]) -> list[str]:
    """Return the files that link to what is not there, given all ids that may not be."""
    missing = {found for found in ids if not register.records.knows(found)}
    return register.linking_to(missing) if missing else []
