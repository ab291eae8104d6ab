"""How many records of each kind, and which events happen where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generating import material
from generating.cases import Case
from generating.chance import Chance
from generating.events import Planned
from generating.material import Leaf, Scene
from generating.town import Unit

_SHORT, _LONG = 3, 10
_MANY = 5_000
_YEAR = 365.25


@dataclass(frozen=True)
class Shares:
    """How many records of each kind are wanted over the whole time.

    Åtgärder come of the events, so their number is only near what is expected; the klagomål fill up.
    """

    total: int
    first_year: int
    years: float
    events: int
    risks: int
    cases: int

    @property
    def events_a_year(self) -> float:
        """The avvikelser of one whole year."""
        return self.events / self.years

    @staticmethod
    def of(total: int, day: dt.date) -> Shares:
        """Return the shares of a total: three years and a piece, or ten for many records."""
        node = material.read("units.yaml").child("delar")
        years = _LONG if total > _MANY else _SHORT
        numbers = {name: round(total * float(node.text(name))) for name in ("avvikelse", "risk", "utredning")}
        first = day.year - years
        length = (day - dt.date(first, 1, 1)).days / _YEAR
        return Shares(total, first, length, numbers["avvikelse"], numbers["risk"], numbers["utredning"])


@dataclass(frozen=True)
class Pressure:
    """A time when a branch of categories is commoner in a unit, or rarer."""

    unit: str
    branch: str
    since: dt.date
    until: dt.date
    factor: float

    def holds(self, leaf: Leaf, unit: Unit, day: dt.date) -> bool:
        """Return whether it bears on a category in a unit on a day."""
        is_there = self.unit in ("", unit.id) and self.since <= day < self.until
        return is_there and f"{leaf.path}/".startswith(f"{self.branch}/")


def read_pressures() -> list[Pressure]:
    """Return the pressures of the story."""
    return [
        Pressure(
            unit=node.text("enhet", ""),
            branch=node.text("gren"),
            since=material.date(node, "fran"),
            until=material.date(node, "till"),
            factor=float(node.text("faktor")),
        )
        for node in material.read("units.yaml").elements("tryck")
    ]


class Calendar:
    """Says what happens in a unit: how much a year, on which days, and of which categories."""

    def __init__(self, leaves: Sequence[Leaf], pressures: Sequence[Pressure], day: dt.date) -> None:
        self._leaves = leaves
        self._pressures = pressures
        self._day = day
        self._of_form: dict[tuple[str, tuple[str, ...]], list[tuple[Leaf, float]]] = {}

    def yearly(self, unit: Unit, leaf: Leaf) -> float:
        """Return how many events of a category a unit has in an ordinary year."""
        known = self._weights(unit)
        total = sum(weight for _, weight in known)
        return unit.yearly * next((weight for found, weight in known if found is leaf), 0.0) / total

    def expected(self, unit: Unit, year: int) -> float:
        """Return how many events a unit has in a year, or in what has been of it, as it usually reports."""
        return unit.yearly * sum(weight for _, weight in self._days(unit, year)) / _YEAR

    def events(self, unit: Unit, year: int, scale: float, chance: Chance) -> Iterator[Planned]:
        """Yield what happens in a unit in a year, up to the day: so many times what is usual."""
        days = self._days(unit, year)
        expected = scale * self.expected(unit, year)
        for number in range(chance.rounded(expected)):
            own = chance.branch(number)
            day = own.weighted(days)
            leaf = own.weighted([(leaf, self._weight(leaf, weight, unit, day)) for leaf, weight in self._weights(unit)])
            scene = own.weighted([(scene, _likely(scene, leaf, day)) for scene in scenes(leaf, unit)])
            yield Planned(f"{unit.id}/{year}/{number}", unit, leaf, scene, day)

    def _days(self, unit: Unit, year: int) -> list[tuple[dt.date, float]]:
        """Return every day of a year that has been, with how likely something is to happen on it."""
        first, form = dt.date(year, 1, 1), unit.form
        count = ((min(self._day, dt.date(year, 12, 31))) - first).days + 1
        days = [first + dt.timedelta(days=number) for number in range(count)]
        mean = sum(form.weekdays) / 7 * sum(form.months) / 12
        return [
            (day, form.weekdays[day.weekday()] * form.months[day.month - 1] / mean * unit.factor(day)) for day in days
        ]

    def _weights(self, unit: Unit) -> list[tuple[Leaf, float]]:
        key = (unit.form.name, unit.laws)
        if key not in self._of_form:
            self._of_form[key] = [
                (leaf, leaf.weights[unit.form.name])
                for leaf in self._leaves
                if unit.form.name in leaf.weights and is_lawful(leaf, unit) and scenes(leaf, unit)
            ]
        return self._of_form[key]

    def _weight(self, leaf: Leaf, weight: float, unit: Unit, day: dt.date) -> float:
        weight *= leaf.months[day.month - 1]
        for pressure in self._pressures:
            if pressure.holds(leaf, unit, day):
                weight *= pressure.factor
        return weight


def _likely(scene: Scene, leaf: Leaf, day: dt.date) -> float:
    """Return how likely a scene is among those of its category: as its hours are, and only in its months."""
    if scene.months and day.month not in scene.months:
        return 0.0
    parts = dict(leaf.parts)
    usual = sum(parts.values()) / len(parts) if parts else 1.0
    found = [parts.get(part, 0.5) for part in scene.parts]
    return sum(found) / len(found) if found else usual


def scenes(leaf: Leaf, unit: Unit) -> list[Scene]:
    """Return what can happen in a unit without being part of a story."""
    return [scene for scene in leaf.scenes if not scene.mark and (not scene.forms or unit.form.name in scene.forms)]


def is_lawful(leaf: Leaf, unit: Unit) -> bool:
    """Return whether a unit works by the law that a category belongs to."""
    return "hsl" in unit.laws if leaf.is_hsl else unit.laws != ("hsl",)


def cases_of(
    cases: Sequence[Case], wanted: int, units: Sequence[Unit], years: Sequence[int], chance: Chance
) -> Iterator[tuple[Case, Unit]]:
    """Yield every case in its own unit and time, and as many told again as are wanted beside them."""
    by_id = {unit.id: unit for unit in units}
    for case in cases:
        if case.unit in by_id:
            yield case, by_id[case.unit]
    ended = [case for case in cases if all(fixed.judged for fixed in case.measures)]
    for number in range(wanted - len(cases)):
        own = chance.branch(number)
        case = own.one(ended)
        day = dt.date(own.one(years), 1, 1) + dt.timedelta(days=own.whole(0, 364))
        yield (
            case.moved(day, str(number)),
            own.one([unit for unit in units if unit.form.name in case.forms] or [by_id[case.unit]]),
        )
