"""The blocks of a document and the words in them as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kvalitet.reporting.html_tables import table
from kvalitet.reporting.markup import Html, element, joined, text
from kvalitet.reporting.phrases import FIGURE, NOTES, TABLE
from kvalitet.reporting.tree import (
    Block,
    Blocks,
    Box,
    BulletList,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Figure,
    Footnote,
    FootnoteMark,
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

_DEEPEST = 6
_NOTES = "sida.fotnoter"
_BOXES = {"faktaruta": "Faktaruta", "saknas": "Text som saknas"}
"""What a box is called by a screen reader, by its kind."""


class BlockWriter:
    """Writes blocks and inlines. Knows the images by the numbers of their figures, and counts marks and bare tables."""

    def __init__(self, images: Mapping[int, str]) -> None:
        self._images = images
        self._marks = Counter[int]()
        self._unnumbered = 0

    def blocks(self, blocks: Blocks) -> Html:
        """Return blocks one after another."""
        return joined(map(self._block, blocks), "\n")

    def notes(self, notes: tuple[Footnote, ...]) -> Iterator[Html]:
        """Yield the notes, if there are any, each with links back to the marks that have been written."""
        if notes:
            title = element("h2", text(NOTES), id=_NOTES)
            items = element("ol", *map(self._note, notes))
            yield element("section", title, items, role="doc-endnotes", aria_labelledby=_NOTES)

    def _block(self, block: Block) -> Html:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(content):
                return element("p", self._content(content))
            case BulletList(items, tight):
                return element("ul", *self._items(items, tight), class_=_density(tight))
            case OrderedList(items, start, tight):
                first = start if start != 1 else None
                return element("ol", *self._items(items, tight), class_=_density(tight), start=first)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Box(kind, blocks):
                return element("aside", self.blocks(blocks), class_=kind, role="note", aria_label=_BOXES[kind])
            case Quote(blocks):
                return element("blockquote", self.blocks(blocks))
            case CodeBlock(words):
                return element("pre", element("code", text(words)))
            case Divider():
                return element("hr")

    def _heading(self, heading: Heading) -> Html:
        """Return a heading one step below its level, since the title is the first; HTML has no seventh."""
        number = (element("span", text(heading.number), class_="nummer"), text(" ")) if heading.number else ()
        level = min(heading.level + 1, _DEEPEST)
        return element(f"h{level}", *number, self._content(heading.content), id=heading.id)

    def _items(self, items: Iterable[Blocks], tight: bool) -> Iterator[Html]:
        return (element("li", self._item(item, tight)) for item in items)

    def _item(self, item: Blocks, tight: bool) -> Html:
        """Return one item; in a tight list its leading paragraph is bare text."""
        if not tight or not item or not isinstance(item[0], Paragraph):
            return self.blocks(item)
        return joined([self._content(item[0].content), self.blocks(item[1:])])

    def _table(self, shown: Table) -> Html:
        self._unnumbered += not shown.number
        return table(shown, self._content, f"{TABLE} utan nummer ({self._unnumbered})")

    def _figure(self, figure: Figure) -> Html:
        image = element("img", src=self._images[figure.number], alt=figure.alt)
        label = element("b", text(f"{FIGURE}\u00a0{figure.number}."))
        caption = element("figcaption", label, text(" "), self._content(figure.caption))
        return element("figure", image, caption, id=figure.id)

    def _note(self, note: Footnote) -> Html:
        *first, last = (element("p", self._content(block.content)) for block in note.blocks)
        back = (self._back(note.number, mark) for mark in range(1, self._marks[note.number] + 1))
        return element("li", *first, last, element("p", *back, class_="tillbaka"), id=f"fotnot-{note.number}")

    def _back(self, number: int, mark: int) -> Html:
        more = f" ({mark})" if self._marks[number] > 1 else ""
        address, label = f"#{_mark_id(number, mark)}", f"Tillbaka{more} från fotnot {number}"
        return element("a", text(f"Tillbaka{more}"), href=address, role="doc-backlink", aria_label=label)

    def _content(self, inlines: Inlines) -> Html:
        return joined(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> Html:
        match inline:
            case Text(words):
                return text(words)
            case Code(words):
                return element("code", text(words))
            case LineBreak():
                return element("br")
            case Strong(content):
                return element("strong", self._content(content))
            case Emphasis(content):
                return element("em", self._content(content))
            case Link(address, content):
                return element("a", self._content(content), href=address)
            case Reference(target, content):
                return element("a", self._content(content), href=f"#{target}")
            case FootnoteMark(number):
                return self._mark(number)

    def _mark(self, number: int) -> Html:
        self._marks[number] += 1
        id, label = _mark_id(number, self._marks[number]), f"Fotnot {number}"
        shown = text(str(number))
        return element(
            "sup", element("a", shown, id=id, href=f"#fotnot-{number}", role="doc-noteref", aria_label=label)
        )


def _mark_id(number: int, mark: int) -> str:
    return f"fotnot-{number}.{mark}"


def _density(tight: bool) -> str | None:
    return "tat" if tight else None
