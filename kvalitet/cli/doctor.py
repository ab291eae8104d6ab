"""`kvalitet doctor`: whether all that the tool leans on is there, and how to mend what is not."""

from __future__ import annotations

from typing import Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import choice
from kvalitet.cli.examination import WORKSPACE, Check, examine
from kvalitet.cli.session import one_of, session
from kvalitet.diagnostics import ConfigurationError, Severity
from kvalitet.words import plural

_FORMATS = ("text", "json")
_WIDEST_NAME = 18


def doctor(
    ctx: typer.Context,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", click_type=choice(*_FORMATS), help="text eller json.")
    ] = "text",
) -> int:
    """Undersök att allt som kvalitet behöver finns, och visa hur det som saknas rättas.

    Ändrar ingenting. Slutar med 0 när inget är fel (varningar får finnas), 1 när något är fel och 3 när
    mappen inte ligger i en arbetsyta eller inställningarna inte går att läsa.
    """
    one_of(format_, _FORMATS, "formatet")
    run = session(ctx)
    checks = list(examine(run))
    errors = [check for check in checks if check.severity is Severity.ERROR]
    warnings = [check for check in checks if check.severity is Severity.WARNING]
    if format_ == "json":
        summary = {"checks": len(checks), "errors": len(errors), "warnings": len(warnings)}
        output.print_json("undersokning", {"summary": summary, "checks": [_as_json(check) for check in checks]})
    else:
        for check in checks:
            _print(check)
        if not run.quiet:
            found = f"{plural(len(errors), 'fel', 'fel')}, {plural(len(warnings), 'varning', 'varningar')}"
            output.say_aside(f"{plural(len(checks), 'sak undersökt', 'saker undersökta')}: {found}.")
    if any(check.name == WORKSPACE for check in errors):
        return ConfigurationError.exit_code
    return 1 if errors else 0


def _print(check: Check) -> None:
    """Print what was found; what to write stands alone on its line, to be copied."""
    output.say(f"{check.level:<9}{check.name:<{_WIDEST_NAME}}{check.found}")
    for line in check.action:
        output.say(f"{'':{9 + _WIDEST_NAME}}{line}")


def _as_json(check: Check) -> dict[str, object]:
    return {"name": check.name, "level": check.level, "found": check.found, "action": list(check.action)}
