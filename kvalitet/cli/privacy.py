"""`kvalitet privacy`: identity numbers in files and in git found, and their removal planned and checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import FILE, choice
from kvalitet.cli.session import Session, one_of, session
from kvalitet.diagnostics import Diagnostic, Severity, UsageError
from kvalitet.words import plural

if TYPE_CHECKING:
    from kvalitet.screening.purge import Spread

_FORMATS = ("text", "short", "json")
_ACTIONS = ("scan", "purge")
_FOLDER = "kvalitet-rensning"


def privacy(
    ctx: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="scan|purge", click_type=choice(*_ACTIONS), help="Leta, eller planera en rensning.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="SÖKVÄG", click_type=FILE, help="Filer, mappar eller ett intervall som main..HEAD."),
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="scan: det som nästa incheckning får med sig.")] = False,
    history: Annotated[bool, typer.Option("--history", help="scan: allt som git har kvar.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="purge: visa vad som ska bort och hur.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="purge: kontrollera att inget är kvar.")] = False,
    format_: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", click_type=choice(*_FORMATS), help="text, short eller json."),
    ] = "text",
) -> int:
    """Leta efter personnummer i filer och i git, och planera hur de tas bort.

    scan letar i alla filer, även dolda, och i filernas namn. Slutar med 1 när något hittas. Numren visas aldrig.
    purge --plan skriver en plan och ändrar ingenting. purge --verify kontrollerar efteråt.
    """
    one_of(action, _ACTIONS, "åtgärden")
    one_of(format_, _FORMATS, "formatet")
    run = session(ctx)
    if action == "scan":
        if plan or verify:
            raise UsageError("--plan och --verify hör till kvalitet privacy purge")
        return _told(_found(run, words or [], staged=staged, history=history), format_)
    if staged or history or plan == verify:
        raise UsageError("skriv kvalitet privacy purge --plan eller kvalitet privacy purge --verify")
    return _verify(run, format_) if verify else _plan(run, words or [])


def _found(run: Session, words: list[str], *, staged: bool, history: bool) -> list[Diagnostic]:
    from kvalitet.screening import places

    root = run.workspace.root
    if staged + history + bool(words) > 1:
        raise UsageError("välj ett av --staged, --history, ett intervall och sökvägar")
    if staged:
        return places.screen_staged(root)
    if history:
        return places.screen_history(root)
    if len(words) == 1 and ".." in words[0] and not (run.folder / words[0]).exists():
        return places.screen_range(root, words[0])
    return places.screen_files(root, [_inside(run, word) for word in words])


def _inside(run: Session, word: str) -> str:
    path = run.folder / word
    if not path.exists() or not path.resolve().is_relative_to(run.workspace.root):
        raise UsageError(f"{word} finns inte i arbetsytan; skriv en fil, en mapp eller ett intervall som main..HEAD")
    return path.resolve().relative_to(run.workspace.root).as_posix()


def _told(findings: Sequence[Diagnostic], format_: str) -> int:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if format_ == "json":
        body = {"summary": {"errors": errors, "warnings": len(findings) - errors}}
        output.print_json("personuppgifter", {**body, "findings": [_as_json(finding) for finding in findings]})
    else:
        for finding in findings:
            output.say(f"{finding.place}: {finding.code} {finding.severity.value}: {finding.message}")
        output.say_aside(_summary(errors, len(findings) - errors))
    return 1 if errors else 0


def _summary(errors: int, warnings: int) -> str:
    if not errors + warnings:
        return "Inget personnummer hittades."
    maybe = f", {plural(warnings, 'ställe', 'ställen')} att se efter" if warnings else ""
    help_ = " kvalitet rule SEK001 säger vad du gör nu." if errors else ""
    return f"{plural(errors, 'nummer', 'nummer')} som pekar ut någon{maybe}.{help_}"


def _as_json(finding: Diagnostic) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "file": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "end_column": place.end_column or place.column,
    }


def _plan(run: Session, words: list[str]) -> int:
    """Write the plan on the screen or in a file, and what git-filter-repo must know where git never commits it."""
    from kvalitet.history.repository import demand_repository
    from kvalitet.screening.planning import written
    from kvalitet.screening.purge import spread

    if len(words) > 1:
        raise UsageError("planen skrivs i en enda fil; skriv kvalitet privacy purge --plan plan.md")
    found = spread(run.workspace.root)
    if not found.findings:
        output.say("Inget personnummer finns i git. Det finns inget att rensa.")
        return 0
    folder = demand_repository(run.workspace.root).common / _FOLDER
    _lay_out(folder, found)
    text = written(run.workspace.root, found, folder, run.day)
    if words:
        from kvalitet.writing.files import put_new

        put_new(run.folder / words[0], text.encode())
        output.say(words[0])
    else:
        output.say(text)
    return 1


def _lay_out(folder: Path, found: Spread) -> None:
    from kvalitet.screening.planning import SPELLINGS, STRIPPED
    from kvalitet.screening.purge import replacements, stripped
    from kvalitet.writing.files import make_folders, put_over

    make_folders(folder)
    for name, data in ((SPELLINGS, replacements(found)), (STRIPPED, stripped(found))):
        put_over(folder / name, data, mode=0o600)


def _verify(run: Session, format_: str) -> int:
    from kvalitet.history.repository import demand_repository
    from kvalitet.screening.places import screen_files, screen_history

    root = run.workspace.root
    status = _told([*screen_history(root), *screen_files(root)], format_)
    folder = demand_repository(root).common / _FOLDER
    if folder.exists():
        output.say_aside(f"Kvar att ta bort: mappen {folder}. Där står numren.")
        return 1
    if not status and format_ != "json":
        output.say_aside("Allt som git har här är genomsökt, även det som ingen gren når: 0 kvar.")
    return status
