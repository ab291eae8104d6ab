"""A document as Typst source: calls of the functions in `data/layout/rapport.typ`, text as strings.

The source is code, never markup, so that no character of a text can mean anything to Typst.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from kvalitet.reporting.images import suffix
from kvalitet.reporting.phrases import CONTENTS, CONTENTS_DEPTH, EXAMPLE, FIGURE, TABLE, facts
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
    figures,
)

LAYOUT = "rapport.typ"
_IMAGE = re.compile(r"figur-(\d+)\.")
_BOXES = {"faktaruta": "fact-box", "saknas": "missing-box"}


def typst_source(document: Document, attachments: Mapping[str, str] | None = None) -> str:
    """Return the whole document as Typst source; images are named by `image_name`.

    Attachments are descriptions by name; the file of the first is named by `attachment_name(1)`.
    """
    notes = {note.number: note for note in document.footnotes}
    attached = (
        _call("attachment", quoted(name), quoted(attachment_name(number)), quoted(description))
        for number, (name, description) in enumerate((attachments or {}).items(), 1)
    )
    body = "\n".join([*attached, _Writer(notes).in_order(document.blocks)])
    head = f"#import {quoted(LAYOUT)}: *\n#show: report.with({_properties(document.front)})\n"
    return f"{head}#{{\n{body}\n}}\n"


def quoted(text: str) -> str:
    """Return the text as a Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r") + '"'


def image_name(figure: Figure) -> str:
    """Return the name that a figure's image has beside the Typst source."""
    return f"figur-{figure.number}{suffix(figure.path)}"


def attachment_name(number: int) -> str:
    """Return the name that an attached file has beside the Typst source."""
    return f"bilaga-{number}.csv"


def named_image(document: Document, told: str) -> Figure | None:
    """Return the figure whose image Typst speaks of, by the name that it has beside the source."""
    named = _IMAGE.search(told)
    return next((figure for figure in figures(document.blocks) if named and figure.number == int(named[1])), None)


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
        "author": front.author,
        "status": front.status,
        "identity": front.identity,
        "notice": EXAMPLE if front.example else "",
        "contents-title": CONTENTS,
        "form": front.form.value,
        "language": language,
        "region": region,
    }
    named = "".join(f"{key}: {quoted(text)}, " for key, text in texts.items())
    shown = _array(_array(map(quoted, fact)) for fact in facts(front))
    date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    return f"{named}facts: {shown}, day: {date}, contents-depth: {CONTENTS_DEPTH}"


def _leads_in(block: Block, after: Block | None) -> bool:
    return isinstance(block, Paragraph) and isinstance(after, (BulletList, OrderedList))


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

    def in_order(self, blocks: Sequence[Block]) -> str:
        """Return blocks one after another; a line that a list follows is not left alone at the foot of a page."""
        return "\n".join(
            _call("lead-in", self.block(block)) if _leads_in(block, after) else self.block(block)
            for block, after in zip_longest(blocks, blocks[1:])
        )

    def _blocks(self, blocks: Blocks) -> str:
        return "{" + self.in_order(blocks) + "}"

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
            f"word: {quoted(TABLE)}",
            f"caption: {self._content(table.caption) if table.caption else 'none'}",
            f"id: {_label(table.id) if table.id else 'none'}",
            f"narrow: {_bool(shape.narrow)}",
            f"crowded: {_bool(shape.crowded)}",
            f"whole-rows: {_bool(shape.whole_rows)}",
            f"together: {_bool(shape.together)}",
            f"first-lines: {shape.first_lines}",
        )

    def _row(self, cells: Iterable[Inlines]) -> str:
        return _array(self._content(cell) for cell in cells)

    def _figure(self, figure: Figure) -> str:
        return _call(
            "picture",
            quoted(image_name(figure)),
            f"alt: {quoted(figure.alt)}",
            f"word: {quoted(FIGURE)}",
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
