"""Charts as SVG, all in one style: five colours that keep 3:1 against white, labels on the marks.

The only door to matplotlib, which is loaded when a chart is drawn. The same values give the same
bytes: no dates, no random identifiers, letters as outlines of the packaged font.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
"""Okabe and Ito's palette without its pale half: contrast against white 5.2, 3.9, 3.4, 3.1 and 21."""

_HATCHES = ("", "////", "....", "xxxx", "----")
_FONTS = Path(__file__).parent.parent / "data" / "fonts"
_INK = "#1f2326"
_RULE = "#cfd6da"
_WIDTH = 6.3
"""Inches: the width of the text on an A4 page."""

_MOST_WITH_WORDS = 5
"""Steps of a scale whose labels fit under the cells of a matrix."""

_LETTERS = 48
"""Small letters that fit under one of two matrices side by side."""

Series = Mapping[str, Sequence[int]]


def columns(labels: Sequence[str], series: Series) -> bytes:
    """Return upright bars, one group a label and one bar a series, each with its number above."""
    figure, axes = _canvas(2.5)
    room = 0.8 / len(series)
    for index, (name, values) in enumerate(series.items()):
        at = [place + (index - (len(series) - 1) / 2) * room for place in range(len(labels))]
        bars = axes.bar(at, values, room * 0.92, label=name, **_fill(index))
        axes.bar_label(bars, labels=[str(value) if value else "" for value in values], padding=2, fontsize=9)
    axes.set_xticks(range(len(labels)), labels)
    axes.margins(y=0.14)
    _whole_numbers(axes.yaxis)
    axes.grid(axis="y", color=_RULE, linewidth=0.6)
    return _svg(figure, axes, legend=len(series) > 1)


def bars(labels: Sequence[str], series: Series) -> bytes:
    """Return lying bars, the first label on top, each with its number at the end."""
    legend = 0.4 if len(series) > 1 else 0
    figure, axes = _canvas(0.8 + legend + (0.15 + 0.17 * len(series)) * len(labels))
    room = 0.78 / len(series)
    for index, (name, values) in enumerate(series.items()):
        at = [place + (index - (len(series) - 1) / 2) * room for place in range(len(labels))]
        drawn = axes.barh(at, values, room * 0.92, label=name, **_fill(index))
        axes.bar_label(drawn, padding=3, fontsize=9)
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.margins(x=0.1)
    _whole_numbers(axes.xaxis)
    axes.grid(axis="x", color=_RULE, linewidth=0.6)
    return _svg(figure, axes, legend=len(series) > 1)


def stacked(labels: Sequence[str], series: Series) -> bytes:
    """Return lying bars made of parts, the number inside each part."""
    figure, axes = _canvas(0.9 + 0.36 * len(labels))
    left = [0] * len(labels)
    for index, (name, values) in enumerate(series.items()):
        drawn = axes.barh(range(len(labels)), values, 0.66, left=left, label=name, **_fill(index))
        shown = [str(value) if value else "" for value in values]
        axes.bar_label(drawn, labels=shown, label_type="center", fontsize=9, color=_INK, bbox=_PLATE)
        left = [sum(pair) for pair in zip(left, values, strict=True)]
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    _whole_numbers(axes.xaxis)
    axes.grid(axis="x", color=_RULE, linewidth=0.6)
    return _svg(figure, axes, legend=True)


_PLATE = {"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.2"}


def matrices(
    panels: Mapping[str, Mapping[tuple[int, int], int]], size: int, steps: Mapping[str, Sequence[str]]
) -> bytes:
    """Return risk matrices side by side: how many risks stand in each cell of likelihood and consequence.

    Darker cells have a higher product; the number in the cell says how many risks, and an empty cell
    has none.
    """
    import matplotlib.pyplot as plt

    with plt.rc_context(_style()):
        figure, both = plt.subplots(1, len(panels), figsize=(_WIDTH, 3.1), layout="constrained", sharey=True)
        for axes, (name, cells) in zip(both, panels.items(), strict=True):
            _matrix(axes, cells, size)
            axes.set_title(name, fontsize=10, fontweight="semibold", loc="left")
            axes.set_xticks(
                range(1, size + 1),
                [_under_a_cell(step, word, size) for step, word in enumerate(steps["konsekvens"], 1)],
                fontsize=7,
            )
            axes.set_xlabel("Konsekvens")
        both[0].set_yticks(
            range(1, size + 1),
            [f"{word} {step}" for step, word in enumerate(steps["sannolikhet"], 1)],
            fontsize=8,
        )
        both[0].set_ylabel("Sannolikhet")
        return _saved(figure)


def _under_a_cell(step: int, word: str, size: int) -> str:
    """Return a step's number and, where cells are wide enough to read words under, its label in lines."""
    if size > _MOST_WITH_WORDS:
        return str(step)
    return "\n".join([str(step), *textwrap.wrap(word, _LETTERS // size, break_long_words=False)])


def _matrix(axes: Axes, cells: Mapping[tuple[int, int], int], size: int) -> None:
    from matplotlib.patches import Rectangle

    for likelihood in range(1, size + 1):
        for consequence in range(1, size + 1):
            shade = 1 - 0.42 * likelihood * consequence / size**2
            corner = (consequence - 0.5, likelihood - 0.5)
            axes.add_patch(Rectangle(corner, 1, 1, facecolor=(1, shade, shade - 0.12 * (1 - shade)), edgecolor="white"))
            count = cells.get((likelihood, consequence), 0)
            if count:
                axes.text(
                    consequence,
                    likelihood,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=12,
                    fontweight="semibold",
                )
    axes.set_xlim(0.5, size + 0.5)
    axes.set_ylim(0.5, size + 0.5)
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _canvas(height: float) -> tuple[Figure, Axes]:
    import matplotlib.pyplot as plt

    plt.rcParams.update(_style())
    return plt.subplots(figsize=(_WIDTH, height), layout="constrained")


def _style() -> Any:
    """The one style of all charts; Any because matplotlib types every key of its settings by name."""
    import matplotlib as mpl
    from matplotlib import font_manager

    mpl.rcdefaults()  # what a matplotlibrc in the workspace or at home says could start programs, and change the bytes
    mpl.use("svg")
    for file in sorted(_FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(file))
    return {
        "font.family": "Source Sans 3",
        "font.size": 9.5,
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "xtick.color": _INK,
        "ytick.color": _INK,
        "axes.edgecolor": _RULE,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "hatch.color": "white",
        "hatch.linewidth": 0.8,
        "svg.fonttype": "path",
        "svg.hashsalt": "kvalitet",
        "text.parse_math": False,  # a label is text, also where it has two dollar signs
    }


def _fill(index: int) -> dict[str, Any]:
    return {"color": COLOURS[index % 5], "hatch": _HATCHES[index % 5], "linewidth": 0}


def _whole_numbers(axis: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, nbins=6))


def _svg(figure: Figure, axes: Axes, *, legend: bool) -> bytes:
    axes.tick_params(length=0)
    if legend:
        count = len(axes.get_legend_handles_labels()[0])
        figure.legend(loc="outside upper left", ncols=count, frameon=False, fontsize=9)
    return _saved(figure)


def _saved(figure: Figure) -> bytes:
    import matplotlib.pyplot as plt

    stream = io.BytesIO()
    with warnings.catch_warnings():
        # a letter that the face lacks is drawn as a square
        warnings.filterwarnings("ignore", "Glyph")
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return stream.getvalue()
