"""Markdown to a document: the one source of every format.

The dialect is CommonMark with tables, footnotes, front matter, `# Rubrik {#id}`, a table caption
`: Tabelltext {#tbl-x}` after its table, `![Bildtext](x.svg){#fig-x alt="..."}` alone in a paragraph,
boxes `::: faktaruta` (or `saknas`) ... `:::`, and references `[](#tbl-x)` that become "tabell 3". HTML is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll
from markdown_it.tree import SyntaxTreeNode as Node

from kvalitet import words
from kvalitet.paths import PathError
from kvalitet.reporting.dialect import BOX, BOXES, read_tokens, refuse_forbidden
from kvalitet.reporting.front_matter import read_front_matter
from kvalitet.reporting.images import image_file
from kvalitet.reporting.inlines import InlineReader
from kvalitet.reporting.numbering import Survey, caption_of, is_caption, kind_of, line_of, survey
from kvalitet.reporting.tree import (
    Alignment,
    Block,
    Blocks,
    Box,
    BulletList,
    CodeBlock,
    Divider,
    Document,
    DocumentError,
    Figure,
    Footnote,
    Heading,
    Inlines,
    OrderedList,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    plain,
)

__all__ = ["Document", "DocumentError", "parse"]

TO_WRITE = "Att skriva"
"""What every format says over a box that marks missing words; its frame alone would be a sign for the eye only."""

_BROKEN_TABLE = re.compile(r"[^\n]*\|[^\n]*\n[ \t]*[|:-][ \t|:-]*-[ \t|:-]*(?:\n|$)")


def parse(markdown: str, *, folder: Path, name: str = "rapport.md") -> Document:
    """Read a document whose images lie in the folder; `name` is the file that errors speak of."""
    try:
        return _parse(markdown, folder)
    except DocumentError as error:
        line = error.place.line if error.place else 1
        raise DocumentError(error.message, line, name) from None


def _parse(markdown: str, folder: Path) -> Document:
    root = Node(read_tokens(markdown))
    head = next((node.content for node in root.children if node.type == "front_matter"), None)
    front = read_front_matter(head)
    marks = survey(root, front.form)
    reader = _Reader(folder, marks, InlineReader(marks), markdown.splitlines())
    return Document(front, reader.blocks(root), reader.footnotes(root))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Builds blocks. One method per kind of block; what has a number has got it in the survey."""

    folder: Path
    marks: Survey
    words: InlineReader
    lines: list[str]

    def blocks(self, parent: Node) -> Blocks:
        return tuple(
            self._block(node)
            for node in parent.children
            if node.type not in ("front_matter", "footnote_reference") and not is_caption(node)
        )

    def footnotes(self, root: Node) -> tuple[Footnote, ...]:
        notes = [self._footnote(n) for n in root.children if n.type == "footnote_reference"]
        return tuple(sorted(notes, key=lambda note: note.number))

    def _block(self, node: Node) -> Block:
        readers: dict[str, Callable[[Node], Block]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "bullet_list": self._bullet_list,
            "ordered_list": self._ordered_list,
            "table": self._table,
            "figure": self._figure,
            f"container_{BOX}": self._box,
            "blockquote": lambda node: Quote(self.blocks(node), line_of(node)),
            "fence": self._code_block,
            "code_block": self._code_block,
            "hr": lambda node: Divider(line_of(node)),
        }
        return readers[kind_of(node)](node)

    def _heading(self, node: Node) -> Heading:
        content = self.words.read(node.children[0].children, "heading")
        if not plain(content).strip():
            raise DocumentError("Rubriken är tom. Skriv rubrikens text.", line_of(node))
        mark = self.marks.by_line[line_of(node)]
        return Heading(int(node.tag[1]), mark.number, content, mark.id, line_of(node))

    def _paragraph(self, node: Node, where: str = "") -> Paragraph:
        inline = node.children[0]
        if inline.content.startswith(":::"):
            raise DocumentError(
                f'Rutan går inte att läsa. Skriv "::: {BOXES[0]}" ensamt på en rad, texten på raderna '
                'under och ":::" ensamt på sista raden.',
                line_of(node),
            )
        if _BROKEN_TABLE.match(inline.content):
            raise DocumentError(
                "Tabellens rubrikrad och strecken under den har olika många kolumner. Skriv lika många i båda.",
                line_of(node),
            )
        return Paragraph(self.words.read(inline.children, where), line_of(node))

    def _bullet_list(self, node: Node) -> BulletList:
        return BulletList(self._items(node), _is_tight(node), line_of(node))

    def _ordered_list(self, node: Node) -> OrderedList:
        start = int(node.attrs.get("start", 1))
        return OrderedList(self._items(node), start, _is_tight(node), line_of(node))

    def _items(self, node: Node) -> tuple[Blocks, ...]:
        return tuple(self.blocks(item) for item in node.children)

    def _table(self, node: Node) -> Table:
        head, *body = (row for part in node.children for row in part.children)
        for row in body:
            _check_width(row, len(head.children))
        caption, mark = caption_of(node), self.marks.by_line.get(line_of(node))
        return Table(
            header=self._cells(head),
            rows=tuple(map(self._cells, body)),
            alignments=tuple(map(_alignment, head.children)),
            caption=self._caption(caption.children[0], line_of(caption)) if caption else (),
            number=int(mark.number) if mark else 0,
            id=mark.id if mark else "",
            line=line_of(node),
        )

    def _cells(self, row: Node) -> tuple[Inlines, ...]:
        return tuple(self.words.read(cell.children[0].children) for cell in row.children)

    def _caption(self, node: Node, line: int) -> Inlines:
        content = self.words.read(node.children, "caption")
        if not plain(content).strip():
            raise DocumentError("Tabell- eller figurtexten är tom. Skriv vad tabellen eller figuren visar.", line)
        return content

    def _figure(self, node: Node) -> Figure:
        image, line = node.children[0].children[0], line_of(node)
        alt = unescapeAll(str(image.attrs.get("alt", ""))).strip()
        if not alt:
            raise DocumentError('Figuren saknar alternativtext. Skriv {alt="Vad figuren visar"} efter bilden.', line)
        refuse_forbidden(alt, line)
        unknown = sorted(set(image.attrs) - {"src", "alt", "id"})
        if unknown:
            raise DocumentError(f"Figuren har en okänd egenskap, {unknown[0]}. Skriv bara #märke och alt.", line)
        mark = self.marks.by_line[line]
        caption, path = self._caption(image, line), self._image_path(image, line)
        return Figure(path, alt, caption, int(mark.number), mark.id, line)

    def _image_path(self, image: Node, line: int) -> str:
        path = unquote(str(image.attrs.get("src", "")))
        try:
            image_file(self.folder, path)
        except PathError as error:
            raise DocumentError(f'Bilden "{words.visible(path)}" {error}.', line) from None
        return path

    def _box(self, node: Node) -> Box:
        end = node.map[1] if node.map else 0
        if end >= len(self.lines) or not self.lines[end].strip().startswith(":::"):
            raise DocumentError('Rutan tar aldrig slut. Avsluta den med en rad ":::".', line_of(node))
        kind, line = node.info.strip(), line_of(node)
        title = (Paragraph((Strong((Text(TO_WRITE),)),), line),) if kind == "saknas" else ()
        return Box(kind, title + self.blocks(node), line)

    def _code_block(self, node: Node) -> CodeBlock:
        return CodeBlock(node.content.rstrip("\n"), line_of(node))

    def _footnote(self, node: Node) -> Footnote:
        line = line_of(node)
        number = self.marks.notes[str(node.meta["label"])]
        blocks = tuple(self._paragraph(child, "footnote") for child in node.children)
        if not any(plain(block.content).strip() for block in blocks):
            raise DocumentError("Fotnotens text är tom. Skriv texten efter kolonet.", line)
        return Footnote(number, blocks, line)


def _check_width(row: Node, expected: int) -> None:
    written = row.meta.get("cells", expected)
    if written == expected:
        return
    first = row.children[0].children[0].content
    advice = (
        "Lämna en tom rad före tabelltexten."
        if first.startswith(": ")
        else "Skriv lika många; lämna en cell tom med | |."
    )
    raise DocumentError(
        f"Raden har {words.plural(written, 'cell', 'celler')} men tabellen har "
        f"{words.plural(expected, 'kolumn', 'kolumner')}. {advice}",
        line_of(row),
    )


def _alignment(cell: Node) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return Alignment(style.removeprefix("text-align:")) if style else Alignment.LEFT


def _is_tight(node: Node) -> bool:
    """A list is tight when markdown-it hides the paragraphs of its items."""
    return all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
