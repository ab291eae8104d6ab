"""`kvalitet new`: a new record, asked for or given on the line, judged before it is written."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import ASSIGNMENT, KIND, RECORD
from kvalitet.cli.dates import read_date
from kvalitet.cli.list_ import named_kind
from kvalitet.cli.session import Session, session
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError, WritingError

if TYPE_CHECKING:
    from kvalitet.drafting import Draft, Values
    from kvalitet.kinds import Field, Kind
    from kvalitet.records.collection import Records
    from kvalitet.records.record import Record
    from kvalitet.source.exact import Value

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
    for_: Annotated[
        str, typer.Option("--for", metavar="ID", click_type=RECORD, help="Länka till och från den här posten.")
    ] = "",
    quick: Annotated[bool, typer.Option("--quick", help="Fråga bara om det nödvändigaste.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Fråga inte, även i en terminal.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Visa posten utan att spara den.")] = False,
) -> int:
    """Skapa en post. Frågar efter det som måste finnas och inte är angivet.

    Svara ? på en fråga för att se vad fältet betyder.
    Datum skrivs som idag, igår, -3d, 12/3 eller 2025-03-12. Posten granskas innan den sparas.
    """
    from kvalitet import drafting
    from kvalitet.records.loading import load_on_demand

    run = session(ctx)
    kind, preset = named_kind(run, word)
    records = load_on_demand(run.workspace, run.catalogue)
    values: Values = dict(preset)
    other = the_record(run, for_) if for_ else None
    if other is not None:
        _link(kind, other, values)
    for field, value in _given(kind, given or [], records, run.day):
        drafting.put(kind, values, field.path, value)
    asks = sys.stdin.isatty() and not no_input
    _fill(run, kind, values, records, quick=quick, asks=asks)
    draft = drafting.draft(kind, values, records, run.now, run.day.year)
    if _is_refused(run, draft, records):
        return REFUSED
    if dry_run:
        output.say(draft.text.rstrip("\n"))
        return 0
    _write(run, draft, kind, other)
    return 0


def _given(kind: Kind, words: list[str], records: Records, day: dt.date) -> Iterator[tuple[Field, Value]]:
    from kvalitet import drafting

    for word in words:
        name, sign, text = word.partition("=")
        if not sign:
            raise UsageError(f"{word} saknar likhetstecken; skriv --set fält=värde")
        field = drafting.field_named(kind, name)
        ahead = field.ahead
        to_date = partial(read_date, day=day, ahead=ahead)
        yield field, drafting.read_value(field, text, records, to_date)


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
    from kvalitet.cli.asking import ask

    if asks and quick:
        for path in kind.quick:
            field = kind.find(path)
            if field is not None and drafting.get(values, path) is None:
                drafting.put(kind, values, path, ask(field, None, run, records))
    for field in list(drafting.missing(kind, values)):
        own = drafting.default(field, kind, values, records, run.day)
        if asks and not field.fills_itself and (own is None or not quick):
            drafting.put(kind, values, field.path, ask(field, own, run, records))
        elif own is not None:
            drafting.put(kind, values, field.path, own)


def _is_refused(run: Session, draft: Draft, records: Records) -> bool:
    """Judge the record as it would be; tell what is wrong and write nothing if anything is."""
    from kvalitet.checking import check_one, has_errors
    from kvalitet.records.loading import record_from_text

    record = record_from_text(draft.path, draft.text, run.catalogue)
    if record is None:
        raise WritingError("posten går inte att läsa tillbaka; ingenting skrevs")
    findings = check_one(record, records, run.day)
    for finding in findings:
        field = f"{finding.field}: " if finding.field else ""
        output.say_aside(f"{finding.code} {finding.severity.value}: {field}{finding.message}")
    if has_errors(findings):
        output.say_aside("Posten sparades inte. Rätta med --set fält=värde och försök igen.")
        return True
    return False


def _write(run: Session, draft: Draft, kind: Kind, other: Record | None) -> None:
    """Write the record, and the link back to it; when the second fails the first is taken back."""
    from kvalitet import drafting
    from kvalitet.writing import create, replace

    file = run.workspace.root / draft.path
    back = drafting.link_back(kind, other) if other else None
    if other is None or back is None:
        create(file, draft.text.encode())
        output.say(draft.path)
        return
    target = run.workspace.root / other.document.path
    before = target.read_bytes()
    after = _with_link(before, other, back, draft.id)
    create(file, draft.text.encode())
    try:
        replace(target, after, expected=before)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    output.say(f"{draft.path}\n{other.document.path}")


def _with_link(before: bytes, other: Record, field: str, record_id: str) -> bytes:
    """Return the other record's bytes with one link more and its own kind of line endings."""
    from kvalitet.source.editing import add_to_list
    from kvalitet.source.faults import Refused

    try:
        text = add_to_list(other.document.text, field, record_id, list(other.kind.fields))
    except (ValueError, Refused):
        raise WritingError(
            f"{other.id} går inte att länka härifrån; rätta fältet {field} i posten först. Ingenting skrevs"
        ) from None
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + (text.replace("\n", "\r\n") if b"\r\n" in before else text).encode()
