"""Templates of a workspace's own: one begun, and all of them judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.report_asking import period_of
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import UsageError
from kvalitet.words import fold, plural

if TYPE_CHECKING:
    from kvalitet.reporting.reports import Report

_NAME = re.compile(r"[a-z][a-z0-9-]{2,40}")
_NO_NAME = "skriv vad rapporten ska heta, till exempel kvalitet report new manadsbrev"


def begin(run: Session, words: list[str]) -> int:
    """Begin a template: one that changes a packaged report block by block, or one of a report of their own."""
    from kvalitet.reporting.beginning import begun

    if len(words) != 1:
        raise UsageError(_NO_NAME)
    name = fold(words[0])
    if not _NAME.fullmatch(name):
        raise UsageError(f"{words[0]} går inte som namn; skriv små bokstäver, siffror och bindestreck, som manadsbrev")
    path = f"templates/{name}.md.j2"
    text = begun(run.workspace, name)
    with run.writing() as writer:
        if (run.workspace.root / path).exists():
            raise UsageError(f"{path} finns redan; öppna den, eller ta bort den först")
        writer.put(path, text.encode())
    output.say(path)
    output.say_aside(f"Ändra i filen, pröva med kvalitet report lint {name} och ta fram med kvalitet report {name}.")
    return 0


def lint(run: Session, words: list[str], year: int | None) -> int:
    """Judge the workspace's own templates, or the named ones."""
    from kvalitet.reporting.linting import lint as judge
    from kvalitet.reporting.orders import Order
    from kvalitet.reporting.reports import report_of, reports_of

    known = reports_of(run.workspace)
    chosen = [report_of(run.workspace, word) for word in words] or [r for r in known.values() if _is_own(run, r)]
    period = period_of(run, year or run.day.year - 1, None)
    found = [one for report in chosen for one in judge(Order(report, period, run.day), run.workspace, run.records)]
    output.print_short(dict.fromkeys(found))
    judged = plural(len(chosen), "mall", "mallar")
    output.say_aside(
        f"{judged} granskade, {plural(len(found), 'fel', 'fel')}." if chosen else "Inga egna mallar finns."
    )
    return REFUSED if found else 0


def _is_own(run: Session, report: Report) -> bool:
    return (run.workspace.root / "templates" / report.template).is_file()
