"""How wide the columns of a table are and what they are for, reckoned from its text before anything is set."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from kvalitet.reporting.tree import Alignment, Inlines, Table, plain

_LINE = 90  # characters of table text across the page, with some slack for wide letters
_GAP = 3
_NARROW = 46
_WIDEST = 110  # a column of long texts gets most of the room
LONGEST_UNBROKEN = 40  # longer words are broken anywhere by the layout
_LONGEST_WHOLE = 15  # in a table short of room, longer words are hyphenated
_SHORT_OF_ROOM = 0.65  # the part of the line that longest words may take before they are hyphenated
_WEIGHED_ROWS = 120
_HIGHEST_COUNTS = 6  # the power at which the tallest cell of a row all but decides its height
_ROWS_TOGETHER = 8
_LINES_TOGETHER = 16
_LINES_IN_WHOLE_ROW = 20
_FIRST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """The shape of a table on the page."""

    widths: tuple[int, ...]
    least: tuple[int, ...]
    """The characters that the longest word of each column takes, with the space beside it."""
    narrow: bool
    """The table reads better at part of the page's width."""
    crowded: bool
    """The longest words take so much room side by side that words must be hyphenated."""
    whole_rows: bool
    """No row is so tall that it must be broken over pages."""
    together: bool
    """The table is short enough to be kept on one page."""
    names_rows: bool
    """The first column says what each row is about: text, in every row, and no two alike."""
    first_lines: int
    """Lines in the header and the first rows, which never stand apart."""


def fit(table: Table) -> Fit:
    """Give each column its longest word, and what is left to those that make the table shorter by it."""
    columns = _columns(table)
    words = [_longest_word(column) + _GAP for column in columns]
    wanted = [max(word, _longest_cell(column) + _GAP) for word, column in zip(words, columns, strict=True)]
    crowded = sum(wanted) > _LINE and sum(words) > _LINE * _SHORT_OF_ROOM
    least = [min(word, _LONGEST_WHOLE + _GAP) if crowded else word for word in words]
    widths = _shared(least, wanted, columns)
    lines = _lines(table, widths)
    return Fit(
        widths=widths,
        least=tuple(words),
        narrow=sum(wanted) <= _NARROW,
        crowded=crowded,
        whole_rows=max(lines) <= _LINES_IN_WHOLE_ROW,
        together=len(table.rows) <= _ROWS_TOGETHER and sum(lines) <= _LINES_TOGETHER,
        names_rows=_names_rows(table),
        first_lines=min(sum(lines[: 1 + _FIRST_ROWS]), _LINES_IN_WHOLE_ROW),
    )


def _names_rows(table: Table) -> bool:
    names = [plain(row[0]).strip() for row in table.rows]
    is_text = table.alignments[0] is Alignment.LEFT and len(table.header) > 1
    return is_text and all(names) and len(set(names)) == len(names)


def _columns(table: Table) -> list[tuple[str, ...]]:
    rows = [[plain(cell) for cell in row] for row in (table.header, *table.rows)]
    return list(zip(*rows, strict=True))


def _longest_word(column: tuple[str, ...]) -> int:
    longest = max(len(word) for text in column for word in text.split(" "))
    return min(longest, LONGEST_UNBROKEN)


def _longest_cell(column: tuple[str, ...]) -> int:
    """Return the length of the longest cell, as far as one line should go; headers may be broken."""
    header, *cells = column
    return min(max([ceil(len(header) / 2), *map(len, cells)]), _WIDEST)


def _shared(least: list[int], wanted: list[int], columns: list[tuple[str, ...]]) -> tuple[int, ...]:
    """Hand out the line's spare characters one by one, each to the column whose texts it shortens most."""
    if sum(wanted) <= _LINE:
        return tuple(wanted)
    cells = [[min(len(text), 2 * _WIDEST) for text in _weighed(column)] for column in columns]
    widths = list(least)
    for _ in range(_LINE - sum(least)):
        growing = [index for index, width in enumerate(widths) if width < wanted[index]]
        widths[max(growing, key=lambda index: _gain(cells, widths, index))] += 1
    return tuple(widths)


def _weighed(column: tuple[str, ...]) -> tuple[str, ...]:
    return column[1 :: 1 + len(column) // _WEIGHED_ROWS]


def _gain(cells: list[list[int]], widths: list[int], index: int) -> float:
    """Return how much lower the rows get when a column is one character wider, the tallest cells counting most."""
    room = max(1, widths[index] - _GAP)
    kept = room / (room + 1)
    heights = [_heights(texts, width) for texts, width in zip(cells, widths, strict=True)]
    lower: float = sum(
        own * (1 - kept) * (own / max(row)) ** _HIGHEST_COUNTS
        for own, row in zip(heights[index], zip(*heights, strict=True), strict=True)
    )
    return lower


def _heights(texts: list[int], width: int) -> list[float]:
    return [max(1.0, length / max(1, width - _GAP)) for length in texts]  # a column can be empty from top to bottom


def _lines(table: Table, widths: tuple[int, ...]) -> list[int]:
    """Return how many lines each row takes, the header first."""
    room = [max(4.0, width * _LINE / sum(widths) - _GAP) for width in widths]
    return [_row_lines(row, room) for row in (table.header, *table.rows)]


def _row_lines(row: tuple[Inlines, ...], room: list[float]) -> int:
    return max(ceil(len(plain(cell)) / width) or 1 for cell, width in zip(row, room, strict=True))
