"""`kvalitet edit`: a record in the person's own editor, judged when it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import FILE
from kvalitet.cli.conclusion import Telling
from kvalitet.cli.options import RecordId
from kvalitet.cli.session import REFUSED, Session, session
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.writing.changes import Change


def edit(
    ctx: typer.Context,
    record_id: RecordId,
    from_: Annotated[
        str,
        typer.Option("--from", metavar="FIL", click_type=FILE, help="Fortsätt med ett utkast som inte sparades."),
    ] = "",
) -> int:
    """Öppna en post i textredigeraren (VISUAL eller EDITOR) och granska den när den sparas.

    Det som skulle ge ett nytt fel sparas inte; då kan texten öppnas igen, och den finns kvar i en fil.
    """
    from kvalitet.cli.editor import edit_until_taken
    from kvalitet.writing.changes import Change

    run = session(ctx)
    path = _path(run, record_id)
    before = _bytes(run, path)
    draft = run.folder / from_ if from_ else None
    if draft is not None and not draft.is_file():
        raise UsageError(f"filen {from_} finns inte")
    command = f"kvalitet edit {record_id}"
    return edit_until_taken(run, path, before, lambda after: _take(run, Change(path, before, after)), command, draft)


def _take(run: Session, change: Change) -> bool:
    from kvalitet.cli.conclusion import conclude

    return conclude(run, [change], telling=_OfEdited(run)) != REFUSED


class _OfEdited(Telling):
    """What is wrong with an edited text is told by line."""

    def refused(self, findings: Sequence[Diagnostic], changes: Sequence[Change]) -> None:
        from kvalitet.source.document import document

        texts = {change.path: document(change.path, change.after or b"") for change in changes}
        output.print_findings(findings, texts, colour=self.run.colour, aside=True)
        output.say_aside("\nIngenting sparades.")


def _bytes(run: Session, path: str) -> bytes:
    from kvalitet.source.faults import Refused
    from kvalitet.source.files import read_bytes

    try:
        return read_bytes(run.workspace.root / path)
    except Refused:
        raise UsageError(f"{path} är ingen vanlig fil som går att öppna; kör kvalitet validate") from None


def _path(run: Session, typed: str) -> str:
    """Return where a record lies, also one that cannot be read: it is edited to be mended."""
    from kvalitet.records.collection import name_of

    for found in run.records.unread:
        if name_of(found.path).lower() == name_of(typed).lower():
            return found.path
    return the_record(run, typed).document.path
