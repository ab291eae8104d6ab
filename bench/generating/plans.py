"""All that is going to happen, unit by unit: stories first, then as much as is left by chance."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generating import material
from generating.cases import read_cases, read_chains
from generating.chance import Chance
from generating.complaints import Complaint, Told, fitting
from generating.events import Planned
from generating.material import Leaf
from generating.plan import Calendar, Shares, cases_of, read_pressures
from generating.town import Unit

_TURNED_OUT = 0.0175
"""Klagomål that turn out to be avvikelser, for each ordinary event."""

_FORM_THAT_COMPLAINS, _TIMES_AS_MUCH = "hemtjanst", 1.4


class Plans:
    """What happens in each unit, and the complaints by which some of it came to light."""

    def __init__(self, units: Sequence[Unit], told: Sequence[Told], shares: Shares, day: dt.date, chance: Chance):
        self._units = units
        self._told = told
        self._day = day
        self._chance = chance
        self._years = range(shares.first_year, day.year + 1)
        self._leaves = [leaf for _, leaves in material.topics() for leaf in leaves]
        self._by_path = {leaf.path: leaf for leaf in self._leaves}
        self._calendar = Calendar(self._leaves, read_pressures(), day)
        self.of_unit: dict[str, list[Planned]] = defaultdict(list)
        self.complaints: dict[str, Complaint] = {}
        self._plan_stories(shares.cases)
        self._scale = 1.0
        self._scale = self._left(shares.events) / self._expected()
        self._plan_the_rest()

    def yearly(self, unit: Unit, leaf: Leaf) -> float:
        """Return how many events of a category a unit has in an ordinary year."""
        return self._calendar.yearly(unit, leaf)

    def other_complaints(self, number: int) -> Iterator[Complaint]:
        """Yield so many complaints that are no avvikelser, spread over units and years by size."""
        places = [
            (unit, year, self._talked_of(unit) * self._part_of(year)) for unit in self._units for year in self._years
        ]
        total = sum(weight for *_, weight in places)
        given, due = 0, 0.0
        for unit, year, weight in places:
            due += number * weight / total
            while given < round(due):
                given += 1
                yield self._complaint(unit, year, given)

    def _left(self, wanted: int) -> float:
        return max(0.0, wanted - sum(map(len, self.of_unit.values())))

    def _expected(self) -> float:
        return sum(
            self._calendar.expected(unit, year) + self._turning_out(unit, year)
            for unit in self._units
            for year in self._years
        )

    def _plan_stories(self, cases: int) -> None:
        for plan in read_chains({unit.id: unit for unit in self._units}, self._leaves):
            self.of_unit[plan.unit.id].append(plan)
        told = cases_of(read_cases(), cases, self._units, self._years, self._chance.branch("fall"))
        for number, (case, unit) in enumerate(told):
            if case.day <= self._day:
                leaf = self._by_path[case.category]
                plan = Planned(f"fall/{number}", unit, leaf, case.scene, case.day, (), case.measures, case)
                self.of_unit[unit.id].append(plan)

    def _plan_the_rest(self) -> None:
        for unit in self._units:
            for year in self._years:
                chance = self._chance.branch(unit.id, year)
                self.of_unit[unit.id] += self._calendar.events(unit, year, self._scale, chance)
                for complaint, plan in self._turned_out(unit, year, chance.branch("klagomal")):
                    self.complaints[plan.key] = complaint
                    self.of_unit[unit.id].append(plan)

    def _turning_out(self, unit: Unit, year: int) -> float:
        is_told = any(fitting(self._told, unit, as_event=True))
        size = unit.yearly * unit.factor(dt.date(year, 7, 1)) + 4
        return size * self._scale * _TURNED_OUT * self._part_of(year) if is_told else 0.0

    def _turned_out(self, unit: Unit, year: int, chance: Chance) -> Iterator[tuple[Complaint, Planned]]:
        ways = fitting(self._told, unit, as_event=True)
        for number in range(chance.rounded(self._turning_out(unit, year))):
            own = chance.branch(number)
            told = own.weighted([(way, way.weight) for way in ways])
            day = self._some_day(year, own)
            if told.scene is None:
                continue
            key = f"{unit.id}/{year}/klagomal/{number}"
            happened = day - dt.timedelta(days=own.whole(1, 12))
            leaf = self._by_path[told.category]
            yield Complaint(key, unit, told, day), Planned(key, unit, leaf, told.scene, happened, found=day)

    def _complaint(self, unit: Unit, year: int, number: int) -> Complaint:
        chance = self._chance.branch("sagt", unit.id, year, number)
        told = chance.weighted([(told, told.weight) for told in fitting(self._told, unit, as_event=False)])
        return Complaint(f"{unit.id}/{year}/sagt/{number}", unit, told, self._some_day(year, chance))

    def _some_day(self, year: int, chance: Chance) -> dt.date:
        first = dt.date(year, 1, 1)
        return first + dt.timedelta(days=chance.whole(0, (min(self._day, dt.date(year, 12, 31)) - first).days))

    def _part_of(self, year: int) -> float:
        return self._day.timetuple().tm_yday / 365 if year == self._day.year else 1.0

    @staticmethod
    def _talked_of(unit: Unit) -> float:
        return (unit.yearly + 5) * (_TIMES_AS_MUCH if unit.form.name == _FORM_THAT_COMPLAINS else 1.0)
