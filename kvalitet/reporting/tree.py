"""The document as a tree: what every writer (Typst, HTML, DOCX) walks, and the one error of reading it.

Numbers, identifiers and the words of cross references are settled here, once, so that the same
document says the same thing in every format. Text has already been through `typography.typeset`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kvalitet.diagnostics import KvalitetError, Place


class DocumentError(KvalitetError):
    """The Markdown cannot become a document. The message says what is, then what to write."""

    def __init__(self, message: str, line: int = 1, path: str = "") -> None:
        super().__init__(message, Place(path, line))


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text that is shown as it is, in a fixed-width face."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words with stress."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the document: http, https or mailto."""

    address: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class Reference:
    """A link inside the document; the content is already in words, such as "tabell 3"."""

    target: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """The mark of a footnote. `first` is False where the same note is cited again."""

    number: int
    first: bool = True


Inline: TypeAlias = "Text | Code | LineBreak | Strong | Emphasis | Link | Reference | FootnoteMark"
Inlines: TypeAlias = "tuple[Inline, ...]"


class Alignment(StrEnum):
    """How the cells of a column are set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter. `number` is empty in a letter."""

    level: int
    number: str
    content: Inlines
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: Inlines
    line: int


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without order. A tight list has no space between its items."""

    items: tuple[Blocks, ...]
    tight: bool
    line: int


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list."""

    items: tuple[Blocks, ...]
    start: int
    tight: bool
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `number` is 0 and `caption` empty for a table without caption."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    alignments: tuple[Alignment, ...]
    caption: Inlines
    number: int
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """An image with caption and alternative text; `path` is relative to the document's folder."""

    path: str
    alt: str
    caption: Inlines
    number: int
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Box:
    """A box beside the running text: `faktaruta`, or `saknas` where a person's words are missing."""

    kind: str
    blocks: Blocks
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else."""

    blocks: Blocks
    line: int


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines shown as they are."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Divider:
    """A pause in the text."""

    line: int


Block: TypeAlias = "Heading | Paragraph | BulletList | OrderedList | Table | Figure | Box | Quote | CodeBlock | Divider"
Blocks: TypeAlias = "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, numbered in the order in which the notes are first cited."""

    number: int
    blocks: tuple[Paragraph, ...]
    line: int


class Form(StrEnum):
    """What kind of document it is: a report has a cover, contents and numbered headings, a letter (skrivelse) none."""

    REPORT = "rapport"
    LETTER = "skrivelse"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the cover and the properties of the document say."""

    title: str
    date: dt.date
    subtitle: str = ""
    organisation: str = ""
    namnd: str = ""
    author: str = ""
    status: str = ""
    lang: str = "sv-SE"
    example: bool = False
    key: str = ""
    """What the report is called, which finds it again: kvalitetsberattelse/2025."""
    ground: str = ""
    """The checksum of the records that it was made from."""
    form: Form = Form.REPORT
    case: str = ""
    """The number that a letter has in the register of documents (diarienummer)."""

    @property
    def identity(self) -> str:
        """What the report says it is, among its properties in every format: key, day and checksum."""
        return f"{self.key} {self.date} {self.ground}" if self.key else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: front matter, blocks in order, and the notes in order."""

    front: FrontMatter
    blocks: Blocks
    footnotes: tuple[Footnote, ...]


def figures(blocks: Blocks) -> Iterator[Figure]:
    """Yield the figures in order; they stand in the running text and in boxes."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Box):
            yield from figures(block.blocks)


def plain(content: Inlines) -> str:
    """Return the words of the content without their dress, as bookmarks and widths need them."""
    return "".join(map(_plain, content))


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Strong(content) | Emphasis(content) | Link(_, content) | Reference(_, content):
            return plain(content)
        case LineBreak():
            return " "
        case FootnoteMark():
            return ""
