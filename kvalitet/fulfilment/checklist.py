"""Whole packs of requirements against all records: one verdict for each body and each workplace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kvalitet.diagnostics import ConfigurationError
from kvalitet.fulfilment.evidence import RULES, Evidence, gather
from kvalitet.fulfilment.verdict import Scope, Status, Verdict, as_advice, best, judge, together
from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.requirements import LAWS, Choice, Demand, Label, Pack, Requirement
from kvalitet.words import listing

WHOLE = ""
"""The unit that stands for the whole workspace."""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement as it is cited on the day, with its verdict for every unit that was asked for."""

    pack: Pack
    requirement: Requirement
    label: Label
    verdicts: dict[str, Verdict]

    @property
    def citation(self) -> str:
        """The requirement as it is cited in full on the day."""
        return self.pack.citation(self.label)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the binding requirements that apply are shown, and which these are."""

    shown: int
    applicable: int
    shown_ids: tuple[str, ...] = ()
    applicable_ids: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 means all."""
        return 100 * self.shown // self.applicable if self.applicable else 100


class Checklist:
    """The requirements that hold on a day, and what the records show of them.

    The whole workspace is as far as its responsible bodies are together: each of them is who the
    regulation speaks to.
    """

    def __init__(self, packs: Sequence[Pack], records: Records, day: dt.date) -> None:
        for pack in packs:
            _check_rules(pack)
        self.packs = packs
        self.day = day
        self._records = records
        self._gathered: dict[Demand, list[Evidence]] = {}
        self.organisation = Organisation(records, day)

    def rows(self, units: Sequence[str]) -> Iterator[Row]:
        """Yield every requirement in force with its verdict for each of the units (WHOLE for all)."""
        for pack in self.packs:
            for requirement in pack.in_force(self.day):
                label = requirement.label(self.day)
                if label is not None:
                    verdicts = {unit: self.verdict(requirement, unit) for unit in units}
                    yield Row(pack, requirement, label, verdicts)

    def title(self, record_id: str) -> str:
        """Return a record's name for people."""
        return self._records.title(record_id)

    def concerns(self, requirement: Requirement, unit: str) -> bool:
        """Return whether a requirement speaks to an activity that a unit, or the whole workspace, carries on."""
        units = [unit] if unit != WHOLE else [body.id for body in self.organisation.bodies]
        return any(self.organisation.laws(name) & set(requirement.applies) for name in units)

    def verdict(self, requirement: Requirement, unit: str) -> Verdict:
        """Return what the records show of a requirement in a unit, or in the whole workspace."""
        if unit != WHOLE:
            return self._of_unit(requirement, unit)
        bodies = self.organisation.bodies
        if not bodies:
            return Verdict(Status.NOT_SHOWN, missing=("Ingen enhet har lagrum, så ingen verksamhet omfattas.",))
        found = _of_all([(body, self._of_unit(requirement, body.id)) for body in bodies])
        return as_advice(found) if requirement.level == "bor" else found

    def _answered(self, requirement: Requirement, unit: str) -> Verdict:
        """A point of a list of one's own is shown as far as all that it stands for is."""
        verdicts = []
        for name in requirement.answers:
            found = self.verdict(self._records.catalogue.requirements[name], unit)
            missing = tuple(f"{name}: {line}" for line in found.missing)
            verdicts.append(Verdict(found.status, found.shown_by, missing, found.since, found.notes))
        return together(verdicts)

    def _of_unit(self, requirement: Requirement, unit: str) -> Verdict:
        laws = self.organisation.laws(unit) & set(requirement.applies)
        if not laws:
            none = listing((LAWS[law] for law in requirement.applies), "och")
            return Verdict(Status.NOT_APPLICABLE, notes=(f"Bedriver inte {none}.",))
        exceptions = list(self.organisation.exceptions(requirement.id, unit, self.day))
        for exception in exceptions:
            if exception.text("slag") != "avsteg":
                return Verdict(Status.NOT_APPLICABLE, (exception.id,), notes=(_reason(exception),))
        if requirement.answers:
            verdict = self._answered(requirement, unit)
        else:
            verdict = together([self._choice(choice, requirement, unit) for choice in requirement.shown_by])
        notes = (*verdict.notes, *(_reason(exception) for exception in exceptions))
        verdict = Verdict(verdict.status, verdict.shown_by, verdict.missing, verdict.since, notes)
        return as_advice(verdict) if requirement.level == "bor" else verdict

    def _choice(self, choice: Choice, requirement: Requirement, unit: str) -> Verdict:
        workplaces = list(self._workplaces(requirement, unit))
        scope = Scope(unit, self.organisation, workplaces)
        return best([judge(demand, self._evidence(demand), scope, self.day) for demand in choice.any_of])

    def _workplaces(self, requirement: Requirement, unit: str) -> Iterator[Record]:
        inside = self.organisation.within(unit)
        for place in self.organisation.workplaces:
            if place.id in inside and set(place.texts("lagrum")) & set(requirement.applies):
                found = self.organisation.exceptions(requirement.id, place.id, self.day)
                is_excepted = any(exception.text("slag") != "avsteg" for exception in found)
                if not is_excepted:
                    yield place

    def _evidence(self, demand: Demand) -> list[Evidence]:
        """Return a demand's records, judged once however many units ask."""
        if demand not in self._gathered:
            self._gathered[demand] = gather(demand, self._records, self.day)
        return self._gathered[demand]


def count(rows: Sequence[Row], unit: str) -> Count:
    """Return how many binding requirements are shown in a unit, of those that apply to it."""
    binding = {row.requirement.id: row.verdicts[unit].status for row in rows if row.requirement.is_binding}
    applicable = tuple(name for name, status in binding.items() if status is not Status.NOT_APPLICABLE)
    shown = tuple(name for name in applicable if binding[name] is Status.SHOWN)
    return Count(len(shown), len(applicable), shown, applicable)


def _check_rules(pack: Pack) -> None:
    """Raise ConfigurationError where a demand names what is no rule on single records of its kind."""
    demands = (demand for found in pack.requirements for choice in found.shown_by for demand in choice.any_of)
    for demand in demands:
        for code in demand.rules:
            rule = RULES.get(code)
            if rule is None or rule.on_record is None or rule.kind not in (None, demand.kind):
                message = (
                    f"{code} är ingen regel som granskar varje {demand.kind} för sig; kvalitet rule visar reglerna"
                )
                raise ConfigurationError(message, demand.place)


def _reason(exception: Record) -> str:
    word = "Avsteg beslutat" if exception.text("slag") == "avsteg" else "Undantag beslutat"
    why = " ".join((exception.text("motivering") or "").split())
    return f"{word} ({exception.id}), gäller till {exception.date('galler_till')}: {why}"


def _of_all(of_bodies: Sequence[tuple[Record, Verdict]]) -> Verdict:
    """Return the verdict of all bodies together; a line that is not about all of them names its body."""
    found = together([verdict for _, verdict in of_bodies])
    missing = _lines([(body.title, verdict.missing) for body, verdict in of_bodies])
    notes = _lines([(body.title, verdict.notes) for body, verdict in of_bodies])
    return Verdict(found.status, found.shown_by, missing, found.since, notes)


def _lines(of_bodies: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    lines = list(dict.fromkeys(line for _, found in of_bodies for line in found if line))
    named = []
    for line in lines:
        names = [title for title, found in of_bodies if line in found]
        named.append(line if len(names) == len(of_bodies) else f"{listing(names, 'och')}: {line}")
    return tuple(named)
