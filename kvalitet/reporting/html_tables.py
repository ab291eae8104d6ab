"""A table as HTML: headers that are headers, and room to scroll sideways where a narrow screen needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kvalitet.reporting.markup import Html, element, text
from kvalitet.reporting.phrases import TABLE
from kvalitet.reporting.table_widths import LONGEST_UNBROKEN, Fit, fit
from kvalitet.reporting.tree import Alignment, Inlines, Table, plain

Written = Callable[[Inlines], Html]

_NARROWEST_SCREEN = 34  # characters of table text that a screen of 320 px has room for
_RUNNING_TEXT = 30  # characters from which a cell is text to read on several lines
_CODE = 12  # characters up to which a cell is a number, a code or a word, and stays on one line
_LEAST_LINE = 17  # characters on a line of such text, as the stylesheet has it on a narrow screen
_LOOKS = {Alignment.LEFT: "", Alignment.CENTER: "mitt", Alignment.RIGHT: "hoger"}


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column are: their classes in the stylesheet, names of the rows or not, the room they need."""

    look: str | None
    names_rows: bool
    room: int


def table(shown: Table, write: Written, name: str) -> Html:
    """Return a table whose cells `write` writes, in a frame that scrolls by keyboard too where it has to.

    `name` is what a screen reader calls the frame of a table without caption; no two have the same.
    """
    shape = fit(shown)
    columns = [_column(shown, shape, at) for at in range(len(shown.header))]
    parts = _head(shown, columns, write), _body(shown, columns, write)
    content = element("table", *_caption(shown, write), *parts, id=shown.id or None)
    is_wide = sum(column.room for column in columns) > _NARROWEST_SCREEN
    looks = _classes("tabell", "bred" if is_wide else "", "hel" if shape.together else "")
    if not is_wide:
        return element("div", content, class_=looks)
    named = {"aria_labelledby": _caption_id(shown)} if shown.caption else {"aria_label": name}
    return element("section", content, class_=looks, tabindex=0, **named)


def _classes(*names: str) -> str | None:
    return " ".join(filter(None, names)) or None


def _caption(shown: Table, write: Written) -> Iterator[Html]:
    """Yield the caption; its inner element stays in sight when the table is scrolled."""
    if shown.caption:
        label = element("b", text(f"{TABLE}\u00a0{shown.number}."))
        words = element("span", label, text(" "), write(shown.caption), id=_caption_id(shown))
        yield element("caption", words)


def _caption_id(shown: Table) -> str:
    return f"{shown.id}.rubrik"


def _column(shown: Table, shape: Fit, at: int) -> _Column:
    longest, least = max((len(plain(row[at])) for row in shown.rows), default=0), shape.least[at]
    if longest <= _CODE:
        look, room = "kort", longest
    elif longest > _RUNNING_TEXT:
        look, room = "lopande", _LEAST_LINE
    else:
        look, room = "", 0
    breaks = "bryts" if least > LONGEST_UNBROKEN else ""
    looks = _classes(_LOOKS[shown.alignments[at]], look, breaks)
    return _Column(looks, names_rows=at == 0 and shape.names_rows, room=max(least, room))


def _head(shown: Table, columns: list[_Column], write: Written) -> Html:
    cells = zip(shown.header, columns, strict=True)
    row = element("tr", *(element("th", write(cell), scope="col", class_=column.look) for cell, column in cells))
    return element("thead", row)


def _body(shown: Table, columns: list[_Column], write: Written) -> Html:
    return element("tbody", *(element("tr", *_cells(row, columns, write)) for row in shown.rows))


def _cells(row: tuple[Inlines, ...], columns: list[_Column], write: Written) -> Iterator[Html]:
    for cell, column in zip(row, columns, strict=True):
        if column.names_rows:
            yield element("th", write(cell), scope="row", class_=column.look)
        else:
            yield element("td", write(cell), class_=column.look)
