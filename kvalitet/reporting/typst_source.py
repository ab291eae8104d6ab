"""A document as Typst source: calls of the functions in `data/layout/rapport.typ`, text as strings.

The source is code, never markup, so that no character of a text can mean anything to Typst.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from kvalitet import words
from kvalitet.reporting.table_widths import fit
from kvalitet.reporting.tree import (
    Block,
    Blocks,
    Box,
    BulletList,
    Code,
    CodeBlock,
    Divider,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteMark,
    FrontMatter,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Table,
    Text,
)

LAYOUT = "rapport.typ"
_BOXES = {"faktaruta": "fact-box", "saknas": "missing-box"}


def typst_source(document: Document) -> str:
    """Return the whole document as Typst source; images are named by `image_name`."""
    notes = {note.number: note for note in document.footnotes}
    body = "\n".join(block_source(block, notes) for block in document.blocks)
    head = f"#import {quoted(LAYOUT)}: *\n#show: report.with({_properties(document.front)})\n"
    return f"{head}#{{\n{body}\n}}\n"


def quoted(text: str) -> str:
    """Return the text as a Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"'


def image_name(figure: Figure) -> str:
    """Return the name that a figure's image has beside the Typst source."""
    return f"figur-{figure.number}{PurePosixPath(figure.path).suffix.lower()}"


def block_source(block: Block, notes: Mapping[int, Footnote]) -> str:
    """Return one block, with the notes that it is first to cite, as Typst source."""
    return _Writer(notes).block(block)


def _properties(front: FrontMatter) -> str:
    language, region = front.lang.split("-")
    day = front.date
    texts = {
        "title": front.title,
        "subtitle": front.subtitle,
        "organisation": front.organisation,
        "namnd": front.namnd,
        "author": front.author,
        "status": front.status,
        "shown-date": words.long_date(day),
        "identity": front.identity,
        "language": language,
        "region": region,
    }
    named = "".join(f"{key}: {quoted(text)}, " for key, text in texts.items())
    date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    return f"{named}day: {date}, example: {_bool(front.example)}"


class _Writer:
    """Writes blocks and inlines; holds the notes, whose text stands where it is first cited."""

    def __init__(self, notes: Mapping[int, Footnote]) -> None:
        self._notes = notes

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, _, content, id):
                return _call("section", level, _label(id), self._content(content))
            case Paragraph(content):
                return _call("par", self._content(content))
            case BulletList(items, tight):
                return _call("bullets", f"tight: {_bool(tight)}", *self._items(items, tight))
            case OrderedList(items, start, tight):
                options = f"start: {start}", f"tight: {_bool(tight)}"
                return _call("steps", *options, *self._items(items, tight))
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Box(kind, blocks):
                return _call(_BOXES[kind], self._blocks(blocks))
            case Quote(blocks):
                return _call("quotation", self._blocks(blocks))
            case CodeBlock(text):
                return _call("raw", quoted(text), "block: true")
            case Divider():
                return _call("divider")

    def _blocks(self, blocks: Blocks) -> str:
        return "{" + "\n".join(self.block(block) for block in blocks) + "}"

    def _items(self, items: Iterable[Blocks], tight: bool) -> list[str]:
        return [self._item(item, tight) for item in items]

    def _item(self, item: Blocks, tight: bool) -> str:
        """Return one item; in a tight list its leading paragraph is bare text."""
        if not tight or not item or not isinstance(item[0], Paragraph):
            return self._blocks(item)
        lead = self._content(item[0].content)
        return "{" + lead + ("\n" + self._blocks(item[1:]) if item[1:] else "") + "}"

    def _table(self, table: Table) -> str:
        shape = fit(table)
        return _call(
            "data-table",
            f"columns: {_array(f'{width}fr' for width in shape.widths)}",
            f"align: {_array(table.alignments)}",
            f"header: {self._row(table.header)}",
            f"rows: {_array(self._row(row) for row in table.rows)}",
            f"caption: {self._content(table.caption) if table.caption else 'none'}",
            f"id: {_label(table.id) if table.id else 'none'}",
            f"narrow: {_bool(shape.narrow)}",
            f"crowded: {_bool(shape.crowded)}",
            f"whole-rows: {_bool(shape.whole_rows)}",
            f"together: {_bool(shape.together)}",
        )

    def _row(self, cells: Iterable[Inlines]) -> str:
        return _array(self._content(cell) for cell in cells)

    def _figure(self, figure: Figure) -> str:
        return _call(
            "picture",
            quoted(image_name(figure)),
            f"alt: {quoted(figure.alt)}",
            f"caption: {self._content(figure.caption)}",
            f"id: {_label(figure.id)}",
        )

    def _content(self, inlines: Inlines) -> str:
        return "{" + "; ".join(map(self._inline, inlines)) + "}" if inlines else "[]"

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return quoted(text)
            case Code(text):
                return _call("raw", quoted(text))
            case LineBreak():
                return "linebreak()"
            case Strong(content):
                return _call("strong", self._content(content))
            case Emphasis(content):
                return _call("emph", self._content(content))
            case Link(address, content):
                return _call("link", quoted(address), self._content(content))
            case Reference(target, content):
                return _call("link", _label(target), self._content(content))
            case FootnoteMark(number, first):
                return self._note(number, first)

    def _note(self, number: int, first: bool) -> str:
        label = _label(f"fotnot-{number}")
        if not first:
            return _call("note-again", label)
        blocks = self._notes[number].blocks
        lead = self._content(blocks[0].content)
        more = "".join(f"; parbreak(); {self._content(block.content)}" for block in blocks[1:])
        return _call("note", label, "{" + lead + more + "}")


def _call(name: str, *arguments: object) -> str:
    return f"{name}({', '.join(map(str, arguments))})"


def _array(values: Iterable[str]) -> str:
    return "(" + "".join(f"{value}, " for value in values) + ")"


def _label(id: str) -> str:
    return f"label({quoted(id)})"


def _bool(value: bool) -> str:
    return "true" if value else "false"
