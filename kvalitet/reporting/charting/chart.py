"""A chart as a report keeps it: drawn when it is asked for, in words, and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from kvalitet.analysis.charts import HIDDEN, Value, shown
from kvalitet.formats import sheet
from kvalitet.words import number

Cell = str | int | Decimal | None
"""A cell of a chart's table: words, a number with the decimals it is shown with, or None: not to be shown."""

ABSENT = "–"
"""What stands where there is no value: not nought, and not a hidden one."""


class NoDataError(ValueError):
    """A chart would be empty; the message is Swedish and says so."""


def demand_some(name: str, values: Iterable[Value]) -> None:
    """Raise NoDataError where every value is nought or hidden, or there is none."""
    if not any(shown(values)):
        raise NoDataError(f"diagrammet {name} har inget att visa: bara noll, dolda värden eller inga alls")


def demand_many(name: str, what: str, found: int, least: int) -> None:
    """Raise NoDataError where there is too little for a chart to show more than its table does."""
    if found < least:
        raise NoDataError(f"diagrammet {name} har för lite att visa: {what} är {found} och behöver vara minst {least}")


def demand_any(name: str, values: Iterable[Value]) -> None:
    """Raise NoDataError where there is no value that may be shown; nought is one."""
    if not shown(values):
        raise NoDataError(f"diagrammet {name} har inget att visa: bara dolda värden eller inga alls")


@dataclass(frozen=True)
class Chart:
    """One chart. `alt` says in Swedish what it shows, `header` and `rows` are exactly what it draws.

    `draw` returns SVG; the same values give the same bytes. `left_out` names what could not be drawn, such
    as units without a denominator, for the text to tell.
    """

    name: str
    alt: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    draw: Callable[[], bytes]
    left_out: tuple[str, ...] = ()

    def table(self) -> list[list[str]]:
        """Return the rows as a page shows them: decimal comma, no-break spaces, a mark for what is hidden."""
        return [[on_page(cell) for cell in row] for row in self.rows]

    def csv(self) -> bytes:
        """Return the table as UTF-8 CSV with a byte order mark and semicolons: decimal comma, no other signs."""
        rows = [[_in_sheet(cell) for cell in row] for row in self.rows]
        return sheet.write(self.header, rows).encode("utf-8")


def on_page(cell: Cell) -> str:
    """Return a cell as a page shows it."""
    if cell is None:
        return HIDDEN
    if isinstance(cell, str):
        return cell
    return number(float(cell), max(0, -int(Decimal(cell).as_tuple().exponent)))


def _in_sheet(cell: Cell) -> str:
    """Return a cell for a spreadsheet, which takes a number with spaces in it for words."""
    return on_page(cell) if isinstance(cell, str) else on_page(cell).replace("\u00a0", "")


def to_cell(value: Value, decimals: int | None = None) -> Cell:
    """Return a value as a cell: as many decimals as it has, or so many as are wanted; a count stays what it is."""
    if value is None or (isinstance(value, int) and decimals is None):
        return value
    if decimals is None:
        exact = Decimal(str(round(float(value), 4))).normalize()
        return int(exact) if exact == exact.to_integral_value() else exact
    return Decimal(f"{value:.{decimals}f}")
