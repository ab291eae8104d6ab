"""The rows of all records of a workspace as it is now.

What was kept of an earlier run is compared with what git knows of the files: by the names of their contents, never by
time or size. Only what differs is read. Where nothing was kept, or much differs, all files are read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Place
from kvalitet.records.collection import Records
from kvalitet.records.lean import LeanRecord, Loader, Query
from kvalitet.records.loading import as_record, check_own
from kvalitet.records.record import Record
from kvalitet.records.rows import Columns
from kvalitet.source.document import Document
from kvalitet.workspace import Workspace, in_walking_order


@dataclass(frozen=True, slots=True)
class Noted:
    """What was asked of the records of each kind, which files were read for more than a place, and where what stood."""

    values: dict[str, set[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    places: dict[Place, set[Query]] = field(default_factory=dict)


@dataclass(frozen=True)
class Register:
    """Every file below `records` with its row, where it has one, in the order of a walk of the folders."""

    workspace: Workspace
    catalogue: Catalogue
    paths: list[str]
    rows: list[bytes | None]

    @cached_property
    def records(self) -> Records:
        """The records, each of which reads its file when it is asked for more than its row says.

        Raises ConfigurationError at a mistake in the workspace's settings that shows only among its records.
        """
        loader, columns = self.loader, self.columns
        self.workspace.held.expect(path for path, row in zip(self.paths, self.rows, strict=True) if row is None)
        records: list[Record] = []
        unread: list[Document] = []
        for path, row in zip(self.paths, self.rows, strict=True):
            if row is not None:
                records.append(LeanRecord(path, row, columns[path.split("/", 2)[1]], loader))
                continue
            found = self.workspace.document(path)
            record = as_record(found, self.catalogue)
            if record is not None:
                records.append(record)
            elif not found.is_gone:
                unread.append(found)
        all_of_them = Records(self.catalogue, records, unread)
        check_own(self.workspace, all_of_them)
        return all_of_them

    def linking_to(self, ids: Set[str]) -> list[str]:
        """Return the files of the records that link to one of these ids."""
        return [record.document.path for record in self.records if not record.targets().isdisjoint(ids)]

    def rows_of(self, paths: Container[str]) -> dict[str, bytes | None]:
        """Return the rows of some files, those of them that there are."""
        return {path: row for path, row in zip(self.paths, self.rows, strict=True) if path in paths}

    @contextlib.contextmanager
    def noting(self) -> Iterator[Noted]:
        """Note what is asked of the records meanwhile."""
        noted = Noted()
        for name, columns in self.columns.items():
            columns.asked = noted.values[name] = set()
        self.loader.asked, self.loader.placed = noted.files, noted.places
        try:
            yield noted
        finally:
            for columns in self.columns.values():
                columns.asked = None
            self.loader.asked = self.loader.placed = None

    @cached_property
    def loader(self) -> Loader:
        """What reads the files."""
        return Loader(self.workspace.document)

    @cached_property
    def columns(self) -> Mapping[str, Columns]:
        """How rows of each kind are read."""
        return {kind.name: Columns(kind) for kind in self.catalogue.kinds.values()}

    def with_instead(self, changed: Mapping[str, bytes | None], gone: Iterable[str]) -> Register:
        """Return the register with the rows of some files new, changed, or (`gone`) no longer there."""
        known = dict(zip(self.paths, self.rows, strict=True))
        is_new = any(path not in known for path in changed)
        known.update(changed)
        for path in gone:
            known.pop(path, None)
        ordered = sorted(known, key=in_walking_order) if is_new else known
        return Register(self.workspace, self.catalogue, list(ordered), [known[path] for path in ordered])
