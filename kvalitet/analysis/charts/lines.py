"""Values over time: the same part of several years, a long run with its median, and days between events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kvalitet.analysis.charts.style import (
    BESIDE,
    CLEAR,
    INK,
    QUIET,
    SMALL,
    canvas,
    drawn,
    say,
    stroke,
    tick,
    value_axis,
    wrapped,
)
from kvalitet.analysis.charts.values import HIDDEN, Series, Value, every, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEAST_GAP = 0.075
"""The least distance between two names at the ends of lines, as a share of the axis."""

_ROOM = 0.12
"""How much of the axis the number above a mark takes, with some air."""

_NAN = float("nan")


@drawn
def lines(labels: Sequence[str], series: Series) -> Figure:
    """Return one line with marks a series, its name at its end, and the numbers of the last series.

    A hidden value breaks the line; a mark at the foot of the chart stands in its place.
    """
    figure, axes = canvas(3.0)
    top = max([1, *shown(every(series))]) * 1.15
    newest_first = list(reversed(list(series.items())))
    for index, (_, values) in enumerate(newest_first):
        _line(axes, values, index)
        _hidden_marks(axes, values, index if len(series) > 1 else None)
    _numbers(axes, [values for _, values in newest_first], top)
    _names(axes, newest_first, len(labels) - 1, top)
    axes.set_xticks(range(len(labels)), [wrapped(label, 12) for label in labels])
    axes.set_xlim(-0.4, len(labels) - 0.6)
    axes.set_ylim(0, top)
    value_axis(axes.yaxis)
    axes.xaxis.grid(visible=False)
    return figure


def _line(axes: Axes, values: Sequence[Value], index: int) -> None:
    """Draw a line below the numbers of the chart and its marks above them: no mark is ever covered."""
    how, places, known = stroke(index), range(len(values)), _broken(values)
    axes.plot(places, known, **{**how, "marker": ""}, zorder=2, clip_on=False)
    axes.plot(places, known, **{**how, "linestyle": ""}, zorder=5 - index / 10, clip_on=False)


def _numbers(axes: Axes, rows: Sequence[Sequence[Value]], top: float) -> None:
    """Write the numbers of the first row: above the mark, else below it, else nowhere, as other marks leave room."""
    newest, *others = rows or [[]]
    for place, value in enumerate(newest):
        if value is None:
            continue
        beside = [row[place] for row in others if place < len(row)]
        distances = [(other - value) / top for other in beside if other is not None]
        crowded = any(0 < distance < _ROOM for distance in distances)
        free_below = value / top > _ROOM and not any(-_ROOM < distance < 0 for distance in distances)
        if free_below or not crowded:
            _above(axes, place, value, below=crowded)


def _broken(values: Sequence[Value]) -> list[float]:
    return [_NAN if value is None else value for value in values]


def _above(axes: Axes, place: float, value: float, *, below: bool = False) -> None:
    lift, va = (-6, "top") if below else (6, "bottom")
    say(axes, tick(value), (place, value), (0, lift), ha="center", va=va, fontsize=SMALL, bbox=CLEAR)


def _hidden_marks(axes: Axes, values: Sequence[Value], index: int | None = None) -> None:
    """Put a mark at the foot of the chart for each hidden value, with the series' own mark where there are several."""
    from matplotlib.transforms import offset_copy

    height = 4 + 11 * (index or 0)
    for place, value in enumerate(values):
        if value is None:
            say(axes, HIDDEN, (place, 0), (0, height), ha="center", va="bottom", fontweight="bold")
            if index is not None:
                at = offset_copy(axes.transData, axes.get_figure(root=True), -9, height + 2, units="points")
                axes.plot(place, 0, **{**stroke(index), "markersize": 4}, transform=at, clip_on=False)


def _names(axes: Axes, newest_first: Sequence[tuple[str, Sequence[Value]]], last: int, top: float) -> None:
    """Write each line's name where it ends, moved apart where two would meet, with its mark."""
    ends = []
    for index, (name, values) in enumerate(newest_first):
        places = [place for place, value in enumerate(values) if value is not None]
        if places and places[-1] == last:
            ends.append((values[last] or 0, index, name))
        elif places:
            how = {"fontweight": "semibold", "bbox": CLEAR}
            say(axes, wrapped(name, 14, 2), (places[-1], values[places[-1]] or 0), (8, 0), **how)
    ends.sort()
    for (value, index, name), at in zip(ends, _apart([end[0] / top for end in ends]), strict=True):
        axes.plot((last + 0.2, last + 0.6), (value, at * top), color=QUIET, linewidth=0.5, clip_on=False)
        axes.plot(last + 0.8, at * top, **stroke(index), clip_on=False)
        say(axes, wrapped(name, 14, 2), (last + 0.8, at * top), (7, 0), fontweight="semibold")


def _apart(heights: Sequence[float]) -> list[float]:
    """Return ascending heights (0 to 1) with at least the least gap between them, none above 1 if there is room."""
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, moved[-1] + _LEAST_GAP) if moved else height)
    over = max(0.0, moved[-1] - 1) if moved else 0.0
    return [height - over for height in moved]


@drawn
def run_chart(ticks: Sequence[tuple[int, str]], values: Sequence[Value], median: float) -> Figure:
    """Return a run chart: every value as a dot on a line, and the median as a line with its number.

    `ticks` are the places of the axis that have a label. A hidden value breaks the line.
    """
    figure, axes = canvas(2.7)
    axes.plot(range(len(values)), _broken(values), **{**stroke(0), "markersize": 4.5, "linewidth": 1}, clip_on=False)
    axes.axhline(median, color=INK, linestyle="--", linewidth=1)
    say(axes, f"Median {tick(median)}", (1, median), (4, 0), xycoords=BESIDE)
    _hidden_marks(axes, values)
    axes.set_xticks([place for place, _ in ticks], [wrapped(label, 10) for _, label in ticks])
    axes.set_xlim(-0.6, len(values) - 0.4)
    axes.set_ylim(0, max([1, *shown(values)]) * 1.12)
    value_axis(axes.yaxis)
    axes.xaxis.grid(visible=True)
    return figure


@drawn
def between(labels: Sequence[str], days: Sequence[Value]) -> Figure:
    """Return the days between events that seldom happen, one dot an event in order of time, with its number.

    No limits are drawn: they would need a distribution that a few events cannot show.
    """
    figure, axes = canvas(2.7)
    places = range(len(days))
    axes.vlines(places, 0, [value or 0 for value in days], color=QUIET, linewidth=0.8)
    axes.plot(places, _broken(days), **{**stroke(0), "linestyle": "", "markersize": 6.5}, clip_on=False)
    for place, value in enumerate(days):
        if value is not None:
            _above(axes, place, value)
    _hidden_marks(axes, days)
    step = -(-len(days) // 12)
    axes.set_xticks(list(places)[::step], [wrapped(label, 6, 2) for label in labels[::step]], fontsize=SMALL)
    axes.set_xlim(-0.6, len(days) - 0.4)
    axes.set_ylim(0, max([1, *shown(days)]) * 1.18)
    axes.set_ylabel("Dagar sedan förra")
    value_axis(axes.yaxis)
    return figure
