"""What everything that can be pointed at is called in the file: counted, so that every writing gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from kvalitet.reporting.tree import Block, Blocks, Box, Figure, Heading, Table
from kvalitet.reporting.word.fields import bookmarked
from kvalitet.reporting.word.xml import Element


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """Names of bookmarks by the document's own identifiers, and the ids of all things that need one."""

    names: dict[str, str]
    ids: Iterator[int]
    notes: set[int] = field(default_factory=set)
    """The notes whose first mark has been written, so that a later one has something to point at."""

    def around(self, content: Iterable[Element], name: str) -> Iterator[Element]:
        """Yield the content inside a bookmark of that name."""
        return bookmarked(content, next(self.ids), name)


def name_targets(blocks: Blocks, first_id: int) -> Bookmarks:
    """Return a name for each heading, table and figure: short ones of our own, hidden as Word's own are."""
    targets = (block.id for block in flow(blocks) if isinstance(block, Heading | Table | Figure) and block.id)
    return Bookmarks({id: f"_Ref{number:08}" for number, id in enumerate(targets, start=1)}, count(first_id))


def contents_name(name: str) -> str:
    """Return the name by which the table of contents knows a heading; Word makes these anew when it updates."""
    return name.replace("_Ref", "_Toc")


def note_name(number: int) -> str:
    """Return the name of the first mark of a note."""
    return f"_RefNot{number:05}"


def flow(blocks: Blocks) -> Iterator[Block]:
    """Yield the blocks of a document in order, those in boxes too."""
    for block in blocks:
        yield block
        if isinstance(block, Box):
            yield from block.blocks
