"""What an editor makes of a word: YAML 1.2 gives `3` and `true` a meaning of their own where we read text."""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def readings(text: str) -> list[object]:
    """Return a word as text, and as the number or truth value that YAML 1.2's core schema takes it for."""
    if text in _BOOLEANS:
        return [text, _BOOLEANS[text]]
    if _INTEGER.fullmatch(text):
        return [text, int(text)]
    return [text, float(text)] if _FLOAT.fullmatch(text) else [text]
