"""How GitHub's runner finds commands in a log, written anew from its published source (actions/runner, ActionCommand)."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMANDS = frozenset([
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-matcher",
    "remove-matcher",
    "set-output",
    "save-state",
    "set-env",
    "add-path",
    "stop-commands",
    "echo",
    "internal-set-repo-path",
    "slut",
])


@dataclass(frozen=True, slots=True)
class Obeyed:
    """A command that a runner found: its name, its properties and its data."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed(log: str) -> list[Obeyed]:
    """Return every command in a log: those that begin a line, and the older form anywhere in one.

    Azure's agent looks for its own prefix anywhere too.
    """
    found = []
    for line in re.split(r"\r\n|\r|\n", log):
        command = _newer(line) or _older(line, "##[", "]") or _older(line, "##vso[", "]")
        found += [command] if command else []
    return found


def _newer(line: str) -> Obeyed | None:
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, listed = line[2:end].partition(" ")
    if name.lower() not in COMMANDS:
        return None
    pairs = [part.split("=", 1) for part in listed.strip().split(",") if "=" in part]
    properties = {key: _unescaped(value, property_=True) for key, value in pairs}
    return Obeyed(name, properties, _unescaped(line[end + 2 :]))


def _older(line: str, prefix: str, end: str) -> Obeyed | None:
    start = line.lower().find(prefix)
    stop = line.find(end, start) if start >= 0 else -1
    return Obeyed(line[start + len(prefix) : stop].split(" ")[0], {}, line[stop + 1 :]) if stop >= 0 else None


def _unescaped(text: str, *, property_: bool = False) -> str:
    for written, char in [
        ("%0D", "\r"),
        ("%0A", "\n"),
        *([("%3A", ":"), ("%2C", ",")] if property_ else []),
        ("%25", "%"),
    ]:
        text = text.replace(written, char)
    return text
