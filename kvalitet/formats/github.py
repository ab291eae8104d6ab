"""`github`: the workflow commands that GitHub's and Forgejo's runners read in a log and show beside the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kvalitet.diagnostics import Diagnostic, Severity
from kvalitet.formats.characters import not_obeyed, one_line, without_old_commands
from kvalitet.formats.findings import Findings, line_of
from kvalitet.words import plural

MOST = 10
"""Annotations of a kind that GitHub shows of one step; the rest it drops without a word."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def write(found: Findings) -> str:
    """Return a command for each of the first findings of a kind, and the others as plain lines that are not obeyed."""
    return "".join(f"{line}\n" for line in [*_lines(found), *_more(found)])


def _lines(found: Findings) -> Iterator[str]:
    seen: Counter[Severity] = Counter()
    for finding in found.findings:
        seen[finding.severity] += 1
        is_shown = seen[finding.severity] <= MOST
        yield _annotation(finding, found) if is_shown else not_obeyed(line_of(finding))


def _more(found: Findings) -> Iterator[str]:
    """Yield one notice of how many findings stand only in the log and the summary."""
    errors, warnings = max(0, found.errors - MOST), max(0, found.warnings - MOST)
    counts = [plural(errors, "fel", "fel")] * (errors > 0)
    counts += [plural(warnings, "varning", "varningar")] * (warnings > 0)
    if counts:
        yield f"::notice title=kvalitet::Ytterligare {' och '.join(counts)} står i loggen och i sammanfattningen."


def _annotation(finding: Diagnostic, found: Findings) -> str:
    place = finding.place
    properties = {
        "file": found.in_repository(place.path),
        "line": str(place.line),
        "endLine": str(max(place.line, place.end_line)),
        # GitHub takes columns only where a finding stands on one line
        **({"col": str(place.column)} if place.end_line in (0, place.line) else {}),
        **({"endColumn": str(place.end_column)} if place.end_line == place.line else {}),
        "title": f"{finding.code} {finding.severity.value}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(finding.message)}"


def _data(text: str) -> str:
    """Return text as a command's data; the older form of command is found also inside a newer one."""
    return without_old_commands(one_line(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
