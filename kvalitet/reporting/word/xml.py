"""Elements of WordprocessingML: made with their children in the order that the schema demands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeAlias, cast

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

Element: TypeAlias = BaseOxmlElement

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile(r"([\t\n])")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands: its style, the numbering it takes part in (id and level), its indent in twips."""

    style: str = ""
    keep_next: bool = False
    number: tuple[int, int] | None = None
    right_tab: int = 0
    """Where what follows a tab ends, in twips."""
    indent: tuple[int, int] | None = None
    """Left edge of the lines, and how far the first stands out to the left of it."""
    tight: bool | None = None
    """Whether there is no space to the next of its style, or as the style has it."""
    align: str = ""
    outline: int | None = None
    """The level of a heading, counted from 0, where its style may not say it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text looks: a character style, bold, italic."""

    style: str = ""
    bold: bool = False
    italic: bool = False


def element(tag: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """Return an element, such as `w:p`, with its attributes and children."""
    named = {qn(name) if ":" in name else name: legal(str(value)) for name, value in (attributes or {}).items()}
    made = cast(Element, OxmlElement(tag, named))
    made.extend(children)
    return made


def valued(tag: str, value: object) -> Element:
    """Return an element with nothing but a value."""
    return element(tag, {"w:val": value})


def packaged(name: str) -> Element:
    """Return one of the packaged parts, such as styles.xml, as an element of one's own."""
    return parse_xml((files("kvalitet") / "data" / "layout" / "word" / name).read_bytes())


def legal(text: str) -> str:
    """Return the text with the replacement character where XML allows none such."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraph(shape: Shape, content: Iterable[Element] = ()) -> Element:
    """Return a paragraph of runs."""
    properties = element("w:pPr", None, *_shape(shape))
    return element("w:p", None, *((properties,) if len(properties) else ()), *content)


def _shape(shape: Shape) -> Iterable[Element]:
    if shape.style:
        yield valued("w:pStyle", shape.style)
    if shape.keep_next:
        yield element("w:keepNext")
    if shape.number:
        number, level = shape.number
        yield element("w:numPr", None, valued("w:ilvl", level), valued("w:numId", number))
    if shape.right_tab:
        yield element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": shape.right_tab}))
    if shape.indent:
        left, hanging = shape.indent
        yield element("w:ind", {"w:left": left, "w:hanging": hanging})
    if shape.tight is not None:
        yield valued("w:contextualSpacing", int(shape.tight))
    if shape.align:
        yield valued("w:jc", shape.align)
    if shape.outline is not None:
        yield valued("w:outlineLvl", shape.outline)


def run(look: Look, *content: Element) -> Element:
    """Return a run of content in one look."""
    properties = element("w:rPr", None, *_look(look))
    return element("w:r", None, *((properties,) if len(properties) else ()), *content)


def _look(look: Look) -> Iterable[Element]:
    if look.style:
        yield valued("w:rStyle", look.style)
    if look.bold:
        yield from (element("w:b"), element("w:bCs"))
    if look.italic:
        yield from (element("w:i"), element("w:iCs"))


def text_run(text: str, look: Look = Look()) -> Element:
    """Return a run of text; tabs and line ends become what Word calls them."""
    return run(look, *map(_piece, filter(None, _PIECES.split(legal(text)))))


def _piece(text: str) -> Element:
    if text in "\t\n":
        return element("w:tab" if text == "\t" else "w:br")
    made = element("w:t", {"xml:space": "preserve"})
    made.text = text
    return made


def page_break() -> Element:
    """Return a paragraph after which a new page begins."""
    return paragraph(Shape(), [run(Look(), element("w:br", {"w:type": "page"}))])


def insert_before(parent: Element, child: Element, successors: Iterable[str]) -> None:
    """Put a child where the schema wants it: before the first of those that come after it."""
    later = {qn(name) for name in successors}
    place = next((found for found in parent if found.tag in later), None)
    if place is None:
        parent.append(child)
    else:
        place.addprevious(child)
