"""`kvalitet set`: fields of one record changed, every other byte left as it was."""

from __future__ import annotations

from typing import Annotated

import typer

from kvalitet.cli.completing import ASSIGNMENT
from kvalitet.cli.options import DryRun, RecordId
from kvalitet.cli.session import session
from kvalitet.cli.show import the_record


def set_(
    ctx: typer.Context,
    record_id: RecordId,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="FÄLT=VÄRDE",
            click_type=ASSIGNMENT,
            help='Till exempel upptackt=igår, lagrum+=sol eller "utfall[2].varde=7".',
        ),
    ],
    dry_run: DryRun = False,
) -> int:
    """Ändra fält i en post och visa vad som ändras. Det som skulle ge ett nytt fel sparas inte.

    Fält i en grupp skrivs med punkt: utredning.ansvarig=enhetschef. Delarna i en lista räknas från 1, och en ny
    del får nästa nummer. Till en lista läggs ett värde med += och tas bort med -=. Ett fält utan värde, som i
    upptackt=, tas bort. Flera fält i samma kommando bedöms tillsammans.
    """
    from kvalitet.changing import open_version
    from kvalitet.cli.assigning import assigned, completed
    from kvalitet.cli.conclusion import conclude

    run = session(ctx)
    with run.changing(dry_run=dry_run):
        now = open_version(run.workspace.root, the_record(run, record_id))
        after = completed(now, assigned(now, words, run), run)
        return conclude(run, [now.change_to(after)], dry_run=dry_run)
