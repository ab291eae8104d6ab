"""From markdown-it's inline nodes to the tree's inlines: words, links, references and note marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markdown_it.tree import SyntaxTreeNode as Node

from kvalitet import words
from kvalitet.reporting.numbering import Survey, line_of
from kvalitet.reporting.tree import (
    Code,
    DocumentError,
    Emphasis,
    FootnoteMark,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Strong,
    Text,
    plain,
)

_SCHEMES = ("http://", "https://", "mailto:")
_LONGEST_ADDRESS = 2000
_NO_NOTES = {
    "heading": "en rubrik",
    "caption": "en tabell- eller figurtext",
    "footnote": "en annan fotnot",
}


_BEGINNING = re.compile(r"^$|(?<!t\.ex)(?<!bl\.a)(?<!m\.m)(?<!s\.k)(?<!jfr)(?<!kap)(?<!dvs)[.?!]\s+$")
"""Nothing before, or the end of a sentence; a common abbreviation ends none."""


@dataclass(slots=True)
class InlineReader:
    """Reads inline nodes of one document; remembers only which notes have been cited."""

    survey: Survey
    cited: set[int] = field(default_factory=set)

    def read(self, nodes: Sequence[Node], where: str = "") -> Inlines:
        """Return the nodes as inlines; `where` names a place in which notes may not stand."""
        return tuple(self._begun(self._inlines(nodes, where)))

    def _inlines(self, nodes: Sequence[Node], where: str) -> Inlines:
        return tuple(_joined([self._one(node, where) for node in nodes]))

    def _begun(self, inlines: Inlines) -> Iterator[Inline]:
        """Yield the inlines with a capital where our own words for a reference begin a sentence."""
        before = ""
        for inline in inlines:
            match inline:
                case Reference(target, (Text(text),)) if text == self.survey.by_id[target].words and _BEGINNING.search(
                    before
                ):
                    yield Reference(target, (Text(text[:1].upper() + text[1:]),))
                case _:
                    yield inline
            before += plain((inline,))

    def _one(self, node: Node, where: str) -> Inline:
        match node.type:
            case "text":
                return Text(node.content)
            case "code_inline":
                return Code(node.content)
            case "hardbreak":
                return LineBreak()
            case "strong":
                return Strong(self._inlines(node.children, where))
            case "em":
                return Emphasis(self._inlines(node.children, where))
            case "link":
                return self._link(node, where)
            case "footnote_ref":
                return self._mark(node, where)
            case "image":
                raise DocumentError(
                    "Bilden står inne i annan text. Sätt den ensam i ett eget stycke, som "
                    '![Bildtext](bild.svg){#fig-namn alt="Vad bilden visar"}.',
                    line_of(node),
                )
        raise AssertionError(node.type)

    def _link(self, node: Node, where: str) -> Link | Reference:
        address = str(node.attrs.get("href", ""))
        content = self.read(node.children, where)
        if address.startswith("#"):
            return self._reference(address[1:], content, line_of(node))
        _check_address(address, line_of(node))
        if not plain(content).strip():
            raise DocumentError(
                f"Länken till {words.visible(address)} saknar text. Skriv [text]({address}).",
                line_of(node),
            )
        return Link(address, content)

    def _reference(self, target: str, content: Inlines, line: int) -> Reference:
        mark = self.survey.by_id.get(target)
        if mark is None:
            near = words.hint(target, sorted(self.survey.by_id))
            raise DocumentError(
                f"Hänvisningen [](#{target}) pekar på något som inte finns{near or '.'} Märk målet med {{#{target}}}.",
                line,
            )
        return Reference(target, content if plain(content).strip() else (Text(mark.words),))

    def _mark(self, node: Node, where: str) -> FootnoteMark:
        if where:
            raise DocumentError(
                f"En fotnot kan inte sättas i {_NO_NOTES[where]}. Flytta den till löptexten.",
                line_of(node),
            )
        number = self.survey.notes[str(node.meta["label"])]
        first = number not in self.cited
        self.cited.add(number)
        return FootnoteMark(number, first)


def _check_address(address: str, line: int) -> None:
    if not address.lower().startswith(_SCHEMES) or address.lower() in _SCHEMES:
        raise DocumentError(
            f'Länken går till "{words.visible(address)}". Skriv en adress som börjar med https:// '
            "eller mailto:, eller #märke för ett ställe i dokumentet.",
            line,
        )
    if len(address) > _LONGEST_ADDRESS:
        raise DocumentError(f"Länkens adress är längre än {_LONGEST_ADDRESS} tecken. Korta den.", line)


def _joined(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Join neighbouring texts and drop empty ones."""
    for is_text, group in groupby(inlines, key=lambda inline: isinstance(inline, Text)):
        if not is_text:
            yield from group
            continue
        text = "".join(inline.text for inline in group if isinstance(inline, Text))
        if text:
            yield Text(text)
