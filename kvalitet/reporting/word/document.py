"""The tree as a Word document, on a municipality's own template where there is one.

The bytes depend on the document, its images, the template and this package, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kvalitet.reporting.tree import Document
from kvalitet.reporting.word.base import open_base
from kvalitet.reporting.word.blocks import BlockWriter
from kvalitet.reporting.word.bookmarks import name_targets
from kvalitet.reporting.word.footnotes import add_footnotes
from kvalitet.reporting.word.front import opening
from kvalitet.reporting.word.ground import Ground, settle
from kvalitet.reporting.word.inlines import InlineWriter
from kvalitet.reporting.word.package import new_package, packed
from kvalitet.reporting.word.pictures import add_pictures
from kvalitet.reporting.word.tables import TableWriter
from kvalitet.reporting.word.xml import Element


def write_docx(document: Document, *, folder: Path, base: Path | None = None) -> bytes:
    """Return the document as a Word file; its images are read from the folder, its look from the base.

    Raises ConfigurationError for a base that cannot be used, ImageError and DocxError for images.
    """
    front = document.front
    ground = open_base(base, lambda package: settle(package, front)) if base else settle(new_package(), front)
    for block in _written(document, folder, ground):
        ground.section.addprevious(block)
    return packed(ground.package)


def _written(document: Document, folder: Path, ground: Ground) -> Iterator[Element]:
    """Yield all that the body holds; images, links and notes are added to the file on the way."""
    pictures = add_pictures(document, folder, ground.part, ground.room)
    bookmarks = name_targets(document.blocks, ground.first_id)
    inlines = InlineWriter(ground.part, ground.styles, bookmarks)
    tables = TableWriter(ground.styles, inlines, ground.room[0])
    yield from opening(document, ground.styles, bookmarks, ground.room[0])
    yield from BlockWriter(ground.styles, ground.numbering, inlines, tables, pictures).write(document.blocks)
    add_footnotes(ground.part, document.footnotes, ground.styles, bookmarks)
