"""Which findings are told of: all, those of what is staged, or those that a change has to answer for.

What is known is always a whole workspace. What a change has to answer for is every finding in a file that it
touches, and every finding elsewhere that was not there before it: a link left hanging, a name used twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvalitet.cli.session import Session
from kvalitet.diagnostics import ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kvalitet.diagnostics import Diagnostic


def as_staged(run: Session) -> Session:
    """Return the session on what the next commit would hold. Raises GitError, ConfigurationError."""
    from kvalitet.tracked import staged_workspace

    return run.of(staged_workspace(run.folder))


def since(
    run: Session, findings: Sequence[Diagnostic], revision: str, *, staged: bool
) -> tuple[list[Diagnostic], Callable[[str], bool]]:
    """Return the findings that what has changed since a revision has to answer for, and which files are told of.

    Raises UsageError for what can be no revision, GitError where git does not know it or holds too little
    history: in CI that is one and the same trouble, and no mistake in the command.
    """
    from kvalitet.history.comparing import changed_since, merge_base
    from kvalitet.history.runner import GitError
    from kvalitet.history.runner import revision as as_written
    from kvalitet.workspace import RECORDS

    root, written = run.workspace.root, as_written(revision)
    try:
        base = merge_base(root, written)
    except UsageError as error:
        raise GitError(error.message) from None
    changed = changed_since(root, RECORDS, revision, staged=staged)
    elsewhere = [finding for finding in findings if finding.place.path not in changed]
    new = set(not_there_at(run, elsewhere, base))
    told = [finding for finding in findings if finding.place.path in changed or finding in new]
    return told, {*changed, *(finding.place.path for finding in told)}.__contains__


def not_there_at(run: Session, findings: Sequence[Diagnostic], commit: str) -> list[Diagnostic]:
    """Return those of some findings that the workspace did not have at a commit, judged on the same day.

    Where it was no workspace then, or had settings that cannot be read, all are new.
    """
    from kvalitet.tracked import workspace_at

    if not findings:
        return []
    try:
        before = workspace_at(run.workspace.root, commit)
        if before is None:
            return list(findings)
        earlier = run.of(before)
        known = {finding.fingerprint for finding in earlier.findings}
    except ConfigurationError:
        return list(findings)
    return [finding for finding in findings if finding.fingerprint not in known]
