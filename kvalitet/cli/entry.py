"""A new record on its way to its file: judged as it would be, then written with the link back to it, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import WritingError

if TYPE_CHECKING:
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.drafting import Draft
    from kvalitet.kinds import Kind
    from kvalitet.records.collection import Records
    from kvalitet.records.record import Record
    from kvalitet.source.document import Document
    from kvalitet.writing.changes import Change


@dataclass(frozen=True, slots=True)
class Entry:
    """A new record on its way to its file: what it is judged among, and the other end of its link."""

    run: Session
    draft: Draft
    kind: Kind
    records: Records
    origin: Document | None
    other: Record | None
    in_editor: bool
    dry_run: bool


def edited(entry: Entry) -> int:
    """Let the person change the draft until it can be saved."""
    from kvalitet.cli.editor import edit_until_taken

    start = entry.draft.text.encode()
    return edit_until_taken(entry.run, entry.draft.path, start, lambda data: taken(entry, data) == 0)


def taken(entry: Entry, data: bytes) -> int:
    """Judge the record as it would be, and write it; tell what is wrong and write nothing if anything is."""
    from kvalitet.checking import has_errors

    findings = _judge(entry, data)
    _tell(entry, findings, data)
    if has_errors(findings):
        output.say_aside(f"Posten sparades inte.{_where_to_mend(entry)}")
        return REFUSED
    if entry.dry_run:
        output.say(data.decode().rstrip("\n"))
        return 0
    _write(entry, data)
    return 0


def _judge(entry: Entry, data: bytes) -> Sequence[Diagnostic]:
    from kvalitet.checking import check_one, check_text
    from kvalitet.records.loading import as_record
    from kvalitet.source.document import document

    found = document(entry.draft.path, data)
    origin = None if entry.in_editor else entry.origin
    record = as_record(replace(found, origin=origin), entry.run.catalogue)
    if record is None:
        return check_text(found)
    return check_one(record, entry.records, entry.run.day)


def _tell(entry: Entry, findings: Sequence[Diagnostic], data: bytes) -> None:
    """Tell findings by line in the editor, else by field, or by line in the file that the fields came from."""
    from kvalitet.source.document import document

    if entry.in_editor:
        texts = {entry.draft.path: document(entry.draft.path, data)}
        output.print_findings(findings, texts, colour=entry.run.colour, aside=True)
        return
    for finding in findings:
        output.say_finding(finding, with_place=finding.place.path != entry.draft.path)


def _where_to_mend(entry: Entry) -> str:
    if entry.in_editor:
        return ""
    where = f"i {entry.origin.path}, eller med --set fält=värde," if entry.origin else "med --set fält=värde"
    return f" Rätta {where} och försök igen."


def _write(entry: Entry, data: bytes) -> None:
    """Write the record, and the link back to it: both or none."""
    from kvalitet.writing.changes import Change, write_all

    changes = [Change(entry.draft.path, None, data), *_link_back(entry)]
    write_all(entry.run.workspace.root, changes)
    output.say("\n".join(change.path for change in changes))


def _link_back(entry: Entry) -> list[Change]:
    """Return the change that links the other record to the new one, where it has a field for that."""
    from kvalitet import drafting
    from kvalitet.changing import open_version

    field = drafting.link_back(entry.kind, entry.other) if entry.other else None
    if entry.other is None or field is None:
        return []
    other = open_version(entry.run.workspace.root, entry.other)
    links = other.value((field,))
    if links is not None and not isinstance(links, list):
        raise WritingError(f"{field} i {entry.other.id} är ingen lista; rätta det först. Ingenting skrevs")
    return [other.change_to(other.with_value((field,), [*(links or []), entry.draft.id]))]
