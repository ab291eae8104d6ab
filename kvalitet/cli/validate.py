"""`kvalitet validate`: every finding in one run. Writes nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from kvalitet.cli import output, selecting
from kvalitet.cli.completing import FILE, choice
from kvalitet.cli.session import Session, one_of, session
from kvalitet.diagnostics import Diagnostic, UsageError

_OURS = 4


def validate(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="SÖKVÄG", click_type=FILE, help="Visa bara fynd i dessa filer eller mappar."),
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="Granska det som är tillagt med git add.")] = False,
    since: Annotated[
        str, typer.Option("--since", metavar="REV", help="Visa bara det som har ändrats sedan dess: main, HEAD~1.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Låt varningar räknas som fel.")] = False,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", click_type=choice("text", "short", "json"), help="text, short eller json."
        ),
    ] = "text",
) -> int:
    """Granska alla poster och visa varje fel med fil, rad och kolumn.

    Slutar med 0 när inget är fel (varningar får finnas), 1 när något är fel. Ändrar ingenting.
    """
    from kvalitet.checking import CRASHED, check, has_errors

    one_of(format_, ("text", "short", "json"), "formatet")
    run = session(ctx)
    run = selecting.as_staged(run) if staged else run
    findings = check(run.records, run.day)
    if since:
        findings = selecting.since(run, findings, since, staged=staged)
    findings = _within(findings, _named(run, paths or []))
    _print(run, findings, format_)
    if any(finding.code == CRASHED for finding in findings):
        return _OURS
    return 1 if has_errors(findings, strict=strict) else 0


def _named(run: Session, paths: list[str]) -> list[str]:
    """Return the named files and folders as findings name them. Raises UsageError for a missing one."""
    found = []
    for text in paths:
        path = (run.folder / text).resolve()
        if not path.is_relative_to(run.workspace.root) or not _is_there(run, run.workspace.relative(path)):
            raise UsageError(f"{text} finns inte i arbetsytan {run.workspace.root.name}")
        found.append(run.workspace.relative(path))
    return found


def _is_there(run: Session, path: str) -> bool:
    held = run.workspace.held
    return path == "." or held.has_file(path) or held.has_folder(path)


def _within(findings: list[Diagnostic], paths: list[str]) -> list[Diagnostic]:
    """Limit what is reported to some paths; what is known stays the whole workspace."""
    if not paths or "." in paths:
        return findings
    return [
        finding
        for finding in findings
        if any(finding.place.path == path or finding.place.path.startswith(f"{path}/") for path in paths)
    ]


def _print(run: Session, findings: list[Diagnostic], format_: str) -> None:
    count = len(run.records) + len(run.records.unread)
    if format_ == "json":
        _print_json(run, findings, count)
        return
    if format_ == "short":
        output.print_short(findings)
    elif findings:
        documents = [*run.records.unread, *(record.document for record in run.records)]
        output.print_findings(findings, {found.path: found for found in documents}, colour=run.colour)
        output.say("")
    if not run.quiet:
        output.say_aside(output.summary(findings, count))


def _print_json(run: Session, findings: list[Diagnostic], count: int) -> None:
    from kvalitet.diagnostics import Severity

    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    output.print_json(
        "validering",
        {
            "workspace": {"name": run.workspace.name, "day": run.day.isoformat()},
            "summary": {"records": count, "errors": errors, "warnings": len(findings) - errors},
            "findings": [output.finding_as_json(finding) for finding in findings],
        },
    )
