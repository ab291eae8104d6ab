"""The values of a chart: numbers, and those that may not be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Value = float | None
"""A number, or None for one that may not be shown."""

Series = Mapping[str, Sequence[Value]]
"""A name for each row of values, in the order they are drawn."""

HIDDEN = ".."
"""What stands in the place of a value that may not be shown, as in Swedish official statistics."""


class NoDataError(ValueError):
    """A chart would be empty; the message is Swedish and says so."""


def shown(values: Iterable[Value]) -> list[float]:
    """Return the values that may be shown."""
    return [value for value in values if value is not None]


def every(series: Series) -> list[Value]:
    """Return all values of all rows."""
    return [value for values in series.values() for value in values]


def demand_some(values: Iterable[Value], name: str = "") -> None:
    """Raise NoDataError where every value is nought or hidden, or there is none."""
    if not any(shown(values)):
        raise NoDataError(f"Diagrammet{_called(name)} har inget att visa: bara noll, dolda värden eller inga alls.")


def demand_any(values: Iterable[Value], name: str = "") -> None:
    """Raise NoDataError where there is no value that may be shown; nought is one."""
    if not shown(values):
        raise NoDataError(f"Diagrammet{_called(name)} har inget att visa: inga värden, eller bara dolda värden.")


def _called(name: str) -> str:
    return f" {name}" if name else ""
