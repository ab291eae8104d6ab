"""Risk matrices side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kvalitet.analysis.charts.style import INK, SMALL, canvas, drawn, wrapped
from kvalitet.analysis.charts.values import HIDDEN, Value
from kvalitet.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Cell = tuple[int, int]

_MOST_WITH_WORDS = 5
"""Steps of a scale whose labels fit under the cells of a matrix."""

_LETTERS = 48
"""Small letters that fit under one of two matrices side by side."""


@drawn
def matrices(
    panels: Mapping[str, Mapping[Cell, Value]],
    size: int,
    steps: Mapping[str, Sequence[str]],
    classes: Mapping[Cell, str] | None = None,
) -> Figure:
    """Return risk matrices side by side: how many risks stand in each cell of likelihood and consequence.

    Darker cells have a higher product, a thick line parts the classes and each cell says its class; the
    number in a cell says how many risks, and a cell without one has none. `classes` gives the class of each cell.
    """
    figure, both = canvas(3.4, ncols=len(panels), sharey=True, squeeze=False)
    for axes, (name, cells) in zip(both[0], panels.items(), strict=True):
        _matrix(axes, cells, size, classes or {})
        axes.set_title(name)
        labels = [_under_a_cell(step, word, size) for step, word in enumerate(steps["konsekvens"], 1)]
        axes.set_xticks(range(1, size + 1), labels, fontsize=7 if size > 4 else 7.5)
        axes.set_xlabel("Konsekvens")
    words = [wrapped(f"{word} {step}", 14) for step, word in enumerate(steps["sannolikhet"], 1)]
    both[0][0].set_yticks(range(1, size + 1), words, fontsize=SMALL)
    both[0][0].set_ylabel("Sannolikhet")
    return figure


def _under_a_cell(step: int, word: str, size: int) -> str:
    """Return a step's number and, where cells are wide enough to read words under, its label in lines."""
    return str(step) if size > _MOST_WITH_WORDS else f"{step}\n{wrapped(word, _LETTERS // size)}"


def _matrix(axes: Axes, cells: Mapping[Cell, Value], size: int, classes: Mapping[Cell, str]) -> None:
    from matplotlib.patches import Rectangle

    for place in [(row, column) for row in range(1, size + 1) for column in range(1, size + 1)]:
        likelihood, consequence = place
        shade = 1 - 0.42 * likelihood * consequence / size**2
        corner = (consequence - 0.5, likelihood - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=(1, shade, shade - 0.12 * (1 - shade)), edgecolor="white"))
        _borders(axes, place, classes)
        if size <= _MOST_WITH_WORDS and place in classes:
            words, least = wrapped(classes[place], _LETTERS // size), 7 if size <= 4 else 6.5
            axes.text(consequence, likelihood - 0.44, words, ha="center", va="bottom", fontsize=least)
        if place in cells and cells[place] != 0:
            _number(axes, place, cells[place], lifted=place in classes and size <= _MOST_WITH_WORDS)
    axes.set_xlim(0.5, size + 0.5)
    axes.set_ylim(0.5, size + 0.5)
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)


def _number(axes: Axes, place: Cell, count: Value, *, lifted: bool) -> None:
    likelihood, consequence = place
    words = HIDDEN if count is None else number(count)
    how: Any = {"ha": "center", "va": "center", "fontweight": "bold", "fontsize": 12 if len(words) < 4 else 9}
    axes.text(consequence, likelihood + (0.14 if lifted else 0), words, **how)


def _borders(axes: Axes, place: Cell, classes: Mapping[Cell, str]) -> None:
    """Draw a thick line where the cell above or to the right is of another class."""
    row, column = place
    ours = classes.get(place)
    if classes.get((row + 1, column), ours) != ours:
        axes.plot((column - 0.5, column + 0.5), (row + 0.5, row + 0.5), color=INK, linewidth=1.2, zorder=3)
    if classes.get((row, column + 1), ours) != ours:
        axes.plot((column + 0.5, column + 0.5), (row - 0.5, row + 0.5), color=INK, linewidth=1.2, zorder=3)
