"""The file as a package of parts: an empty one, the parts that a report needs, and the whole as bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from kvalitet.reporting.tree import FrontMatter
from kvalitet.reporting.word.footnotes import settings_of_notes
from kvalitet.reporting.word.xml import Element, element, insert_before, legal, packaged

_PARTS: Mapping[str, tuple[str, str, Callable[[], Element]]] = {
    RT.STYLES: ("/word/styles.xml", CT.WML_STYLES, lambda: element("w:styles")),
    RT.NUMBERING: ("/word/numbering.xml", CT.WML_NUMBERING, lambda: element("w:numbering")),
    RT.SETTINGS: ("/word/settings.xml", CT.WML_SETTINGS, lambda: packaged("settings.xml")),
}
_AFTER_NOTES = (
    *("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang"),
    *("w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:doNotAutoCompressPictures", "w:forceUpgrade"),
    *("w:captions", "w:readModeInkLockDown", "w:smartTagType", "sl:schemaLibrary", "w:shapeDefaults"),
    *("w:doNotEmbedSmartTags", "w:decimalSymbol", "w:listSeparator"),
)
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o600 << 16
_UNIX = 3
_LONGEST_PROPERTY = 255


def new_package() -> Package:
    """Return a file with nothing in it but a page."""
    package = Package()
    part = DocumentPart(PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, packaged("document.xml"), package)
    package.relate_to(part, RT.OFFICE_DOCUMENT)
    return package


def root_of(document: XmlPart, relation: str) -> Element:
    """Return the root of one of the document's parts, which is added where there is none."""
    found = next((rel.target_part for rel in document.rels.values() if rel.reltype == relation), None)
    if isinstance(found, XmlPart):
        root: Element = found.element
        return root
    name, content_type, make = _PARTS[relation]
    root = make()
    document.relate_to(XmlPart(PackURI(name), content_type, root, document.package), relation)
    return root


def name_notes(settings: Element) -> None:
    """Let the settings know the lines above our notes, and nothing else of notes."""
    for found in settings.findall(qn("w:footnotePr")):
        settings.remove(found)
    insert_before(settings, settings_of_notes(), _AFTER_NOTES)


def describe(package: Package, front: FrontMatter) -> None:
    """Say in the file's properties what the document is; nothing is left of who made the template."""
    for id in [id for id, rel in package.rels.items() if rel.reltype == RT.CORE_PROPERTIES]:
        del package.rels[id]
    part = CorePropertiesPart.default(package)
    package.relate_to(part, RT.CORE_PROPERTIES)
    properties, made = part.core_properties, dt.datetime.combine(front.date, dt.time())
    properties.title = legal(front.title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = legal(front.author)[:_LONGEST_PROPERTY]
    properties.subject = legal(front.subtitle)[:_LONGEST_PROPERTY]
    properties.keywords = legal(front.identity)[:_LONGEST_PROPERTY]
    properties.language = front.lang
    properties.created = properties.modified = made
    properties.revision = 1


def packed(package: Package) -> bytes:
    """Return the file as bytes that depend on nothing but its parts."""
    saved, rewritten = io.BytesIO(), io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(rewritten, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _ORDINARY_FILE
            new.writestr(entry, old.read(name))
    return rewritten.getvalue()
