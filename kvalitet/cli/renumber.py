"""`kvalitet renumber`: a drawn id drawn anew, above all where two events were given the same."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import typer

from kvalitet.cli.moving import Links, RecordOrFile, Side, give_new_id
from kvalitet.cli.options import DryRun, NoInput
from kvalitet.cli.session import Session, session
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.records.record import Record


def renumber(
    ctx: typer.Context,
    record_id: RecordOrFile,
    links: Links = "",
    side: Side = "",
    no_input: NoInput = False,
    dry_run: DryRun = False,
) -> int:
    """Dra ett nytt id åt en händelse. Filen flyttas och alla länkar följer med, i alla filer eller i ingen.

    Har två händelser fått samma id säger du vilken fil som ska få ett nytt, och om andras länkar ska följa med.
    Det gamla id:t kan stå i protokoll och diarier: byt bara när två händelser har samma.
    """
    run = session(ctx)
    asks = sys.stdin.isatty() and not no_input
    return give_new_id(run, record_id, partial(_drawn, run), side, links, asks=asks, dry_run=dry_run)


def _drawn(run: Session, record: Record) -> str:
    """Return an id of the same year that no record has. Raises UsageError for a record whose name is chosen."""
    from kvalitet.cli.drawing import InUse
    from kvalitet.records.ids import draw_id

    if not record.kind.drawn:
        raise UsageError(f"{record.id} är ett valt namn; byt det med kvalitet rename")
    return draw_id(record.kind, record.year or run.day.year, InUse(run, record.kind, run.records))
