"""The tree as Typst source."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from kvalitet.reporting.table_widths import fit
from kvalitet.reporting.tree import (
    Alignment,
    Code,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteMark,
    FrontMatter,
    Heading,
    Inlines,
    Link,
    Paragraph,
    Reference,
    Strong,
    Table,
    Text,
)
from kvalitet.reporting.typst_source import block_source, image_name, quoted, typst_source

FRONT = FrontMatter(title='T "x"', date=dt.date(2026, 2, 15), example=True)
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')


def cells(*texts: str) -> tuple[Inlines, ...]:
    return tuple((Text(text),) for text in texts)


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    alignments = (Alignment.LEFT,) * len(header)
    return Table(cells(*header), tuple(cells(*row) for row in rows), alignments, (), 0, "", 1)


def test_the_cover_comes_from_the_front_matter() -> None:
    """Title, date in words and as a date, and the mark of an example are arguments of the layout."""
    source = typst_source(Document(FRONT, (), ()))
    assert r'title: "T \"x\""' in source
    assert 'notice: "Påhittat exempel: inga verkliga händelser eller personer"' in source
    assert (
        'facts: (("Datum", "15\u00a0februari\u00a02026", ), ), day: datetime(year: 2026, month: 2, day: 15)' in source
    )


def test_every_block_is_a_call() -> None:
    """Blocks and inlines are calls with text as string literals."""
    heading = Heading(2, "1.1", (Text("A"), Emphasis((Text("b"),))), "x", 1)
    assert block_source(heading, {}) == 'section(2, label("x"), {"A"; emph({"b"})})'
    paragraph = Paragraph((Strong((Code("#c"),)), Link("https://d.se", (Text("d"),)), Reference("x", (Text("e"),))), 1)
    assert block_source(paragraph, {}) == (
        'par({strong({raw("#c")}); link("https://d.se", {"d"}); link(label("x"), {"e"})})'
    )


def test_a_note_stands_where_it_is_first_cited() -> None:
    """The first mark carries the text of the note, a later mark points to it."""
    notes = {1: Footnote(1, (Paragraph((Text("n"),), 9),), 9)}
    paragraph = Paragraph((FootnoteMark(1), FootnoteMark(1, first=False)), 1)
    assert block_source(paragraph, notes) == ('par({note(label("fotnot-1"), {{"n"}}); note-again(label("fotnot-1"))})')


def test_images_have_names_of_our_own() -> None:
    """The source names an image by its number, so that no name of the author reaches Typst."""
    figure = Figure('a/"b".SVG', 'alt "c"', (Text("d"),), 3, "fig-x", 1)
    assert image_name(figure) == "figur-3.svg"
    assert block_source(figure, {}) == (
        'picture("figur-3.svg", alt: "alt \\"c\\"", word: "Figur", caption: {"d"}, id: label("fig-x"))'
    )


@given(st.text())
def test_a_text_is_one_literal(text: str) -> None:
    """Whatever the text, its literal is one literal on one line, and it reads back as the text."""
    literal = quoted(text)
    assert LITERAL.fullmatch(literal, 0)
    assert "\n" not in literal
    named = {"n": "\n", "r": "\r"}
    back = re.sub(r"\\(.)", lambda found: named.get(found[1], found[1]), literal[1:-1], flags=re.S)
    assert back == text


@given(st.text())
def test_no_text_reaches_the_source_outside_literals(text: str) -> None:
    """Taking the literals away leaves the same code for every text."""
    block = Paragraph((Text(text), Code(text), Link(text, (Text(text),))), 1)
    assert LITERAL.sub("", block_source(block, {})) == "par({; raw(); link(, {})})"


def test_a_column_has_room_for_its_longest_word() -> None:
    """Widths leave room for the longest word, and long texts share the rest."""
    shape = fit(table(("Enhet", "Kommentar"), ("Hemtjänst", "lång text " * 20), ("B", "kort")))
    assert shape.widths[0] >= len("Hemtjänst")
    assert shape.widths[1] > 2 * shape.widths[0]
    assert not shape.narrow
    assert not shape.crowded
    assert shape.together


def test_small_tables_are_narrow_and_wide_ones_crowded() -> None:
    """A small table does not fill the page; words that cannot stand side by side are hyphenated."""
    assert fit(table(("Orsak", "Antal"), ("Kommunikation", "12"))).narrow
    assert fit(table(("Undersköterska",) * 9)).crowded


def test_a_row_is_broken_only_when_it_is_too_tall() -> None:
    """Rows stay whole over pages; one that would not fit a page may be broken, so that no text is lost."""
    assert fit(table(("a", "b"), ("a", "b"))).whole_rows
    assert not fit(table(("a", "b"), ("a", "lång text " * 400))).whole_rows


def test_long_tables_may_break_and_short_ones_stay_whole() -> None:
    """Eight short rows are kept on one page; nine rows, or tall ones, may be broken: moved, they leave half a page."""
    row = ("a", "b")
    assert fit(table(row, *[row] * 8)).together
    assert not fit(table(row, *[row] * 9)).together
    assert not fit(table(row, *[("a", "lång text " * 60)] * 8)).together
