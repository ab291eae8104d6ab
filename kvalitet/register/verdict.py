"""All findings of a workspace as it is now: kept from an earlier run, and judged anew where a change can have touched.

A finding rests on a file's content, the tool, the settings and the day, and on the other records that its rule asked
for (`asking.py`). The rules on all records together are run whenever anything has changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kvalitet.catalogue import Catalogue
from kvalitet.checking import in_order, judge_together
from kvalitet.diagnostics import Diagnostic
from kvalitet.processes import frozen
from kvalitet.records.collection import Records, name_of
from kvalitet.records.rows import LeanRecord
from kvalitet.register.contents import UNKNOWN, Contents, contents, of_what_was_read
from kvalitet.register.parts import Parts
from kvalitet.register.plain_findings import from_plain, to_plain
from kvalitet.register.reading import Reader, read_all
from kvalitet.register.register import Kept, Register, keep, kept, settings_mark
from kvalitet.register.store import Store
from kvalitet.rules.links import links_to_what_exists
from kvalitet.workspace import FilesOnDisk, Workspace

FINDINGS, PARTS = "fynd", "granskat"

_FEW, _SHARE = 300, 50
"""Files that may differ from what is kept before all is read and kept anew: so many, or one of so many."""

_LINKS = links_to_what_exists.code


@dataclass(frozen=True)
class Outcome:
    """The register of a workspace and all findings in it, in order."""

    register: Register
    findings: list[Diagnostic]


class Judging:
    """Judges one workspace on one day. With a store it keeps what it finds, and begins from what was kept."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, day: dt.date, store: Store | None = None) -> None:
        self._workspace = workspace
        self._catalogue = catalogue
        self._day = day
        self._store = store

    def findings(self) -> list[Diagnostic]:
        """Return all findings as the workspace is now, in order."""
        told = self._store.load(FINDINGS) if self._store and self._now is not None else None
        if told is not None and told[0] == self._mark(self._now):
            return from_plain(told[1])
        return self._outcome.findings

    def records(self) -> Records:
        """Return all records as the workspace is now."""
        return self._outcome.register.records

    @cached_property
    def _now(self) -> Contents | None:
        return contents(self._workspace)

    @cached_property
    def _settings(self) -> str:
        return settings_mark(self._workspace)

    def _mark(self, now: Contents | None) -> str | None:
        """Return what findings rest on, as one mark, or None where something has to be looked at each time."""
        if now is None or UNKNOWN in now.other.values():
            return None
        rest = (self._settings, self._day.isoformat(), sorted(now.other.items()))
        return hashlib.blake2b(now.listed + repr(rest).encode(), digest_size=16).hexdigest()

    @cached_property
    def _outcome(self) -> Outcome:
        with frozen():
            before = kept(self._store, self._settings) if self._now is not None else None
            parts = self._kept_parts(before)
            differing = self._now.since(before.contents) if self._now is not None and before is not None else {}
            if before is None or parts is None or len(differing) > max(_FEW, len(before.paths) // _SHARE):
                return self._of_all()
            return self._of_changed(before, parts, differing)

    def _kept_parts(self, before: Kept | None) -> Parts | None:
        found = self._store.load(PARTS) if self._store and before is not None else None
        is_right = found is not None and before is not None and found[0] == self._mark(before.contents)
        return Parts.from_plain(found[1]) if is_right else None

    def _reader(self) -> Reader:
        length = self._now.length if self._now is not None else Contents().length
        return Reader(self._workspace, self._catalogue, self._day, length)

    def _of_all(self) -> Outcome:
        paths = list(self._workspace.files())
        is_on_disk = isinstance(self._workspace.held, FilesOnDisk)
        portion = read_all(self._reader(), paths, is_on_disk=is_on_disk)
        there = [number for number, name in enumerate(portion.names) if name is not None]
        register = Register(
            self._workspace, self._catalogue, [paths[at] for at in there], [portion.rows[at] for at in there]
        )
        parts = Parts()
        parts.replace((), portion)
        parts.ask_of(self._linking(register, portion.links), _LINKS)
        parts.answer(list(parts.waiting), register.records, self._day)
        outcome = self._together(register, parts)
        if self._store is not None and self._now is not None and is_on_disk:
            read = of_what_was_read(self._now.listed, zip(paths, portion.names, strict=True))
            keep(self._store, Kept(self._settings, read, register.paths, register.rows))
            self._store.save(PARTS, (self._mark(read), parts.to_plain()))
            self._keep_findings(read, outcome)
        return outcome

    def _of_changed(self, before: Kept, parts: Parts, differing: Mapping[str, str | None]) -> Outcome:
        come = [path for path, name in differing.items() if name is not None]
        self._workspace.held.expect(come)
        portion = self._reader().read(come)
        gone = [path for path in differing if path not in come]
        gone += [path for path, name in zip(come, portion.names, strict=True) if name is None]
        earlier = Register(self._workspace, self._catalogue, before.paths, before.rows)
        register = earlier.with_instead(dict(zip(come, portion.rows, strict=True)), gone)
        parts.replace(differing, portion)
        touched = {name_of(path) for path in differing}
        touched |= portion.links | earlier.links_of(differing)
        parts.ask_of(self._linking(register, portion.links | {name_of(path) for path in gone}), _LINKS)
        parts.answer({*differing, *parts.resting_on(touched), *parts.unanswered()}, register.records, self._day)
        outcome = self._together(register, parts)
        if isinstance(self._workspace.held, FilesOnDisk):
            self._keep_findings(self._now, outcome)
        return outcome

    def _linking(self, register: Register, ids: Iterable[str]) -> list[str]:
        """Return the files that link to what is not there, given all ids that may not be."""
        missing = {found for found in ids if not register.records.knows(found)}
        return register.linking_to(missing) if missing else []

    def _together(self, register: Register, parts: Parts) -> Outcome:
        together = judge_together(register.records, self._day)
        return Outcome(register, in_order([*parts.findings(), *together]))

    def _keep_findings(self, now: Contents | None, outcome: Outcome) -> None:
        mark = self._mark(now)
        if self._store is not None and mark is not None:
            self._store.save(FINDINGS, (mark, to_plain(outcome.findings)))
