"""Write plain values as the YAML that records are written in."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kvalitet.source.document import document
from kvalitet.source.text import is_readable, unseen_in

if TYPE_CHECKING:
    from kvalitet.source.exact import Value

_SAFE_PLAIN = re.compile(r"(?!.*(?:: | #|:$| $))[^\W_][^\n\"\\]*")
_AMBIGUOUS = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|[\d_.:+eExXoO-]*")
_DATE_LIKE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+[+-]\d\d:\d\d)?|-?\d{1,9}(?:\.\d{1,9})?")
_BLOCK = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]*")
_LONGEST_FLOW = 80
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def emit(values: dict[str, Value]) -> str:
    """Return values as YAML text that reads back to the same values.

    Raises ValueError when it would not: nothing is ever written that would be read as something else.
    """
    text = "".join(_lines(values, 0))
    if _read_back(text) != values:
        raise ValueError("the values cannot be written as plain YAML")
    return text


def _read_back(text: str) -> dict[str, Value]:
    """Return what the text says to whoever reads the file, from its bytes on."""
    return document("", text.encode()).values or {}


def _lines(values: dict[str, Value], indent: int) -> list[str]:
    return [line for key, value in values.items() for line in entry(key, value, indent)]


def entry(key: str, value: Value, indent: int) -> list[str]:
    """Return the lines of a key and its value below a group that stands this far in."""
    head = f"{' ' * indent}{key}:"
    if isinstance(value, dict):
        return [f"{head}\n", *_lines(value, indent + 2)]
    if isinstance(value, list):
        return _sequence(head, value, indent)
    if value is None:
        return [f"{head}\n"]
    if value.endswith("\n") and fits_block(value):
        return [f"{head} |\n", *block_lines(value, indent + 2)]
    return [f"{head} {scalar(value)}\n"]


def _sequence(head: str, values: list[Value], indent: int) -> list[str]:
    """A short list of plain words stands on one line; anything else has a line for each member."""
    written = [scalar(value, flow=True) for value in values if isinstance(value, str)]
    flow = ", ".join(written)
    if len(written) == len(values) and len(flow) < _LONGEST_FLOW and '"' not in flow:
        return [f"{head} [{flow}]\n"]
    return [f"{head}\n", *(line for value in values for line in member(value, indent + 2))]


def member(value: Value, indent: int) -> list[str]:
    """Return the lines of one member of a list whose dashes stand this far in."""
    if isinstance(value, dict):
        first, *rest = _lines(value, indent + 2)
        return [f"{' ' * indent}- {first[indent + 2 :]}", *rest]
    return [f"{' ' * indent}- {scalar(str(value))}\n"]


def in_brackets(value: Value) -> str:
    """Return a value as it is written inside brackets: all on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {in_brackets(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(inner) for inner in value)}]"
    return scalar(value or "", flow=True)


def scalar(text: str, *, flow: bool = False) -> str:
    """Return one line of text as a YAML scalar: plain where that is safe, else in quotes."""
    is_clear = _DATE_LIKE.fullmatch(text) or not _AMBIGUOUS.fullmatch(text)
    is_plain = is_clear and _SAFE_PLAIN.fullmatch(text) and not unseen_in(text)
    if is_plain and not (flow and re.search(r"[,\[\]{}]", text)):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotes."""
    return '"' + "".join(_escaped(char, before) for before, char in zip(("", *text), text, strict=False)) + '"'


def _escaped(char: str, before: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # a mark that belongs to the letter before it would join the last letter of an escape: \n and a grave is not \ǹ
    joins_escape = unicodedata.combining(char) and (not before.isprintable() or before in {"", *_ESCAPES})
    if (char.isprintable() and not joins_escape) or char == "\u00a0":
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def fits_block(text: str) -> bool:
    """Return whether a text that ends with a line break can stand as a block under `|`."""
    lines = text[:-1].split("\n")
    return (
        bool(_BLOCK.fullmatch(text))
        and bool(lines[0].strip())
        and bool(lines[-1].strip())
        and not lines[0].startswith(" ")
        and all(line == line.rstrip() for line in lines)
        and is_readable("".join(block_lines(text, 2)))
    )


def block_lines(text: str, indent: int) -> list[str]:
    """Return the lines of a text that ends with a line break, as they stand under `|`."""
    return [f"{' ' * indent}{line}\n" if line else "\n" for line in text[:-1].split("\n")]
