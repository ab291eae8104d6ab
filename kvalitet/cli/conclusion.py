"""How every command that changes records ends: the changes are judged, shown, and written or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.session import REFUSED, Session

if TYPE_CHECKING:
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.writing.changes import Change


def conclude(
    run: Session,
    changes: Sequence[Change],
    *,
    dry_run: bool = False,
    renamed: tuple[str, str] = ("", ""),
    refuse: Callable[[Sequence[Diagnostic], Sequence[Change]], None] | None = None,
) -> int:
    """Write changes that make no new error, and show them; return the exit code.

    `renamed` is an old id and its new one; `refuse` tells what stands in the way, where the common way
    will not do. Raises WritingError when a file cannot be written; then none is.
    """
    from kvalitet.changing import judge
    from kvalitet.writing.changes import write_all

    changes = [change for change in changes if change.before != change.after]
    if not changes:
        output.say_aside("ingenting ändrades")
        return 0
    verdict = judge(run.records, changes, run.day, renamed)
    if verdict.is_refused:
        (refuse or _refuse)(verdict.made, changes)
        return REFUSED
    if dry_run or not run.quiet:
        output.print_changes(changes, colour=run.colour)
    tell([*verdict.made, *verdict.standing], changes)
    if dry_run:
        output.say_aside("Ingenting skrevs.")
        return 0
    write_all(run.workspace.root, changes)
    if not run.quiet:
        output.say_aside("Sparat.")
    return 0


def _refuse(findings: Sequence[Diagnostic], changes: Sequence[Change]) -> None:
    tell(findings, changes)
    output.say_aside("Ingenting ändrades. Ange allt som hör ihop i samma kommando, eller rätta med kvalitet edit.")


def tell(findings: Iterable[Diagnostic], changes: Sequence[Change]) -> None:
    """Tell findings beside the data: by field in the one record that is changed, by file in any other."""
    own = changes[0].path if len(changes) == 1 else ""
    for finding in findings:
        output.say_finding(finding, with_place=finding.place.path != own)
