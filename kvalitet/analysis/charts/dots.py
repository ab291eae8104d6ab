"""Units beside each other by their rates, with how uncertain each is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kvalitet.analysis.charts.style import ABOVE, BESIDE, COLOURS, QUIET, canvas, drawn, pitch, say, value_axis
from kvalitet.analysis.charts.values import HIDDEN, Value
from kvalitet.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Rated(NamedTuple):
    """A unit's rate and the ends of its interval of uncertainty; all None where it may not be shown."""

    name: str
    rate: Value
    low: Value
    high: Value


@drawn
def rates(units: Sequence[Rated], whole: Value, axis: str) -> Figure:
    """Return a dot a unit in the order given, with its number and its interval, and the whole's rate as a line."""
    names, row = pitch([unit.name for unit in units], 30)
    figure, axes = canvas(0.95 + row * len(names))
    if whole is not None:
        _whole(axes, whole)
    for place, unit in enumerate(units):
        _unit(axes, place, unit)
    axes.set_yticks(range(len(units)), names)
    axes.tick_params(axis="y", pad=8)  # the dot of a rate of nought stands on the axis
    axes.set_ylim(len(units) - 0.4, -0.6)
    axes.set_xlim(0, max([unit.high or 0 for unit in units] + [whole or 0]) * 1.04 or 1)
    axes.set_xlabel(axis)
    value_axis(axes.xaxis, whole=False)
    return figure


def _whole(axes: Axes, whole: float) -> None:
    axes.axvline(whole, color=QUIET, linestyle="--", linewidth=1.2)
    say(axes, f"Tillsammans {number(whole, 2)}", (whole, 1), (0, 3), xycoords=ABOVE, ha="center", va="bottom")


def _unit(axes: Axes, row: int, unit: Rated) -> None:
    if unit.rate is None or unit.low is None or unit.high is None:
        say(axes, HIDDEN, (0, row), (4, 0), fontweight="bold")
        return
    axes.plot((unit.low, unit.high), (row, row), color=COLOURS[0], linewidth=1.4)
    axes.plot(unit.rate, row, marker="o", color=COLOURS[0], markersize=7, markeredgecolor="white", clip_on=False)
    say(axes, number(unit.rate, 2), (1, row), (4, 0), xycoords=BESIDE)
