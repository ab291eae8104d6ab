"""What the screen shows: findings, tables and records. The only door to rich."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.words import visible

if TYPE_CHECKING:
    from kvalitet.source.document import Document
    from kvalitet.writing.changes import Change

_WIDEST_LINE = 160
_DIFFERENCE = {"+": "green", "-": "red", "@": "cyan"}
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def say(text: str) -> None:
    """Print text as it is, with nothing in it that must not be shown or that a terminal or a log could obey."""
    sys.stdout.write(f"{_fit(text)}\n")


def say_own(text: str) -> None:
    """Print a text that is the tool's own, where no person's number stands and none is looked for."""
    sys.stdout.write(f"{_for_the_log(visible(text))}\n")


def say_aside(text: str) -> None:
    """Print text beside the data, on stderr."""
    sys.stderr.write(f"{_fit(text)}\n")


def write(text: str) -> None:
    """Print what a format made: it is fit to print, and every byte of it is data."""
    sys.stdout.write(text)


def _fit(text: str) -> str:
    """Return text as it may be shown to a person: any text of a record is, but for identity numbers.

    Contact details are shown to who asks for a record; `validate` and all that speaks of findings masks them.
    """
    from kvalitet.privacy.redaction import hide_numbers

    shown = visible(hide_numbers(text))
    return _for_the_log(shown)


def _for_the_log(text: str) -> str:
    """Return what is printed as it is, or so that a CI server finds no command in it."""
    if not _is_read_by_ci():
        return text
    from kvalitet.formats.characters import not_obeyed

    return not_obeyed(text)


def _is_read_by_ci() -> bool:
    """Whether what is printed becomes a log in which a CI server looks for commands."""
    return os.environ.get("GITHUB_ACTIONS") == "true" or "TF_BUILD" in os.environ


def say_finding(finding: Diagnostic, *, with_place: bool) -> None:
    """Print one finding beside the data: with file, line and column, or with the field as it is typed."""
    from kvalitet.privacy.redaction import redact

    where = str(finding.place) if with_place else _as_typed(finding.field)
    said = f"{finding.code} {finding.severity.value}: "
    text = f"{where}: {said}{finding.message}" if with_place else f"{said}{where and f'{where}: '}{finding.message}"
    say_aside(redact(text).replace("\n", "\\n"))


def _as_typed(field: str) -> str:
    """Return a field's path as `set` takes it: ansvar[1].roll for the first part of a list."""
    return re.sub(r"\.(\d+)(?=\.|$)", lambda match: f"[{int(match[1]) + 1}]", field)


def print_changes(changes: Iterable[Change], *, colour: bool) -> None:
    """Print what changes in files, line by line as git shows it, with nothing that must not be shown."""
    from rich.text import Text

    screen = _console(colour)
    for old, new in _pairs(changes):
        for line in _difference(old, new):
            style = "bold" if line.startswith(("---", "+++")) else _DIFFERENCE.get(line[:1], "")
            screen.print(Text(line, style=style), soft_wrap=True)


def _pairs(changes: Iterable[Change]) -> Iterator[tuple[Change, Change]]:
    """Yield what was and what is to be; a file that goes and one that comes are one file that moves."""
    known = list(changes)
    gone = [change for change in known if change.after is None]
    made = [change for change in known if change.before is None]
    yield from zip(gone, made, strict=False)
    yield from ((change, change) for change in known if change not in [*gone, *made])


def _difference(old: Change, new: Change) -> Iterator[str]:
    from difflib import unified_diff

    before, after = _lines(old.before), _lines(new.after)
    for line in unified_diff(before, after, old.path, new.path, n=2, lineterm=""):
        yield _fit(line)


def _lines(data: bytes | None) -> list[str]:
    from kvalitet.privacy.redaction import redact

    return redact((data or b"").decode("utf-8", "replace").removeprefix("\ufeff")).splitlines()


