"""A municipality's own Word template: opened with care, and emptied of all but its look.

What is kept is its styles, numbering, page, headers and footers. Nothing that it points at outside itself is fetched,
here or by whoever opens the report.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.settings import SettingsPart

from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.paths import PathError, plain_file
from kvalitet.reporting.word.archive import BROKEN, UnusableError, checked
from kvalitet.reporting.word.xml import Element, element

Prepared = TypeVar("Prepared")

_OF_PACKAGE = (RT.OFFICE_DOCUMENT, RT.EXTENDED_PROPERTIES, RT.CUSTOM_PROPERTIES)
_OF_DOCUMENT = (RT.STYLES, RT.NUMBERING, RT.SETTINGS, RT.THEME, RT.FONT_TABLE, RT.WEB_SETTINGS, RT.ENDNOTES)
_OF_PARTS = (RT.IMAGE, RT.HYPERLINK, RT.FONT)
_REFERENCES = tuple(map(qn, ("w:headerReference", "w:footerReference")))
_DROPPED_SETTINGS = tuple(
    map(
        qn,
        (
            *("w:attachedTemplate", "w:mailMerge", "w:documentProtection", "w:writeProtection", "w:trackRevisions"),
            *("w:revisionView", "w:rsids", "w:updateFields", "w:saveThroughXslt", "w:attachedSchema"),
        ),
    )
)
_DROPPED_OF_SECTION = tuple(map(qn, ("w:footnotePr", "w:printerSettings", "w:sectPrChange")))
_FETCHES = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)
_OUTSIDE = "hämtar något utanför filen; infoga bilden eller texten i själva mallen"


def open_base(path: Path, prepare: Callable[[Package], Prepared]) -> Prepared:
    """Return what is made of a template that holds its look and nothing else. Raises ConfigurationError.

    Only `prepare` works with what the template's maker wrote; what it stumbles over is told as the template's fault.
    """
    try:
        data = checked(plain_file(path.parent, path.name).read_bytes())
    except (UnusableError, PathError) as error:
        raise _error(path, str(error)) from None
    except OSError:
        raise _error(path, "går inte att öppna; ge läsrättighet till den") from None
    try:
        return prepare(_emptied(Package.open(io.BytesIO(data))))
    except UnusableError as error:
        raise _error(path, str(error)) from None
    except Exception:  # whatever the reader stumbles over, the fault is the file's
        raise _error(path, BROKEN) from None


def _error(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(f"Word-mallen {why}", Place(f"{path.parent.name}/{path.name}"))


def _emptied(package: Package) -> Package:
    document = package.main_document_part
    root = document.element
    section = _only_section(root)
    root.replace(root.find(qn("w:body")), element("w:body", None, section))
    shown = {found.get(qn("r:id")) for found in section}
    _drop(package, lambda id, kind: kind not in _OF_PACKAGE)
    _drop(document, lambda id, kind: kind not in _OF_DOCUMENT and id not in shown)
    for part in package.iter_parts():
        if part is not document:
            _clean(part)
    return package


def _only_section(root: Element) -> Element:
    """Return the properties of the last section, with the headers and footers that those before it hand down."""
    sections = list(root.iter(qn("w:sectPr")))
    handed = {(found.tag, found.get(qn("w:type"))): found for one in sections for found in one.iter(*_REFERENCES)}
    last = sections[-1] if sections else element("w:sectPr")
    for found in list(last.iterchildren(*_REFERENCES, *_DROPPED_OF_SECTION)):
        last.remove(found)
    for place, found in enumerate(handed.values()):
        last.insert(place, found)
    return last


def _drop(source: Package | Part, is_dropped: Callable[[str, str], bool]) -> None:
    for id in [id for id, relation in source.rels.items() if is_dropped(id, relation.reltype)]:
        del source.rels[id]


def _clean(part: Part) -> None:
    """Take away what only the one who made the template needs, and refuse what reaches outside it."""
    if isinstance(part, SettingsPart):
        for found in list(part.element.iterchildren(*_DROPPED_SETTINGS)):
            part.element.remove(found)
        _drop(part, lambda id, kind: True)
    for relation in part.rels.values():
        fetched = relation.is_external and relation.reltype != RT.HYPERLINK
        if fetched or relation.reltype not in _OF_PARTS:
            raise UnusableError(_OUTSIDE)
    if isinstance(part, XmlPart) and any(map(_FETCHES.match, _codes(part.element))):
        raise UnusableError(_OUTSIDE)


def _codes(root: Element) -> Iterator[str]:
    """Yield the codes of fields; one may be written in pieces."""
    yield from (found.get(qn("w:instr"), "") for found in root.iter(qn("w:fldSimple")))
    for paragraph in root.iter(qn("w:p")):
        code = ""
        for found in paragraph.iter(qn("w:instrText"), qn("w:fldChar")):
            code = "" if found.tag == qn("w:fldChar") else code + (found.text or "")
            yield code
