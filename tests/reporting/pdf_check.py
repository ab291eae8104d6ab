"""What can be told of an accessible and archivable PDF without Java: the points of the Matterhorn Protocol 1.1 that a
machine can judge in files like ours, and the main ones of PDF/A. veraPDF judges the whole where it can run.

A fault begins with the number of its point (`14-003`), or with `A-` for PDF/A.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from tests.reporting.pdf_tree import STANDARD, File, structure

_INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
_HOLDS = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
_PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "BI", "INLINE IMAGE"}


def faults(data: bytes) -> list[str]:
    """Return what is wrong with a PDF, each as a point and what is meant; nothing when all is well."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        file = File(pdf, structure(pdf))
        return sorted({fault for check in CHECKS for fault in check(file)})


def content(file: File) -> Iterator[str]:
    """All that is painted is tagged or an artifact, once, and all tags are in the tree."""
    owned = {mark for one in file.elements for mark in one.marks}
    for number, page in enumerate(file.pdf.pages, 1):
        found, loose = _marked(page)
        if loose:
            yield f"01-005 page {number} paints what is neither tagged nor an artifact"
        if any((page.objgen, mark) not in owned for mark in found):
            yield f"01-005 page {number} has tagged content outside of the structure tree"
        if "/StructParents" not in page:
            yield f"01-005 page {number} does not lead to the structure tree"
    for one in file.elements:
        if one.kind not in STANDARD:
            yield f"02-001 {one.written} is no standard type"


def _marked(page: Any) -> tuple[set[int], bool]:
    """Return the identifiers of marked content, and whether something is painted outside of all marks."""
    found, loose, stack = set[int](), False, list[bool]()
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), list[Any](instruction.operands)
        if name in ("BDC", "BMC"):
            properties: Any = operands[1] if len(operands) > 1 else None
            marked = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
            if marked:
                found.add(int(properties.MCID))
            stack.append(marked or str(operands[0]) == "/Artifact")
        elif name == "EMC":
            stack.pop()
        loose = loose or (name in _PAINTING and not any(stack))
    return found, loose


def declarations(file: File) -> Iterator[str]:
    """The file says that it is tagged, for everyone, of which title and language."""
    root = file.pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "06-000 the file is not marked as tagged"
    if "/Metadata" not in root:
        yield "06-001 no metadata"
    with file.pdf.open_metadata(update_docinfo=False) as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "06-002 not declared as PDF/UA-1"
        if not str(metadata.get("dc:title", "")).strip():
            yield "06-003 no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-002 the title is not what the window shows"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "11-006 no language"
    if file.pdf.is_encrypted:
        yield "26-001 encrypted"


def nesting(file: File) -> Iterator[str]:
    """Tables, lists and contents are built of their own parts."""
    for one in file.elements:
        if one.kind in _INSIDE and one.parent not in _INSIDE[one.kind]:
            yield f"09-004 {one.kind} in {one.parent}"
        for child in one.children:
            if one.kind in _HOLDS and child.kind not in _HOLDS[one.kind]:
                yield f"09-004 {one.kind} holds {child.kind}"
        if one.kind in _HOLDS and not one.children:
            yield f"09-004 {one.kind} holds nothing"


def headings(file: File) -> Iterator[str]:
    """The first heading is of level 1 and none is skipped; a long file has bookmarks."""
    levels = [int(one.kind[1]) for one in file.elements if re.fullmatch("H[1-6]", one.kind)]
    if levels and levels[0] != 1:
        yield "14-002 the first heading is not of level 1"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "14-003 a level is skipped"
    if levels and "/Outlines" not in file.pdf.Root:
        yield "bookmarks: none"


def words_for_the_ear(file: File) -> Iterator[str]:
    """Pictures have an alternative text, header cells a scope, notes an identifier of their own."""
    notes = [str(one.object.get("/ID", "")) for one in file.elements if one.kind == "Note"]
    if "" in notes:
        yield "19-003 a note without ID"
    if len(set(notes)) < len(notes):
        yield "19-004 two notes with one ID"
    for one in file.elements:
        if one.kind in ("Figure", "Formula") and not str(one.object.get("/Alt", "")).strip():
            yield f"{'13-004' if one.kind == 'Figure' else '17-002'} {one.kind} without alternative text"
        if one.kind == "Table" and not any(below.kind == "TH" for below in one.walk()):
            yield "15-002 a table without header cells"
        if one.kind == "TH" and "/Scope" not in _attributes(one.object):
            yield "15-003 TH without scope"


