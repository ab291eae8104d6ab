"""Headings as data: which a report has, in which order, what fills each and what a person is asked for under it.

Templates for the same report have come and gone (SKL 2011, SKR 2020, the national one after "Agera för säker vård"),
so they are files: the packaged ones in `kvalitet/data/headings`, and a workspace's own in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kvalitet.data_files import Node, read_data
from kvalitet.reporting.parts import Parts
from kvalitet.words import hint
from kvalitet.workspace import Workspace

SETTING = "patientsakerhet_rubriker"
STANDARD = "agera-for-saker-vard"
BLOCK = "del_"
"""What the name of a template's block begins with when a heading can be filled by it."""

_FOLDER = "kvalitet/data/headings"
_DATA = Path(__file__).parent.parent / "data" / "headings"
_FILE = ".yaml"
_DEEPEST = 4
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARK = re.compile(r"(?!(?:avsnitt|tabell|figur|fotnot)(?:-\d+)+$)(?!(?:tbl|fig)-)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_A_NAME = "små bokstäver a–z, siffror och bindestreck, till exempel egen-mall"
_A_MARK = "små bokstäver a–z, siffror och bindestreck, till exempel risker"
_BLOCK_OF = re.compile(rf"{{%-?\s*block\s+{BLOCK}(\w+)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    `id` is its mark in the document and the name of the file with a person's words.
    `question` is put where nothing stands under it; `words` says that it is put whenever no person has written, and
    `analysis` that what records of kind `analys` say will do.
    """

    id: str
    heading: str
    level: int
    blocks: tuple[str, ...]
    parts: tuple[str, ...]
    question: str
    words: bool = False
    analysis: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    """A set of headings, in order."""

    name: str
    label: str
    sections: tuple[Section, ...]
    node: Node

    @property
    def carriers(self) -> dict[str, tuple[str, ...]]:
        """The headings under which each part of the report is shown."""
        names = dict.fromkeys(part for section in self.sections for part in section.parts)
        return {name: tuple(one.id for one in self.sections if name in one.parts) for name in names}

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks that the headings ask for, as templates call them."""
        return tuple(f"{BLOCK}{name}" for section in self.sections for name in section.blocks)

    def as_values(self) -> list[dict[str, object]]:
        """Return the sections as a template is given them."""
        return [_as_values(section) for section in self.sections]

    def check_blocks(self, sources: Mapping[str, str]) -> None:
        """Raise ConfigurationError where a block is in none of the templates."""
        known = {name for source in sources.values() for name in _BLOCK_OF.findall(source)}
        for section, entry in zip(self.sections, self.node.elements("sections"), strict=True):
            for name in section.blocks:
                if name not in known:
                    raise entry.error(f"{name} är inget block i mallarna{hint(name, sorted(known))}", "blocks")


def _as_values(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "rubrik": section.heading,
        "niva": "#" * section.level,
        "block": [f"{BLOCK}{name}" for name in section.blocks],
        "fraga": section.question,
        "fragas": section.words,
        "analys": section.analysis,
    }


@cache
def packaged_headings() -> Mapping[str, Node]:
    """Return the packaged sets by name, read once and not yet judged."""
    files = sorted(_DATA.glob(f"*{_FILE}"))
    return {file.stem: read_data(file, f"{_FOLDER}/{file.name}") for file in files}


def headings_of(workspace: Workspace, parts: Parts) -> Headings:
    """Return the set that a workspace has chosen: its own file, a packaged one by name, or the standard one.

    Raises ConfigurationError at the setting, or in the file with its line.
    """
    packaged = packaged_headings()
    chosen = str(workspace.configuration.values.get(SETTING, STANDARD))
    if chosen.endswith(_FILE):
        (node,) = workspace.data(SETTING)
        return read_headings(node, parts)
    if chosen not in packaged:
        advice = (
            hint(chosen, list(packaged)) or f"; skriv {', '.join(packaged)} eller en egen fil som slutar på {_FILE}"
        )
        raise workspace.configuration.error(f"{chosen} är ingen uppsättning rubriker{advice}", SETTING)
    return read_headings(packaged[chosen], parts)


def read_headings(node: Node, parts: Parts) -> Headings:
    """Return the set of a data file. Raises ConfigurationError with file and line, also where a part has no heading."""
    node.allow_only("headings label sections")
    entries = list(node.elements("sections"))
    sections = tuple(_section(entry, parts) for entry in entries)
    if not sections:
        raise node.error("skriv minst en rubrik", "sections")
    _check_order(sections, entries)
    found = Headings(node.word("headings", _NAME, _A_NAME), node.text("label"), sections, node)
    for part in parts.parts:
        if part.name not in found.carriers:
            message = f"ingen rubrik visar {part.what} ({part.law}); skriv parts: [{part.name}] vid den som gör det"
            raise node.key_error(message, "sections")
    return found


def _section(node: Node, parts: Parts) -> Section:
    node.allow_only("heading level id blocks parts ask words analysis")
    section = Section(
        id=node.word("id", _MARK, _A_MARK),
        heading=node.text("heading").strip(),
        level=node.integer("level"),
        blocks=node.texts("blocks"),
        parts=node.texts("parts"),
        question=node.text("ask", default="").strip(),
        words=node.yes("words"),
        analysis=node.yes("analysis"),
    )
    _check_section(node, section, parts)
    return section


def _check_section(node: Node, section: Section, parts: Parts) -> None:
    if not section.heading or "\n" in section.heading:
        raise node.error("skriv rubriken på en rad", "heading")
    if not 1 <= section.level <= _DEEPEST:
        raise node.error(f"en rubrik har nivå 1 till {_DEEPEST}", "level")
    names = [part.name for part in parts.parts]
    for name in section.parts:
        if name not in names:
            raise node.error(f"{name} är ingen del av berättelsen{hint(name, names)}", "parts")
    if not section.question and (section.blocks or section.parts or section.words or section.analysis):
        raise node.error("ask saknas; skriv frågan till den som ska skriva när inget annat står under rubriken")


def _check_order(sections: tuple[Section, ...], entries: list[Node]) -> None:
    seen: set[str] = set()
    filled: set[str] = set()
    above = 0
    for section, entry in zip(sections, entries, strict=True):
        if section.level > above + 1:
            raise entry.error(f"nivå {section.level} kan inte följa på nivå {above}; skriv högst {above + 1}", "level")
        _refuse_again(entry, "id", seen, [section.id])
        _refuse_again(entry, "blocks", filled, section.blocks)
        above = section.level


def _refuse_again(entry: Node, key: str, seen: set[str], names: Collection[str]) -> None:
    for name in names:
        if name in seen:
            raise entry.error(f"{name} står redan vid en annan rubrik; ta bort det ena", key)
        seen.add(name)
