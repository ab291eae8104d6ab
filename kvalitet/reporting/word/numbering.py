"""Numbering that Word itself reckons: headings as in the tree, bullets, and every numbered list from its own start."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from docx.oxml.ns import qn

from kvalitet.reporting.word.styles import Styles
from kvalitet.reporting.word.xml import Element, element, insert_before, packaged, valued

DEEPEST = 8
"""The deepest level of a list in Word, counted from 0."""

_ABSTRACT, _NUM = "w:abstractNum", "w:num"
_AFTER_NUMBERS = ("w:numIdMacAtCleanup",)
_AFTER_NUMBER = (
    *("w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind"),
    *("w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"),
)
_AFTER_STYLE = ("w:isLgl", "w:suff", "w:lvlText", "w:lvlPicBulletId", "w:legacy", "w:lvlJc", "w:pPr", "w:rPr")
HEADING_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numberings of a file: those of headings and bullets, and a new one for each numbered list."""

    part: Element
    styles: Styles
    headings: int
    """0 where headings have no numbers, which Word takes the same way."""
    bullets: int
    steps: int
    """Which kind of list the numbered ones are."""

    def heading(self, level: int) -> tuple[int, int] | None:
        """Return the numbering that a heading must name; our own styles bring theirs, or none."""
        return None if f"Heading{level}" in self.styles.added else (self.headings, level - 1)

    def new_list(self, start: int, level: int) -> int:
        """Return the numbering of a list of its own that begins at a number."""
        override = element("w:lvlOverride", {"w:ilvl": level}, valued("w:startOverride", start))
        return _new_number(self.part, self.steps, override)


def settle(part: Element, styles: Styles, *, is_numbered: bool) -> Numbering:
    """Add the numberings of a report to those of the file, and let our heading styles use theirs where they are to."""
    taken = [int(found.get(qn("w:abstractNumId"), "0")) for found in part.findall(qn(_ABSTRACT))]
    ids = count(max(taken, default=-1) + 1)
    kinds = [_add_kind(part, kind, next(ids)) for kind in packaged("numbering.xml").findall(qn(_ABSTRACT))]
    headings = _new_number(part, _id(kinds[0])) if is_numbered else 0
    bullets = _new_number(part, _id(kinds[1]))
    for level in range(HEADING_LEVELS if is_numbered else 0):
        _join(styles.added.get(f"Heading{level + 1}"), kinds[0], headings, level)
    return Numbering(part, styles, headings, bullets, _id(kinds[2]))


def _id(kind: Element) -> int:
    return int(kind.get(qn("w:abstractNumId"), "0"))


def _add_kind(part: Element, kind: Element, id: int) -> Element:
    kind.set(qn("w:abstractNumId"), str(id))
    insert_before(part, kind, (_NUM, *_AFTER_NUMBERS))
    return kind


def _new_number(part: Element, kind: int, *overrides: Element) -> int:
    id = max((int(found.get(qn("w:numId"), "0")) for found in part.findall(qn(_NUM))), default=0) + 1
    number = element(_NUM, {"w:numId": id}, valued("w:abstractNumId", kind), *overrides)
    insert_before(part, number, _AFTER_NUMBERS)
    return id


def _join(style: Element | None, kind: Element, headings: int, level: int) -> None:
    """Tie a heading style of ours to its level, so that headings written later are numbered too."""
    if style is None:
        return
    number = element("w:numPr", None, valued("w:ilvl", level), valued("w:numId", headings))
    insert_before(style.find(qn("w:pPr")), number, _AFTER_NUMBER)
    insert_before(kind.findall(qn("w:lvl"))[level], valued("w:pStyle", style.get(qn("w:styleId"))), _AFTER_STYLE)
