"""`markdown`: a table for a merge request, a step summary or a page."""

from __future__ import annotations

import re

from kvalitet.diagnostics import Diagnostic
from kvalitet.formats.characters import one_line, without_old_commands
from kvalitet.formats.findings import Findings
from kvalitet.words import long_date, plural

MOST = 1000
"""Rows in one table. A page with more is read by nobody, and GitHub cuts a step summary at 1 MiB."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
_CALL = re.compile(r"[@#!$~%&](?=[\w\"'])|:(?=//|[\w+-]+:)|\bwww(?=\.)", re.IGNORECASE)


def write(found: Findings) -> str:
    """Return a heading, what was found in one sentence, and a table of it, the errors first."""
    lines = [f"# Granskning av {escape(found.workspace)}, {long_date(found.day)}", "", f"{found.summary}"]
    ranked = sorted(found.findings, key=lambda finding: not found.fails(finding))
    if ranked:
        lines += ["", "| Nivå | Regel | Var | Vad |", "|:---|:---|:---|:---|", *map(_row, ranked[:MOST])]
    if len(ranked) > MOST:
        more = plural(len(ranked) - MOST, "fynd", "fynd")
        lines += ["", f"Ytterligare {more} visas inte här; kör `kvalitet validate`."]
    return "\n".join(lines) + "\n"


def _row(finding: Diagnostic) -> str:
    cells = (finding.severity.value, finding.code, code(str(finding.place)), escape(finding.message))
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Return text as Markdown shows it inside a line: no markup, no HTML, no link, and nobody is called on by name.

    A server looks for @name, #12, :smile: and addresses in the finished page, where no backslash is left; an
    empty comment parts the sign from the word.
    """
    escaped = _SPECIAL.sub(lambda match: f"\\{match[0]}", one_line(text))
    return _CALL.sub(lambda match: f"{match[0]}<!-- -->", escaped)


def code(text: str) -> str:
    """Return text as code, with a fence that nothing in it closes; in a table a bar stays in its cell."""
    plain = without_old_commands(one_line(text)).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    return f"{fence} {plain} {fence}" if "`" in plain else f"`{plain}`"
