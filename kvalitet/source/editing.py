"""Change values in a file and leave every other byte as it was: comments, order, quotes, line ends, byte order mark."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from kvalitet.source import exact, plain
from kvalitet.source.exact import Path, Value, value_at
from kvalitet.source.faults import Refused
from kvalitet.source.layout import Layout, NotInPlaceError
from kvalitet.source.splicing import Order, Splice, Step, splice
from kvalitet.source.text import BYTE_ORDER_MARK, decode


def edit(data: bytes, path: Path, value: Value, order: Order) -> bytes:
    """Return a file's bytes with one value set, or taken away with None. A list changes member by member.

    Groups on the way are made; one that would be left empty is taken away with its last value. Raises
    NotInPlaceError when the file would not read back as before but for that value, and Refused when it
    cannot be read at all.
    """
    for step in _steps(exact.read(decode(data).content).values, path, value):
        data = _edit_once(data, step, order)
    return data


def _steps(values: Value, path: Path, value: Value) -> Iterator[Step]:
    """Yield the single changes that make a change, each counted on what the ones before it left."""
    while len(path) > 1 and not value_at(values, path[:-1]) and value is not None:
        path, value = path[:-1], [value] if isinstance(path[-1], int) else {str(path[-1]): value}
    old = value_at(values, path)
    if isinstance(old, list) and isinstance(value, list) and old and value:
        yield from _member_steps(path, old, value)
        return
    while value is None and len(path) > 1 and _is_alone(value_at(values, path[:-1])):
        path = path[:-1]
    yield Step(path, value)


def _is_alone(parent: Value) -> bool:
    return isinstance(parent, list | dict) and len(parent) == 1


def _member_steps(path: Path, old: list[Value], new: list[Value]) -> Iterator[Step]:
    """Yield changes from the end of the list to its start, so that no place moves before its turn."""
    matcher = SequenceMatcher(None, [json.dumps(item) for item in old], [json.dumps(item) for item in new], False)
    for tag, first, last, from_, to in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        common = min(last - first, to - from_)
        yield from (Step((*path, at), None) for at in range(last - 1, first + common - 1, -1))
        yield from (Step((*path, first + common), new[at], insert=True) for at in range(to - 1, from_ + common - 1, -1))
        yield from (Step((*path, first + shift), new[from_ + shift]) for shift in range(common))


def _edit_once(data: bytes, step: Step, order: Order) -> bytes:
    layout = Layout(decode(data).content)
    try:
        place = splice(layout, step, order)
    except (KeyError, IndexError):
        raise NotInPlaceError from None
    changed = f"{layout.content[: place.start]}{place.text}{layout.content[place.end :]}"
    _check(layout.reading, changed, step)
    return _apply(data.decode(), place).encode()


def _check(before: exact.Reading, changed: str, step: Step) -> None:
    """Raise NotInPlaceError unless a text reads as it did before but for one step."""
    wanted = _with_step(before.values, step)
    try:
        after = exact.read(decode(changed.encode()).content)
    except Refused:
        raise NotInPlaceError from None
    if after.values != wanted or len(after.faults) != len(before.faults) or plain.read(changed) not in (None, wanted):
        raise NotInPlaceError


def _with_step(values: dict[str, Value], step: Step) -> Value:
    values = copy.deepcopy(values)
    holder, last = value_at(values, step.path[:-1]), step.path[-1]
    if isinstance(holder, list) and isinstance(last, int):
        holder[last : last if step.insert or last >= len(holder) else last + 1] = [step.value] if step.value else []
    elif isinstance(holder, dict) and isinstance(last, str):
        holder.pop(last) if step.value is None else holder.update({last: step.value})
    return values


def _apply(raw: str, place: Splice) -> str:
    """Return a file's text with a splice made in it, counted on the text with LF and without mark.

    A new line ends as the line does that it stands in.
    """
    mark = len(BYTE_ORDER_MARK) if raw.startswith(BYTE_ORDER_MARK) else 0
    characters = list(re.finditer(r"\r\n|[\s\S]", raw[mark:]))
    places = [*(mark + match.start() for match in characters), len(raw)]
    endings = [match.group() for match in characters if match.group() in ("\r\n", "\n", "\r")]
    line = sum(match.group() in ("\r\n", "\n", "\r") for match in characters[: place.start])
    text = place.text.replace("\n", endings[min(line, len(endings) - 1)])
    return f"{raw[: places[place.start]]}{text}{raw[places[place.end] :]}"
