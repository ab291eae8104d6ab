"""CSV that a spreadsheet opens as it is, and that gives every text back when it is read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kvalitet.words import visible

_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet take a cell for a formula, in ordinary and in full width (OWASP, CSV Injection)."""

_LITERAL = "'"


def write(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return CSV with a byte order mark and semicolons, each cell in quotes and none of them a formula."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row in (headings, *rows):
        writer.writerow([to_cell(text) for text in row])
    return stream.getvalue()


def to_cell(text: str) -> str:
    """Return text as a cell holds it: line breaks of one sort, an apostrophe before what would be a formula.

    A lone CR would end the row. What a terminal could obey is shown in letters, as everywhere.
    """
    plain = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"{_LITERAL}{plain}" if _is_formula(plain) else plain


def from_cell(cell: str) -> str:
    """Return the text that a cell was made of: without the apostrophe that kept it from being a formula."""
    return cell.removeprefix(_LITERAL) if _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    """Whether a text would be one without the apostrophes before it: one of its own takes another, to be undone."""
    bare = text.lstrip(_LITERAL)
    return bare.startswith(_FORMULA) or bare.lstrip().startswith(_FORMULA)
