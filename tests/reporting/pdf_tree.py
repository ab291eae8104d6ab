"""The structure tree of a PDF, read for judging."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

STANDARD = frozenset(
    re.findall(
        r"\w+",
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody"
        " Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP"
        " Figure Formula Form",
    )
)


@dataclass
class Element:
    """A structure element: its standard type, the object, and what is in it."""

    kind: str
    written: str
    object: Any
    parent: str
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[tuple[int, int], int]] = field(default_factory=list)
    annotations: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class File:
    """An open PDF with its structure tree read."""

    pdf: Any
    root: Element

    @property
    def elements(self) -> list[Element]:
        """All elements in reading order."""
        return [one for top in self.root.children for one in top.walk()]


def structure(pdf: Any) -> Element:
    top = Element("", "", pdf.Root, "")
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is not None:
        roles = {str(key)[1:]: str(value)[1:] for key, value in tree.get("/RoleMap", {}).items()}
        _grow(tree.get("/K"), top, roles, (0, 0))
    return top


def _grow(node: object, under: Element, roles: dict[str, str], page: tuple[int, int]) -> None:
    if isinstance(node, int):
        under.marks.append((page, node))
    elif isinstance(node, pikepdf.Array):
        for one in node:
            _grow(one, under, roles, page)
    elif isinstance(node, pikepdf.Dictionary):
        page = node.Pg.objgen if "/Pg" in node else page
        if "/S" in node:
            written = str(node.S)[1:]
            element = Element(_resolved(written, roles), written, node, under.kind)
            under.children.append(element)
            _grow(node.get("/K"), element, roles, page)
        elif node.get("/Type") == "/OBJR":
            under.annotations.append(node.Obj.objgen)
        else:
            under.marks.append((page, int(node.MCID)))


def _resolved(written: str, roles: dict[str, str]) -> str:
    seen = set[str]()
    while written not in STANDARD and written in roles and written not in seen:
        seen.add(written)
        written = roles[written]
    return written
