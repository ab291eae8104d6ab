"""The Markdown dialect of reports: which rules of markdown-it read it, and three rules of our own.

markdown-it-py loses what the author needs to be told: it pads short table rows, cuts long ones and
knows no line inside a paragraph. The rules here write that down on the tokens before it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from kvalitet.reporting.tree import DocumentError
from kvalitet.reporting.typography import typeset

BOX = "ruta"
BOXES = ("faktaruta", "saknas")
"""A box of facts beside the text, and the mark where a person's words are missing."""

DEEPEST = 30

_ID = re.compile(r"(?:^|(?<=[^\\]))[ \t]*\{#([^\s{}]*)\}[ \t]*$")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def read_tokens(markdown: str) -> list[Token]:
    """Return markdown-it's tokens, with lines, identifiers and cell counts noted on them."""
    source = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_forbidden(source, 1)
    tokens = _parser().parse(source + "\n")  # the plugins read past the end of a last bare line
    _refuse_depth(tokens)
    return tokens


def refuse_forbidden(text: str, line: int) -> None:
    """Raise when the text holds a control character, which no page can show."""
    found = _FORBIDDEN.search(text)
    if found:
        code = f"U+{ord(found.group()):04X}"
        line += text.count("\n", 0, found.start())
        raise DocumentError(f"Texten innehåller styrtecknet {code}. Ta bort tecknet.", line)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table")
    parser.disable(["html_block", "html_inline"])
    parser.use(front_matter_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(container_plugin, BOX, validate=lambda info, _markup: info.strip() in BOXES)
    parser.use(attrs_plugin, after=("image",))
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.before("inline", "identifiers", _note_identifiers)
    parser.core.ruler.push("lines_and_typography", _note_lines_and_typeset)
    return parser


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table and note on each row how many cells were really written."""
    before = len(state.tokens)
    found = table(state, start, end, silent)
    for token in state.tokens[before:]:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            written = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
            token.meta["cells"] = count_cells(written)
    return found


def count_cells(row: str) -> int:
    """Return the number of cells in a row as written; an escaped bar is part of its cell."""
    inner = row.strip()
    bars = len(re.findall(r"(?<!\\)\|", inner))
    return bars + 1 - inner.startswith("|") - bool(re.search(r"(?<!\\)\|$", inner))


def _note_identifiers(state: StateCore) -> None:
    """Move `{#id}` from the end of headings and table captions into the token's meta."""
    for index, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        opener = state.tokens[index - 1].type
        after_table = index > 1 and state.tokens[index - 2].type == "table_close"
        caption = opener == "paragraph_open" and after_table and token.content.startswith(": ")
        if caption:
            token.meta["caption"] = True
            token.content = token.content[2:]
        if caption or opener == "heading_open":
            _take_identifier(token)


def _take_identifier(token: Token) -> None:
    found = _ID.search(token.content)
    if found:
        token.meta["id"] = found.group(1)
        token.content = token.content[: found.start()]


def _note_lines_and_typeset(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            _settle(token.children or [], (token.map or [0])[0])


def _settle(children: list[Token], line: int) -> None:
    """Give inline tokens their line, turn soft breaks into spaces and typeset the whole run."""
    pieces: list[str] = []
    for token in children:
        token.map = [line, line + 1]
        if token.type == "image":
            _settle(token.children or [], line)
        line += token.type in ("softbreak", "hardbreak")
        if token.type == "softbreak":
            token.type, token.content = "text", " "
        pieces.append(_standing_for(token))
        refuse_forbidden(token.content, token.map[0] + 1)
    _write_back(children, pieces)


def _standing_for(token: Token) -> str:
    if token.type == "text":
        return token.content
    return "" if token.nesting else "\ufffc"


def _write_back(children: Iterable[Token], pieces: list[str]) -> None:
    run, start = typeset("".join(pieces)), 0
    for token, piece in zip(children, pieces, strict=True):
        if token.type == "text":
            token.content = run[start : start + len(piece)]
        start += len(piece)


def _refuse_depth(tokens: Iterable[Token], depth: int = 0, line: int = 0) -> None:
    for token in tokens:
        depth += token.nesting
        line = token.map[0] if token.map else line
        if depth > DEEPEST:
            raise DocumentError("Texten är nästlad i för många led. Förenkla stycket.", line + 1)
        _refuse_depth(token.children or [], depth, line)
