"""What a template is filled with, as text for another process: plain values and dates, nothing that can do anything."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

_DATE = "__date__"


def pack(values: Mapping[str, Any]) -> str:
    """Return values as text. Raises TypeError for anything but dict, list, text, numbers, yes or no, None and dates."""
    return json.dumps(values, default=_packed)


def unpack(text: str) -> dict[str, Any]:
    """Return the values that `pack` made into text."""
    return dict(json.loads(text, object_hook=_unpacked))


def _packed(value: object) -> object:
    if type(value) is dt.date:
        return {_DATE: value.isoformat()}
    raise TypeError(f"a template is given plain values, not {type(value).__name__}")


def _unpacked(found: dict[str, Any]) -> object:
    return dt.date.fromisoformat(found[_DATE]) if found.keys() == {_DATE} else found
