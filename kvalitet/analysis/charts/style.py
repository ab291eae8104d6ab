"""The one style of all charts, and the way from a figure to bytes."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from kvalitet.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
"""Okabe and Ito's palette without its pale half: contrast against white 5.2, 3.9, 3.4, 3.1 and 21."""

HATCHES = ("", "////", "...", "xxxx", "----")
MARKERS = ("o", "s", "^", "D", "v")
DASHES = ("-", "--", ":", "-.", (0, (6, 1, 1, 1, 1, 1)))

INK = "#1f2326"
RULE = "#cfd6da"
QUIET = "#5b666d"
"""Grey for lines and words that are not the values: 5.9:1 against white."""

WIDTH = 6.3
"""Inches: the width of the text on an A4 page."""

SMALL, NORMAL = 8, 9
"""Points: no text of a chart is smaller than the first, but for a matrix of many cells."""

PLATE = {"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.2"}
"""The ground of a number on a bar."""

CLEAR = {"facecolor": "white", "edgecolor": "none", "boxstyle": "square,pad=0.06"}
"""The ground of a number that lines may cross."""

_FONTS = Path(__file__).parents[2] / "data" / "fonts"
_POINTS_PER_LETTER = 0.52
"""The width of a figure or a small letter of Source Sans 3, as a share of its size."""

P = ParamSpec("P")


def drawn(draw: Callable[P, Figure]) -> Callable[P, bytes]:
    """Make a function that draws a figure into one that returns it as SVG in the one style."""

    @wraps(draw)
    def to_svg(*args: P.args, **kwargs: P.kwargs) -> bytes:
        with _style():
            return _saved(draw(*args, **kwargs))

    return to_svg


def canvas(height: float, **how: Any) -> tuple[Figure, Any]:
    """Return a figure as wide as the text of a page and so many inches high, with the axes that `how` asks for."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots(**how)


@contextmanager
def _style() -> Iterator[None]:
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()  # a matplotlibrc in the workspace or at home could start programs, and change the bytes
        _load_fonts()
        mpl.rcParams.update(_settings())
        yield


@cache
def _load_fonts() -> None:
    from matplotlib import font_manager

    for file in sorted(_FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(file))


def _settings() -> Any:
    """What differs from matplotlib's own; Any because matplotlib types every key of its settings by name."""
    return {
        "font.family": "Source Sans 3",
        "font.size": 9.5,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.labelsize": NORMAL,
        "axes.titlesize": 10,
        "axes.titleweight": "semibold",
        "axes.titlelocation": "left",
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": NORMAL,
        "ytick.labelsize": NORMAL,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "axes.edgecolor": RULE,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "grid.color": RULE,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": NORMAL,
        "hatch.color": "white",
        "hatch.linewidth": 0.8,
        "svg.fonttype": "path",
        "svg.hashsalt": "kvalitet",
        "text.parse_math": False,  # a label is text, also where it has two dollar signs
    }


def fill(index: int) -> dict[str, Any]:
    """Return how the bars of a series are filled: a colour and a hatch."""
    return {"color": COLOURS[index % 5], "hatch": HATCHES[index % 5], "linewidth": 0}


def stroke(index: int) -> dict[str, Any]:
    """Return how the line of a series is drawn: a colour, dashes and a mark with a white rim."""
    return {
        "color": COLOURS[index % 5],
        "linestyle": DASHES[index % 5],
        "marker": MARKERS[index % 5],
        "markersize": 5.5,
        "markeredgecolor": "white",
        "markeredgewidth": 0.6,
        "linewidth": 1.6,
    }


def say(axes: Axes, words: str, at: tuple[float, float], lift: tuple[float, float] = (0, 0), **how: Any) -> None:
    """Write words at a place of the chart, moved so many points to the right and up."""
    how = {"fontsize": NORMAL, "color": INK, "va": "center", "zorder": 4, **how}
    axes.annotate(words, at, lift, textcoords="offset points", annotation_clip=False, **how)


BESIDE: Any = ("axes fraction", "data")
"""Places given by how far across the plot they lie, and by a value of the upright axis."""

ABOVE: Any = ("data", "axes fraction")
"""Places given by a value of the lying axis, and by how far up the plot they lie."""


def wrapped(text: str, letters: int, lines: int = 3) -> str:
    """Return a label in at most so many lines of so many letters."""
    return "\n".join(textwrap.wrap(text, letters, max_lines=lines, placeholder=" …")) or text[:letters]


def pitch(labels: Sequence[str], letters: int) -> tuple[list[str], float]:
    """Return the labels of rows in lines, fewer lines the more rows there are, and how many inches a row takes."""
    lines = 3 if len(labels) <= 8 else 2 if len(labels) <= 14 else 1
    names = [wrapped(label, letters, lines) for label in labels]
    return names, 0.14 + 0.16 * (1 + max((name.count("\n") for name in names), default=0))


def width(text: str, size: float) -> float:
    """Return about how many points wide a text is."""
    return len(text) * size * _POINTS_PER_LETTER


def value_axis(axis: Any, *, whole: bool = True) -> None:
    """Give an axis of values round Swedish numbers and a grid."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=whole, nbins=6, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axis.grid(visible=True)


def tick(value: float) -> str:
    """Return a number on an axis with as many decimals as it has, at most four."""
    exact = Decimal(str(round(float(value), 4))).normalize()
    return number(float(exact), max(0, -int(exact.as_tuple().exponent)))


def legend_above(figure: Figure, axes: Axes, names: Sequence[str]) -> None:
    """Put the legend outside the plot, in as many columns as its names leave room for."""
    room = WIDTH * 72 / (max((width(name, NORMAL) for name in names), default=0) + 40)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=max(1, int(room)))


def _saved(figure: Figure) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        # a letter that the face lacks is drawn as a square
        warnings.filterwarnings("ignore", "Glyph")
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()
