"""Sentences with choices in them: `(a|b)` is one of several, `{plats}` a word of the record's own.

A bar outside all parentheses parts whole ways to say it.

`{tal:2-5}` is a number in words, `{tal:20-60:10}` one of 20, 30 ... 60. A slot keeps its word
throughout a record, so that headline and text speak of the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generating.chance import Chance

NUMBERS = "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split()

_TOKEN = re.compile(r"[(|)]|\{[^{}]*\}|[^(|){}]+")
_BEGINNING = re.compile(r"(?:^|(?<=[.!?] ))[a-zåäö]")
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
Words = Mapping[str, Sequence[Phrase]]


def phrases(text: str) -> list[Phrase]:
    """Return the ways to say a text. Raises ValueError for a parenthesis without its other half."""
    ways, end = _ways(iter(_TOKEN.findall(text)))
    if end:
        raise ValueError(f"a stray {end} in {text!r}")
    return ways


def _ways(tokens: Iterator[str]) -> tuple[list[Phrase], str]:
    """Return the ways up to the closing parenthesis or the end, and what closed them."""
    ways: list[list[str | Slot | Choice]] = [[]]
    for token in tokens:
        if token == "(":
            inner, end = _ways(tokens)
            if end != ")":
                raise ValueError("a parenthesis is not closed")
            ways[-1].append(Choice(tuple(inner)))
        elif token == "|":
            ways.append([])
        elif token == ")":
            return [tuple(way) for way in ways], token
        else:
            ways[-1].append(Slot(token[1:-1]) if token.startswith("{") else token)
    return [tuple(way) for way in ways], ""


def slots(said: Phrase) -> Iterator[str]:
    """Yield the name of every slot in a phrase."""
    for part in said:
        if isinstance(part, Slot):
            yield part.name
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from slots(way)


class Voice:
    """Speaks for one record: the words it has, and those it has chosen already."""

    def __init__(self, chance: Chance, *words: Words, known: Mapping[str, str] | None = None) -> None:
        self._chance = chance
        self._words = words
        self._known = dict(known or {})

    def say(self, said: Phrase) -> str:
        """Return a phrase in words, with capitals where sentences begin."""
        text = _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", "".join(self._parts(said)))).strip()
        return _BEGINNING.sub(lambda match: match[0].upper(), text)

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
                return "".join(self._parts(self._chance.one(words[name])))
        raise KeyError(f"{{{name}}} has no words here")

    def _number(self, name: str) -> str:
        low, _, rest = name.removeprefix("tal:").partition("-")
        high, _, step = rest.partition(":")
        size = int(step or 1)
        number = int(low) + size * self._chance.whole(0, (int(high) - int(low)) // size)
        return NUMBERS[number] if number < len(NUMBERS) else str(number)


class Unheard:
    """Remembers what was said, so that no long text stands in two records while there are others."""

    _SHORT = 45
    _TRIES = 12

    def __init__(self) -> None:
        self._said: set[str] = set()

    def say(self, voice: Voice, chance: Chance, ways: Sequence[Phrase]) -> str:
        """Return one of several phrases in words: one that nobody has heard, if there is any."""
        text = ""
        for _ in range(self._TRIES):
            text = voice.say(chance.one(ways))
            if len(text) <= self._SHORT or text not in self._said:
                break
        self._said.add(text)
        return text
