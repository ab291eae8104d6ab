"""The blocks of the document as paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kvalitet.reporting.phrases import FIGURE, TABLE
from kvalitet.reporting.tree import (
    Block,
    Blocks,
    Box,
    BulletList,
    CodeBlock,
    Divider,
    Figure,
    Heading,
    Inlines,
    OrderedList,
    Paragraph,
    Quote,
    Table,
)
from kvalitet.reporting.typography import NO_BREAK
from kvalitet.reporting.word.bookmarks import contents_name
from kvalitet.reporting.word.fields import number_field
from kvalitet.reporting.word.inlines import InlineWriter
from kvalitet.reporting.word.numbering import DEEPEST, Numbering
from kvalitet.reporting.word.pictures import Picture, inline_picture
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.tables import TableWriter
from kvalitet.reporting.word.xml import Element, Look, Shape, paragraph, run, text_run

_STEP = 357
"""How far a list stands in from what it stands in, in twips."""
_QUOTED = 284
_BOXED = 227
_BOXES = {"faktaruta": "Faktaruta", "saknas": "Saknas"}
_LIST = "ListParagraph"
_SPACE = "\u2002"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block stands: in what style, how far in, and in how many lists."""

    style: str = ""
    """The style of a box or a quotation, which all that stands in it bears."""
    indent: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class BlockWriter:
    """Writes blocks one after the other."""

    styles: Styles
    numbering: Numbering
    inlines: InlineWriter
    tables: TableWriter
    pictures: Mapping[int, Picture]

    def write(self, blocks: Blocks, spot: Spot = Spot()) -> Iterator[Element]:
        """Yield the blocks as they stand in one spot."""
        for block in blocks:
            yield from self._block(block, spot)

    def _block(self, block: Block, spot: Spot) -> Iterator[Element]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph(content):
                yield paragraph(self._running(spot), self._words(content))
            case BulletList(items, tight):
                yield from self._list(items, self.numbering.bullets, spot, tight)
            case OrderedList(items, start, tight):
                number = self.numbering.new_list(start, min(spot.depth, DEEPEST))
                yield from self._list(items, number, spot, tight)
            case Table():
                yield from self._table(block)
            case Figure():
                yield from self._figure(block, spot)
            case Box(kind, blocks):
                yield from self.write(blocks, Spot(self.styles[_BOXES[kind]], _BOXED))
            case Quote(blocks):
                style = spot.style or self.styles["Quote"]
                yield from self.write(blocks, replace(spot, style=style, indent=self._edge(spot) + _QUOTED, depth=0))
            case CodeBlock(text):
                yield paragraph(self._shape("Kod", spot), [text_run(text, Look(style=self.styles["Kodord"]))])
            case Divider():
                yield paragraph(self._shape("Avdelare", spot))

    def _heading(self, heading: Heading) -> Element:
        marks = self.inlines.bookmarks
        name = marks.names[heading.id]
        content = marks.around(marks.around(self._words(heading.content), contents_name(name)), name)
        number = self.numbering.heading(heading.level)
        outline = heading.level - 1 if number else None
        return paragraph(Shape(self.styles[f"Heading{heading.level}"], number=number, outline=outline), content)

    def _list(self, items: tuple[Blocks, ...], number: int, spot: Spot, tight: bool) -> Iterator[Element]:
        level = min(spot.depth, DEEPEST)
        inner = replace(spot, depth=spot.depth + 1)
        for item in items:
            lead, rest = (item[0].content, item[1:]) if item and isinstance(item[0], Paragraph) else ((), item)
            shape = replace(self._shape(_LIST, inner), number=(number, level), tight=tight)
            yield paragraph(replace(shape, indent=(self._edge(inner), _STEP)), self._words(lead))
            yield from self.write(rest, inner)

    def _table(self, table: Table) -> Iterator[Element]:
        if table.caption:
            yield self._caption(TABLE, table.number, table.caption, table.id, above=True)
        yield self.tables.write(table)
        yield paragraph(Shape(self.styles["Tabellslut"]))

    def _figure(self, figure: Figure, spot: Spot) -> Iterator[Element]:
        picture = inline_picture(figure, self.pictures[figure.number], next(self.inlines.bookmarks.ids))
        shape = replace(self._shape("Figurbild", spot), keep_next=True)
        yield paragraph(shape, [run(Look(), picture)])
        yield self._caption(FIGURE, figure.number, figure.caption, figure.id, above=False)

    def _caption(self, noun: str, number: int, content: Inlines, id: str, *, above: bool) -> Element:
        look = Look(style=self.styles["Bildetikett"])
        marks = self.inlines.bookmarks
        label = [text_run(noun + NO_BREAK, look), *number_field(f"SEQ {noun} \\* ARABIC", number, look)]
        marked = marks.around(label, marks.names[id])
        shape = Shape(self.styles["Caption"], keep_next=above)
        return paragraph(shape, [*marked, text_run(_SPACE), *self._words(content)])

    def _words(self, content: Inlines) -> Iterator[Element]:
        return self.inlines.write(content)

    def _running(self, spot: Spot) -> Shape:
        shape = self._shape(_LIST if spot.depth else "BodyText", spot)
        return replace(shape, tight=False) if spot.depth else shape

    def _shape(self, style: str, spot: Spot) -> Shape:
        """Return the shape of a paragraph: the surroundings' style before its own, set in as far as they are."""
        edge = self._edge(spot)
        return Shape(spot.style or self.styles[style], indent=(edge, 0) if edge else None)

    @staticmethod
    def _edge(spot: Spot) -> int:
        return spot.indent + _STEP * min(spot.depth, DEEPEST + 1)
