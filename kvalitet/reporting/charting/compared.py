"""Charts that compare: groups by size, groups over years, units by their rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from kvalitet.analysis import charts
from kvalitet.analysis.charts import Rated, Series, Value, shown
from kvalitet.analysis.poisson import interval
from kvalitet.reporting.charting.chart import Cell, Chart, demand_any, demand_many, demand_some, to_cell
from kvalitet.reporting.describing import compared as describing
from kvalitet.reporting.describing.sentences import Noun
from kvalitet.words import number, sort_key

_FEWEST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Exposed:
    """A unit with how many events it had (None: not to be shown) and how much activity (None: not known)."""

    name: str
    count: int | None
    exposure: float | None


def pareto(name: str, noun: Noun, groups: Mapping[str, Value], *, heading: str = "Kategori", most: int = 12) -> Chart:
    """Return groups by size with the cumulative share; those beyond `most` are put together last.

    Hidden ones stand last among the groups, in alphabetical order, and no shares are told.

    Raises:
        NoDataError: every count is nought or hidden, or the groups are so few that their shares say nothing.
    """
    demand_some(name, groups.values())
    demand_many(name, "grupperna", sum(count != 0 for count in groups.values()), _FEWEST_GROUPS)
    ordered = sorted(groups.items(), key=lambda pair: (pair[1] is None, -(pair[1] or 0), sort_key(pair[0])))
    pairs = _gathered(ordered, most)
    labels, counts = tuple(label for label, _ in pairs), tuple(count for _, count in pairs)
    header, rows = _pareto_table(heading, pairs)
    return Chart(name, describing.pareto(noun, labels, counts), header, rows, partial(charts.pareto, labels, counts))


def _gathered(ordered: Sequence[tuple[str, Value]], most: int) -> list[tuple[str, Value]]:
    """Return the first groups and the rest as one; a rest with a hidden group is hidden."""
    if len(ordered) <= most:
        return list(ordered)
    rest = [count for _, count in ordered[most - 1 :]]
    total = None if None in rest else sum(shown(rest))
    return [*ordered[: most - 1], (f"Övriga {number(len(rest))} grupper", total)]


def _pareto_table(
    heading: str, pairs: Sequence[tuple[str, Value]]
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    counts = [count for _, count in pairs]
    if None in counts:
        return (heading, "Antal"), tuple((label, to_cell(count)) for label, count in pairs)
    total = sum(shown(counts))
    sums = accumulate(shown(counts))
    rows = tuple(
        (label, to_cell(count), to_cell(100 * (count or 0) / total, 1), to_cell(100 * part / total, 1))
        for (label, count), part in zip(pairs, sums, strict=True)
    )
    return (heading, "Antal", "Andel, procent", "Sammanlagd andel, procent"), rows


def categories(name: str, noun: Noun, labels: Sequence[str], years: Series, *, heading: str = "Kategori") -> Chart:
    """Return groups in the order given with a bar a year, the oldest year first.

    Raises:
        NoDataError: every value is nought or hidden.
    """
    demand_some(name, (value for values in years.values() for value in values))
    return Chart(
        name,
        describing.categories(noun, labels, years),
        (heading, *years),
        tuple((label, *(to_cell(values[row]) for values in years.values())) for row, label in enumerate(labels)),
        partial(charts.bars, tuple(labels), dict(years)),
    )


def rates(
    name: str, noun: Noun, units: Sequence[Exposed], *, measure: str, base: int = 1000, total: int | None = None
) -> Chart:
    """Return units by their events per `base` of `measure` ("boendedygn"), with Garwood's 95 per cent interval.

    Units whose activity is not known are not drawn and stand in `left_out`. The rate of all that are drawn is
    told where every count may be shown, or where `total` gives their sum though one of them is hidden.

    Raises:
        NoDataError: no unit has both a count that may be shown and an activity.
    """
    exposed = [unit for unit in units if unit.exposure]
    demand_any(name, (unit.count for unit in exposed))
    rated = sorted(
        ((unit, _rated(unit, base)) for unit in exposed),
        key=lambda pair: (pair[1].rate is None, -(pair[1].rate or 0), sort_key(pair[0].name)),
    )
    whole, per = _whole(exposed, base, total), f"{number(base)} {measure}"
    drawn = tuple(found for _, found in rated)
    return Chart(
        name,
        describing.rates(noun, per, drawn, whole),
        ("Enhet", "Antal", measure.capitalize(), f"Per {per}", "Osäkerhet, från", "Osäkerhet, till"),
        tuple(
            (unit.name, unit.count, to_cell(unit.exposure), *(to_cell(part, 2) for part in found[1:]))
            for unit, found in rated
        ),
        partial(charts.rates, drawn, whole, f"{noun.many.capitalize()} per {per}"),
        tuple(unit.name for unit in units if not unit.exposure),
    )


def _rated(unit: Exposed, base: int) -> Rated:
    if unit.count is None or not unit.exposure:
        return Rated(unit.name, None, None, None)
    low, high = (base * end / unit.exposure for end in interval(unit.count))
    return Rated(unit.name, base * unit.count / unit.exposure, low, high)


def _whole(units: Sequence[Exposed], base: int, total: int | None) -> float | None:
    counts = [unit.count for unit in units]
    events = total if total is not None else None if None in counts else sum(shown(counts))
    return None if events is None else base * events / sum(unit.exposure or 0 for unit in units)
