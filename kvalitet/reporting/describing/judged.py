"""What charts of judgements show: risks, åtgärder and indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kvalitet.analysis.charts import Series, Value
from kvalitet.reporting.describing.sentences import Noun, hidden, named, of_year, short, told
from kvalitet.words import in_sentence, listing, number, plural

Cell = tuple[int, int]


class Indicator(NamedTuple):
    """An indicator over some years. A year that `values` lacks was not measured; one with None may not be shown.

    `better` is "högre" or "lägre"; `compared_with` says whose value `comparison` is, and `whose` whose the values are
    where others than the part that is reported had a part in them.
    """

    name: str
    unit: str
    better: str
    values: Mapping[str, Value]
    goal: float | None = None
    comparison: Value = None
    compared_with: str = ""
    whose: str = ""


def risk_matrix(
    size: int, panels: Mapping[str, Mapping[Cell, Value]], classes: Mapping[Cell, str], names: Sequence[str]
) -> str:
    """Return for each matrix how many risks it holds and how many in each class, in the order of `names`."""
    return told([
        f"{'Ett rutnät' if len(panels) == 1 else 'Rutnät bredvid varandra'} med sannolikhet 1 till {size} uppåt "
        f"och konsekvens 1 till {size} åt höger.",
        *(_matrix(title, cells, classes, names) for title, cells in panels.items()),
    ])


def _matrix(title: str, cells: Mapping[Cell, Value], classes: Mapping[Cell, str], names: Sequence[str]) -> str:
    counted: Counter[str] = Counter()
    for cell, count in cells.items():
        counted[classes.get(cell, "")] += int(count or 0)
    found = [f"{in_sentence(name)} {number(counted[name])}" for name in names if counted[name]]
    concealed = sum(count is None for count in cells.values())
    total = plural(int(counted.total()), "risk", "risker") + (" som visas" if concealed else "")
    parts = f": {listing(found, 'och')}" if found else ""
    rest = f"; {plural(concealed, 'ruta visas inte', 'rutor visas inte')}" if concealed else ""
    return f"{title}, {total}{parts}{rest}."


def strength_effect(noun: Noun, strengths: Sequence[str], effects: Series) -> str:
    """Return for each strength how many there are and how they turned out."""
    unshown = [
        f"{name}, {in_sentence(effect)}" for effect, values in effects.items() for name in _concealed(strengths, values)
    ]
    return told(
        [
            f"Liggande staplar med {noun.many} efter styrka, delade efter om effekten var den önskade.",
            *(_strength(row, name, effects) for row, name in enumerate(strengths)),
        ],
        hidden(unshown, "värden"),
    )


def _concealed(names: Sequence[str], values: Sequence[Value]) -> list[str]:
    return [name for name, value in zip(names, values, strict=True) if value is None]


def _strength(row: int, name: str, effects: Series) -> str:
    known = {effect: value for effect, values in effects.items() if (value := values[row]) is not None}
    parts = listing((f"{in_sentence(effect)} {number(value)}" for effect, value in known.items() if value), "och")
    total = number(sum(known.values())) if len(known) == len(effects) else "en del dolt"
    nothing = "inga" if len(known) == len(effects) else "visas inte"
    return f"{name} ({total}): {parts}." if parts else f"{name}: {nothing}."


def indicators(labels: Sequence[str], rows: Sequence[Indicator]) -> str:
    """Return how many of the indicators reach their goal, and how many got better and worse."""
    last, before = labels[-1], labels[-2] if len(labels) > 1 else ""
    span = f"{labels[0]}–{last}" if before else last
    unshown = [of_year(row.name, label) for row in rows for label, value in row.values.items() if value is None]
    return told(
        [
            f"Små linjediagram för {plural(len(rows), 'indikator', 'indikatorer')}, {span}, med mål och jämförelse.",
            *(f"{row.name}: {row.whose}." for row in rows if row.whose),
            *_goals(last, rows),
            _steps(before, last, rows),
        ],
        hidden(unshown, "värden"),
    )


def _goals(last: str, rows: Sequence[Indicator]) -> tuple[str, ...]:
    known = [(row, value) for row in rows if row.goal is not None and (value := row.values.get(last)) is not None]
    if not known:
        return ()
    missed = [in_sentence(short(row.name)) for row, value in known if not reaches(row, value)]
    reached = f"{last} når {number(len(known) - len(missed))} av {number(len(known))} sitt mål."
    return (reached, f"Målet nås inte för {named(missed)}.") if missed else (reached,)


def _steps(before: str, last: str, rows: Sequence[Indicator]) -> str:
    steps = [step for row in rows if (step := _step(row, before, last)) is not None]
    better, worse = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    same = len(steps) - better - worse
    if not steps:
        return ""
    return f"Jämfört med {before} är {number(better)} bättre, {number(worse)} sämre och {number(same)} lika."


def reaches(row: Indicator, value: float) -> bool:
    """Return whether a value is as good as the indicator's goal; one without a goal has nothing to reach."""
    return row.goal is not None and (value >= row.goal if row.better == "högre" else value <= row.goal)


def _step(row: Indicator, before: str, last: str) -> float | None:
    """Return how much better the last value is than the one before: above nought is better."""
    then, now = row.values.get(before), row.values.get(last)
    if then is None or now is None:
        return None
    return now - then if row.better == "högre" else then - now
