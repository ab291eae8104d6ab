"""The notes of the document as the footnotes of the file."""

from __future__ import annotations

from collections.abc import Iterable

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart

from kvalitet.reporting.tree import Footnote
from kvalitet.reporting.word.bookmarks import Bookmarks
from kvalitet.reporting.word.inlines import InlineWriter
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element, Look, Shape, element, paragraph, run, text_run

SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


def add_footnotes(document: XmlPart, notes: Iterable[Footnote], styles: Styles, bookmarks: Bookmarks) -> None:
    """Add a part with the lines above the notes, and the notes under their numbers."""
    root = element("w:footnotes", None, *(_separator(name, id) for name, id in SEPARATORS))
    part = XmlPart(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, root, document.package)
    document.relate_to(part, RT.FOOTNOTES)
    writer = InlineWriter(part, styles, bookmarks)
    root.extend(_note(note, styles, writer) for note in notes)


def settings_of_notes() -> Element:
    """Return what the settings say of footnotes: which are the lines above them."""
    return element("w:footnotePr", None, *(element("w:footnote", {"w:id": id}) for _, id in SEPARATORS))


def _separator(name: str, id: int) -> Element:
    line = paragraph(Shape(), [run(Look(), element(f"w:{name}"))])
    return element("w:footnote", {"w:type": name, "w:id": id}, line)


def _note(note: Footnote, styles: Styles, writer: InlineWriter) -> Element:
    shape = Shape(style=styles["FootnoteText"])
    first, *more = note.blocks
    mark = run(Look(style=styles["FootnoteReference"]), element("w:footnoteRef"))
    paragraphs = [paragraph(shape, [mark, text_run(" "), *writer.write(first.content)])]
    paragraphs += [paragraph(shape, writer.write(block.content)) for block in more]
    return element("w:footnote", {"w:id": note.number}, *paragraphs)
