"""Documents of every shape, made by chance, and what each of them says in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hypothesis import strategies as st

from kvalitet.reporting.tree import (
    Alignment,
    Block,
    Blocks,
    Box,
    BulletList,
    Code,
    CodeBlock,
    Divider,
    Document,
    Emphasis,
    Footnote,
    FootnoteMark,
    FrontMatter,
    Heading,
    Inline,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Table,
    Text,
    plain,
)

NOTES = 3
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)
_LEAVES: st.SearchStrategy[Inline] = st.one_of(
    TEXTS.map(Text),
    TEXTS.map(Code),
    st.just(LineBreak()),
    TEXTS.map(lambda text: Reference("avsnitt-1", (Text(text),))),
    TEXTS.map(lambda text: Link(f"https://a.se/{text}", (Text(text),))),
    st.integers(1, NOTES).map(FootnoteMark),
)


def _dressed(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(several.map(Strong), several.map(Emphasis))


INLINES = st.lists(st.recursive(_LEAVES, _dressed, max_leaves=5), max_size=4).map(tuple)
_PARAGRAPHS = INLINES.map(lambda content: Paragraph(content, 1))
_CODE = st.lists(TEXTS, max_size=3).map(lambda lines: CodeBlock("\n".join(lines), 1))


def _grouped(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    items = st.lists(blocks, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        blocks.map(lambda inside: Quote(inside, 1)),
        st.builds(BulletList, items, st.booleans(), st.just(1)),
        st.builds(OrderedList, items, st.integers(0, 999_999_999), st.booleans(), st.just(1)),
    )


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    row = st.tuples(*[INLINES] * columns)
    alignments = draw(st.tuples(*[st.sampled_from(Alignment)] * columns))
    caption = draw(st.lists(TEXTS.map(Text), max_size=2).map(tuple))
    return Table(draw(row), draw(st.lists(row, max_size=3).map(tuple)), alignments, caption, 0, "", 1)


_INNER = st.recursive(st.one_of(_PARAGRAPHS, _CODE), _grouped, max_leaves=5)
_BOXES = st.builds(
    Box,
    st.sampled_from(["faktaruta", "saknas"]),
    st.lists(st.one_of(_INNER, _tables()), max_size=3).map(tuple),
    st.just(1),
)
_BLOCKS = st.one_of(_INNER, _tables(), _BOXES, st.just(Divider(1)))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return a document whose tables and notes are numbered in order, as reading does it."""
    front = FrontMatter(
        title=draw(TEXTS), date=dt.date(2026, 2, 15), subtitle=draw(TEXTS), author=draw(TEXTS), status=draw(TEXTS)
    )
    heading = Heading(1, "1", (Text(draw(TEXTS)),), "avsnitt-1", 1)
    cite = Paragraph(tuple(FootnoteMark(number) for number in range(1, NOTES + 1)), 1)
    blocks = (heading, cite, *_numbered(draw(st.lists(_BLOCKS, max_size=5))))
    words = st.lists(TEXTS.map(lambda text: Paragraph((Text(text),), 1)), min_size=1, max_size=2).map(tuple)
    notes = tuple(Footnote(number, draw(words), 1) for number in range(1, NOTES + 1))
    return Document(front, blocks, notes)


def _numbered(blocks: list[Block]) -> Iterator[Block]:
    count = 0

    def number(block: Block) -> Block:
        nonlocal count
        if isinstance(block, Box):
            return Box(block.kind, tuple(map(number, block.blocks)), 1)
        if not isinstance(block, Table) or not block.caption:
            return block
        count += 1
        id = f"tabell-{count}"
        return Table(block.header, block.rows, block.alignments, block.caption, count, id, 1)

    return map(number, blocks)


def said(blocks: Blocks) -> Iterator[str]:
    """Yield the words of each paragraph that the blocks make, in order."""
    for block in blocks:
        match block:
            case Heading(_, _, content) | Paragraph(content):
                yield words(content)
            case CodeBlock(text):
                yield text.replace("\n", " ")
            case Box(_, inside) | Quote(inside):
                yield from said(inside)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from said(item if item and isinstance(item[0], Paragraph) else (Paragraph((), 1), *item))
            case Table():
                if block.caption:
                    yield f"Tabell\u00a0{block.number}\u2002{words(block.caption)}"
                for row in (block.header, *block.rows):
                    yield from map(words, row)
                yield ""
            case Divider():
                yield ""


def words(content: tuple[Inline, ...]) -> str:
    return plain(content)
