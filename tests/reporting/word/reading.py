"""A Word file read back as Word reads it, by nothing of ours: zip, XML, and numbers reckoned from the numbering."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from lxml import etree

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
}


def w(name: str) -> str:
    return f"{{{NAMES['w']}}}{name}"


def value(element: Any, name: str = "val") -> str:
    return str(element.get(w(name), "")) if element is not None else ""


def text_of(element: Any) -> str:
    """Return what is read on the page: text, and a space for a line end; no codes of fields."""
    shown = {w("br"): " ", w("tab"): "\t"}
    inside = element.iter(w("t"), w("br"), w("tab"))
    return "".join(shown.get(one.tag, one.text or "") for one in inside if one.getparent().tag == w("r"))


class WordFile:
    """The parts of a Word file."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()

    def part(self, name: str) -> Any:
        return etree.fromstring(self.archive.read(name))

    def relations(self, name: str) -> dict[str, Any]:
        folder, _, file = name.rpartition("/")
        return {one.get("Id"): one for one in self.part(f"{folder}/_rels/{file}.rels")}

    @cached_property
    def document(self) -> Any:
        return self.part("word/document.xml")

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {value(style, "styleId"): style for style in self.part("word/styles.xml").iter(w("style"))}

    def find(self, path: str, root: Any = None) -> list[Any]:
        found: list[Any] = (self.document if root is None else root).xpath(path, namespaces=NAMES)
        return found

    def style_name(self, paragraph: Any) -> str:
        return (
            value(self.styles[value(style[0])].find(w("name")))
            if (style := self.find("w:pPr/w:pStyle", paragraph))
            else ""
        )

    def styled(self, *names: str) -> list[Any]:
        return [one for one in self.document.iter(w("p")) if self.style_name(one) in names]

    def texts(self, *names: str) -> list[str]:
        return [text_of(one) for one in self.styled(*names)]

    def body(self) -> Iterator[Any]:
        """Yield the paragraphs after the cover and the contents."""
        breaks = self.find("//w:p[w:r/w:br[@w:type='page']]")
        yield from breaks[-1].xpath("following::w:p", namespaces=NAMES)

    @cached_property
    def numbers(self) -> dict[Any, str]:
        """What Word writes before each numbered paragraph."""
        return dict(_reckoned(self, self.part("word/numbering.xml")))


def _reckoned(file: WordFile, numbering: Any) -> Iterator[tuple[Any, str]]:
    kinds = {value(kind, "abstractNumId"): kind for kind in numbering.iter(w("abstractNum"))}
    numbers = {value(number, "numId"): number for number in numbering.iter(w("num"))}
    counters: dict[str, Counter[int]] = {}
    for paragraph in file.document.iter(w("p")):
        found = file.find("w:pPr/w:numPr", paragraph) or _of_style(file, paragraph)
        if not found:
            continue
        id, level = value(found[0].find(w("numId"))), int(value(found[0].find(w("ilvl"))) or 0)
        if id == "0":  # takes a paragraph out of its style's numbering
            continue
        kind = kinds[value(numbers[id].find(w("abstractNumId")))]
        levels = {int(value(one, "ilvl")): one for one in kind.iter(w("lvl"))}
        starts = {number: int(value(one.find(w("start")))) for number, one in levels.items()}
        for override in numbers[id].iter(w("lvlOverride")):
            starts[int(value(override, "ilvl"))] = int(value(override.find(w("startOverride"))))
        counter = counters.setdefault(id, Counter())
        counter[level] = counter[level] + 1 if level in counter else starts[level]
        for deeper in [one for one in counter if one > level]:
            del counter[deeper]
        yield paragraph, _written(value(levels[level].find(w("lvlText"))), counter, starts)


def _of_style(file: WordFile, paragraph: Any) -> list[Any]:
    style = file.find("w:pPr/w:pStyle", paragraph)
    return file.find("w:pPr/w:numPr", file.styles[value(style[0])]) if style else []


def _written(text: str, counter: Counter[int], starts: dict[int, int]) -> str:
    return re.sub(r"%(\d)", lambda found: str(counter.get(int(found[1]) - 1, starts[int(found[1]) - 1])), text)


def joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
