"""How long matters took: how many in each stretch of days, and the middle half of each period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kvalitet.analysis.charts.bars import upright
from kvalitet.analysis.charts.style import BESIDE, COLOURS, NORMAL, canvas, drawn, say, tick, value_axis, wrapped
from kvalitet.analysis.charts.values import HIDDEN, Value, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Spread(NamedTuple):
    """The median of a period's days and the ends of the middle half; all None where they may not be shown."""

    name: str
    median: Value
    first: Value
    third: Value


@drawn
def closing(stretches: Sequence[str], counts: Sequence[Value], spreads: Sequence[Spread]) -> Figure:
    """Return bars of how many matters took so many days, and under them each period's median and middle half."""
    if not spreads:
        figure, axes = canvas(2.7)
        _counts(axes, stretches, counts)
        return figure
    low = 0.75 + 0.3 * len(spreads)
    figure, (above, below) = canvas(2.5 + low, nrows=2, height_ratios=(2.5, low))
    _counts(above, stretches, counts)
    _spreads(below, spreads)
    return figure


def _counts(axes: Axes, stretches: Sequence[str], counts: Sequence[Value]) -> None:
    upright(axes, stretches, {"antal": counts})
    axes.set_xlabel("Dagar")
    axes.set_ylabel("Antal")


def _spreads(axes: Axes, spreads: Sequence[Spread]) -> None:
    for row, spread in enumerate(spreads):
        if spread.median is None or spread.first is None or spread.third is None:
            say(axes, HIDDEN, (0, row), (4, 0), fontweight="bold")
            continue
        axes.plot((spread.first, spread.third), (row, row), color=COLOURS[0], linewidth=5, solid_capstyle="butt")
        axes.plot(spread.median, row, marker="D", color=COLOURS[1], markersize=7.5, markeredgecolor="white")
        words = f"{_days(spread.median)} ({_days(spread.first)}–{_days(spread.third)})"
        say(axes, words, (1, row), (4, 0), xycoords=BESIDE)
    axes.set_yticks(range(len(spreads)), [wrapped(spread.name, 18, 2) for spread in spreads])
    axes.set_ylim(len(spreads) - 0.4, -0.6)
    axes.set_xlim(0, max([1, *shown(spread.third for spread in spreads)]) * 1.06)
    axes.set_title("Median (ruta) och mittersta hälften (streck)", fontsize=NORMAL)
    axes.set_xlabel("Dagar")
    value_axis(axes.xaxis)


def _days(days: float) -> str:
    return tick(round(days, 1))
