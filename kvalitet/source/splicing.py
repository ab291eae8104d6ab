"""Where a change goes in a text, and what is written there: one stretch taken out and one put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kvalitet.source.emitting import block_lines, entry, fits_block, in_brackets, member, quoted, scalar
from kvalitet.source.exact import Path, Value
from kvalitet.source.layout import Layout, NotInPlaceError

_OWN_COMMA = re.compile(r"\s*,")

Order: TypeAlias = "Callable[[Path], Sequence[str]]"
"""The order of the keys in the group at a path, for keys that are not there yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """One value to set at a path, to insert there in a list, or (None) to take away."""

    path: Path
    value: Value
    insert: bool = False


@dataclass(frozen=True, slots=True)
class Splice:
    """A stretch of text, as offsets, and what stands there instead."""

    start: int
    end: int
    text: str


def splice(layout: Layout, step: Step, order: Order) -> Splice:
    """Return where a step changes a text and what it writes there."""
    path, value = step.path, step.value
    if value is None:
        return _removal(layout, path)
    if isinstance(path[-1], int) and (step.insert or not layout.has(path)):
        return _new_member(layout, path[:-1], path[-1], value)
    if not layout.has(path):
        return _new_key(layout, path[:-1], str(path[-1]), value, order)
    old = layout.value(path)
    if isinstance(old, str) and isinstance(value, str):
        return _new_text(layout, path, value)
    return _new_shape(layout, path, value)


def _new_text(layout: Layout, path: Path, new: str) -> Splice:
    """Write a text in the way that the old one is written, where that can hold it."""
    start, end, is_inside = layout.start(path), layout.end(path), layout.is_inside_brackets(path)
    if layout.is_block(path):
        return _new_block(layout, path, new)
    if new.endswith("\n") and fits_block(new) and isinstance(path[-1], str) and not is_inside:
        return _with_lines_below(layout, path, [" |\n", *block_lines(new, layout.indent(path[:-1]) + 2)])
    quote = layout.content[start]
    if quote == "'" and new.isprintable():
        return Splice(start, end, "'{}'".format(new.replace("'", "''")))
    return Splice(start, end, quoted(new) if quote == '"' else scalar(new, flow=is_inside))


def _new_block(layout: Layout, path: Path, new: str) -> Splice:
    """Write new lines under `|` as far in as the old ones; a comment beside the mark stays."""
    start, end = layout.start(path), layout.end(path)
    header, *lines = layout.content[start:end].split("\n")
    comment = re.sub(r"^[|>][-+\d]*", "", header)
    text = new if new.endswith("\n") else f"{new}\n"
    if not fits_block(text):
        return Splice(start, end, f"{quoted(new)}{comment}")
    mark = "|" if new.endswith("\n") else "|-"
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    indent = min(indents, default=layout.indent(path[:-1]) + 2)
    return Splice(start, end, f"{mark}{comment}\n{''.join(block_lines(text, indent))}".rstrip("\n"))


def _new_shape(layout: Layout, path: Path, value: Value) -> Splice:
    """Write a list where a text stood, or any value where there was none."""
    if layout.is_inside_brackets(path) or isinstance(path[-1], int):
        gap = " " if layout.content[layout.start(path) - 1] in ":-" else ""
        return Splice(layout.start(path), layout.end(path), f"{gap}{in_brackets(value)}")
    first, *below = entry(str(path[-1]), value, layout.indent(path[:-1]))
    return _with_lines_below(layout, path, [first.split(":", 1)[1], *below])


def _with_lines_below(layout: Layout, path: Path, lines: list[str]) -> Splice:
    """Write all that follows a key's colon; a comment after the old value stays on the key's line."""
    start, end = layout.after_colon(path), layout.end(path)
    tail = layout.line_end(end)
    if layout.has_comment(start, end):
        raise NotInPlaceError
    first, *below = lines
    comment = layout.content[end:tail].rstrip()
    return Splice(start, tail, f"{first.rstrip()}{comment}\n{''.join(below)}".rstrip("\n"))


def _new_key(layout: Layout, group: Path, name: str, value: Value, order: Order) -> Splice:
    """Put a key after the one that it follows in the order, and before all others where it follows none."""
    holder = layout.value(group)
    if not isinstance(holder, dict):
        raise NotInPlaceError
    keys = list(holder)
    anchor = _anchor(keys, name, order(group))
    if layout.is_bracketed(group) or layout.is_inside_brackets(group):
        text = f"{name}: {in_brackets(value)}"
        return _beside(layout, group, anchor, keys[0], text)
    indent = layout.indent(group)
    text = "".join(entry(name, value, indent))
    if anchor is None:
        at = layout.key((*group, keys[0]))
        return Splice(at, at, f"{text.lstrip(' ')}{' ' * indent}")
    at = layout.line_end(layout.end((*group, anchor))) + 1
    return Splice(at, at, text)


def _anchor(keys: list[str], name: str, order: Sequence[str]) -> str | None:
    """Return the key that a new one is put after: the one before the first that comes later in the order."""
    later = set(order[order.index(name) + 1 :])
    at = next((index for index, key in enumerate(keys) if key in later), len(keys))
    return keys[at - 1] if at else None


def _new_member(layout: Layout, path: Path, index: int, value: Value) -> Splice:
    """Put a member at a position of a list that has others."""
    anchor = index - 1 if index else None
    if layout.is_bracketed(path) or layout.is_inside_brackets(path):
        return _beside(layout, path, anchor, 0, in_brackets(value))
    dash = layout.dash((*path, 0))
    start = layout.line_start(dash)
    lines = "".join(member(value, dash - start))
    at = start if anchor is None else layout.line_end(layout.end((*path, anchor))) + 1
    return Splice(at, at, lines)


def _beside(layout: Layout, path: Path, anchor: str | int | None, first: str | int, text: str) -> Splice:
    """Put a part after another inside brackets, or before the first."""
    if anchor is None:
        at = layout.first((*path, first))
        return Splice(at, at, f"{text}, ")
    at = layout.end((*path, anchor))
    return Splice(at, at, f", {text}")


def _removal(layout: Layout, path: Path) -> Splice:
    holder = path[:-1]
    if layout.is_bracketed(holder) or layout.is_inside_brackets(holder):
        return _removal_inside_brackets(layout, path)
    mark = layout.dash(path) if isinstance(path[-1], int) else layout.key(path)
    line, end = layout.line_start(mark), layout.line_end(layout.end(path)) + 1
    if not layout.content[line:mark].strip():
        return Splice(line, end, "")
    # the key stands beside the dash of its group: what comes next takes its place
    return Splice(mark, end + len(layout.content[end:]) - len(layout.content[end:].lstrip()), "")


def _removal_inside_brackets(layout: Layout, path: Path) -> Splice:
    """Take a part and the comma beside it; where a comment stands between, only the part and its own comma."""
    holder = layout.value(path[:-1])
    parts: list[str | int] = list(holder) if isinstance(holder, dict) else list(range(len(holder or ())))
    at, start, end = parts.index(path[-1]), layout.first(path), layout.end(path)
    if at + 1 < len(parts):
        following = layout.first((*path[:-1], parts[at + 1]))
        comma = layout.content.index(",", end) + 1
        return Splice(start, comma if layout.has_comment(end, following) else following, "")
    before = layout.end((*path[:-1], parts[at - 1]))
    if not layout.has_comment(before, start):
        return Splice(before, end, "")
    own = _OWN_COMMA.match(layout.content, end)  # the comma before stays, so one after would be one too many
    return Splice(start, own.end() if own else end, "")
