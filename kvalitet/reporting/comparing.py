"""Two readings of a report held against each other: every number of the one must stand in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_NUMBER = re.compile(r"\d+(?:[\u00a0\u202f]\d{3})*(?:,\d+)?|(?<![\w.])\.\.(?![\w.])")


class Difference(NamedTuple):
    """A number that is not what the records give. `line` and `column` are the file's, counted from 1."""

    line: int
    column: int
    found: str
    expected: str
    key: str


def differences(
    expected: Sequence[str], found: Sequence[str], keys: Mapping[tuple[int, int], str] | None = None
) -> Iterator[Difference]:
    """Yield what differs between the lines that records give and those of a file.

    Lines are paired by their words, so that lines put in or taken away move nothing. `keys` has the key of each
    number by its line and column in the expected text.
    """
    pairing = SequenceMatcher(None, [_words(line) for line in expected], [_words(line) for line in found], False)
    for how, start, end, at, until in pairing.get_opcodes():
        if how == "equal":
            for ours, theirs in zip(range(start, end), range(at, until), strict=True):
                yield from _in_line(expected[ours], found[theirs], ours + 1, theirs + 1, keys or {})
        else:
            yield from _missing(expected, range(start, end), at + 1, keys or {})
            yield from _added(found, range(at, until))


def _words(line: str) -> str:
    """Return a line without its numbers and with one kind of space: what two readings of a line share."""
    return " ".join(_NUMBER.sub("0", line).split())


def _in_line(
    expected: str, found: str, line: int, place: int, keys: Mapping[tuple[int, int], str]
) -> Iterator[Difference]:
    for ours, theirs in zip(_NUMBER.finditer(expected), _NUMBER.finditer(found), strict=True):
        if _plain(ours[0]) != _plain(theirs[0]):
            key = keys.get((line, ours.start() + 1), "")
            yield Difference(place, theirs.start() + 1, theirs[0], ours[0], key)


def _missing(
    expected: Sequence[str], lines: range, place: int, keys: Mapping[tuple[int, int], str]
) -> Iterator[Difference]:
    for line in lines:
        for match in _NUMBER.finditer(expected[line]):
            yield Difference(place, 1, "", match[0], keys.get((line + 1, match.start() + 1), ""))


def _added(found: Sequence[str], lines: range) -> Iterator[Difference]:
    for line in lines:
        for match in _NUMBER.finditer(found[line]):
            yield Difference(line + 1, match.start() + 1, match[0], "", "")


def _plain(number: str) -> str:
    return number.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
