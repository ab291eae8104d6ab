"""Charts of judgements: risks before and after, åtgärder by strength and effect, indicators against goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from kvalitet.analysis import charts
from kvalitet.analysis.charts import Panel, Series, Value, shown
from kvalitet.reporting.charting.chart import (
    ABSENT,
    Cell,
    Chart,
    demand_any,
    demand_many,
    demand_some,
    on_page,
    to_cell,
)
from kvalitet.reporting.describing import judged as describing
from kvalitet.reporting.describing.judged import Indicator
from kvalitet.reporting.describing.sentences import Noun
from kvalitet.scales import Risk, Scale
from kvalitet.words import in_sentence

_FEWEST = 5
_MOST_PANELS = 12
"""Indicators in one chart: four rows of small charts, half a page."""


def risk_matrix(name: str, scale: Scale, panels: Mapping[str, Mapping[tuple[int, int], Value]]) -> Chart:
    """Return matrices of a scale side by side: how many risks stand in each cell (likelihood, consequence).

    Raises:
        NoDataError: every cell is empty or hidden.
    """
    demand_some(name, (count for cells in panels.values() for count in cells.values()))
    size = scale.size
    every = [(row, column) for row in range(size, 0, -1) for column in range(size, 0, -1)]
    classes = {cell: found.label for cell in every if (found := scale.classify(Risk(*cell)))}
    steps = {factor: [step.label for step in found] for factor, found in scale.steps.items()}
    used = [cell for cell in every if any(cells.get(cell, 0) != 0 for cells in panels.values())]
    return Chart(
        name,
        describing.risk_matrix(size, panels, classes, [found.label for found in scale.classes]),
        ("Sannolikhet", "Konsekvens", "Klass", *panels),
        tuple(
            (*cell, classes.get(cell, ABSENT), *(to_cell(cells.get(cell, 0)) for cells in panels.values()))
            for cell in used
        ),
        partial(charts.matrices, panels, size, steps, classes),
    )


def strength_effect(name: str, noun: Noun, strengths: Sequence[str], effects: Series) -> Chart:
    """Return åtgärder by strength, each bar parted by effect: `effects` has a row of counts an effect.

    Raises:
        NoDataError: every count is nought or hidden, or they are so few that a bar would be of one or two.
    """
    every = [value for values in effects.values() for value in values]
    demand_some(name, every)
    if None not in every:
        demand_many(name, "antalet", int(sum(shown(every))), _FEWEST)
    return Chart(
        name,
        describing.strength_effect(noun, strengths, effects),
        ("Styrka", *effects),
        tuple((label, *(to_cell(values[row]) for values in effects.values())) for row, label in enumerate(strengths)),
        partial(charts.stacked, tuple(strengths), dict(effects)),
    )


def indicators(name: str, labels: Sequence[str], rows: Sequence[Indicator]) -> list[Chart]:
    """Return indicators as small charts over the years of `labels`, at most twelve in each: `name`, `name-2` and so on.

    Raises:
        NoDataError: those of one chart have no value that may be shown.
    """
    demand_any(name, (value for row in rows for value in row.values.values()))
    size = -(-len(rows) // -(-len(rows) // _MOST_PANELS))
    stretches = [rows[start : start + size] for start in range(0, len(rows), size)]
    return [
        _indicators(name if part == 1 else f"{name}-{part}", labels, chosen) for part, chosen in enumerate(stretches, 1)
    ]


def _indicators(name: str, labels: Sequence[str], rows: Sequence[Indicator]) -> Chart:
    demand_any(name, (value for row in rows for value in row.values.values()))
    panels = tuple(Panel(row.name, _note(row), dict(row.values), row.goal, row.comparison) for row in rows)
    return Chart(
        name,
        describing.indicators(labels, rows),
        ("Indikator", "Enhet", "Bättre är", *labels, "Mål", "Jämförelse", "Jämförs med"),
        tuple(_row(row, labels) for row in rows),
        partial(charts.multiples, tuple(labels), panels),
    )


def _note(row: Indicator) -> str:
    """Return what stands under a small chart: the unit, whose it is, which way is better, goal and comparison."""
    goal = "" if row.goal is None else f"mål {on_page(to_cell(row.goal))} (streckat)"
    with_whom = in_sentence(row.compared_with) or "jämförelse"
    compared = "" if row.comparison is None else f"{with_whom} {on_page(to_cell(row.comparison))} (ruta)"
    return ", ".join(filter(None, (row.unit, row.whose, f"{row.better} är bättre", goal, compared)))


def _row(row: Indicator, labels: Sequence[str]) -> tuple[Cell, ...]:
    values = (to_cell(row.values[label]) if label in row.values else ABSENT for label in labels)
    ends = (ABSENT if value is None else to_cell(value) for value in (row.goal, row.comparison))
    name = f"{row.name} ({row.whose})" if row.whose else row.name
    return (name, row.unit, row.better, *values, *ends, row.compared_with or ABSENT)
