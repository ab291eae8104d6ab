"""The values of a chart: numbers, and those that may not be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Value = float | None
"""A number, or None for one that may not be shown."""

Series = Mapping[str, Sequence[Value]]
"""A name for each row of values, in the order they are drawn."""

HIDDEN = ".."
"""What stands in the place of a value that may not be shown, as in Swedish official statistics."""


def shown(values: Iterable[Value]) -> list[float]:
    """Return the values that may be shown."""
    return [value for value in values if value is not None]


def every(series: Series) -> list[Value]:
    """Return all values of all rows."""
    return [value for values in series.values() for value in values]
