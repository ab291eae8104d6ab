"""`kvalitet new`: a new record, asked for, given on the line or in a file, judged before it is written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import FILE, KIND, RECORD
from kvalitet.cli.list_ import named_kind
from kvalitet.cli.options import Given, NoInput
from kvalitet.cli.session import REFUSED, Session, session
from kvalitet.cli.show import the_record
from kvalitet.cli.stopping import STOPS
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.cli.entry import Entry
    from kvalitet.drafting import Values
    from kvalitet.kinds import Field, Kind
    from kvalitet.records.collection import Records
    from kvalitet.records.record import Record
    from kvalitet.source.document import Document
    from kvalitet.source.exact import Value


def new(
    ctx: typer.Context,
    word: Annotated[
        str,
        typer.Argument(metavar="SLAG", click_type=KIND, help="Slag av post, till exempel avvikelse eller synpunkt."),
    ],
    given: Given = None,
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
    no_input: NoInput = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Visa posten utan att spara den.")] = False,
) -> int:
    """Skapa en post. Frågar efter det som måste finnas och inte är angivet.

    Svara ? på en fråga för att se vad fältet betyder.
    Datum skrivs som idag, igår, -3d, 12/3 eller 2025-03-12. Posten granskas innan den sparas.
    """
    from kvalitet import drafting
    from kvalitet.cli.entry import Entry, save

    run = session(ctx)
    kind, preset = named_kind(run, word)
    origin = _read_template(run, from_) if from_ else None
    if origin is not None and _is_unfit(origin):
        return REFUSED
    values = {**(drafting.template_values(kind, origin) if origin else {}), **preset}
    asks = sys.stdin.isatty() and not no_input and not edit
    other = the_record(run, for_).id if for_ else ""
    entry = Entry(run, kind, values, origin, other, edit, dry_run, asks, _command(kind, other))
    _fill(entry, given or [], quick=quick)
    return save(entry)


def _command(kind: Kind, other: str) -> str:
    return f"kvalitet new {kind.name}{f' --for {other}' if other else ''}"


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


def _put_given(
    run: Session, kind: Kind, values: Values, records: Records, other: Record | None, words: Sequence[str]
) -> None:
    """Put in the link to the other record and what is given on the line, which goes before all else."""
    from kvalitet import drafting
    from kvalitet.cli.assigning import given

    if other is not None:
        _link(kind, other, values)
    for field, value in given(kind, words, run, records):
        drafting.put(kind, values, field.path, value)


def _link(kind: Kind, other: Record, values: Values) -> None:
    from kvalitet import drafting

    field = drafting.link_forward(kind, other)
    if field is None:
        raise UsageError(f"{kind.name} har inget fält som pekar på {other.kind.name}; ta bort --for")
    drafting.put(kind, values, field.path, [other.id] if field.many else other.id)
    if "enhet" in kind.fields and other.text("enhet"):
        values.setdefault("enhet", other.text("enhet"))


def _fill(entry: Entry, words: Sequence[str], *, quick: bool) -> None:
    """Give every field that the record must have a value: what is given, the kind's own, or an answer.

    What was answered when the person stops is kept.
    """
    from kvalitet import drafting
    from kvalitet.cli.entry import keep_answers
    from kvalitet.records.loading import load_on_demand

    run, kind, values = entry.run, entry.kind, entry.values
    records = load_on_demand(run.workspace, run.catalogue)
    _put_given(run, kind, values, records, the_record(run, entry.other) if entry.other else None, words)
    try:
        _answer(entry, records, quick=quick)
    except STOPS:
        keep_answers(entry)
        raise
    for field in drafting.filling_themselves(kind, values, {}):
        drafting.put(kind, values, field.path, drafting.default(field, kind, values, records, run.day))
    if entry.in_editor:
        drafting.put_blanks(kind, values)


def _answer(entry: Entry, records: Records, *, quick: bool) -> None:
    from kvalitet import drafting
    from kvalitet.cli.asking import ask, one_of_fields
    from kvalitet.records.lacking import missing

    run, kind, values, asks = entry.run, entry.kind, entry.values, entry.asks

    def answered(field: Field, own: Value) -> None:
        def take(value: Value) -> None:
            drafting.put(kind, values, field.path, value)
            entry.answered.append(field.path)

        ask(kind, field, own, run, records, take)

    if asks and quick:
        for path in kind.quick:
            wanted = kind.find(path)
            if wanted is not None and drafting.get(values, path) is None:
                answered(wanted, None)
    left: set[str] = set()
    while need := next((need for need in missing(kind, values) if need[0].path not in left), None):
        field = one_of_fields(need, run) if asks and len(need) > 1 else need[0]
        own = drafting.default(field, kind, values, records, run.day)
        if asks and not field.fills_itself and (own is None or not quick):
            answered(field, own)
        elif own is not None:
            drafting.put(kind, values, field.path, own)
        else:
            left.add(field.path)
