"""The municipality that events happen in: its units as the workspace has them, and invented ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generating import material
from generating.chance import Chance
from generating.phrases import Words
from kvalitet.data_files import Node
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.source.exact import Value
from kvalitet.words import slug

Weights = Sequence[tuple[str, float]]

_MOST_A_YEAR = 70
"""Avvikelser that one unit of ordinary size reports at most; more of them need more units."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of activity: who reports, inquires and decides, when things happen, and its words."""

    name: str
    title: str
    short: str
    yearly: float
    weekdays: Sequence[float]
    months: Sequence[float]
    has_clock: bool
    reporters: Weights
    inquirers: Mapping[str, Weights]
    deciders: Mapping[str, Weights]
    measures: Weights
    words: Words


@dataclass(frozen=True, slots=True)
class Stage:
    """From a day on a unit reports so many times its usual number."""

    since: dt.date
    factor: float


@dataclass(frozen=True)
class Unit:
    """A unit that reports. `like` is the unit of the workspace whose rutiner it follows."""

    id: str
    name: str
    form: Form
    laws: tuple[str, ...]
    namnd: str
    parent: str
    yearly: float
    stages: tuple[Stage, ...] = ()
    like: str = ""

    def factor(self, day: dt.date) -> float:
        """Return how many times its usual number the unit reports on a day."""
        return next((stage.factor for stage in reversed(self.stages) if stage.since <= day), 1.0)

    def values(self) -> dict[str, Value]:
        """Return the unit as the values of a record."""
        return {
            "namn": self.name,
            "niva": "enhet",
            "overordnad": self.parent,
            "lagrum": list(self.laws),
            "verksamhetsform": self.form.name,
            "regi": "egen",
        }

    @property
    def registry(self) -> str:
        """How the nämnd's registry begins its numbers: HVN or BUN."""
        return "BUN" if self.namnd.startswith("ENH-barn") else "HVN"


class Town:
    """All units and what holds for them."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._forms = {name: _form(node, name) for name, node in material.read("forms.yaml").children()}
        self._plan = material.read("units.yaml")
        self.units = [unit for record in records.of("enhet") if (unit := self._unit(record))]

    def with_more(self, wanted: float, chance: Chance) -> list[Unit]:
        """Return the units, and enough invented ones beside them to report so many avvikelser a year."""
        units = list(self.units)
        own = sum(unit.yearly for unit in units)
        common = [unit for unit in self.units if unit.yearly > 3]
        number = round((wanted / own - 1) * len(units)) if wanted > 1.3 * own else 0
        taken = {unit.id for unit in units}
        while number > 0:
            invented = self._invented(chance.branch(number), common, taken)
            taken.add(invented.id)
            units.append(invented)
            number -= 1
        return units

    def applies(self, record_id: str, unit: Unit) -> bool:
        """Return whether a rutin or process exists and holds for a unit or what stands above it."""
        record = self._records.find(record_id)
        if record is None:
            return False
        units = record.texts("galler_for") or record.texts("enheter")
        return not units or bool({unit.like or unit.id, *self._above(unit.like or unit.id)} & set(units))

    def _above(self, unit_id: str) -> list[str]:
        record = self._records.find(unit_id)
        parent = record.text("overordnad") if record else None
        return [parent, *self._above(parent)] if parent else []

    def _unit(self, record: Record) -> Unit | None:
        form = self._forms.get(record.text("verksamhetsform") or "")
        if form is None or record.text("niva") != "enhet":
            return None
        above = self._above(record.id)
        known = self._plan.child("enheter")
        own = known.child(record.id) if record.id in known else None
        return Unit(
            id=record.id,
            name=record.title,
            form=form,
            laws=tuple(record.texts("lagrum")),
            namnd=above[-1] if above else record.id,
            parent=record.text("overordnad") or "",
            yearly=float(own.text("antal")) if own else form.yearly,
            stages=tuple(_stages(own)) if own else (),
        )

    def _invented(self, chance: Chance, models: Sequence[Unit], taken: set[str]) -> Unit:
        """Return one more unit like one of the town's, with a name of its own."""
        model = chance.one(models)
        places = self._plan.texts("platser")
        number, name = 1, f"{model.form.title} {chance.one(places)}"
        while (unit_id := f"ENH-{model.form.short}-{slug(name.removeprefix(model.form.title))}") in taken:
            number += 1
            name = f"{model.form.title} {chance.one(places)} {number}"
        yearly = min(_MOST_A_YEAR, model.form.yearly * (0.4 + 1.2 * chance.share()))
        return replace(model, id=unit_id, name=name, yearly=yearly, stages=(), like=model.id)


def _stages(node: Node) -> list[Stage]:
    return [Stage(material.date(stage, "fran"), float(stage.text("faktor"))) for stage in node.elements("skeden")]


def _form(node: Node, name: str) -> Form:
    node.allow_only("namn kort antal veckodagar manader klockslag rapporterar utreder beslutar ansvarar ord")
    return Form(
        name=name,
        title=node.text("namn"),
        short=node.text("kort"),
        yearly=float(node.text("antal")),
        weekdays=material.series(node, "veckodagar") or (1.0,) * 7,
        months=material.series(node, "manader") or (1.0,) * 12,
        has_clock=node.text("klockslag", "ja") == "ja",
        reporters=_weights(node, "rapporterar"),
        inquirers={law: _weights(node.child("utreder"), law) for law, _ in node.children("utreder")},
        deciders={law: _weights(node.child("beslutar"), law) for law, _ in node.children("beslutar")},
        measures=_weights(node, "ansvarar"),
        words=material.words(node, "ord"),
    )


def _weights(node: Node, key: str) -> Weights:
    return tuple(material.numbers(node, key).items())
