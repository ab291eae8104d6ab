"""What each hook does when git runs it. What was wrong before stops nobody: only what is new does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kvalitet.cli import output, selecting
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import KvalitetError, UsageError
from kvalitet.words import plural

if TYPE_CHECKING:
    from kvalitet.diagnostics import Diagnostic

_NUMBERS = ("SEK001", "SEK002", "SEK003")
"""Rules on identity numbers. Other things that lead to a person, such as an address, may stand in a message."""

_MESSAGE = "meddelandet"
_NO_EDITOR = ":"
"""What git says that its editor is while it keeps a message that nobody has edited."""


def before_commit(run: Session, words: Sequence[str]) -> int:
    """Judge what is about to be committed, and stop what would make something wrong that was not."""
    from kvalitet.checking import check, has_errors
    from kvalitet.history.repository import demand_repository

    commit = demand_repository(run.folder).commit
    stopped = False
    for judged in _staged(run):
        found = check(judged.records, judged.day)
        new = selecting.not_there_at(judged, found, commit) if commit else found
        _show(judged, new)
        stopped = stopped or has_errors(new)
    if not stopped:
        return 0
    output.say_aside("Ingenting sparades i git. Rätta felen, lägg till med git add och spara igen.")
    return REFUSED


def _staged(run: Session) -> Iterator[Session]:
    """Yield a session on each workspace that the repository's hooks judge, as the next commit would hold it."""
    from kvalitet.hooks.installing import top, workspaces
    from kvalitet.tracked import staged_below

    for path in workspaces(run.folder):
        found = staged_below(top(run.folder), path)
        if found is not None:
            yield run.of(found)


def for_message(run: Session, words: Sequence[str]) -> int:
    """Stop a commit whose message holds an identity number."""
    from kvalitet.checking import check_text, has_errors
    from kvalitet.history.repository import setting
    from kvalitet.hooks.message import kept
    from kvalitet.source.document import Document

    text = _file(run, words).read_text(encoding="utf-8", errors="replace")
    mark = setting(run.folder, "core.commentString") or setting(run.folder, "core.commentChar") or "#"
    cleanup = setting(run.folder, "commit.cleanup")
    message = kept(text, mark, cleanup, edited=os.environ.get("GIT_EDITOR") != _NO_EDITOR)
    found = [hit for hit in check_text(Document(_MESSAGE, message, {}, ())) if hit.code in _NUMBERS]
    for finding in found:
        output.say_finding(finding, with_place=True)
    if not has_errors(found):
        return 0
    output.say_aside("Ingenting sparades i git. Skriv om meddelandet och spara igen.")
    return REFUSED


def _file(run: Session, words: Sequence[str]) -> Path:
    if len(words) != 1 or not (run.folder / words[0]).is_file():
        raise UsageError("kroken commit-msg tar en fil med meddelandet; git skickar med den")
    return run.folder / words[0]


def before_push(run: Session, words: Sequence[str]) -> int:
    """Stop a push of anything new that holds an identity number: files, messages, names of branches."""
    return 0


def after_merge(run: Session, words: Sequence[str]) -> int:
    """Tell what the merge made wrong. It is done, so nothing is stopped."""
    from kvalitet.checking import check
    from kvalitet.hooks.installing import top, workspaces

    for path in workspaces(run.folder):
        try:
            judged = Session(top(run.folder) / path, run.given_day, run.quiet, run.colour)
            new = selecting.not_there_at(judged, check(judged.records, judged.day), "ORIG_HEAD")
            _show(judged, new)
        except KvalitetError as error:
            output.say_aside(f"kvalitet: {error}")
        else:
            if new:
                count = plural(len(new), "fynd", "fynd")
                output.say_aside(f"Det som hämtades gav {count}. Det är sammanfogat; rätta och spara det för sig.")
    return 0


def _show(run: Session, findings: Sequence[Diagnostic]) -> None:
    documents = [*run.records.unread, *(record.document for record in run.records)]
    output.print_findings(findings, {found.path: found for found in documents}, colour=run.colour)
    sys.stdout.flush()


RUNS: dict[str, Callable[[Session, Sequence[str]], int]] = {
    "pre-commit": before_commit,
    "commit-msg": for_message,
    "pre-push": before_push,
    "post-merge": after_merge,
}
"""What each hook runs."""
