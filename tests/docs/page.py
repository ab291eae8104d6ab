"""A page as a reader follows it: the workspace it starts in, what it says to type, and what it says comes back.

Every ```console block is a session, and a block whose first line is a comment with a path is saved there.
`<!-- slutar med N -->` before a session means that its last command ends with exit code N.
A line with only `…` stands for lines that the page leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

FOLLOWED = [page for page in PAGES if page.name != "egen-arbetsyta.md"]
"""The pages to follow from top to bottom. In the other each section is a workspace of its own: tests/own runs them."""

_BLOCK = re.compile(r"(?:<!-- ([^\n]+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
_SAVED = re.compile(r"# ([\w./-]+\.(?:yaml|toml))\n")
_WORKSPACE = re.compile(r"\]\(\.\./(tests/workspaces/[\w-]+)\)")


@dataclass(frozen=True, slots=True)
class Command:
    """A line to type, what the page shows of the answer, and the exit code; `at` is where the answer stands."""

    line: str
    shown: str
    code: int
    at: slice


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that the reader is told to save."""

    path: str
    text: str


def workspace(text: str) -> Path | None:
    """Return the prepared workspace that a page says it is run in; without one it starts in an empty folder."""
    named = _WORKSPACE.search(text)
    return ROOT / named[1] if named else None


def steps(text: str) -> Iterator[Command | Saved]:
    """Yield what a page says to do, in order."""
    for block in _BLOCK.finditer(text):
        note, language, body = block.groups(default="")
        if saved := _SAVED.match(body):
            yield Saved(saved[1], body)
        elif language == "console":
            yield from _commands(body, block.start(3), int(note.removeprefix("slutar med ") or 0))


def _commands(body: str, start: int, code: int) -> Iterator[Command]:
    typed = list(re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE))
    for match in typed:
        last = match is typed[-1]
        yield Command(match[1], match[2], code if last else 0, slice(start + match.start(2), start + match.end(2)))


def other_commands(text: str) -> Iterator[str]:
    """Yield every other mention of a command with words after it: in running text, and in blocks that are not run."""
    for block in _BLOCK.finditer(text):
        if block[2] != "console":
            yield from re.findall(r"(?:^|[\s/])kvalitet +([^#\n]+)", block[3])
    yield from (code.removeprefix("kvalitet ") for code in _inline(text) if code.startswith("kvalitet "))


def options(text: str) -> Iterator[str]:
    """Yield every option that running text names by itself."""
    yield from (code.split()[0] for code in _inline(text) if code.startswith("-"))


def _inline(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text))
