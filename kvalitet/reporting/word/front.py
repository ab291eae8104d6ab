"""What comes before the text: the cover and the table of contents, or a letter's head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kvalitet.reporting.phrases import CONTENTS, CONTENTS_DEPTH, EXAMPLE, facts
from kvalitet.reporting.tree import Blocks, Document, Form, FrontMatter, Heading, plain
from kvalitet.reporting.word.bookmarks import Bookmarks, contents_name
from kvalitet.reporting.word.fields import begin, end, link_inside
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element, Look, Shape, element, page_break, paragraph, text_run, valued

_CODE = f'TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\u'


def opening(document: Document, styles: Styles, bookmarks: Bookmarks, width: int) -> Iterator[Element]:
    """Yield what the document's form begins with; the width of the page is in twips."""
    if document.front.form is Form.LETTER:
        yield from _letterhead(document.front, styles, width)
    else:
        yield from _cover(document.front, styles)
        yield from _contents(document.blocks, styles, bookmarks)


def _cover(front: FrontMatter, styles: Styles) -> Iterator[Element]:
    """Yield the first page: whose the report is, what it is called, and the facts about it."""
    lines = (("Organisation", front.organisation), ("Title", front.title), ("Subtitle", front.subtitle))
    for style, text in lines:
        if text:
            yield paragraph(Shape(styles[style]), [text_run(text)])
    yield from _notice(front, styles)
    yield from _facts(front, styles)
    yield page_break()


def _letterhead(front: FrontMatter, styles: Styles, width: int) -> Iterator[Element]:
    """Yield who writes to whom, and then of what, on the page of the first words."""
    named = f"{front.organisation}\t{front.subtitle}".rstrip("\t")
    if named:
        yield paragraph(Shape(styles["Organisation"], right_tab=width), [text_run(named)])
    yield from _facts(front, styles)
    yield from _notice(front, styles)
    yield paragraph(Shape(styles["Title"]), [text_run(front.title)])


def _facts(front: FrontMatter, styles: Styles) -> Iterator[Element]:
    for name, value in facts(front):
        yield paragraph(Shape(styles["Forsattsrad"]), [text_run(f"{name}\t{value}")])


def _notice(front: FrontMatter, styles: Styles) -> Iterator[Element]:
    if front.example:
        yield paragraph(Shape(styles["Faktaruta"]), [text_run(EXAMPLE, Look(bold=True))])


def _contents(blocks: Blocks, styles: Styles, bookmarks: Bookmarks) -> Iterator[Element]:
    """Yield the table of contents as a field that holds its entries, each a link to its heading.

    They have no page numbers, which only Word can know: it puts them there when the table is updated.
    """
    listed = [block for block in blocks if isinstance(block, Heading) and block.level <= CONTENTS_DEPTH]
    if not listed:
        return
    title = paragraph(Shape(styles["TOCHeading"]), [text_run(CONTENTS)])
    gallery = element("w:docPartObj", None, valued("w:docPartGallery", "Table of Contents"), element("w:docPartUnique"))
    inside = element("w:sdtContent", None, title, *_entries(listed, styles, bookmarks), paragraph(Shape(), [end()]))
    yield element("w:sdt", None, element("w:sdtPr", None, gallery), inside)
    yield page_break()


def _entries(listed: Sequence[Heading], styles: Styles, bookmarks: Bookmarks) -> Iterator[Element]:
    opening = list(begin(_CODE))
    for heading in listed:
        name = contents_name(bookmarks.names[heading.id])
        link = link_inside(name, text_run(f"{heading.number}\t{plain(heading.content)}"))
        yield paragraph(Shape(styles[f"TOC{heading.level}"]), [*opening, link])
        opening = []
