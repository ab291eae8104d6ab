"""The charts of a report, by name, and words about what a row of figures shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kvalitet.words import listing

_MOST_NAMED = 3


@dataclass
class Figures:
    """The charts that a report has drawn: a name for each, and its SVG."""

    drawn: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, svg: bytes) -> None:
        """Keep a chart under a name."""
        self.drawn[name] = svg

    def files(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """Yield the file name of each chart in a folder, with its bytes."""
        for name, svg in self.drawn.items():
            yield f"{folder}/{name}.svg", svg


def best_and_worst(pairs: Sequence[tuple[str, int]]) -> dict[str, str | int]:
    """Return which months have the highest and the lowest count, and those counts."""
    most, least = (chosen(count for _, count in pairs) for chosen in (max, min))
    return {
        "mest": most,
        "mest_namn": _named([name for name, count in pairs if count == most]),
        "minst": least,
        "minst_namn": _named([name for name, count in pairs if count == least]),
    }


def _named(names: Sequence[str]) -> str:
    """Return names as a list, or how many they are where a list would say nothing."""
    return listing(names, "och") if len(names) <= _MOST_NAMED else f"{len(names)} månader"
