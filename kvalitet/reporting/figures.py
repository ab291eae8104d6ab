"""The charts of a report, by name, drawn only where the document shows them; and words about a row of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kvalitet.rendering.values import Dolt, Number
from kvalitet.reporting.charting import Chart, NoDataError
from kvalitet.words import listing

_MOST_NAMED = 3


@dataclass
class Figures:
    """The charts that a report can show, by name."""

    charts: dict[str, Chart] = field(default_factory=dict)

    def add(self, make: Callable[[], Chart | list[Chart]]) -> None:
        """Keep a chart, or several of a kind, to be drawn if the document shows it. Of no data there is none."""
        try:
            made = make()
        except NoDataError:
            return
        for chart in made if isinstance(made, list) else [made]:
            self.charts[chart.name] = chart

    def told(self) -> Mapping[str, Mapping[str, object]]:
        """Return what a template is told of each chart: the words that say what it shows, and what it leaves out."""
        return {name: {"alt": chart.alt, "utan": list(chart.left_out)} for name, chart in self.charts.items()}

    def shown_in(self, markdown: str, folder: str) -> Iterator[tuple[str, Chart]]:
        """Yield the path of each chart that a document shows, without what tells its format."""
        for name, chart in self.charts.items():
            if f"]({folder}/{name}.svg)" in markdown:
                yield f"{folder}/{name}", chart


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
