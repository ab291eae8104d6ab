"""What the screen shows: findings, tables and records. The only door to rich."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.privacy.redaction import hide_numbers, redact
from kvalitet.words import plural, visible

if TYPE_CHECKING:
    from kvalitet.source.document import Document
    from kvalitet.writing.changes import Change

_WIDEST_LINE = 160
_DIFFERENCE = {"+": "green", "-": "red", "@": "cyan"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def say(text: str) -> None:
    """Print text with nothing in it that a terminal could obey, and no identity number."""
    sys.stdout.write(f"{visible(hide_numbers(text))}\n")


def say_aside(text: str) -> None:
    """Print text beside the data, on stderr."""
    sys.stderr.write(f"{visible(hide_numbers(text))}\n")


def say_finding(finding: Diagnostic, *, with_place: bool) -> None:
    """Print one finding beside the data: with file, line and column, or with the field as it is typed."""
    where = str(finding.place) if with_place else _as_typed(finding.field)
    said = f"{finding.code} {finding.severity.value}: "
    say_aside(
        redact(
            f"{where}: {said}{finding.message}" if with_place else f"{said}{where and f'{where}: '}{finding.message}"
        )
    )


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
        yield visible(redact(line))


def _lines(data: bytes | None) -> list[str]:
    return redact((data or b"").decode("utf-8", "replace").removeprefix("\ufeff")).splitlines()


def print_json(kind: str, body: dict[str, Any]) -> None:
    """Print one JSON document in the envelope that every command shares."""
    from importlib.metadata import version

    envelope = {"schema": 1, "kind": kind, "tool": f"kvalitet {version('kvalitet')}", **_without_numbers(body)}
    sys.stdout.write(json.dumps(envelope, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def _without_numbers(value: Any) -> Any:
    if isinstance(value, str):
        return hide_numbers(value)
    if isinstance(value, dict):
        return {_without_numbers(key): _without_numbers(item) for key, item in value.items()}
    return [_without_numbers(item) for item in value] if isinstance(value, list | tuple) else value


def print_short(findings: Iterable[Diagnostic], *, aside: bool = False) -> None:
    """Print one line a finding, as editors and grep like it."""
    tell = say_aside if aside else say
    for finding in findings:
        place = redact(str(finding.place))
        tell(f"{place}: {finding.code} {finding.severity.value}: {finding.message}")


def print_findings(
    findings: Sequence[Diagnostic], documents: dict[str, Document], *, colour: bool, aside: bool = False
) -> None:
    """Print findings grouped by file, each with the line it speaks of."""
    from rich.text import Text

    screen = _console(colour, aside=aside)
    path = ""
    for finding in findings:
        if finding.place.path != path:
            path = finding.place.path
            screen.print(Text(f"\n{visible(redact(path))}", style="bold"), soft_wrap=True)
        at = f"{finding.place.line}:{finding.place.column}".rjust(8)
        line = Text(f"{at}  ").append(finding.severity.value, style=_STYLES[finding.severity])
        line.append(f"  {finding.code}", style="cyan").append(f"  {visible(finding.message)}")
        screen.print(line, soft_wrap=True)
        for shown in _excerpt(finding.place, documents.get(path)):
            screen.print(Text(shown, style="dim"), soft_wrap=True)
        for other in finding.related:
            where = redact(str(other.place))
            screen.print(Text(f"{'':10}{visible(other.message)}: {where}", style="dim"), soft_wrap=True)


def _excerpt(place: Place, document: Document | None) -> list[str]:
    """Return the line of a finding and a caret under it, unless the line may hide something or is too long."""
    line = document.line(place.line) if document else ""
    if document is None or not line.strip() or len(line) > _WIDEST_LINE or "\\" in line:
        return []
    safe = visible(redact(document.text).split("\n")[place.line - 1])
    if safe != line:
        return [f"{'':10}{safe}"]
    end = place.end_column if place.end_line == place.line else len(line) + 1
    width = max(1, min(end, len(line) + 1) - place.column)
    return [f"{'':10}{line}", f"{'':10}{' ' * (place.column - 1)}{'^' * width}"]


def finding_as_json(finding: Diagnostic) -> dict[str, Any]:
    """Return a finding as the JSON format tells it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place_as_json(finding.place),
        "record": redact(finding.record),
        "field": redact(finding.field),
        "law": finding.law,
        "related": [{"message": other.message, **_place_as_json(other.place)} for other in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _place_as_json(place: Place) -> dict[str, Any]:
    return {
        "file": redact(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "end_column": place.end_column or place.column,
    }


def summary(findings: Sequence[Diagnostic], files: int) -> str:
    """Return what a check found, as one sentence."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    checked = plural(files, "post granskad", "poster granskade")
    if not findings:
        return f"{checked}, inga fel."
    return f"{checked}: {plural(errors, 'fel', 'fel')}, {plural(warnings, 'varning', 'varningar')}."


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, colour: bool) -> None:
    """Print a table that fits the terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    _console(colour).print(table)


def print_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print CSV that Excel opens as it is: a byte order mark, semicolons, and no live formulas."""
    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: str) -> str:
    flat = " ".join(cell.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def print_pairs(pairs: Iterable[tuple[str, str]], *, colour: bool) -> None:
    """Print names and values in two columns."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(Text(visible(name)), Text(visible(value)))
    _console(colour).print(table)


def _console(colour: bool, *, aside: bool = False) -> Any:
    from rich.console import Console

    stream = sys.stderr if aside else sys.stdout
    return Console(file=stream, markup=False, emoji=False, highlight=False, no_color=None if colour else True)
