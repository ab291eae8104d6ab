"""Change one thing in a file's text and leave every other byte as it was."""

from __future__ import annotations

from collections.abc import Sequence

from kvalitet.source import exact
from kvalitet.source.emitting import scalar
from kvalitet.source.exact import Value


def add_to_list(content: str, key: str, item: str, order: Sequence[str]) -> str:
    """Return the text with an item added last in a top-level list, which is made where it is missing.

    `order` is the order of keys that a new key follows. Raises ValueError when the text would not
    read back as the same values with that one item more.
    """
    reading = exact.read(content)
    old = reading.values.get(key)
    changed = _insert(content, key, item, order, reading)
    wanted: dict[str, Value] = dict(reading.values)
    wanted[key] = [*(old if isinstance(old, list) else []), item]
    if exact.read(changed).values != wanted:
        raise ValueError("the list cannot be changed in place")
    return changed


def _insert(content: str, key: str, item: str, order: Sequence[str], reading: exact.Reading) -> str:
    old = reading.values.get(key)
    if key not in reading.values:
        return _new_key(content, f"{key}: [{scalar(item, flow=True)}]\n", key, order, reading)
    span = reading.places[(key,)]
    if not isinstance(old, list) or not old:
        raise ValueError("the field holds no list")
    lines = content.split("\n")
    if lines[span.line - 1][span.column - 1] == "[":
        last = reading.places[(key, len(old) - 1)]
        line = lines[last.end_line - 1]
        cut = last.end_column - 1
        lines[last.end_line - 1] = f"{line[:cut]}, {scalar(item, flow=True)}{line[cut:]}"
    else:
        last = reading.places[(key, len(old) - 1)]
        lines.insert(last.end_line, f"{' ' * (span.column - 1)}- {scalar(item)}")
    return "\n".join(lines)


def _new_key(content: str, line: str, key: str, order: Sequence[str], reading: exact.Reading) -> str:
    """Put a new line before the first key that comes later in the kind's order."""
    later = set(order[order.index(key) + 1 :])
    following = [span.line for (name, *rest), span in reading.key_places.items() if not rest and name in later]
    lines = content.split("\n")
    lines.insert(min(following, default=len(lines)) - 1, line.rstrip("\n"))
    return "\n".join(lines)
