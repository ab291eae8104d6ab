"""The labelled sentences, and how much of what they hold is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.names import find_names
from kvalitet.privacy.numbers import find
from tests.privacy.numbers import ASKED_FORMS, CERTAIN_FORMS, NUMBERS

_LABEL = re.compile(r"\[\[(\w+):(.*?)\]\]")
CONTACTS = {"tel": Contact.PHONE, "epost": Contact.EMAIL, "fodd": Contact.BIRTH}


@dataclass(frozen=True)
class Sentence:
    """One sentence: its text, what it holds by label as offsets, and whether it is held out from tuning."""

    stratum: str
    text: str
    labels: tuple[tuple[str, int, int], ...]
    held_out: bool


@dataclass(frozen=True)
class Score:
    """How many were found of those that are there, and how many of those found are there."""

    found: int
    there: int
    told: int
    right: int

    @property
    def recall(self) -> float:
        return self.found / self.there

    @property
    def precision(self) -> float:
        return self.right / self.told


def sentences() -> Iterator[Sentence]:
    """Yield the labelled sentences."""
    file = Path(__file__).parent / "meningar.txt"
    stratum, at, number = "", 0, 0
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            stratum, at = line.removeprefix("## "), 0
        elif line and not line.startswith("#"):
            at += 1
            number += 1
            yield _labelled(stratum, line, NUMBERS[number % len(NUMBERS)], held_out=at % 2 == 0)


def _labelled(stratum: str, line: str, number: str, *, held_out: bool) -> Sentence:
    text, labels, last = "", [], 0
    for match in _LABEL.finditer(line):
        text += line[last : match.start()]
        said = {**CERTAIN_FORMS, **ASKED_FORMS}[match[2]](number).strip() if match[1] == "nr" else match[2]
        labels.append((match[1], len(text), len(text) + len(said)))
        text, last = text + said, match.end()
    return Sentence(stratum, text + line[last:], tuple(labels), held_out)


def told(text: str, label: str) -> list[tuple[int, int]]:
    """Return where the tool finds what a label stands for."""
    if label == "nr":
        return [(found.start, found.end) for found in find(text)]
    return list(find_names(text) if label == "namn" else find_contact(text, CONTACTS[label]))


def score(label: str, *, held_out: bool | None = None) -> Score:
    """Return how a label is found in the sentences; one that overlaps what is labelled is found."""
    found = there = said = right = 0
    for sentence in sentences():
        if held_out is not None and sentence.held_out is not held_out:
            continue
        wanted = [(start, end) for name, start, end in sentence.labels if name == label]
        also = [
            (start, end) for name, start, end in sentence.labels if name == label or (label, name) == ("namn", "utan")
        ]
        spans = told(sentence.text, label)
        there += len(wanted)
        found += sum(any(_overlap(one, span) for span in spans) for one in wanted)
        said += len(spans)
        right += sum(any(_overlap(one, span) for one in also) for span in spans)
    return Score(found, there, said, right)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
