"""`kvalitet rule`: a rule's manual page, or the table of all rules."""

from __future__ import annotations

from typing import Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import RULE
from kvalitet.cli.session import session
from kvalitet.diagnostics import UsageError
from kvalitet.words import hint


def rule(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="KOD", click_type=RULE, help="Regelns kod, till exempel TID001.")] = "",
) -> None:
    """Visa vad en regel kräver, varför, och hur ett fel rättas. Utan kod: alla regler."""
    from kvalitet.rules import ALL_RULES

    if not code:
        rows = [(found.code, found.severity.value, found.summary) for found in ALL_RULES]
        output.print_table(("Kod", "Nivå", "Regel"), rows, colour=session(ctx).colour)
        return
    known = {found.code: found for found in ALL_RULES}
    found = known.get(code.upper())
    if found is None:
        raise UsageError(f"{code} är ingen regel{hint(code, list(known))}; kvalitet rule visar alla")
    output.say(f"{found.code} ({found.severity.value})\n\n{found.page}")
