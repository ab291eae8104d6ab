"""A Pareto chart: the largest first, and how much of the whole the first ones make up together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from kvalitet.analysis.charts.bars import lying
from kvalitet.analysis.charts.style import ABOVE, CLEAR, COLOURS, QUIET, SMALL, canvas, drawn, pitch, say, value_axis
from kvalitet.analysis.charts.values import Value, shown
from kvalitet.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST = 80
"""Per cent of the whole at which the chart draws a line (Juran's few that matter)."""


@drawn
def pareto(labels: Sequence[str], counts: Sequence[Value]) -> Figure:
    """Return lying bars in the order given, and beside them the cumulative share as a line with marks.

    Where a value is hidden the shares are left out: they would tell it.
    """
    names, row = pitch(labels, 30)
    height = 0.9 + row * len(names)
    if None in counts:
        figure, left = canvas(height)
    else:
        figure, (left, right) = canvas(height, ncols=2, sharey=True, width_ratios=(3, 2))
        _shares(right, shares(counts))
    lying(left, names, {"antal": counts})
    left.set_xlabel("Antal")
    return figure


def shares(counts: Sequence[Value]) -> list[float]:
    """Return the cumulative share in per cent after each of the values."""
    known = shown(counts)
    return [100 * part / (sum(known) or 1) for part in accumulate(known)]


def _shares(axes: Axes, found: Sequence[float]) -> None:
    axes.axvline(_MOST, color=QUIET, linestyle="--", linewidth=1)
    axes.plot(found, range(len(found)), color=COLOURS[4], marker="o", markersize=4.5, linewidth=1.4)
    for row, share in enumerate(found):
        left = share > _MOST / 2
        lift = (-7 if left else 7, 0)
        say(axes, f"{number(share, 0)}\u00a0%", (share, row), lift, ha="right" if left else "left", bbox=CLEAR)
    say(axes, "80\u00a0%", (_MOST, 1), (0, 2), xycoords=ABOVE, ha="center", va="bottom", fontsize=SMALL)
    axes.set_xlim(0, 104)
    axes.set_xlabel("Sammanlagd andel, procent")
    axes.tick_params(labelleft=False)
    value_axis(axes.xaxis)
