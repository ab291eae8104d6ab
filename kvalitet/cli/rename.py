"""`kvalitet rename`: a chosen name changed, and every link with it."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli.moving import Links, RecordOrFile, Side, give_new_id
from kvalitet.cli.options import DryRun, NoInput
from kvalitet.cli.session import Session, session
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.records.record import Record


def rename(
    ctx: typer.Context,
    record_id: RecordOrFile,
    new: Annotated[str, typer.Argument(metavar="NYTT", help="Det nya namnet, med eller utan slagets bokstäver.")],
    links: Links = "",
    side: Side = "",
    no_input: NoInput = False,
    dry_run: DryRun = False,
) -> int:
    """Byt namn på en post. Alla länkar till den följer med, i alla filer eller i ingen.

    Har två poster samma namn, efter en sammanslagning eller en kopia, säger du vilken fil du menar.
    """
    run = session(ctx)
    asks = sys.stdin.isatty() and not no_input
    return give_new_id(run, record_id, partial(_new_id, run, new), side, links, asks=asks, dry_run=dry_run)


def _new_id(run: Session, typed: str, record: Record) -> str:
    """Return the id that a typed name means. Raises UsageError where it can be no new name of the record."""
    from kvalitet.records.collection import ROLE
    from kvalitet.records.ids import canonical, example, is_id

    kind = record.kind
    if kind.drawn:
        raise UsageError(f"{record.id} är ett draget id och får inget eget namn; kvalitet renumber drar ett nytt")
    prefixed = typed if typed.upper().startswith(f"{kind.prefix}-") else f"{kind.prefix}-{typed}"
    name = canonical(prefixed, kind)
    if not is_id(name, kind):
        raise UsageError(f"{typed} är inget id för {kind.name}; skriv till exempel {example(kind)}")
    if name == record.id:
        raise UsageError(f"{name} heter posten redan")
    if run.records.knows(name):
        raise UsageError(f"{name} finns redan; välj ett annat namn")
    word = name.removeprefix(f"{kind.prefix}-")
    if kind.name == ROLE and run.catalogue.roles.get(word, record.id) != record.id:
        raise UsageError(f"{word} är arbetsytans eget ord för {run.catalogue.roles[word]}; välj ett annat namn")
    return name
