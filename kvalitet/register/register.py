"""The rows of all records of a workspace as it is now.

What was kept of an earlier run is compared with what git knows of the files: by the names of their contents, never by
time or size. Only what differs is read. Where nothing was kept, or much differs, all files are read.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Place
from kvalitet.history.listing import Listing
from kvalitet.paths import PathError
from kvalitet.records.collection import Records
from kvalitet.records.lean import LeanRecord, Loader, Query
from kvalitet.records.loading import as_record, check_own
from kvalitet.records.record import Record
from kvalitet.records.rows import Columns
from kvalitet.register.contents import Contents
from kvalitet.source.document import Document
from kvalitet.workspace import KINDS, Workspace, in_walking_order

ROWS = "poster"
_PORTION = 4_000


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


@dataclass(frozen=True)
class Kept:
    """Rows as they are kept, with what they and the findings in files alone depend on besides the files."""

    settings: str
    unit_words: frozenset[str]
    contents: Contents
    paths: list[str]
    rows: list[bytes | None]


def as_kept(found: list[Any] | None, settings: str) -> Kept | None:
    """Return the rows that plain values stand for, if they were kept for these settings."""
    if found is None or found[0] != settings:
        return None
    _, words, listed, other, *portions = found
    paths = [path for portion, _ in portions for path in portion.split("\0")]
    rows = [row for _, rows in portions for row in rows]
    return Kept(settings, words, Contents(Listing(listed), other), paths, rows)


def in_portions(found: Kept) -> Iterator[Any]:
    """Yield rows as plain values, in portions, so that no copy of all is made."""
    yield from (found.settings, found.unit_words, found.contents.listed.block, found.contents.other)
    for at in range(0, len(found.paths), _PORTION):
        yield "\0".join(found.paths[at : at + _PORTION]), found.rows[at : at + _PORTION]


def settings_mark(workspace: Workspace) -> str:
    """Return a mark of all settings of a workspace: its configuration, and every file that it or `kinds` holds."""
    mark = hashlib.blake2b(f"{workspace.root}\0{workspace.configuration.text}".encode(), digest_size=16)
    for path in [*workspace.held.paths(KINDS), *_named_files(workspace)]:
        document = workspace.document(path)
        mark.update(repr((path, document.text, document.faults)).encode("utf-8", "backslashreplace"))
    return mark.hexdigest()


def _named_files(workspace: Workspace) -> Iterator[str]:
    for text in _texts(list(workspace.configuration.values.values())):
        with contextlib.suppress(PathError):
            yield workspace.held.locate(text)


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
