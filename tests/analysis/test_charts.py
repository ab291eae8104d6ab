"""The style of all charts: colours that can be seen, and numbers and labels as Swedish has them."""

from __future__ import annotations

import pytest

from kvalitet.analysis.charts.style import COLOURS, DASHES, HATCHES, INK, MARKERS, QUIET, pitch, tick, wrapped

DARKEST_CELL = "#ff9484"
"""The cell of a risk matrix with the highest product: 1 - 0.42 of green, and a little less of blue."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_stands_out_from_the_page(colour: str) -> None:
    """Graphics have at least 3:1 against white (WCAG 1.4.11)."""
    assert contrast(colour, "#ffffff") >= 3


@pytest.mark.parametrize(("ink", "ground"), [(INK, "#ffffff"), (QUIET, "#ffffff"), (INK, DARKEST_CELL)])
def test_all_words_can_be_read(ink: str, ground: str) -> None:
    """Text has at least 4.5:1 against what it stands on (WCAG 1.4.3)."""
    assert contrast(ink, ground) >= 4.5


def test_no_series_is_told_by_colour_alone() -> None:
    """Each colour has a hatch, a mark and dashes of its own."""
    assert all(len(set(map(str, ways))) == len(COLOURS) for ways in (HATCHES, MARKERS, DASHES))


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (0.25, "0,25"), (12345.0, "12\u00a0345"), (1e6, "1\u00a0000\u00a0000"), (1.10, "1,1"), (2.0, "2")],
)
def test_numbers_on_an_axis_are_swedish(value: float, words: str) -> None:
    """A decimal comma, no-break spaces between thousands, and no more decimals than there are."""
    assert tick(value) == words


def test_a_long_label_is_broken_and_then_cut() -> None:
    """A label has as many lines as there is room for, and says where words are missing."""
    assert wrapped("Fall", 30) == "Fall"
    assert wrapped("ett två tre fyra fem", 8, 2) == "ett två\ntre …"
    assert wrapped("Läkemedelshanteringsavvikelse", 10, 3).count("\n") == 2
    assert wrapped("", 10) == ""


def test_many_rows_have_labels_of_one_line() -> None:
    """The more rows a chart has, the fewer lines a label gets, so that 24 units fit on a page."""
    names, inches = pitch(["Särskilt boende Norrgården och Sörgården"] * 24, 30)
    assert all("\n" not in name for name in names)
    assert 24 * inches < 9
