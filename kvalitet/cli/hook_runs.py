"""What each hook does when git runs it. What was wrong before stops nobody: only what is new does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kvalitet.cli import output, selecting
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import KvalitetError, UsageError
from kvalitet.words import listing, plural

if TYPE_CHECKING:
    from kvalitet.diagnostics import Diagnostic

_NO_EDITOR = ":"
"""What git says that its editor is while it keeps a message that nobody has edited."""


def before_commit(run: Session, words: Sequence[str]) -> int:
    """Judge what is about to be committed, and stop what would make something wrong that was not.

    An identity number stops it in any file that is new or changed, also one that is no record.
    """
    from kvalitet.checking import has_errors
    from kvalitet.history.repository import demand_repository, top
    from kvalitet.hooks.installing import workspaces
    from kvalitet.hooks.new_content import changed_entries
    from kvalitet.screening.places import in_entries

    above, commit = top(run.folder), demand_repository(run.folder).commit
    changed = {entry.path: entry for entry in changed_entries(above, commit)}
    stopped, known = False, set()
    gone = []
    for path in workspaces(above):
        judged = _staged(run, above, path)
        if judged is None:
            gone.append(path)
            continue
        found = judged.findings
        told = _to_tell(judged, found, commit, _below(path, changed))
        _show(judged, told)
        stopped = stopped or has_errors(told)
        known |= {_told_as(finding, path) for finding in found}
        for record in judged.records:
            changed.pop(_joined(path, record.document.path), None)
    _tell_moved(above, gone)
    numbers = {finding for finding in in_entries(above, changed.values()) if _told_as(finding) not in known}
    stopped = _tell(sorted(numbers, key=lambda finding: finding.sort_key)) or stopped
    if not stopped:
        return 0
    output.say_aside("Ingenting sparades i git. Rätta felen, lägg till med git add och spara igen.")
    return REFUSED


def _told_as(finding: Diagnostic, path: str = ".") -> tuple[str, int, str]:
    """Return what is alike in two findings of one mistake, one of them by a rule in the workspace at a path."""
    from kvalitet.privacy.redaction import redact

    return redact(_joined(path, finding.place.path)), finding.place.line, finding.code


def _staged(run: Session, above: Path, path: str) -> Session | None:
    """Return a session on a workspace as the next commit would hold it; none where nothing of it is staged."""
    from kvalitet.tracked import staged_below

    found = staged_below(above, path)
    return None if found is None else run.of(found)


def _tell_moved(above: Path, gone: Sequence[str]) -> None:
    """Tell of a workspace that the hooks do not judge where one that they should judge is gone: it may be the same."""
    from kvalitet.hooks.installing import workspaces
    from kvalitet.privacy.redaction import redact
    from kvalitet.tracked import staged_workspaces

    for path in staged_workspaces(above) if gone else []:
        if path not in workspaces(above):
            output.say_aside(
                f"Arbetsytan i {redact(listing(map(_folder, gone), 'och'))} är borta, och den i "
                f"{redact(_folder(path))} granskas inte av krokarna. Kör kvalitet hook install i den."
            )


def _folder(path: str) -> str:
    return "förrådets översta mapp" if path == "." else path


def _to_tell(judged: Session, found: Sequence[Diagnostic], commit: str, changed: Container[str]) -> list[Diagnostic]:
    """Return the errors that were not there at the last commit, and the advice on files that are changed.

    The workspace as it was is judged only when there is an error: most commits have none and should be quick.
    """
    from kvalitet.checking import has_errors

    errors = [finding for finding in found if has_errors([finding])]
    new = selecting.not_there_at(judged, errors, commit) if commit else errors
    return [finding for finding in found if finding in new or (finding not in errors and finding.place.path in changed)]


def _below(path: str, changed: Iterable[str]) -> set[str]:
    """Return the changed files of a workspace, by their paths from its root."""
    return {name.removeprefix(_joined(path, "")) for name in changed if name.startswith(_joined(path, ""))}


def _joined(path: str, name: str) -> str:
    return name if path == "." else f"{path}/{name}"


def _tell(findings: Sequence[Diagnostic]) -> bool:
    """Tell findings that have no line to show, and return whether any is an error."""
    from kvalitet.checking import has_errors

    for finding in findings:
        output.say_finding(finding, with_place=True)
    return has_errors(findings)


def for_message(run: Session, words: Sequence[str]) -> int:
    """Stop a commit whose message holds an identity number."""
    from kvalitet.history.repository import setting
    from kvalitet.hooks.message import kept
    from kvalitet.screening.texts import screen_message

    message = _file(run, words).read_text(encoding="utf-8", errors="replace")
    mark = setting(run.folder, "core.commentString") or setting(run.folder, "core.commentChar") or "#"
    mark = "" if mark == "auto" else mark
    cleanup = setting(run.folder, "commit.cleanup")
    text = kept(message, mark, cleanup, edited=os.environ.get("GIT_EDITOR") != _NO_EDITOR)
    if not _tell(screen_message(text.encode())):
        return 0
    output.say_aside("Ingenting sparades i git. Skriv om meddelandet och spara igen.")
    return REFUSED


def _file(run: Session, words: Sequence[str]) -> Path:
    if len(words) != 1 or not (run.folder / words[0]).is_file():
        raise UsageError("kroken commit-msg tar en fil med meddelandet; git skickar med den")
    return run.folder / words[0]


def before_push(run: Session, words: Sequence[str]) -> int:
    """Stop a push of anything new that holds an identity number: files, their names, messages, names of branches."""
    from kvalitet.hooks.new_content import numbers_sent

    if not words:
        raise UsageError("kroken pre-push tar namnet på den server som något skickas till; git skickar med det")
    if not _tell(numbers_sent(run.folder, words[0], sys.stdin.read().splitlines())):
        return 0
    output.say_aside(
        "Ingenting skickades. Ta bort numret ur det som inte är skickat än; läs sidan Personuppgifter i handboken."
    )
    return REFUSED


def after_merge(run: Session, words: Sequence[str]) -> int:
    """Tell what the merge made wrong. It is done, so nothing is stopped."""
    from kvalitet.checking import has_errors
    from kvalitet.history.repository import top
    from kvalitet.hooks.installing import workspaces

    for path in workspaces(run.folder):
        try:
            judged = Session(top(run.folder) / path, run.given_day, run.quiet, run.colour)
            errors = [finding for finding in judged.findings if has_errors([finding])]
            new = selecting.not_there_at(judged, errors, "ORIG_HEAD")
            _show(judged, new)
        except KvalitetError as error:
            output.say_aside(f"kvalitet: {error}")
        else:
            if new:
                count = plural(len(new), "fel", "fel")
                output.say_aside(f"Det som hämtades gav {count}. Det är hopslaget redan; rätta och spara det för sig.")
    return 0


def _show(run: Session, findings: Sequence[Diagnostic]) -> None:
    output.print_findings(findings, run.documents_of(findings), colour=run.colour)
    sys.stdout.flush()


RUNS: dict[str, Callable[[Session, Sequence[str]], int]] = {
    "pre-commit": before_commit,
    "commit-msg": for_message,
    "pre-push": before_push,
    "post-merge": after_merge,
}
"""What each hook runs."""
