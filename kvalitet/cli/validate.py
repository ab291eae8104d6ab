"""`kvalitet validate`: every finding in one run. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kvalitet.cli import output, selecting, telling
from kvalitet.cli.completing import FILE, beginnings, choice
from kvalitet.cli.session import Session, session, tell_of_cut_short
from kvalitet.diagnostics import UsageError
from kvalitet.words import listing

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
            "--format",
            metavar="FORMAT",
            click_type=choice(*telling.FORMATS),
            help=f"{listing(telling.FORMATS)}. Utan val text, och github i GitHubs egna körningar.",
        ),
    ] = "",
    outputs: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            metavar="FORMAT=FIL",
            click_type=beginnings(*telling.FORMATS[1:]),
            help="Skriv fynden även till en fil, till exempel sarif=fynd.sarif. Får anges flera gånger.",
        ),
    ] = None,
    most: Annotated[
        int,
        typer.Option(
            "--max-errors", metavar="ANTAL", min=0, help="Visa högst så många fynd som text, annars 200; 0 visar alla."
        ),
    ] = telling.MOST,
) -> int:
    """Granska alla poster och visa varje fel med fil, rad och kolumn.

    Slutar med 0 när inget är fel (varningar får finnas), 1 när något är fel. Ändrar inga poster.
    """
    from kvalitet.checking import CRASHED, has_errors

    run = session(ctx)
    shown, files = telling.chosen_format(format_), telling.chosen_files(outputs or [], run.folder)
    if staged:
        run = selecting.as_staged(run)
    else:
        tell_of_cut_short(run)
    is_named = _among(_named(run, paths or []))
    findings = run.findings
    if since:
        findings, is_told = selecting.since(run, findings, since, staged=staged)
    else:
        is_told = None
    if is_named is not None:
        findings = [finding for finding in findings if is_named(finding.place.path)]
    telling.tell(
        run,
        findings,
        _both(is_named, is_told),
        format_=shown,
        files=files,
        strict=strict,
        most=most,
    )
    _tell_of_merge(run)
    if any(finding.code == CRASHED for finding in findings):
        return _OURS
    return 1 if has_errors(findings, strict=strict) else 0


def _named(run: Session, paths: list[str]) -> list[str]:
    """Return the named files and folders as findings name them. Raises UsageError for a missing one."""
    found = []
    for text in paths:
        path = Path(os.path.normpath(run.folder / text))  # a link is told, not followed
        if not path.is_relative_to(run.workspace.root) or not _is_there(run, run.workspace.relative(path)):
            raise UsageError(f"{text} finns inte i arbetsytan {run.workspace.root.name}")
        found.append(run.workspace.relative(path))
    return found


def _is_there(run: Session, path: str) -> bool:
    held = run.workspace.held
    return path == "." or held.has_file(path) or held.has_folder(path)


def _both(*tests: Callable[[str], bool] | None) -> Callable[[str], bool] | None:
    """Return a test that all of those pass that there are, or None where there are none."""
    asked = [test for test in tests if test is not None]
    return (lambda path: all(test(path) for test in asked)) if asked else None


def _among(paths: list[str]) -> Callable[[str], bool] | None:
    """Return whether anything is told of a file, by its path, or None for all; what is known stays the whole."""
    if not paths or "." in paths:
        return None
    return lambda path: any(path == named or path.startswith(f"{named}/") for named in paths)


def _tell_of_merge(run: Session) -> None:
    """Say that git is in the middle of something: what is judged is not yet what anyone has committed."""
    if run.underway and not run.quiet:
        output.say_aside(
            f"En sammanslagning pågår i git ({run.underway}). Rätta felen, kör git add på filerna och gör klart den; "
            "git status visar vad som är kvar."
        )
