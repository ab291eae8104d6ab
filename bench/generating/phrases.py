"""Sentences with choices in them: `(a|b)` is one of several, `{plats}` a word of the record's own.

A bar outside all parentheses parts whole ways to say it. A way that ends with `<larm natt>` is for
records that have one of these marks, with `<larm+natt>` for those that have both, and with `<!natt>`
for those that have it not. `{tal:2-5}` is
a number in words, `{tal:20-60:10}` one of 20, 30 ... 60. A slot keeps its word throughout a record,
so that headline and text speak of the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from generating.chance import Chance

_COUNTED = """
    noll en två tre fyra fem sex sju åtta nio tio
    elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo
"""
NUMBERS = tuple(_COUNTED.split())
_TENS = {30: "trettio", 40: "fyrtio", 50: "femtio", 60: "sextio", 70: "sjuttio", 80: "åttio", 90: "nittio"}

_TOKEN = re.compile(r"[(|)]|\{[^{}]*\}|[^(|){}]+")
_BEGINNING = re.compile(r"(?:^|(?<=[.!?] ))[a-zåäö]")
_MARKS = re.compile(r"\s*<([^<>]*)>\s*$")
_SPACES = re.compile(r" {2,}")
_BEFORE_MARK = re.compile(r" +([.,;:?!])")


@dataclass(frozen=True, slots=True)
class Slot:
    """A word that the record gives."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to go on."""

    ways: tuple[Phrase, ...]


Phrase = tuple["str | Slot | Choice", ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One way to say something, and the records that it fits: those with all of one `only`, none of `never`."""

    phrase: Phrase
    only: tuple[frozenset[str], ...] = ()
    never: frozenset[str] = frozenset()

    def fits(self, marks: Set[str]) -> bool:
        """Return whether a record with these marks can say it."""
        return (not self.only or any(wanted <= marks for wanted in self.only)) and not self.never & marks


Words = Mapping[str, Sequence[Line]]


def lines(text: str) -> list[Line]:
    """Return the ways to say a text. Raises ValueError for a parenthesis without its other half."""
    return [_line(way) for way in _apart(text)]


def _apart(text: str) -> list[str]:
    """Return the parts of a text between the bars that stand outside all parentheses."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _line(text: str) -> Line:
    """Return one way. A parenthesis that offers nothing to choose from is a slip of the pen."""
    marks = _MARKS.search(text)
    words = marks[1].split() if marks else []
    (way, *more), end = _ways(iter(_TOKEN.findall(text[: marks.start()] if marks else text)))
    if end or more:
        raise ValueError(f"a stray {end or '|'} in {text!r}")
    never = frozenset(word[1:] for word in words if word.startswith("!"))
    return Line(way, tuple(frozenset(word.split("+")) for word in words if not word.startswith("!")), never)


def _ways(tokens: Iterator[str]) -> tuple[list[Phrase], str]:
    """Return the ways up to the closing parenthesis or the end, and what closed them."""
    ways: list[list[str | Slot | Choice]] = [[]]
    for token in tokens:
        if token == "(":
            inner, end = _ways(tokens)
            if end != ")" or len(inner) < 2:
                raise ValueError("a parenthesis is not closed, or offers one way only")
            ways[-1].append(Choice(tuple(inner)))
        elif token == "|":
            ways.append([])
        elif token == ")":
            return [tuple(way) for way in ways], token
        else:
            ways[-1].append(Slot(token[1:-1]) if token.startswith("{") else token)
    return [tuple(way) for way in ways], ""


class Voice:
    """Speaks for one record: its marks, the words it has, and those it has chosen already."""

    def __init__(self, chance: Chance, marks: Set[str], *words: Words, known: Mapping[str, str] | None = None) -> None:
        self.marks = set(marks)
        self._chance = chance
        self._words = words
        self._known = dict(known or {})

    def knows(self, name: str, word: str) -> None:
        """Give a slot its word."""
        self._known[name] = word

    def fitting(self, ways: Iterable[Line]) -> list[Line]:
        """Return the ways that this record can say."""
        return [way for way in ways if way.fits(self.marks)]

    def say(self, line: Line) -> str:
        """Return a line in words, with capitals where sentences begin."""
        said = "".join(self._parts(line.phrase)).strip()
        if "  " in said or " ." in said or " ," in said:
            said = _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", said))
        return _BEGINNING.sub(_capital, said)

    def _parts(self, said: Phrase) -> Iterator[str]:
        for part in said:
            if isinstance(part, str):
                yield part
            elif isinstance(part, Slot):
                yield self._word(part.name)
            else:
                yield from self._parts(self._chance.one(part.ways))

    def _word(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._number(name) if name.startswith("tal:") else self._chosen(name)
        return self._known[name]

    def _chosen(self, name: str) -> str:
        for words in self._words:
            if name in words:
                return "".join(self._parts(self._chance.one(words[name]).phrase))
        raise KeyError(f"{{{name}}} has no words here")

    def _number(self, name: str) -> str:
        low, _, rest = name.removeprefix("tal:").partition("-")
        high, _, step = rest.partition(":")
        size = int(step or 1)
        number = int(low) + size * self._chance.whole(0, (int(high) - int(low)) // size)
        return NUMBERS[number] if number < len(NUMBERS) else _TENS.get(number, str(number))


def _capital(match: re.Match[str]) -> str:
    return match[0].upper()


class Unheard:
    """Remembers what was said, so that no text stands in two records while there are others."""

    _ALONE = 3
    _TRIES = 14

    def __init__(self) -> None:
        self._said: set[str] = set()

    def say(self, voice: Voice, chance: Chance, ways: Sequence[Line], more: Sequence[Line] = ()) -> str:
        """Return one of several lines in words, often with one more after it: what nobody has heard yet."""
        text = ""
        longer = bool(more) and chance.hits(0.55)
        for attempt in range(self._TRIES):
            parts = [chance.one(ways)]
            if more and (longer or attempt >= self._ALONE):
                parts.append(chance.one(more))
            text = " ".join(voice.say(part) for part in parts)
            if text not in self._said:
                break
        self._said.add(text)
        return text
