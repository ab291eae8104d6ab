"""What templates can be filled with: the shape of every section's values, kept as data and told in the guide."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kvalitet.rendering.values import Decimaltal, Dolt, Tal

Shape = Any
ANY = "okänt"
NUMBER, TEXT, DATE, YES_NO = "tal", "text", "datum", "ja eller nej"
_FILE = "report_values.json"


@cache
def known_shapes() -> Mapping[str, Shape]:
    """Return the shape of everything that a template is filled with, by name, as the package holds it."""
    return dict(json.loads((files("kvalitet") / "data" / _FILE).read_text(encoding="utf-8")))


def shape_of(value: object) -> Shape:
    """Return what a value is like. A value that is None is not known; other values of the same name tell."""
    match value:
        case bool():
            return YES_NO
        case Tal() | Decimaltal() | Dolt() | int() | float():
            return NUMBER
        case str():
            return TEXT
        case dt.date():
            return DATE
        case Mapping():
            return {str(name): shape_of(one) for name, one in value.items()}
        case list() | tuple():
            merged = merge(map(shape_of, value))
            return [] if merged is ANY else [merged]
        case _:
            return ANY


def merge(shapes: Iterable[Shape]) -> Shape:
    """Return the shape that values of several shapes have together."""
    found: Shape = ANY
    for shape in shapes:
        found = _both(found, shape)
    return found


def _both(one: Shape, other: Shape) -> Shape:
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: _both(one.get(name, ANY), other.get(name, ANY)) for name in [*one, *(set(other) - set(one))]}
    if isinstance(one, list) and isinstance(other, list):
        return [merge([*one, *other])] if one or other else []
    return other if one == ANY else one
