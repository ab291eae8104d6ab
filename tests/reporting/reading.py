"""Reports read as a person reads them: their tables, and what no finished page may have."""

from __future__ import annotations

import re
from typing import Any

Plain = dict[str, Any]

_HEADING = re.compile(r"^(#+) ")
_PLURAL = re.compile(
    r"(?<![\d\u00a0,])1\u00a0(?:avvikelser|rapporter|händelser|ärenden|åtgärder|dagar|poster|klagomål och|utredningar|tillbud,)"
)
_TABLE_HEAD = re.compile(r"^\|(?::?-+:?\|)+$")


def table(markdown: str, name: str) -> list[list[str]]:
    """The rows of a table without its head, as text."""
    before = markdown.split(f"{{#{name}}}")[0]
    block = before.rstrip().rsplit("\n\n", 2)[-2]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n")[2:]]


def column(rows: list[list[str]], number: int = 1) -> dict[str, str]:
    """A column of a table by what its rows are called."""
    return {row[0]: row[number] for row in rows}


def plain(markdown: str) -> str:
    """A page with ordinary spaces, to look for words in."""
    return markdown.replace("\u00a0", " ")


def faults(markdown: str) -> list[str]:
    """What no page may have: a missing value by its name, an empty table, a heading with nothing below it."""
    lines = [line for line in markdown.split("---", 2)[2].split("\n") if line.strip()]
    found = [line for line in lines if re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\[\]\s|\{\{|0x[0-9a-f]{6}", line)]
    for line, after in zip(lines, [*lines[1:], "# slut"], strict=True):
        heading, next_heading = _HEADING.match(line), _HEADING.match(after)
        if heading and next_heading and len(next_heading[1]) <= len(heading[1]):
            found.append(f"{line} har inget under sig")
        if _TABLE_HEAD.match(line) and not after.startswith("|"):
            found.append(f"tom tabell före: {after}")
    return found + [f"{one[0]} står i flertal" for one in _PLURAL.finditer(markdown)]
