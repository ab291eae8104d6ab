"""Two readings of the same bytes or text, and what they differ in: the promise that every short way keeps."""

from __future__ import annotations

import json
from collections.abc import Callable

from kvalitet.source import exact, places, plain
from kvalitet.source.faults import Fault, Refused
from kvalitet.source.text import Text, decode, decode_exactly


def on_bytes(data: bytes) -> str:
    """Return what the short ways say otherwise than the exact ones of a file's bytes, or nothing."""
    quick, exactly = _outcome(decode, data), _outcome(decode_exactly, data)
    if isinstance(quick, Text) and isinstance(exactly, Text):
        if (quick.content, quick.faults) != (exactly.content, exactly.faults):
            return "the short way gives another text"
        if quick.is_ordinary and plain.read(quick.content) != plain.read(quick.content, is_composed=True):
            return "an ordinary text is read as another one"
        return on_text(quick.content)
    return "" if quick == exactly else "the short way takes what the exact tests refuse, or has another fault"


def on_text(content: str) -> str:
    """Return what the plain reader says otherwise than the exact one of a text, or nothing."""
    values = plain.read(content)
    if values is None:
        return ""
    try:
        wanted = exact.read(content)
    except Refused:
        return "the plain reader takes what the exact one refuses"
    if wanted.faults or json.dumps(values) != json.dumps(wanted.values):
        return "the readers give other values"
    return "" if places.read(content) == wanted else "the readers give other places"


def _outcome(reading: Callable[[bytes], Text], data: bytes) -> Text | Fault:
    try:
        return reading(data)
    except Refused as refused:
        return refused.fault