def _attributes(element: Any) -> set[str]:
    given = element.get("/A", {})
    parts = list(given) if isinstance(given, pikepdf.Array) else [given]
    return {str(key) for part in parts if isinstance(part, pikepdf.Dictionary) for key in part}


def links(file: File) -> Iterator[str]:
    """Links are tagged as links, say where they lead, and Tab goes in reading order."""
    owners = {annotation: one.kind for one in file.elements for annotation in one.annotations}
    for number, page in enumerate(file.pdf.pages, 1):
        found = list(page.get("/Annots", []))
        if found and page.get("/Tabs") != "/S":
            yield f"28-008 page {number} does not tab in reading order"
        for annotation in found:
            if annotation.objgen not in owners or "/StructParent" not in annotation:
                yield f"28-002 page {number} has an annotation without tag"
            elif annotation.Subtype == "/Link" and owners[annotation.objgen] != "Link":
                yield f"28-011 page {number} has a link that is not tagged as one"
            if not str(annotation.get("/Contents", "")).strip():
                yield f"28-012 page {number} has an annotation without words"
            if not int(annotation.get("/F", 0)) & 4:
                yield f"A-print page {number} has an annotation that is not printed"


def fonts(file: File) -> Iterator[str]:
    """Every face is embedded, as a part of it, and its signs lead to letters."""
    for font in _fonts(file.pdf):
        name = str(font.get("/BaseFont", "?"))
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"31-009 {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"31-027 {name} does not lead to letters"
        if inner.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
            yield f"31-004 {name} has no map of its glyphs"


def _fonts(pdf: Any) -> Iterable[Any]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and _is_font(one)]


def _is_font(one: Any) -> bool:
    return one.get("/Type") == "/Font" and not str(one.get("/Subtype", "")).startswith("/CIDFont")


def archive(file: File) -> Iterator[str]:
    """What an archive asks: colours defined, level declared, an ID, no scripts, no files in 2a, described ones in 3a."""
    root = file.pdf.Root
    if not any(one.get("/S") == "/GTS_PDFA1" for one in root.get("/OutputIntents", [])):
        yield "A-colour no output intent"
    if "/ID" not in file.pdf.trailer:
        yield "A-id no ID"
    if "/AA" in root or "/JavaScript" in root.get("/Names", {}) or root.get("/OpenAction", {}):
        yield "A-script something runs when the file opens"
    if any(_interpolates(one) for one in file.pdf.objects):
        yield "A-interpolate an image asks to be smoothed"
    with file.pdf.open_metadata(update_docinfo=False) as metadata:
        level = f"{metadata.get('pdfaid:part', '')}{metadata.get('pdfaid:conformance', '')}"
    if level not in ("2A", "3A"):
        yield "A-level not declared as PDF/A-2a or 3a"
    yield from _attached(file, level)


def _interpolates(one: object) -> bool:
    return isinstance(one, pikepdf.Stream) and bool(one.get("/Interpolate", False))


def _attached(file: File, level: str) -> Iterator[str]:
    specs = [one for one in file.pdf.objects if isinstance(one, pikepdf.Dictionary) and "/EF" in one]
    associated = {spec.objgen for spec in file.pdf.Root.get("/AF", [])}
    if specs and level == "2A":
        yield "A-files a PDF/A-2a holds a file"
    for spec in specs:
        if "/AFRelationship" not in spec or spec.objgen not in associated:
            yield "A-files a file whose relation to the document is not told"
        if not str(spec.get("/Desc", "")).strip() or "/Subtype" not in spec.EF.F:
            yield "A-files a file without description or type"


CHECKS: tuple[Callable[[File], Iterator[str]], ...] = (
    content,
    declarations,
    nesting,
    headings,
    words_for_the_ear,
    links,
    fonts,
    archive,
)
