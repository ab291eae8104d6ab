"""The charts of a report, by name, drawn only where the document shows them; and words about a row of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kvalitet.rendering.values import Dolt, Number
from kvalitet.words import listing

_MOST_NAMED = 3

Draw = Callable[[], bytes]


@dataclass
class Figures:
    """The charts that a report can show: a name for each, and how it is drawn."""

    draws: dict[str, Draw] = field(default_factory=dict)

    def add(self, name: str, draw: Draw) -> None:
        """Keep a chart under a name, to be drawn if the document shows it."""
        self.draws[name] = draw

    def shown_in(self, markdown: str, folder: str) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each chart that a document shows, with its SVG."""
        for name, draw in self.draws.items():
            path = f"{folder}/{name}.svg"
            if f"]({path})" in markdown:
                yield path, draw()


def best_and_worst(pairs: Sequence[tuple[str, Number]]) -> dict[str, Number | str] | None:
    """Return which months have the highest and the lowest count, and those counts; None where some are hidden."""
    known = [count for _, count in pairs if not isinstance(count, Dolt)]
    if len(known) < len(pairs) or not known:
        return None
    most, least = max(known), min(known)
    return {
        "mest": most,
        "mest_namn": _named([name for name, count in pairs if count == most]),
        "minst": least,
        "minst_namn": _named([name for name, count in pairs if count == least]),
    }


def _named(names: Sequence[str]) -> str:
    """Return names as a list, or how many they are where a list would say nothing."""
    return listing(names, "och") if len(names) <= _MOST_NAMED else f"{len(names)} månader"
