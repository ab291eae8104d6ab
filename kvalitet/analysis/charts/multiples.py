"""Many small charts of the same form: one an indicator, with its goal and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kvalitet.analysis.charts.style import CLEAR, COLOURS, QUIET, SMALL, canvas, drawn, say, stroke, tick, wrapped
from kvalitet.analysis.charts.values import HIDDEN, Value, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ACROSS = 3


class Panel(NamedTuple):
    """One small chart: a label has no value where `values` lacks it, and a hidden one where it is None."""

    title: str
    note: str
    values: Mapping[str, Value]
    goal: float | None
    comparison: Value


@drawn
def multiples(labels: Sequence[str], panels: Sequence[Panel]) -> Figure:
    """Return small charts, three across: values with their numbers, the goal as a line, the comparison as a ring."""
    across = min(_ACROSS, len(panels))
    down = -(-len(panels) // across)
    figure, grid = canvas(0.2 + 1.95 * down, nrows=down, ncols=across, squeeze=False)
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    for axes, panel in zip(grid.flat, panels, strict=False):
        _panel(axes, labels, panel)
    return figure


def _panel(axes: Axes, labels: Sequence[str], panel: Panel) -> None:
    places = [place for place, label in enumerate(labels) if panel.values.get(label) is not None]
    values = [panel.values[labels[place]] or 0 for place in places]
    _limits(axes, [*values, *shown((panel.goal, panel.comparison))])
    axes.plot(places, values, **stroke(0), zorder=3)
    for place, value in zip(places, values, strict=True):
        say(axes, tick(value), (place, value), (0, 6), ha="center", va="bottom", fontsize=SMALL, bbox=CLEAR)
    for place, label in enumerate(labels):
        if label in panel.values and panel.values[label] is None:
            axes.text(place, 0.04, HIDDEN, transform=axes.get_xaxis_transform(), ha="center", fontweight="bold")
        elif label not in panel.values:
            axes.text(place, 0.04, "–", transform=axes.get_xaxis_transform(), ha="center", color=QUIET)
    last = len(labels) - 1
    if panel.goal is not None:
        axes.axhline(panel.goal, color=QUIET, linestyle="--", linewidth=1)
    if panel.comparison is not None:
        axes.plot(last + 0.45, panel.comparison, marker="D", markersize=6, color="white", markeredgecolor=COLOURS[1])
        say(axes, tick(panel.comparison), (last + 0.45, panel.comparison), (7, 0), fontsize=SMALL, bbox=CLEAR)
    axes.set_xlim(-0.5, last + 0.95)
    axes.set_xticks(range(len(labels)), labels, fontsize=SMALL)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_title(wrapped(panel.title, 30, 3), fontsize=SMALL + 0.5)
    axes.set_xlabel(wrapped(panel.note, 38, 3), fontsize=SMALL)


def _limits(axes: Axes, found: Sequence[float]) -> None:
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    room = (high - low) or abs(high) or 1
    axes.set_ylim(low - 0.35 * room, high + 0.6 * room)
