"""Words, links, references and note marks as runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from docx.opc.constants import RELATIONSHIP_TYPE as RT

from kvalitet.reporting.tree import (
    Code,
    Emphasis,
    FootnoteMark,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Strong,
    Text,
)
from kvalitet.reporting.word.bookmarks import Bookmarks, note_name
from kvalitet.reporting.word.fields import PLAIN, link_inside, number_field
from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element, Look, element, legal, run, text_run

_KEPT = "!#$%&'()*+,/:;=?@~"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """Writes inlines into one part of the file, to which the links in them belong."""

    part: Any
    styles: Styles
    bookmarks: Bookmarks

    def write(self, inlines: Inlines, look: Look = PLAIN) -> Iterator[Element]:
        """Yield the inlines as runs and links."""
        for inline in inlines:
            yield from self._one(inline, look)

    def _one(self, inline: Inline, look: Look) -> Iterator[Element]:
        match inline:
            case Text(text):
                yield text_run(text, look)
            case Code(text):
                yield text_run(text, replace(look, style=look.style or self.styles["Kodord"]))
            case LineBreak():
                yield run(look, element("w:br"))
            case Strong(content):
                yield from self.write(content, replace(look, bold=True))
            case Emphasis(content):
                yield from self.write(content, replace(look, italic=True))
            case Link(address, content):
                yield self._link(address, content, look)
            case Reference(target, content):
                yield link_inside(self.bookmarks.names[target], *self.write(content, look))
            case FootnoteMark(number):
                yield from self._mark(number)

    def _link(self, address: str, content: Inlines, look: Look) -> Element:
        id = self.part.relate_to(as_uri(address), RT.HYPERLINK, is_external=True)
        linked = replace(look, style=self.styles["Hyperlink"])
        return element("w:hyperlink", {"r:id": id, "w:history": "1"}, *self.write(content, linked))

    def _mark(self, number: int) -> Iterator[Element]:
        look = Look(style=self.styles["FootnoteReference"])
        if number in self.bookmarks.notes:
            yield from number_field(f"NOTEREF {note_name(number)} \\f \\h", number, look)
            return
        self.bookmarks.notes.add(number)
        mark = run(look, element("w:footnoteReference", {"w:id": number}))
        yield from self.bookmarks.around([mark], note_name(number))


def as_uri(address: str) -> str:
    """Return an address as Word can open it: a file with one that is no address is refused as broken."""
    return quote(_BARE_PERCENT.sub("%25", legal(address)), safe=_KEPT)
