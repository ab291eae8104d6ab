"""Real PDF files made defective, each in one way, by pikepdf."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf


def find(pdf: Any, kind: str) -> Any:
    """Return the first structure element of a kind."""
    return next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}")


def painted_outside(pdf: Any) -> None:
    pdf.pages[0].contents_add(b"0 0 m 90 90 l S")


def marks_out_of_the_tree(pdf: Any) -> None:
    del find(pdf, "H2").K


def a_cell_in_a_table(pdf: Any) -> None:
    row = find(pdf, "TR")
    row.S = pikepdf.Name.Div


def no_letters(pdf: Any) -> None:
    del next(font for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font).ToUnicode


def not_embedded(pdf: Any) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            del one["/FontFile2"]
        if isinstance(one, pikepdf.Dictionary) and "/FontFile3" in one:
            del one["/FontFile3"]


def no_scope(pdf: Any) -> None:
    del find(pdf, "TH").A


def one_note_twice(pdf: Any) -> None:
    notes = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Note"]
    notes[1].ID = notes[0].ID


def untagged_link(pdf: Any) -> None:
    link = next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Link")
    link.S = pikepdf.Name.Span


def stray_link(pdf: Any) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    page.Annots.append(pdf.make_indirect(pikepdf.Dictionary(page.Annots[0])))


def smoothed_image(pdf: Any) -> None:
    image = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Interpolate=True)
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Im0=image)


def without_metadata(key: str) -> Callable[[Any], None]:
    def spoil(pdf: Any) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            del metadata[key]

    return spoil


def without(path: str) -> Callable[[Any], None]:
    """Take away a key below the root or, with a kind before it, from a structure element."""

    def spoil(pdf: Any) -> None:
        *way, key = path.split(".")
        place: Any = pdf.Root
        for step in way:
            place = place[f"/{step}"] if f"/{step}" in place else find(pdf, step)
        del place[f"/{key}"]

    return spoil


def on_a_page_with_links(change: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda pdf: change(next(page.obj for page in pdf.pages if "/Annots" in page))


def set_key(kind: str, key: str, value: Any) -> Callable[[Any], None]:
    return lambda pdf: find(pdf, kind).__setitem__(key, value)


DEFECTS: dict[str, tuple[Callable[[Any], object], str]] = {
    "painted outside of tags": (painted_outside, "01-005"),
    "tagged outside of the tree": (marks_out_of_the_tree, "01-005"),
    "a page that leads nowhere": (on_a_page_with_links(lambda page: page.__delitem__("/StructParents")), "01-005"),
    "an own type without role": (set_key("L", "/S", pikepdf.Name("/Lista")), "02-001"),
    "not marked as tagged": (without("MarkInfo"), "06-000"),
    "no structure tree": (without("StructTreeRoot"), "06-000"),
    "no metadata": (without("Metadata"), "06-001"),
    "not declared for everyone": (without_metadata("pdfuaid:part"), "06-002"),
    "no title": (without_metadata("dc:title"), "06-003"),
    "the title not shown": (without("ViewerPreferences"), "07-002"),
    "no language": (without("Lang"), "11-006"),
    "a row that is none": (a_cell_in_a_table, "09-004"),
    "a list of paragraphs": (set_key("LI", "/S", pikepdf.Name.P), "09-004"),
    "an empty list": (without("L.K"), "09-004"),
    "no alternative text": (without("Figure.Alt"), "13-004"),
    "begins at level 2": (lambda pdf: find(pdf, "H1").__setitem__("/S", pikepdf.Name.H2), "14-002"),
    "a level skipped": (set_key("H3", "/S", pikepdf.Name.H5), "14-003"),
    "no bookmarks": (without("Outlines"), "bookmarks"),
    "a table of plain cells": (
        lambda pdf: [
            one.__setitem__("/S", pikepdf.Name.TD)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
        ],
        "15-002",
    ),
    "a header cell of nothing": (no_scope, "15-003"),
    "a note without ID": (without("Note.ID"), "19-003"),
    "two notes with one ID": (one_note_twice, "19-004"),
    "a link without tag": (stray_link, "28-002"),
    "no reading order for Tab": (on_a_page_with_links(lambda page: page.__delitem__("/Tabs")), "28-008"),
    "a link tagged as text": (untagged_link, "28-011"),
    "a link without words": (on_a_page_with_links(lambda page: page.Annots[0].__delitem__("/Contents")), "28-012"),
    "a link that is not printed": (on_a_page_with_links(lambda page: page.Annots[0].__setitem__("/F", 0)), "A-print"),
    "signs without letters": (no_letters, "31-027"),
    "faces that are not there": (not_embedded, "31-009"),
    "no map of glyphs": (
        lambda pdf: [
            one.__delitem__("/CIDToGIDMap")
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/CIDToGIDMap" in one
        ],
        "31-004",
    ),
    "no colours defined": (without("OutputIntents"), "A-colour"),
    "a script": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript)),
        "A-script",
    ),
    "not declared for the archive": (without_metadata("pdfaid:part"), "A-level"),
    "a file in 2a": (lambda pdf: pdf.attachments.__setitem__("a.csv", b"a"), "A-files"),
    "a smoothed image": (smoothed_image, "A-interpolate"),
}


def spoiled(data: bytes, spoil: Callable[[Any], object], encryption: pikepdf.Encryption | bool = False) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        pdf.save(made, encryption=encryption)
    return made.getvalue()
