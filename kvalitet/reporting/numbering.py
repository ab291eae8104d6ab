"""The first walk through a document: where things may stand, their numbers and their identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode as Node

from kvalitet.reporting.dialect import BOX
from kvalitet.reporting.tree import DocumentError, Form
from kvalitet.reporting.typography import NO_BREAK

_BOX = f"container_{BOX}"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OWN_ID = re.compile(r"(avsnitt|tabell|figur|fotnot)(-\d+)+")
_WHERE = {
    "root": "dokumentet",
    _BOX: "en ruta",
    "list_item": "en lista",
    "blockquote": "ett citat",
    "footnote_reference": "en fotnot",
}
_WHAT = {
    "heading": ("En rubrik", {"root"}),
    "table": ("En tabell", {"root", _BOX}),
    "figure": ("En figur", {"root", _BOX}),
    _BOX: ("En ruta", {"root"}),
    "footnote_reference": ("En fotnotstext", {"root"}),
    "blockquote": ("Ett citat", {"root", _BOX, "list_item", "blockquote"}),
    "bullet_list": ("En lista", {"root", _BOX, "list_item", "blockquote"}),
    "ordered_list": ("En lista", {"root", _BOX, "list_item", "blockquote"}),
    "fence": ("Ett kodstycke", {"root", _BOX, "list_item", "blockquote"}),
    "code_block": ("Ett kodstycke", {"root", _BOX, "list_item", "blockquote"}),
    "hr": ("En linje", {"root"}),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a heading, table or figure is called: number, identifier and the words of a reference."""

    number: str
    id: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Survey:
    """All marks by the first line of their block and by identifier, and the numbers of the notes."""

    by_line: Mapping[int, Mark]
    by_id: Mapping[str, Mark]
    notes: Mapping[str, int]


@dataclass(slots=True)
class _Counters:
    form: Form
    levels: list[int] = field(default_factory=list)
    tables: int = 0
    figures: int = 0


def line_of(node: Node) -> int:
    """Return the line, counted from 1, on which the node begins."""
    current: Node | None = node
    while current is not None and not current.is_root:
        if current.map:
            return current.map[0] + 1
        current = current.parent
    return 1


def kind_of(node: Node) -> str:
    """Return the node's type; a paragraph that holds nothing but an image is a figure."""
    if node.type != "paragraph" or len(node.children) != 1:
        return node.type
    inner = node.children[0].children
    return "figure" if len(inner) == 1 and inner[0].type == "image" else "paragraph"


def caption_of(table: Node) -> Node | None:
    """Return the paragraph that is the caption of a table, if there is one."""
    after = table.next_sibling
    return after if after is not None and is_caption(after) else None


def is_caption(node: Node) -> bool:
    """Tell whether the paragraph begins with a colon right after a table."""
    return node.type == "paragraph" and bool(node.children and node.children[0].meta.get("caption"))


def survey(root: Node, form: Form) -> Survey:
    """Number everything that has a number in a document of that form, and refuse what stands in the wrong place."""
    _refuse_misplaced(root)
    by_line: dict[int, Mark] = {}
    by_id: dict[str, Mark] = {}
    counters = _Counters(form)
    for node in _flow(root):
        mark = _mark(node, counters)
        if mark is None:
            continue
        if mark.id in by_id:
            first = by_id[mark.id].line
            raise DocumentError(f"Märket #{mark.id} finns redan på rad {first}. Byt namn på det ena.", mark.line)
        by_line[line_of(node)] = by_id[mark.id] = mark
    return Survey(by_line, by_id, _notes(root))


def _flow(root: Node) -> Iterator[Node]:
    for node in root.children:
        yield node
        if node.type == _BOX:
            yield from node.children


def _refuse_misplaced(root: Node) -> None:
    for node in root.walk(include_self=False):
        what, places = _WHAT.get(kind_of(node), ("", {"root"}))
        parent = node.parent.type if node.parent else "root"
        if what and parent not in places:
            raise DocumentError(
                f"{what} kan inte stå i {_WHERE.get(parent, 'ett stycke')}. Flytta ut den.",
                line_of(node),
            )


def _mark(node: Node, counters: _Counters) -> Mark | None:
    match kind_of(node):
        case "heading":
            return _heading_mark(node, counters)
        case "table":
            return _table_mark(node, counters)
        case "figure":
            counters.figures += 1
            given = node.children[0].children[0].attrs.get("id")
            return _named("figur", str(counters.figures), given, line_of(node))
    return None


def _heading_mark(node: Node, counters: _Counters) -> Mark:
    level, line, levels = int(node.tag[1]), line_of(node), counters.levels
    inline = node.children[0]
    if not inline.content.strip():
        raise DocumentError("Rubriken är tom. Skriv rubrikens text efter #-tecknen.", line)
    if level > len(levels) + 1:
        right = "#" * (len(levels) + 1)
        raise DocumentError(
            f'Rubriken har nivå {level}, men nivå {len(levels) + 1} väntas som mest. Skriv "{right} ...".',
            line,
        )
    counters.levels = [*levels, 0][:level]
    counters.levels[-1] += 1
    number = ".".join(map(str, counters.levels))
    mark = _named("avsnitt", number, inline.meta.get("id"), line)
    return replace(mark, number="", words=f"avsnittet ”{_words(inline)}”") if counters.form is Form.LETTER else mark


def _words(inline: Node) -> str:
    return "".join(node.content for node in inline.walk() if node.type in ("text", "code_inline")).strip()


def _table_mark(node: Node, counters: _Counters) -> Mark | None:
    caption = caption_of(node)
    if caption is None:
        return None
    counters.tables += 1
    return _named("tabell", str(counters.tables), caption.children[0].meta.get("id"), line_of(node))


def _named(noun: str, number: str, given: object, line: int) -> Mark:
    words = f"{noun}{NO_BREAK}{number}"
    if given is None:
        return Mark(number, f"{noun}-{number.replace('.', '-')}", words, line)
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise DocumentError(
            f'Märket "#{given}" är inte ett giltigt namn. Börja med en bokstav a-z och skriv '
            "sedan bara a-z, siffror och bindestreck.",
            line,
        )
    if _OWN_ID.fullmatch(given):
        raise DocumentError(f"Märket #{given} liknar dem som programmet själv sätter. Byt namn på det.", line)
    return Mark(number, given, words, line)


def _notes(root: Node) -> dict[str, int]:
    """Number the footnotes in the order of their first marks; every note has a mark and a text."""
    texts: dict[str, int] = {}
    for node in root.children:
        if node.type == "footnote_reference":
            label, line = str(node.meta["label"]), line_of(node)
            if label in texts:
                raise DocumentError(
                    f"Fotnoten [^{label}] har redan en text på rad {texts[label]}. Byt namn på den ena.",
                    line,
                )
            texts[label] = line
    numbers: dict[str, int] = {}
    for node in root.walk():
        if node.type == "footnote_ref":
            label = str(node.meta["label"])
            if label not in texts:
                raise DocumentError(
                    f'Fotnoten [^{label}] saknar text. Skriv en rad "[^{label}]: ...".',
                    line_of(node),
                )
            numbers.setdefault(label, len(numbers) + 1)
    for label, line in texts.items():
        if label not in numbers:
            raise DocumentError(
                f"Fotnoten [^{label}] används aldrig. Sätt [^{label}] i texten eller ta bort den.",
                line,
            )
    return numbers
