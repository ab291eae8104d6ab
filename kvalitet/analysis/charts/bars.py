"""Bars: upright, lying, and lying ones made of parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kvalitet.analysis.charts.style import (
    NORMAL,
    PLATE,
    SMALL,
    WIDTH,
    canvas,
    drawn,
    fill,
    legend_above,
    pitch,
    say,
    value_axis,
    width,
    wrapped,
)
from kvalitet.analysis.charts.values import HIDDEN, Series, Value, every
from kvalitet.words import in_sentence, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GROUP = 0.8
"""How much of the room of a label its bars take."""

_LETTERS = 34
"""Letters in a line of a label beside lying bars."""


@drawn
def columns(labels: Sequence[str], series: Series) -> Figure:
    """Return upright bars, one group a label and one bar a series, each with its number above."""
    figure, axes = canvas(2.7)
    upright(axes, labels, series)
    if len(series) > 1:
        legend_above(figure, axes, list(series))
    return figure


def upright(axes: Axes, labels: Sequence[str], series: Series) -> None:
    """Draw upright bars with their numbers, and a mark where a value is hidden."""
    room = _GROUP / len(series)
    points = WIDTH * 68 / (len(labels) * len(series))
    turned = max(width(text(value), SMALL) for value in every(series)) > points
    for index, (name, values) in enumerate(series.items()):
        at = [place + (index - (len(series) - 1) / 2) * room for place in range(len(labels))]
        drawn_bars = axes.bar(at, heights(values), room * 0.92, label=name, **fill(index))
        how: Any = {"rotation": 90, "fontsize": SMALL} if turned else {"fontsize": SMALL if points < 24 else NORMAL}
        axes.bar_label(drawn_bars, labels=[text(value) for value in values], padding=2, **how)
    letters = max(4, int(WIDTH * 68 / len(labels) / (NORMAL * 0.5)))
    axes.set_xticks(range(len(labels)), [wrapped(label, letters) for label in labels])
    axes.margins(y=0.3 if turned else 0.14)
    value_axis(axes.yaxis)


def heights(values: Sequence[Value]) -> list[float]:
    """Return how high bars stand: a hidden value has none."""
    return [value or 0 for value in values]


def text(value: Value) -> str:
    """Return the words at a value's mark."""
    return HIDDEN if value is None else number(value)


@drawn
def bars(labels: Sequence[str], series: Series) -> Figure:
    """Return lying bars, the first label on top, each with its number at the end."""
    names, row = pitch(labels, _LETTERS)
    figure, axes = canvas(0.8 + (0.4 if len(series) > 1 else 0) + max(0.15 + 0.17 * len(series), row) * len(names))
    lying(axes, names, series)
    if len(series) > 1:
        legend_above(figure, axes, list(series))
    return figure


def lying(axes: Axes, names: Sequence[str], series: Series) -> None:
    """Draw lying bars with their numbers, the first on top."""
    room = 0.78 / len(series)
    for index, (name, values) in enumerate(series.items()):
        at = [place + (index - (len(series) - 1) / 2) * room for place in range(len(names))]
        drawn_bars = axes.barh(at, heights(values), room * 0.92, label=name, **fill(index))
        axes.bar_label(drawn_bars, labels=[text(value) for value in values], padding=3, fontsize=NORMAL)
    _rows(axes, names)
    axes.margins(x=0.14)
    value_axis(axes.xaxis)


def _rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)


@drawn
def stacked(labels: Sequence[str], series: Series) -> Figure:
    """Return lying bars made of parts, the number inside each part; at the bar's end what is narrow or hidden."""
    figure, axes = canvas(0.95 + 0.36 * len(labels))
    rows = [{name: values[row] for name, values in series.items()} for row in range(len(labels))]
    ends = [sum(heights(list(row.values()))) for row in rows]
    longest = max([1, *ends])
    left: list[float] = [0] * len(labels)
    for index, (name, values) in enumerate(series.items()):
        axes.barh(range(len(labels)), heights(values), 0.66, left=left, label=name, **fill(index))
        left = [sum(pair) for pair in zip(left, heights(values), strict=True)]
    room = 1.0
    for place, (row, end) in enumerate(zip(rows, ends, strict=True)):
        words = _in_words({name: value for name, value in row.items() if _is_narrow(value, longest)})
        say(axes, words, (end, place), (4, 0), fontsize=SMALL)
        room = max(room, end / longest + width(words, SMALL) / _BAR_POINTS)
        _numbers(axes, place, [value for value in row.values() if value], longest)
    _rows(axes, [wrapped(label, _LETTERS) for label in labels])
    axes.set_xlim(0, longest * room * 1.02)
    value_axis(axes.xaxis)
    legend_above(figure, axes, list(series))
    return figure


_BAR_POINTS = WIDTH * 72 * 0.72
"""Points that the longest of the bars made of parts is at least allowed for."""


def _is_narrow(value: Value, longest: float) -> bool:
    """Return whether a part is hidden, or there but too narrow for its number."""
    return value is None or 0 < value / longest * _BAR_POINTS < width(number(value), NORMAL) + 10


def _in_words(parts: Mapping[str, Value]) -> str:
    return ", ".join(f"{in_sentence(name)} {text(value)}" for name, value in parts.items())


def _numbers(axes: Axes, row: int, values: Sequence[float], longest: float) -> None:
    left = 0.0
    for value in values:
        if not _is_narrow(value, longest):
            say(axes, number(value), (left + value / 2, row), ha="center", bbox=PLATE)
        left += value
