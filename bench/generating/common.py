"""What all generated records have in common: words, curves of time, and ways to say things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generating import material
from generating.chance import Chance, Curve
from generating.material import Phrases
from generating.phrases import Unheard, Voice, Words
from generating.town import Unit
from kvalitet.data_files import Node

_WIDTH = 88


@dataclass(frozen=True)
class Common:
    """Words, curves and phrases that no single topic owns, and what has been said so far."""

    words: Words
    curves: Mapping[str, Curve]
    phrases: Mapping[str, Mapping[str, Phrases]]
    causes_by_year: Mapping[str, Mapping[str, float]]
    heard: Unheard

    def voice(self, chance: Chance, unit: Unit, own: Words | None = None, marks: Iterable[str] = ()) -> Voice:
        """Return the voice of a record of a unit. `marks` are what the record is about."""
        words = (own, unit.form.words, self.words) if own else (unit.form.words, self.words)
        return Voice(chance, {unit.form.name, *marks}, *words, known={"enhet": unit.name})

    def say(self, voice: Voice, chance: Chance, *choices: Phrases, more: Phrases = ()) -> str:
        """Return one line out of the first of the given lists that holds any for the record, and often one of `more`.

        Raises StopIteration when no list holds any.
        """
        ways = next(found for ways in choices if (found := voice.fitting(ways)))
        return self.heard.say(voice, chance, ways, voice.fitting(more))

    def more(self, name: str) -> Phrases:
        """Return what is often said after something else."""
        return self.phrases["mer"][name]

    def cause_weight(self, cause: str, day: dt.date) -> float:
        """Return how much commoner a cause was in a year than over all years."""
        return self.causes_by_year.get(f"ar_{day.year}", {}).get(cause, 1.0)


def read_common() -> Common:
    """Return the common material."""
    node = material.read("common.yaml")
    node.allow_only("ord tider fraser orsaksar")
    return Common(
        words=material.words(node, "ord"),
        curves={name: material.curve(node.child("tider"), name) for name, _ in node.children("tider")},
        phrases={name: _named_phrases(child) for name, child in node.children("fraser")},
        causes_by_year={year: _numbers(child) for year, child in node.children("orsaksar")},
        heard=Unheard(),
    )


def _named_phrases(node: Node) -> Mapping[str, Phrases]:
    return {name: material.phrases(node, name) for name, _ in node.children()}


def _numbers(node: Node) -> Mapping[str, float]:
    return {name: float(text) for name, text in node.pairs()}


def prose(*texts: str) -> str:
    """Return sentences as a block of prose, in lines as a person would break them."""
    lines, line = [], ""
    for word in " ".join(texts).split():
        if line and len(line) + len(word) >= _WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line]) + "\n"
