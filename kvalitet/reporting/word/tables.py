"""A table: its header repeated on every page, its rows whole, its words for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kvalitet.reporting.table_widths import Fit, fit
from kvalitet.reporting.tree import Alignment, Inlines, Table, plain
from kvalitet.reporting.word.inlines import InlineWriter
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element, Shape, element, paragraph, valued
from kvalitet.words import listing, plural

_NARROW = 0.62
_ALIGNED = {Alignment.LEFT: "", Alignment.CENTER: "center", Alignment.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes tables as wide as the page lets them be, in twips."""

    styles: Styles
    inlines: InlineWriter
    width: int

    def write(self, table: Table) -> Element:
        """Return the table without its caption, which is a paragraph of its own."""
        shape = fit(table)
        widths = shares(round(self.width * (_NARROW if shape.narrow else 1)), shape.widths)
        grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": width}) for width in widths))
        rows = self._rows(table, shape, widths)
        return element("w:tbl", None, self._properties(table, sum(widths)), grid, *rows)

    def _properties(self, table: Table, width: int) -> Element:
        look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
        return element(
            "w:tblPr",
            None,
            valued("w:tblStyle", self.styles["Rapporttabell"]),
            element("w:tblW", {"w:w": width, "w:type": "dxa"}),
            element("w:tblLayout", {"w:type": "fixed"}),
            element("w:tblLook", {"w:val": "0620"} | {f"w:{name}": value for name, value in look.items()}),
            *([valued("w:tblCaption", plain(table.caption))] if table.caption else []),
            valued("w:tblDescription", described(table)),
        )

    def _rows(self, table: Table, shape: Fit, widths: Sequence[int]) -> Iterator[Element]:
        last = len(table.rows)
        for number, cells in enumerate((table.header, *table.rows)):
            head = not number
            whole = [element("w:cantSplit")] if head or shape.whole_rows else []
            properties = element("w:trPr", None, *whole, *([element("w:tblHeader")] if head else []))
            together = head or (shape.together and number < last)
            yield element(
                "w:tr",
                None,
                *([properties] if len(properties) else []),
                *self._cells(cells, table.alignments, widths, together),
            )

    def _cells(
        self, cells: Sequence[Inlines], alignments: Sequence[Alignment], widths: Sequence[int], together: bool
    ) -> Iterator[Element]:
        for content, alignment, width in zip(cells, alignments, widths, strict=True):
            shape = Shape(style=self.styles["Tabelltext"], keep_next=together, align=_ALIGNED[alignment])
            properties = element("w:tcPr", None, element("w:tcW", {"w:w": width, "w:type": "dxa"}))
            yield element("w:tc", None, properties, paragraph(shape, self.inlines.write(content)))


def shares(whole: int, parts: Sequence[int]) -> list[int]:
    """Return a width divided as the parts say, to the last twip."""
    edges = [round(whole * sum(parts[:number]) / sum(parts)) for number in range(len(parts) + 1)]
    return [right - left for left, right in pairwise(edges)]


def described(table: Table) -> str:
    """Return what a table is, for those who have it read to them: its columns, and how many rows."""
    names = [text for cell in table.header if (text := plain(cell).strip())]
    columns = f"Kolumner: {listing(names, 'och')}. " if names else ""
    return f"{columns}{plural(len(table.rows), 'rad', 'rader')} under rubrikraden."
