"""The styles of a report: those of the template where it has them, ours where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn

from kvalitet.reporting.tree import Form
from kvalitet.reporting.word.xml import Element, element, packaged, valued

_NAME, _ID, _TYPE, _VALUE = qn("w:name"), qn("w:styleId"), qn("w:type"), qn("w:val")
_LINKS = tuple(map(qn, ("w:basedOn", "w:next", "w:link")))


@dataclass(frozen=True, slots=True)
class Styles:
    """What each of our styles is called in this file, and the ones that were added."""

    ids: Mapping[str, str]
    added: Mapping[str, Element]

    def __getitem__(self, name: str) -> str:
        return self.ids[name]


def settle(sheet: Element, language: str, form: Form) -> Styles:
    """Add to a file's styles what a report needs and they lack; every style speaks the document's language.

    A style is known by its name and not by its id, which Word writes in the language of whoever made the file.
    """
    ours = _ours(form)
    own = {(_kind(style), _name(style)): style.get(_ID, "") for style in _styles(sheet) if style.get(_ID)}
    taken = {style.get(_ID, "") for style in _styles(sheet)}
    ids: dict[str, str] = {}
    for style in _styles(ours):
        found = own.get((_kind(style), _name(style)))
        ids[style.get(_ID, "")] = found or _free(style.get(_ID, ""), taken)
    missing = [style for style in _styles(ours) if (_kind(style), _name(style)) not in own]
    _add_defaults(sheet, ours)
    added = {style.get(_ID, ""): style for style in missing}
    _add(sheet, missing, ids)
    _speak(sheet, language)
    return Styles(ids, added)


def _ours(form: Form) -> Element:
    """Return our styles; a letter has some of its own in the place of those with the same id."""
    sheet = packaged("styles.xml")
    own = {style.get(_ID): style for style in _styles(packaged("letter.xml"))} if form is Form.LETTER else {}
    for style in _styles(sheet):
        if style.get(_ID) in own:
            sheet.replace(style, own[style.get(_ID)])
    return sheet


def _styles(sheet: Element) -> list[Element]:
    return list(sheet.iterchildren(qn("w:style")))


def _kind(style: Element) -> str:
    return style.get(_TYPE) or "paragraph"


def _name(style: Element) -> str:
    """Return a style's name as Word compares them: in small letters, and without the names it goes by besides."""
    found = style.find(_NAME)
    name = found.get(_VALUE) if found is not None else None
    return re.split("[,;]", name or "")[0].strip().lower()


def _free(id: str, taken: Iterable[str]) -> str:
    while id in taken:
        id += "Rapport"
    return id


def _add_defaults(sheet: Element, ours: Element) -> None:
    if sheet.find(qn("w:docDefaults")) is None:
        sheet.insert(0, ours.find(qn("w:docDefaults")))


def _add(sheet: Element, missing: Iterable[Element], ids: Mapping[str, str]) -> None:
    names = {_name(style) for style in _styles(sheet)}
    defaults = {_kind(style) for style in _styles(sheet) if style.get(qn("w:default")) in ("1", "true", "on")}
    for style in missing:
        style.set(_ID, ids[style.get(_ID, "")])
        if _kind(style) in defaults:
            style.attrib.pop(qn("w:default"), None)
        if _name(style) in names:  # a name is one style's alone, of whatever type
            name = style.find(_NAME)
            name.set(_VALUE, f"{name.get(_VALUE)} rapport")
        for link in style.iter(*_LINKS):
            link.set(_VALUE, ids[link.get(_VALUE, "")])
        sheet.append(style)


def _speak(sheet: Element, language: str) -> None:
    for found in sheet.iter(qn("w:lang")):
        found.set(_VALUE, language)
    defaults = sheet.find(qn("w:docDefaults"))
    properties = _child(_child(defaults, "w:rPrDefault"), "w:rPr")
    if properties.find(qn("w:lang")) is None:
        properties.append(valued("w:lang", language))


def _child(parent: Element, tag: str) -> Element:
    found: Element | None = parent.find(qn(tag))
    if found is None:
        found = element(tag)
        parent.insert(0, found)
    return found
