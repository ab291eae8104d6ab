"""Every report of a year at once, with the progress shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.report_files import OWN_WORDS, names_someone, tell_unshown, write_files
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import Severity
from kvalitet.words import plural

if TYPE_CHECKING:
    from kvalitet.reporting.batch import Made, Task


def make_every(run: Session, tasks: list[Task]) -> int:
    """Make and write every report of a list. One that cannot be made is told, and the others are made all the same."""
    from kvalitet.reporting.batch import make_all
    from kvalitet.writing.files import BlockedError, refuse_files

    code, written, lacking = 0, 0, 0
    for year in dict.fromkeys(task.period[:4] for task in tasks):
        refuse_files(run.workspace.root, f"reports/{year}/x")
    for number, made in enumerate(make_all(tasks), 1):
        _progress(run, number, len(tasks), made)
        if made.error:
            output.say_aside(f"{_called(made)}: {made.error}")
            code = max(code, made.exit_code)
            continue
        place = f"reports/{made.task.period[:4]}"
        if names_someone(run, {f"{place}/{path}": data for path, data in made.files.items()}, made.words):
            code = max(code, REFUSED)
            continue
        try:
            write_files(run, made.files, place)
        except BlockedError as error:
            output.say_aside(f"{_called(made)}: {error}")
            code = max(code, error.exit_code)
            continue
        if made.unshown:
            tell_unshown(made.unshown)
        output.print_short([f for f in made.findings if f.severity is Severity.ERROR], aside=True)
        written += 1
        lacking += sum(f.severity is Severity.WARNING for f in made.findings)
        code = max(code, *(REFUSED for f in made.findings if f.severity is Severity.ERROR), 0)
    left = f"; {plural(lacking, 'ställe väntar', 'ställen väntar')} på någons ord" if lacking else ""
    if written and any(task.public for task in tasks):
        output.say_aside(OWN_WORDS)
    output.say_aside(f"{plural(written, 'rapport skrevs', 'rapporter skrevs')}{left}.")
    return code


def _progress(run: Session, number: int, total: int, made: Made) -> None:
    if not run.quiet:
        output.say_aside(f"{number} av {total}: {_called(made)}")


def _called(made: Made) -> str:
    return " ".join(part for part in (made.task.name, made.task.period, made.task.enhet) if part)
