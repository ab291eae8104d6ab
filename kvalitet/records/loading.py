"""Read records from the workspace: all of them, one, or one that is not written yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kvalitet.catalogue import Catalogue
from kvalitet.kinds import Kind
from kvalitet.records.collection import ROLE, Records, name_of
from kvalitet.records.ids import is_id, path_of
from kvalitet.records.lean import whole
from kvalitet.records.record import Record
from kvalitet.source.document import Document, document
from kvalitet.source.exact import Value
from kvalitet.source.faults import Fault, FaultKind
from kvalitet.words import fold
from kvalitet.workspace import Workspace, in_walking_order

_LEFTOVER = re.compile(r"\.(?:orig|rej)$|\.yaml~.+$|_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+\.yaml$")


def is_leftover(path: str) -> bool:
    """Return whether a file's name is one that git or a merge tool gives what it puts aside."""
    return _LEFTOVER.search(path) is not None


def load(workspace: Workspace, catalogue: Catalogue) -> Records:
    """Return every record of a workspace, read whole; files that are none come along as documents."""
    documents = workspace.documents(list(workspace.files()))
    records = from_documents((found for found in documents if not found.is_gone), catalogue)
    check_own(workspace, records)
    return records


def from_documents(documents: Iterable[Document], catalogue: Catalogue) -> Records:
    """Return the records that documents hold; those that hold none come along."""
    return Records(catalogue, *_sorted_out(documents, catalogue))


def _sorted_out(documents: Iterable[Document], catalogue: Catalogue) -> tuple[list[Record], list[Document]]:
    records, unread = [], []
    for found in documents:
        record = as_record(found, catalogue)
        if record is None:
            unread.append(found)
        else:
            records.append(record)
    return records, unread


def check_own(workspace: Workspace, records: Records) -> None:
    """Raise ConfigurationError at a mistake in the workspace's settings that shows only now.

    Its own lists of requirements are read, and each of its words for a role must have a role to mean.
    """
    if workspace.configuration.texts("krav"):
        dict(records.catalogue.packs)
    configuration, prefix = workspace.configuration, records.catalogue.kinds[ROLE].prefix
    for word, role in configuration.values.get("roller", {}).items():
        if not records.knows(role):
            near = records.nearest_id(role, [ROLE])
            ending = f"; menade du {near}?" if near else "; skapa rollen med kvalitet new roll"
            raise configuration.error(f"{role} finns inte{ending}", "roller", word)
        named = f"{prefix}-{fold(word)}"
        if named != role and records.knows(named):
            message = f"{word} är redan namnet på {named}; välj ett annat ord"
            raise configuration.error(message, "roller", word, key=True)


def load_on_demand(workspace: Workspace, catalogue: Catalogue) -> Records:
    """Return records that are read one by one when a link asks for them."""

    def fetch(record_id: str) -> Record | None:
        path = _path(catalogue, record_id)
        return as_record(workspace.document(path), catalogue) if exists(record_id) else None

    def exists(record_id: str) -> bool:
        path = _path(catalogue, record_id)
        return bool(path) and workspace.held.has_file(path)

    return Records(catalogue, (), fetch=fetch, exists=exists)


def with_documents(records: Records, documents: Mapping[str, Document | None]) -> Records:
    """Return the records as they would be with some files changed, new or (None) gone."""
    new, unread = _sorted_out((found for found in documents.values() if found), records.catalogue)
    kept = [record for record in records if record.document.path not in documents]
    unread += [found for found in records.unread if found.path not in documents]
    in_order = sorted([*kept, *new], key=lambda record: in_walking_order(record.document.path))
    return records.with_instead(in_order, sorted(unread, key=lambda found: in_walking_order(found.path)))


def with_unmerged(records: Records, unmerged: Mapping[str, bool]) -> Records:
    """Return the records with a fault on each file that git could not merge and that does not show it itself.

    The value says whether both sides still have the file.
    """
    waited_for = (*records.unread, *(record.document for record in records))
    known = {found.path: whole(found) for found in waited_for if found.path in unmerged}
    marked: dict[str, Document | None] = {}
    for path, both_have_it in unmerged.items():
        found = known.get(path) or Document(path, "", None, ())
        if not any(fault.kind is FaultKind.CONFLICT_MARKER for fault in found.faults):
            fault = Fault(FaultKind.UNMERGED, detail="changed" if both_have_it else "removed")
            marked[path] = replace(found, faults=(*found.faults, fault))
    return with_documents(records, marked) if marked else records


def unwritten(kind: Kind, values: dict[str, Value]) -> Record:
    """Return values as a record that lies in no file, to be asked what it lacks."""
    return Record(values, kind.fields, Document("", "", values, ()), (), "", kind)


def _path(catalogue: Catalogue, record_id: str) -> str:
    """Return where the record with an id lies, or nothing for what is no id: an id alone tells."""
    kind = catalogue.kind_of_id(record_id)
    return path_of(record_id, kind) if kind and is_id(record_id, kind) else ""


def record_from_text(path: str, text: str, catalogue: Catalogue) -> Record | None:
    """Return the record that a text would be at a path, for judging before anything is written."""
    return as_record(document(path, text.encode()), catalogue)


def as_record(found: Document, catalogue: Catalogue) -> Record | None:
    """Return a document as a record of the kind whose folder it lies in, or None."""
    parts = found.path.split("/")
    kind = catalogue.kinds.get(parts[1]) if len(parts) > 2 else None
    is_named = parts[-1].endswith(".yaml") and not parts[-1].startswith(".") and not is_leftover(found.path)
    if kind is None or found.values is None or not is_named:
        return None
    return of_document(found, kind)


def of_document(found: Document, kind: Kind) -> Record:
    """Return a document that holds values as a record of a kind."""
    return Record(found.values or {}, kind.fields, found, (), name_of(found.path), kind)
