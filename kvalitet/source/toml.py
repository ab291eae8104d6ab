"""Where keys and values stand in a TOML file: `tomllib` reads the values and keeps no places.

The walk is over text that `tomllib` has read already, so it meets only right TOML. It is done when an
error asks for a place, never before.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field

from kvalitet.source.exact import Path
from kvalitet.source.faults import Span
from kvalitet.source.text import span_at

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|#[^\n]*"
    r"|[\n\[\]{}=,.]"
    r"|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)
_END = ""


@dataclass(slots=True)
class TomlPlaces:
    """The place of each key and of each value, by the path of keys and list positions to it."""

    keys: dict[Path, Span] = field(default_factory=dict)
    values: dict[Path, Span] = field(default_factory=dict)

    def nearest(self, path: Path, *, key: bool = False) -> Span:
        """Return where a value stands (or its key), or the nearest thing that holds it."""
        places = self.keys if key else self.values
        while path and path not in places:
            path, places = path[:-1], self.keys
        return places.get(path, Span())


def find_places(text: str) -> TomlPlaces:
    """Return the places in a text that is right TOML."""
    return _Walk(text).walk()


class _Walk:
    """Goes through the tokens once, knowing the table that each line belongs to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [match for match in _TOKEN.finditer(text) if not match[0].startswith("#")]
        self._at = 0
        self._lists: dict[Path, int] = defaultdict(lambda: -1)
        self._places = TomlPlaces()

    def walk(self) -> TomlPlaces:
        table: Path = ()
        while self._peek() != _END:
            if self._peek() == "\n":
                self._at += 1
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._places

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else _END

    def _take(self) -> tuple[str, Span]:
        match = self._tokens[self._at]
        self._at += 1
        return match[0], span_at(self._text, *match.span())

    def _header(self) -> Path:
        """Return the table that a header opens; in a list of tables, the next of its members."""
        brackets = 0
        while self._peek() == "[":
            self._at += 1
            brackets += 1
        path = self._key((), through_lists=True)
        if brackets > 1:
            self._lists[path] += 1
            path = (*path, self._lists[path])
        while self._peek() == "]":
            self._at += 1
        return path

    def _key(self, base: Path, *, through_lists: bool = False) -> Path:
        """Return the path that a key, dotted or not, has below another."""
        path = base
        while True:
            word, span = self._take()
            if through_lists and path in self._lists:
                path = (*path, self._lists[path])
            path = (*path, _word(word))
            self._places.keys.setdefault(path, span)
            if self._peek() != ".":
                return path
            self._at += 1

    def _pair(self, base: Path) -> None:
        path = self._key(base)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        word, span = self._take()
        self._places.values[path] = span
        if word == "[":
            self._list(path)
        elif word == "{":
            self._inline_table(path)
        else:
            while self._peek() not in {*"\n,]}", _END}:  # the rest of a date or a decimal number
                self._at += 1

    def _list(self, path: Path) -> None:
        index = 0
        while self._peek() not in {"]", _END}:
            if self._peek() in {"\n", ","}:
                self._at += 1
                continue
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        while self._peek() not in {"}", _END}:
            if self._peek() in {"\n", ","}:
                self._at += 1
                continue
            self._pair(path)
        self._at += 1


def _word(token: str) -> str:
    """Return a key as it is known: what stands between quotation marks, or the word itself."""
    return str(tomllib.loads(f"k = {token}")["k"]) if token[0] in "\"'" else token
