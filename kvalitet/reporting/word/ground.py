"""What a report is written on: a file with its page, styles and numbering settled, and nothing in its body yet."""

from __future__ import annotations

from dataclasses import dataclass

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from kvalitet.reporting.tree import Form, FrontMatter
from kvalitet.reporting.word import numbering, styles
from kvalitet.reporting.word.margins import add_margins, room_on_page
from kvalitet.reporting.word.numbering import Numbering
from kvalitet.reporting.word.package import describe, name_notes, root_of
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element

_NUMBERED = ((qn("wp:docPr"), "id"), (qn("w:bookmarkStart"), qn("w:id")))


@dataclass(frozen=True, slots=True)
class Ground:
    """The file, the end of its body, and what a writer needs to know of it. Measures are in twips."""

    package: Package
    part: DocumentPart
    section: Element
    styles: Styles
    numbering: Numbering
    room: tuple[int, int]
    first_id: int
    """A number from which no image or bookmark of the file has one."""


def settle(package: Package, front: FrontMatter) -> Ground:
    """Add to a file all that a report rests on and it lacks. Raises what comes, when the file is broken."""
    part: DocumentPart = package.main_document_part
    section = part.element.find(qn("w:body")).find(qn("w:sectPr"))
    sheet = styles.settle(root_of(part, RT.STYLES), front.lang, front.form)
    numbers = numbering.settle(root_of(part, RT.NUMBERING), sheet, is_numbered=front.form is Form.REPORT)
    name_notes(root_of(part, RT.SETTINGS))
    add_margins(part, section, front, sheet)
    describe(package, front)
    return Ground(package, part, section, sheet, numbers, room_on_page(section), _first_free_id(package))


def _first_free_id(package: Package) -> int:
    roots = [part.element for part in package.iter_parts() if hasattr(part, "element")]
    found = [one.get(name, "") for root in roots for tag, name in _NUMBERED for one in root.iter(tag)]
    return max((int(id) for id in found if id.isdecimal()), default=0) + 1
