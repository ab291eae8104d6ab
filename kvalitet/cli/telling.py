"""How `validate` tells what it found: on the screen, in a format for another program, in files, in CI's own places."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kvalitet.cli import output
from kvalitet.cli.session import Session, one_of
from kvalitet.diagnostics import Diagnostic, UsageError, WritingError

if TYPE_CHECKING:
    from kvalitet.formats.findings import Findings, Source
    from kvalitet.workspace import Workspace

TEXT, GITHUB = "text", "github"
FORMATS = (TEXT, "short", "json", "jsonl", "sarif", GITHUB, "gitlab", "junit", "markdown")
MOST = 200
"""Findings that the screen shows at once."""

_KNOWS_GIT = ("json", "sarif", GITHUB, "gitlab", "junit")
Files: TypeAlias = "dict[str, Path]"
Writer: TypeAlias = "Callable[[Findings], str]"


def chosen_format(word: str) -> str:
    """Return the format of what is printed: the one asked for, else what the place reads. Raises UsageError."""
    return one_of(word or (GITHUB if os.environ.get("GITHUB_ACTIONS") == "true" else TEXT), FORMATS, "formatet")


def chosen_files(words: Sequence[str], folder: Path) -> Files:
    """Return the files to write, by format. Raises UsageError for one that could not be written."""
    files: Files = {}
    for word in words:
        format_, sign, name = word.partition("=")
        if not sign or not name:
            raise UsageError(f"{word} säger inte vilken fil; skriv till exempel --output sarif=fynd.sarif")
        if format_ == TEXT:
            raise UsageError("text är till för skärmen; skriv till exempel --output short=fynd.txt")
        one_of(format_, FORMATS[1:], "formatet")
        file = folder / name
        if not file.parent.is_dir():
            raise UsageError(f"mappen {Path(name).parent} finns inte; skapa den först, eller välj en annan")
        if format_ in files or file in files.values() or file.is_dir():
            raise UsageError(f"{word} går inte; ge varje format en egen fil")
        files[format_] = file
    return files


def tell(
    run: Session,
    findings: Sequence[Diagnostic],
    is_shown: Callable[[str], bool] | None,
    *,
    format_: str,
    files: Files,
    strict: bool,
    most: int,
) -> None:
    """Print findings in a format and write them to files; `is_shown` says of which files anything is told, if not all.

    Raises WritingError when a file cannot be written.
    """
    found = _found(run, findings, is_shown, strict=strict, asks_git=any(f in _KNOWS_GIT for f in (format_, *files)))
    for name, file in files.items():
        from kvalitet.writing.files import put_over

        put_over(file, _writer(name)(found).encode("utf-8"))
    if format_ == TEXT:
        _print_text(run, found, most)
    else:
        output.write(_writer(format_)(found))
    if format_ == GITHUB:
        _summarise(found)
    if format_ in (TEXT, "short", GITHUB) and not run.quiet:
        output.say_aside(found.summary)


def _found(
    run: Session,
    findings: Sequence[Diagnostic],
    is_shown: Callable[[str], bool] | None,
    *,
    strict: bool,
    asks_git: bool,
) -> Findings:
    from kvalitet import __version__
    from kvalitet.formats.findings import Findings, masked
    from kvalitet.privacy.redaction import redact
    from kvalitet.rules import ALL_RULES

    return Findings(
        workspace=redact(run.workspace.name),
        day=run.day,
        tool=f"kvalitet {__version__}",
        files=run.files if is_shown is None else [path for path in run.files if is_shown(path)],
        findings=[masked(finding) for finding in findings],
        rules={rule.code: rule for rule in ALL_RULES},
        strict=strict,
        source=_source(run) if asks_git else _no_source(),
    )


def _no_source() -> Source:
    from kvalitet.formats.findings import Source

    return Source()


def _source(run: Session) -> Source:
    """Return what git knows of what was judged, or nothing where there is no repository or git does not read it."""
    from kvalitet.formats.findings import Source
    from kvalitet.history.repository import repository_at
    from kvalitet.history.runner import tell

    root = run.workspace.root
    try:
        found = repository_at(root)
        if found is None:
            return Source()
        prefix = tell(root, "rev-parse", "--show-prefix")
        is_changed = _is_changed(run.workspace, found.commit) if found.commit else None
    except WritingError:
        return Source()
    return Source(found.commit or None, is_changed, prefix)


def _is_changed(workspace: Workspace, commit: str) -> bool:
    """Whether records, own kinds or settings on disk are other than a commit has them: git would run its filters."""
    from kvalitet.history.comparing import differs
    from kvalitet.tracked import workspace_at
    from kvalitet.workspace import KINDS, RECORDS

    before = workspace_at(workspace.root, commit)
    same_settings = before is not None and before.configuration.text == workspace.configuration.text
    return not same_settings or any(differs(workspace.root, folder, commit) for folder in (RECORDS, KINDS))


def _writer(format_: str) -> Writer:
    from kvalitet.formats import document, github, gitlab, junit, markdown, sarif, short

    writers: dict[str, Writer] = {
        "short": short.write,
        "json": document.write,
        "jsonl": document.write_lines,
        "sarif": sarif.write,
        GITHUB: github.write,
        "gitlab": gitlab.write,
        "junit": junit.write,
        "markdown": markdown.write,
    }
    return writers[format_]


def _print_text(run: Session, found: Findings, most: int) -> None:
    if not found.findings:
        return
    shown = found.findings[:most] if most else found.findings
    output.print_findings(shown, run.documents_of(shown), colour=run.colour)
    output.say("")
    if len(shown) < len(found.findings):
        rest = len(found.findings) - len(shown)
        output.say_aside(f"Ytterligare {rest} fynd visas inte. --max-errors 0 visar alla.")


def _summarise(found: Findings) -> None:
    """Add the findings to the page that GitHub shows of a run, where there is one."""
    from kvalitet.formats import markdown

    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        with Path(page).open("a", encoding="utf-8") as stream:
            stream.write(markdown.write(found))
