"""`kvalitet approve`: who approved a document, when, by which decision, bound to what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import RECORD, ROLE
from kvalitet.cli.options import DryRun
from kvalitet.cli.session import REFUSED, session
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError
from kvalitet.words import listing

if TYPE_CHECKING:
    from kvalitet.cli.session import Session
    from kvalitet.kinds import Kind
    from kvalitet.records.record import Record


def approve(
    ctx: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID", click_type=RECORD, help="Processens eller rutinens id.")],
    by: Annotated[
        str, typer.Option("--by", metavar="ROLL", click_type=ROLE, help="Rollen som har fastställt dokumentet.")
    ],
    decision: Annotated[
        str, typer.Option("--decision", metavar="BESLUT", help="Protokollets paragraf eller beslutets nummer.")
    ],
    date: Annotated[str, typer.Option("--date", metavar="DATUM", help="Dagen för beslutet.")] = "idag",
    review: Annotated[
        str, typer.Option("--review", metavar="DATUM", help="Dagen då dokumentet ska ses över nästa gång.")
    ] = "",
    dry_run: DryRun = False,
) -> int:
    """Anteckna att ett dokument är fastställt: av vem, när och genom vilket beslut.

    Ett avtryck av innehållet sparas också. Ändras innehållet sedan säger validate till, tills dokumentet
    fastställs igen.
    """
    from kvalitet.records.seal import APPROVAL

    run = session(ctx)
    words = [f"{APPROVAL}.av={by}", f"{APPROVAL}.datum={date}", f"{APPROVAL}.beslut={decision}"]
    words += [f"revideras_senast={review}"] if review else []
    if not decision.strip():
        raise UsageError("--decision är tomt; skriv protokollets paragraf eller beslutets nummer")
    with run.changing(dry_run=dry_run):
        return _approved(run, record_id, words, dry_run=dry_run)


def _approved(run: Session, record_id: str, words: list[str], *, dry_run: bool) -> int:
    from kvalitet.changing import open_version
    from kvalitet.cli.assigning import assigned
    from kvalitet.cli.conclusion import conclude
    from kvalitet.records.seal import SEAL, seal

    now = open_version(run.workspace.root, the_record(run, record_id))
    if now.record.kind.find(SEAL) is None:
        raise UsageError(f"{now.record.kind.name} fastställs inte här; det gör {_approved_kinds(run)}")
    if _has_errors(run, now.record):
        return REFUSED
    approved = assigned(now, words, run).with_value((*SEAL.split("."),), seal(now.record))
    return conclude(run, [now.change_to(approved)], dry_run=dry_run)


def _has_errors(run: Session, record: Record) -> bool:
    """Tell what is wrong with a document, which then is not approved."""
    from kvalitet.checking import check_one, has_errors

    findings = check_one(record, run.records, run.day)
    if not has_errors(findings):
        return False
    for finding in findings:
        output.say_finding(finding, with_place=False)
    output.say_aside("Ingenting ändrades. Rätta felen innan dokumentet fastställs.")
    return True


def _approved_kinds(run: Session) -> str:
    from kvalitet.records.seal import SEAL

    kinds: list[Kind] = [kind for kind in run.catalogue.kinds.values() if kind.find(SEAL)]
    return listing((kind.name for kind in kinds), "och")
