"""The page: how much room there is on it, and what stands above and below the text."""

from __future__ import annotations

from collections.abc import Iterator

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from kvalitet.reporting.tree import FrontMatter
from kvalitet.reporting.word.fields import number_field
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element, Shape, element, insert_before, paragraph, text_run

_A4 = {"w": 11906, "h": 16838, "left": 1531, "right": 1417, "top": 1701, "bottom": 1531, "gutter": 0}
_KINDS = {
    "header": (CT.WML_HEADER, RT.HEADER, "w:hdr"),
    "footer": (CT.WML_FOOTER, RT.FOOTER, "w:ftr"),
}
_AFTER_TITLE_PAGE = (*("w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange"),)
_LEAST = 2835
"""Five centimetres: a page with less room than that has margins that were not meant."""
_BESIDE = 1134
"""What an image leaves of the page's height for its caption."""


def room_on_page(section: Element) -> tuple[int, int]:
    """Return the width and height, in twips, that the margins of a section leave."""
    size = _A4 | _measures(section.find(qn("w:pgSz"))) | _measures(section.find(qn("w:pgMar")))
    width = size["w"] - size["left"] - size["right"] - size["gutter"]
    height = size["h"] - abs(size["top"]) - abs(size["bottom"]) - _BESIDE
    return max(width, _LEAST), max(height, _LEAST)


def _measures(found: Element | None) -> dict[str, int]:
    if found is None:
        return {}
    named = {name: found.get(qn(f"w:{name}"), "") for name in _A4}
    return {name: int(text) for name, text in named.items() if text.lstrip("-").isdecimal()}


def add_margins(document: XmlPart, section: Element, front: FrontMatter, styles: Styles) -> None:
    """Put title and status above the text and organisation and page below it, where the template has nothing."""
    bare = [kind for kind in _KINDS if section.find(qn(f"w:{kind}Reference")) is None]
    right = room_on_page(section)[0]
    lines = {
        "header": lambda: [text_run(f"{front.title}\t{front.status}".rstrip("\t"))],
        "footer": lambda: [text_run(f"{front.organisation}\t"), *_page_of_pages()],
    }
    for kind in reversed(bare):
        line = paragraph(Shape(styles[kind.capitalize()], right_tab=right), lines[kind]())
        _refer(document, section, kind, line)
    if len(bare) == len(_KINDS) and section.find(qn("w:titlePg")) is None:
        insert_before(section, element("w:titlePg"), _AFTER_TITLE_PAGE)


def _page_of_pages() -> Iterator[Element]:
    yield from number_field("PAGE", 1)
    yield text_run(" (")
    yield from number_field("NUMPAGES", 1)
    yield text_run(")")


def _refer(document: XmlPart, section: Element, kind: str, line: Element) -> None:
    content_type, relation, root = _KINDS[kind]
    name = document.package.next_partname(f"/word/{kind}%d.xml")
    part = XmlPart(name, content_type, element(root, None, line), document.package)
    reference = element(f"w:{kind}Reference", {"w:type": "default", "r:id": document.relate_to(part, relation)})
    section.insert(0, reference)