def print_json(kind: str, body: dict[str, Any]) -> None:
    """Print one JSON document in the envelope that every command shares."""
    from kvalitet import __version__
    from kvalitet.formats.document import enveloped

    write(enveloped(kind, f"kvalitet {__version__}", _without_numbers(body)))


def _without_numbers(value: Any) -> Any:
    from kvalitet.privacy.redaction import hide_numbers

    if isinstance(value, str):
        return hide_numbers(value)
    if isinstance(value, dict):
        return {_without_numbers(key): _without_numbers(item) for key, item in value.items()}
    return [_without_numbers(item) for item in value] if isinstance(value, list | tuple) else value


def print_short(findings: Iterable[Diagnostic], *, aside: bool = False) -> None:
    """Print one line a finding, as editors and grep like it."""
    from kvalitet.formats.findings import line_of, masked

    tell = say_aside if aside else say
    for finding in findings:
        tell(line_of(masked(finding)))


def print_findings(
    findings: Sequence[Diagnostic], documents: dict[str, Document], *, colour: bool, aside: bool = False
) -> None:
    """Print findings grouped by file, each with the line it speaks of."""
    from rich.text import Text

    from kvalitet.privacy.redaction import redact

    screen = _console(colour, aside=aside)
    path = ""
    for finding in findings:
        if finding.place.path != path:
            path = finding.place.path
            screen.print(Text(f"\n{_on_one_line(redact(path))}", style="bold"), soft_wrap=True)
        at = f"{finding.place.line}:{finding.place.column}".rjust(8)
        line = Text(f"{at}  ").append(finding.severity.value, style=_STYLES[finding.severity])
        line.append(f"  {finding.code}", style="cyan").append(f"  {_on_one_line(finding.message)}")
        screen.print(line, soft_wrap=True)
        for shown in _excerpt(finding.place, documents.get(path)):
            screen.print(Text(shown, style="dim"), soft_wrap=True)
        for other in finding.related:
            told = _on_one_line(redact(f"{other.message}: {other.place}"))
            screen.print(Text(f"{'':10}{told}", style="dim"), soft_wrap=True)


def _on_one_line(text: str) -> str:
    return _fit(text).replace("\n", "\\n")


def _excerpt(place: Place, document: Document | None) -> list[str]:
    """Return the line of a finding and a caret under it, unless the line may hide something or is too long."""
    from kvalitet.privacy.redaction import redact

    line = document.line(place.line) if document else ""
    if document is None or not line.strip() or len(line) > _WIDEST_LINE or "\\" in visible(line):
        return []
    safe = _fit(redact(document.text).split("\n")[place.line - 1])
    if safe != line:
        return [f"{'':10}{safe}"]
    end = place.end_column if place.end_line == place.line else len(line) + 1
    width = max(1, min(end, len(line) + 1) - place.column)
    return [f"{'':10}{line}", f"{'':10}{' ' * (place.column - 1)}{'^' * width}"]


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, colour: bool) -> None:
    """Print a table that fits the terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(Text(_fit(heading)), overflow="fold", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(Text(_fit(cell)) for cell in row))
    _console(colour).print(table)


def print_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print CSV that Excel opens as it is: a byte order mark, semicolons, and no live formulas."""
    from kvalitet.formats import sheet
    from kvalitet.privacy.redaction import hide_numbers

    text = sheet.write(headings, [[hide_numbers(cell) for cell in row] for row in rows])
    write(_for_the_log(text))


def print_pairs(pairs: Iterable[tuple[str, str]], *, colour: bool) -> None:
    """Print names and values in two columns."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(Text(_fit(name)), Text(_fit(value)))
    _console(colour).print(table)


def _console(colour: bool, *, aside: bool = False) -> Any:
    from rich.console import Console

    stream = sys.stderr if aside else sys.stdout
    return Console(file=stream, markup=False, emoji=False, highlight=False, no_color=None if colour else True)
