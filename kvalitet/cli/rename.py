"""`kvalitet rename`: a chosen name changed, and every link with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.options import DryRun, RecordId
from kvalitet.cli.session import REFUSED, Session, session
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.records.record import Record


def rename(
    ctx: typer.Context,
    record_id: RecordId,
    new: Annotated[str, typer.Argument(metavar="NYTT", help="Det nya namnet, med eller utan slagets bokstäver.")],
    dry_run: DryRun = False,
) -> int:
    """Byt namn på en post. Alla länkar till den följer med, i alla filer eller i ingen."""
    from kvalitet.changing import renaming
    from kvalitet.cli.conclusion import conclude

    run = session(ctx)
    with run.changing(dry_run=dry_run):
        record = the_record(run, record_id)
        name = _new_id(run, record, new)
        changes = renaming(run.workspace, run.records, record, name)
        code = conclude(run, changes, dry_run=dry_run, renamed=(record.id, name))
    if code != REFUSED:
        _tell_of_mentions(run, record.id, name)
    return code


def _new_id(run: Session, record: Record, typed: str) -> str:
    """Return the id that a typed name means. Raises UsageError where it can be no new name of the record."""
    from kvalitet.records.collection import ROLE
    from kvalitet.records.ids import canonical, example, is_id

    kind = record.kind
    if kind.drawn:
        raise UsageError(f"{record.id} är ett draget id och byter inte namn: det står kvar i protokoll och diarier")
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


def _tell_of_mentions(run: Session, old: str, new: str) -> None:
    """Tell where the old id stands in running text or a comment: what is written by hand stays."""
    from kvalitet.changing import mentions

    for place in mentions(run.records, old):
        where = str(place).replace(f"/{old}.yaml", f"/{new}.yaml")
        output.say_aside(f"{where}: {old} nämns i texten och står kvar; ändra med kvalitet edit om det ska följa med")
