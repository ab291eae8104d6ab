"""The parts that a report must or should have, and whether the finished document has them.

What is judged is the document that people get, not the records: a template that leaves a chapter out and a chapter
in which nothing stands are caught alike (PSL 3 kap. 10 §; SOSFS 2011:9 7 kap. 1 and 2 §§).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kvalitet.data_files import Node, read_data
from kvalitet.diagnostics import Severity
from kvalitet.reporting.tree import Block, Blocks, Box, Divider, Heading

MISSING = "saknas"
_FOLDER = "kvalitet/data/parts"
_DATA = Path(__file__).parent.parent / "data" / "parts"
_LEVELS = {"ska": Severity.ERROR, "bor": Severity.WARNING}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, what it tells, and what asks for it. `headings` are the marks of those that show it."""

    name: str
    what: str
    law: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one report, and how grave it is that one is missing."""

    severity: Severity = Severity.WARNING
    parts: tuple[Part, ...] = ()


@cache
def parts_of(report: str) -> Parts:
    """Return the parts of a report by its name; of most reports nothing is demanded."""
    file = _DATA / f"{report}.yaml"
    return _read(read_data(file, f"{_FOLDER}/{file.name}")) if file.is_file() else Parts()


def _read(node: Node) -> Parts:
    node.allow_only("report level parts")
    return Parts(_LEVELS[node.text("level")], tuple(_part(entry) for entry in node.elements("parts")))


def _part(node: Node) -> Part:
    node.allow_only("name law what headings")
    return Part(node.text("name"), node.text("what"), node.text("law"), node.texts("headings"))


def missing_parts(
    blocks: Blocks, parts: Parts, carriers: Mapping[str, Collection[str]]
) -> Iterator[tuple[Part, Heading | None]]:
    """Yield each part under none of whose headings anything stands, with the first of these that the document has."""
    filled = {section.id: any(map(_says_something, content)) for section, content in sections(blocks, carriers)}
    found = {heading.id: heading for heading in blocks if isinstance(heading, Heading)}
    for part in parts.parts:
        names = carriers.get(part.name, ())
        if not any(filled.get(name) for name in names):
            yield part, next((found[name] for name in names if name in found), None)


def sections(blocks: Blocks, carriers: Mapping[str, Collection[str]]) -> Iterator[tuple[Heading, list[Block]]]:
    """Yield every heading with what stands under it: up to the next of its level, or one that shows a part itself."""
    known = {name for names in carriers.values() for name in names}
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield block, list(_under(block, blocks[at + 1 :], known))


def _under(heading: Heading, rest: Blocks, known: Collection[str]) -> Iterator[Block]:
    for block in rest:
        if isinstance(block, Heading) and (block.level <= heading.level or block.id in known):
            return
        yield block


def _says_something(block: Block) -> bool:
    """Tell whether a block is more than a heading, a line, or the mark where words are missing."""
    return not isinstance(block, (Heading, Divider)) and not (isinstance(block, Box) and block.kind == MISSING)


def marks(blocks: Blocks) -> Iterator[tuple[Heading | None, Box]]:
    """Yield every mark where a person's words are missing, with the heading that it stands under."""
    heading: Heading | None = None
    for block in blocks:
        if isinstance(block, Heading):
            heading = block
        elif isinstance(block, Box) and block.kind == MISSING:
            yield heading, block
