"""Random published tables of the shapes that reports have, each from its own seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import product

from kvalitet.reporting.suppression import Sum


@dataclass
class Tables:
    """Counts and the sums published of them."""

    counts: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)

    def total(self, key: str, parts: Collection[str]) -> None:
        """Publish a total and that it is the sum of the parts."""
        self.counts[key] = sum(self.counts[part] for part in parts)
        self.sums.append(Sum(key, tuple(parts)))


def random_tables(seed: int) -> Tables:
    """Return tables of one of the shapes that reports publish."""
    chance = random.Random(seed)
    return chance.choice(SHAPES)(chance)


def _count(chance: random.Random, scale: int) -> int:
    """Return a count as reports have them: many zeros and small ones, some large."""
    return chance.choice((0, chance.randint(1, 4), chance.randint(1, 4), chance.randint(0, scale)))


def _one_way(chance: random.Random) -> Tables:
    made, scale = Tables(), chance.choice((5, 12, 60))
    parts = [f"del{at}" for at in range(chance.randint(2, 14))]
    made.counts = {part: _count(chance, scale) for part in parts}
    made.total("alla", parts)
    return made


def _two_way(chance: random.Random, *, whole: bool = True) -> Tables:
    made, scale = Tables(), chance.choice((5, 12, 60))
    rows, columns = range(chance.randint(2, 7)), range(chance.randint(2, 7))
    made.counts = {f"{row}/{column}": _count(chance, scale) for row in rows for column in columns}
    for row in rows:
        made.total(f"rad{row}", [f"{row}/{column}" for column in columns])
    for column in columns:
        made.total(f"kolumn{column}", [f"{row}/{column}" for row in rows])
    if whole:
        made.total("alla", [f"rad{row}" for row in rows])
        made.total("alla", [f"kolumn{column}" for column in columns])
    return made


def _no_whole(chance: random.Random) -> Tables:
    return _two_way(chance, whole=False)


def _tree(chance: random.Random) -> Tables:
    """A category tree or an organisation, of up to four levels."""
    made, scale = Tables(), chance.choice((5, 12, 60))
    _grow(made, chance, "rot", chance.randint(2, 3), scale)
    return made


def _grow(made: Tables, chance: random.Random, key: str, levels: int, scale: int) -> None:
    parts = [f"{key}.{at}" for at in range(chance.randint(2, 5))]
    for part in parts:
        if levels > 1 and chance.random() < 0.6:
            _grow(made, chance, part, levels - 1, scale)
        else:
            made.counts[part] = _count(chance, scale)
    made.total(key, parts)


def _calendar(chance: random.Random) -> Tables:
    """Months under quarters, tertials, half-years and the year at once."""
    made, scale = Tables(), chance.choice((5, 12, 60))
    months = [f"m{month}" for month in range(12)]
    made.counts = {month: _count(chance, scale) for month in months}
    for name, length in (("Q", 3), ("T", 4), ("H", 6)):
        if chance.random() < 0.7:
            for at in range(12 // length):
                made.total(f"{name}{at}", months[at * length : (at + 1) * length])
            made.total("år", [f"{name}{at}" for at in range(12 // length)])
    made.total("år", months)
    return made


def _margins(chance: random.Random) -> Tables:
    """Events told by month, by unit, by category, and some of these crossed: tables that share their margins."""
    made, scale = Tables(), chance.choice((8, 20, 80))
    sizes = {"månad": 12, "enhet": chance.randint(2, 5), "sort": chance.randint(2, 5)}
    events = [
        {name: chance.randrange(size) for name, size in sizes.items()} for _ in range(chance.randint(1, 5 * scale))
    ]
    for name, size in sizes.items():
        _counted(made, events, [name], size)
        made.total("alla", [f"{name}{at}" for at in range(size)])
    for first, second in (("enhet", "sort"), ("månad", "enhet"), ("månad", "sort")):
        if chance.random() < 0.5:
            _cross(made, events, first, sizes[first], second, sizes[second])
    return made


def _counted(made: Tables, events: list[dict[str, int]], names: list[str], *sizes: int) -> None:
    for at in product(*map(range, sizes)):
        key = "/".join(f"{name}{value}" for name, value in zip(names, at, strict=True))
        made.counts[key] = sum(all(event[n] == v for n, v in zip(names, at, strict=True)) for event in events)


def _cross(made: Tables, events: list[dict[str, int]], first: str, many: int, second: str, more: int) -> None:
    _counted(made, events, [first, second], many, more)
    for at in range(many):
        made.total(f"{first}{at}", [f"{first}{at}/{second}{other}" for other in range(more)])
    for other in range(more):
        made.total(f"{second}{other}", [f"{first}{at}/{second}{other}" for at in range(many)])


def _years(chance: random.Random) -> Tables:
    """Three years beside each other, with their sums, and this year's column told again by half-year."""
    made, scale = Tables(), chance.choice((5, 12, 60))
    units = range(chance.randint(2, 6))
    for unit in units:
        for half in ("H1", "H2"):
            made.counts[f"{unit}/2025-{half}"] = _count(chance, scale)
        made.total(f"{unit}/2025", [f"{unit}/2025-H1", f"{unit}/2025-H2"])
        made.counts |= {f"{unit}/{year}": _count(chance, scale) for year in (2023, 2024)}
        made.total(f"{unit}", [f"{unit}/{year}" for year in (2023, 2024, 2025)])
    for column in ("2023", "2024", "2025", "2025-H1", "2025-H2"):
        made.total(column, [f"{unit}/{column}" for unit in units])
    made.total("2025", ["2025-H1", "2025-H2"])
    made.total("alla", ["2023", "2024", "2025"])
    made.total("alla", [f"{unit}" for unit in units])
    return made


SHAPES: tuple[Callable[[random.Random], Tables], ...] = (
    _one_way,
    _two_way,
    _no_whole,
    _tree,
    _calendar,
    _margins,
    _years,
)


def all_random(many: int, first: int = 0) -> Iterator[Tables]:
    """Yield so many random tables, each by its own seed."""
    for seed in range(first, first + many):
        yield random_tables(seed)
