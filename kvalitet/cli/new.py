"""`kvalitet new`: a new record, asked for, given on the line or in a file, judged before it is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import ASSIGNMENT, FILE, KIND, RECORD
from kvalitet.cli.list_ import named_kind
from kvalitet.cli.session import Session, session
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError, WritingError

if TYPE_CHECKING:
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.drafting import Draft, Values
    from kvalitet.kinds import Kind
    from kvalitet.records.collection import Records
    from kvalitet.records.record import Record
    from kvalitet.source.document import Document
    from kvalitet.writing import Change

REFUSED = 1


def new(
    ctx: typer.Context,
    word: Annotated[
        str,
        typer.Argument(metavar="SLAG", click_type=KIND, help="Slag av post, till exempel avvikelse eller synpunkt."),
    ],
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FÄLT=VÄRDE",
            click_type=ASSIGNMENT,
            help="Ett fält och dess värde. Får anges flera gånger.",
        ),
    ] = None,
    from_: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FIL",
            click_type=FILE,
            help="Ta fälten ur en post eller mall. - läser det som skickas in.",
        ),
    ] = "",
    for_: Annotated[
        str, typer.Option("--for", metavar="ID", click_type=RECORD, help="Länka till och från den här posten.")
    ] = "",
    quick: Annotated[bool, typer.Option("--quick", help="Fråga bara om det nödvändigaste.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Öppna posten i textredigeraren innan den sparas.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Fråga inte, även i en terminal.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Visa posten utan att spara den.")] = False,
) -> int:
    """Skapa en post. Frågar efter det som måste finnas och inte är angivet.

    Svara ? på en fråga för att se vad fältet betyder.
    Datum skrivs som idag, igår, -3d, 12/3 eller 2025-03-12. Posten granskas innan den sparas.
    """
    from kvalitet import drafting
    from kvalitet.cli.assigning import given as fields_given
    from kvalitet.records.loading import load_on_demand

    run = session(ctx)
    kind, preset = named_kind(run, word)
    records = load_on_demand(run.workspace, run.catalogue)
    origin = _read_template(run, from_) if from_ else None
    if origin is not None and _is_unfit(origin):
        return REFUSED
    values: Values = {**(drafting.template_values(kind, origin) if origin else {}), **preset}
    other = the_record(run, for_) if for_ else None
    if other is not None:
        _link(kind, other, values)
    for field, value in fields_given(kind, given or [], run, records):
        drafting.put(kind, values, field.path, value)
    _fill(run, kind, values, records, quick=quick, asks=sys.stdin.isatty() and not no_input and not edit)
    if edit:
        drafting.put_blanks(kind, values)
    draft = drafting.draft(kind, values, records, run.now, run.day.year)
    entry = _Entry(run, draft, kind, records, origin, other, edit, dry_run)
    return _edit(entry) if edit else _take(entry, draft.text.encode())


@dataclass(frozen=True, slots=True)
class _Entry:
    """A new record on its way to its file: what it is judged among, and the other end of its link."""

    run: Session
    draft: Draft
    kind: Kind
    records: Records
    origin: Document | None
    other: Record | None
    in_editor: bool
    dry_run: bool


def _read_template(run: Session, name: str) -> Document:
    """Return the file that a new record's fields are taken from; - is what is sent in. Raises UsageError."""
    from kvalitet.source.document import document, read_file
    from kvalitet.source.files import LARGEST_FILE

    if name == "-":
        return document("stdin", sys.stdin.buffer.read(LARGEST_FILE))
    file = run.folder / name
    if not file.exists():
        raise UsageError(f"filen {name} finns inte")
    return read_file(file, name)


def _is_unfit(origin: Document) -> bool:
    """Tell why fields cannot be taken from a file, where they cannot."""
    from kvalitet.checking import check_text, has_errors

    findings = check_text(origin)
    if not has_errors(findings):
        return False
    output.print_short(findings, aside=True)
    output.say_aside("Posten sparades inte.")
    return True


def _link(kind: Kind, other: Record, values: Values) -> None:
    from kvalitet import drafting

    field = drafting.link_forward(kind, other)
    if field is None:
        raise UsageError(f"{kind.name} har inget fält som pekar på {other.kind.name}; ta bort --for")
    drafting.put(kind, values, field.path, [other.id] if field.many else other.id)
    if "enhet" in kind.fields and other.text("enhet"):
        values.setdefault("enhet", other.text("enhet"))


def _fill(run: Session, kind: Kind, values: Values, records: Records, *, quick: bool, asks: bool) -> None:
    """Give every field that the record must have a value: the kind's own, or an answer."""
    from kvalitet import drafting
    from kvalitet.cli.asking import ask, one_of_fields
    from kvalitet.records.lacking import missing

    if asks and quick:
        for path in kind.quick:
            field = kind.find(path)
            if field is not None and drafting.get(values, path) is None:
                drafting.put(kind, values, path, ask(field, None, run, records))
    left: set[str] = set()
    while need := next((need for need in missing(kind, values) if need[0].path not in left), None):
        field = one_of_fields(need, run) if asks and len(need) > 1 else need[0]
        own = drafting.default(field, kind, values, records, run.day)
        if asks and not field.fills_itself and (own is None or not quick):
            drafting.put(kind, values, field.path, ask(field, own, run, records))
        elif own is not None:
            drafting.put(kind, values, field.path, own)
        else:
            left.add(field.path)


def _edit(entry: _Entry) -> int:
    """Let the person change the draft until it can be saved."""
    from kvalitet.cli.editor import edit_until_taken

    start = entry.draft.text.encode()
    return edit_until_taken(entry.run, entry.draft.path, start, lambda data: _take(entry, data) == 0)


def _take(entry: _Entry, data: bytes) -> int:
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


def _judge(entry: _Entry, data: bytes) -> Sequence[Diagnostic]:
    from kvalitet.checking import check_one, check_text
    from kvalitet.records.loading import as_record
    from kvalitet.source.document import document

    found = document(entry.draft.path, data)
    origin = None if entry.in_editor else entry.origin
    record = as_record(replace(found, origin=origin), entry.run.catalogue)
    if record is None:
        return check_text(found)
    return check_one(record, entry.records, entry.run.day)


def _tell(entry: _Entry, findings: Sequence[Diagnostic], data: bytes) -> None:
    """Tell findings by line in the editor, else by field, or by line in the file that the fields came from."""
    from kvalitet.source.document import document

    if entry.in_editor:
        texts = {entry.draft.path: document(entry.draft.path, data)}
        output.print_findings(findings, texts, colour=entry.run.colour, aside=True)
        return
    for finding in findings:
        output.say_finding(finding, with_place=finding.place.path != entry.draft.path)


def _where_to_mend(entry: _Entry) -> str:
    if entry.in_editor:
        return ""
    where = f"i {entry.origin.path}, eller med --set fält=värde," if entry.origin else "med --set fält=värde"
    return f" Rätta {where} och försök igen."


def _write(entry: _Entry, data: bytes) -> None:
    """Write the record, and the link back to it: both or none."""
    from kvalitet.writing import Change, write_all

    changes = [Change(entry.draft.path, None, data), *_link_back(entry)]
    write_all(entry.run.workspace.root, changes)
    output.say("\n".join(change.path for change in changes))


def _link_back(entry: _Entry) -> list[Change]:
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
