"""How every command that changes records ends: the changes are judged, shown, and written or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.session import REFUSED, Session

if TYPE_CHECKING:
    from kvalitet.changing import Move, Verdict
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.records.collection import Records
    from kvalitet.writing.changes import Change


class Telling:
    """How a change is told of: as lines that differ. Commands that tell otherwise say where."""

    def __init__(self, run: Session) -> None:
        self.run = run

    def nothing(self) -> None:
        """Tell that nothing would change."""
        output.say_aside("ingenting ändrades")

    def refused(self, findings: Sequence[Diagnostic], changes: Sequence[Change]) -> None:
        """Tell what stands in the way."""
        _tell(findings, changes)
        output.say_aside("Ingenting ändrades. Ange allt som hör ihop i samma kommando, eller rätta med kvalitet edit.")

    def judged(self, verdict: Verdict, changes: Sequence[Change], *, dry_run: bool) -> None:
        """Show what changes, and what is found that does not stand in the way."""
        if dry_run or not self.run.quiet:
            output.print_changes(changes, colour=self.run.colour)
        _tell([*verdict.made, *verdict.standing], changes)
        if dry_run:
            output.say_aside("Ingenting skrevs.")

    def saved(self, changes: Sequence[Change]) -> None:
        """Tell that the changes are written."""
        if not self.run.quiet:
            output.say_aside("Sparat.")


def conclude(
    run: Session,
    changes: Sequence[Change],
    *,
    dry_run: bool = False,
    move: Move | None = None,
    among: Records | None = None,
    telling: Telling | None = None,
) -> int:
    """Write changes that make no new error, and show them; return the exit code.

    `move` is a record that gets another id; `among` are the records to judge among, if not all of the workspace.
    Raises WritingError when a file cannot be written; then none is.
    """
    telling = telling or Telling(run)
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        telling.nothing()
        return 0
    with run.changing(dry_run=dry_run):
        return _judged(run, changes, dry_run, move, among, telling)


def _judged(
    run: Session,
    changes: Sequence[Change],
    dry_run: bool,
    move: Move | None,
    among: Records | None,
    telling: Telling,
) -> int:
    from kvalitet.changing import judge

    verdict = judge(run.records if among is None else among, changes, run.day, move)
    if verdict.is_refused:
        telling.refused(verdict.made, changes)
        return REFUSED
    telling.judged(verdict, changes, dry_run=dry_run)
    if not dry_run:
        with run.writing() as writer:
            writer.write(changes)
        telling.saved(changes)
    return 0


def _tell(findings: Sequence[Diagnostic], changes: Sequence[Change]) -> None:
    """Tell findings beside the data: by field in the one record that is changed, by file in any other."""
    own = changes[0].path if len(changes) == 1 else ""
    for finding in findings:
        output.say_finding(finding, with_place=finding.place.path != own)
