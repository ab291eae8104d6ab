"""All records of the invented years, as drafts: the one pipe from seed to text."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kvalitet.drafting import Draft, named_draft
from kvalitet.records.collection import Records
from kvalitet.source.exact import Value

from generating import material
from generating.actions import Action, ActionText, Proposals
from generating.cases import Case, read_cases, read_chains
from generating.chance import Chance
from generating.common import read_common
from generating.complaints import Complaint, ComplaintText, fitting, read_told
from generating.days import minutes, stamp
from generating.event_text import EventText
from generating.events import Event, Planned
from generating.inquiries import InquiryText
from generating.names import Names, is_generated, mark
from generating.plan import Calendar, Shares, cases_of, read_pressures
from generating.risks import Risk, Threats, read_threats
from generating.steps import Steps, Vacancy
from generating.town import Town, Unit
from generating.unit_life import UnitLife

_TURNED_OUT = 0.0175
"""Klagomål that turn out to be avvikelser, for each ordinary event."""


class Municipality:
    """Lets the years happen and writes what is recorded of them."""

    def __init__(self, records: Records, day: dt.date, total: int, seed: int) -> None:
        self._written = [record for record in records if not is_generated(record)]
        self._kinds = records.catalogue.kinds
        self._day = day
        self._chance = Chance(seed)
        self._shares = Shares.of(total - len(self._written), day)
        self._years = range(self._shares.first_year, day.year + 1)
        self._common = read_common()
        self._town = Town(records)
        self._names = Names(self._chance.branch("id"), self._kinds, {record.id for record in self._written})
        self._proposals = Proposals(self._common)
        self._leaves = [leaf for _, leaves in material.topics() for leaf in leaves]
        self._told = read_told()
        self._fixed: dict[str, Action] = {}
        self._actions: list[Action] = []
        length = len(self._years) - 1 + day.timetuple().tm_yday / 366
        own = sum(unit.yearly for unit in self._town.units)
        self._units = self._town.with_more(self._shares.events / length, self._chance.branch("enheter"))
        self._scale = self._shares.events / length / sum(unit.yearly for unit in self._units) if own else 0.0
        self._calendar = Calendar(self._leaves, read_pressures(), self._scale, day)

    def drafts(self) -> Iterator[Draft]:
        """Yield every record that is not written by hand, ready to be put on disk."""
        made = 0
        for draft in self._all_but_complaints():
            made += 1
            yield draft
        for complaint in self._other_complaints(self._shares.total - made):
            yield self._complaint(complaint)

    def _all_but_complaints(self) -> Iterator[Draft]:
        yield from self._invented_units()
        texts = EventText(self._common, self._town, self._day)
        inquiries = InquiryText(self._common, self._day)
        plans, complaints = self._plans()
        for unit in self._units:
            for event in self._lived(unit, plans[unit.id]):
                if event.plan.case:
                    yield self._inquiry(event, event.plan.case, inquiries)
                if event.plan.key in complaints:
                    yield self._complaint(self._turned_out(complaints[event.plan.key], event))
                yield self._event(event, texts)
        yield from self._risks()
        actions = ActionText(self._common, self._day)
        for action in self._actions:
            if action.proposed <= self._day:
                yield self._draft("atgard", action.id, actions.values(action), action.proposed, action.chance)

    def _plans(self) -> tuple[dict[str, list[Planned]], dict[str, Complaint]]:
        """Return what happens in each unit, and the complaints that some of it came to light by."""
        plans: dict[str, list[Planned]] = defaultdict(list)
        units = {unit.id: unit for unit in self._units}
        for plan in read_chains(units, self._leaves):
            plans[plan.unit.id].append(plan)
        by_path = {leaf.path: leaf for leaf in self._leaves}
        chance = self._chance.branch("fall")
        for number, (case, unit) in enumerate(
            cases_of(read_cases(), self._shares.cases, self._units, self._years, chance)
        ):
            if case.day <= self._day:
                leaf = by_path[case.category]
                plan = Planned(f"fall/{number}", unit, leaf, case.scene, case.day, (), case.measures, case)
                plans[unit.id].append(plan)
        complaints = {}
        for unit in self._units:
            for year in self._years:
                own = self._chance.branch(unit.id, year)
                plans[unit.id] += self._calendar.events(unit, year, own)
                for complaint, plan in self._complained(unit, year, own.branch("klagomal"), by_path):
                    complaints[plan.key] = complaint
                    plans[unit.id].append(plan)
        return plans, complaints

    def _complained(
        self, unit: Unit, year: int, chance: Chance, leaves: dict[str, material.Leaf]
    ) -> Iterator[tuple[Complaint, Planned]]:
        ways = fitting(self._told, unit, as_event=True)
        expected = (unit.yearly + 4) * self._scale * _TURNED_OUT * self._part_of(year) if ways else 0.0
        for number in range(chance.rounded(expected)):
            own = chance.branch(number)
            told = own.weighted([(way, way.weight) for way in ways])
            day = dt.date(year, 1, 1) + dt.timedelta(days=own.whole(0, 364))
            if told.scene is None or day > self._day:
                continue
            key = f"{unit.id}/{year}/klagomal/{number}"
            happened = day - dt.timedelta(days=own.whole(1, 12))
            yield (
                Complaint(key, unit, told, day),
                Planned(key, unit, leaves[told.category], told.scene, happened, found=day),
            )

    def _part_of(self, year: int) -> float:
        return self._day.timetuple().tm_yday / 365 if year == self._day.year else 1.0

    def _lived(self, unit: Unit, plans: Iterable[Planned]) -> list[Event]:
        life = UnitLife(
            unit=unit,
            common=self._common,
            steps=Steps(self._common, self._vacancies()),
            proposals=self._proposals,
            names=self._names,
            share_of_year=self._calendar.yearly,
            fixed=self._fixed,
            cures=self._written_cures(unit),
        )
        events = list(life.live(plans, self._chance.branch("liv"), self._day))
        self._actions += life.actions
        return events

    def _vacancies(self) -> dict[str, list[Vacancy]]:
        node = material.read("units.yaml")
        found: dict[str, list[Vacancy]] = defaultdict(list)
        for vacancy in node.elements("vakanser"):
            since, until = (material.date(vacancy, name) for name in ("fran", "till"))
            found[vacancy.text("enhet")].append(Vacancy(since, until))
        return found

    def _written_cures(self, unit: Unit) -> dict[tuple[str, str], dt.date]:
        """Return what the åtgärder that people wrote have done away with: nothing here brings it back."""
        by_id = {record.id: record for record in self._written}
        cures = {}
        for record in self._written:
            done = record.date("genomford")
            if record.text("enhet") == unit.id and record.text("effekt.onskad") == "ja" and done:
                sources = [by_id[source] for source in record.texts("kalla") if source in by_id]
                for category in (source.text("kategori") for source in sources):
                    if category:
                        cures["/".join(category.split("/")[:2]), record.text("orsak") or ""] = done
        return cures

    def _risks(self) -> Iterator[Draft]:
        judge = Threats(self._common, self._town, self._proposals, self._names, self._day)
        for risk in self._judged(judge):
            self._actions += risk.actions
            yield self._draft("risk", risk.id, judge.values(risk), risk.day, risk.chance)

    def _judged(self, judge: Threats) -> Iterator[Risk]:
        """Yield every threat once, and then again in other units and years while more are wanted."""
        threats = read_threats()
        days = (self._day - dt.date(self._shares.first_year, 2, 1)).days
        for number in range(self._shares.risks):
            chance = self._chance.branch("risk", number)
            threat = threats[number % len(threats)]
            units = [u for u in self._units if u.form.name in threat.forms] or list(self._units)
            place = (number * 0.618034 + 0.03 * chance.share()) % 1
            day = dt.date(self._shares.first_year, 2, 1) + dt.timedelta(days=int(place * (days - 3)))
            yield judge.judge(f"risk/{number}", threat, units, day, chance)

    def _other_complaints(self, number: int) -> Iterator[Complaint]:
        """Yield as many complaints as are left, spread over units and years by size."""
        places = [
            (unit, year, (unit.yearly + 5) * (1.4 if unit.form.name == "hemtjanst" else 1.0) * self._part_of(year))
            for unit in self._units
            for year in self._years
        ]
        total = sum(weight for *_, weight in places)
        given, due = 0, 0.0
        for unit, year, weight in places:
            due += number * weight / total
            while given < round(due):
                given += 1
                yield self._complaint_of(unit, year, given)

    def _complaint_of(self, unit: Unit, year: int, number: int) -> Complaint:
        chance = self._chance.branch("sagt", unit.id, year, number)
        told = chance.weighted([(told, told.weight) for told in fitting(self._told, unit, as_event=False)])
        last = min(self._day, dt.date(year, 12, 31))
        day = dt.date(year, 1, 1) + dt.timedelta(days=chance.whole(0, (last - dt.date(year, 1, 1)).days))
        return Complaint(f"{unit.id}/{year}/sagt/{number}", unit, told, day)

    @staticmethod
    def _turned_out(complaint: Complaint, event: Event) -> Complaint:
        return Complaint(complaint.key, complaint.unit, complaint.told, complaint.day, event)

    def _complaint(self, complaint: Complaint) -> Draft:
        chance = self._chance.branch(complaint.key)
        record_id = self._names.draw("klagomal", complaint.day.year, complaint.key)
        values = ComplaintText(self._common, self._day).values(complaint, chance)
        if complaint.event and "avvikelse" in values:
            for action in complaint.event.shown_actions(self._day):
                action.sources.append(record_id)
        return self._draft("klagomal", record_id, values, complaint.day, chance)

    def _inquiry(self, event: Event, case: Case, texts: InquiryText) -> Draft:
        record_id = (
            self._names.keep(case.inquiry_id)
            if case.inquiry_id
            else self._names.draw("utredning", event.reviewed.year, event.plan.key)
        )
        for action in event.actions:
            action.sources.append(record_id)
        return self._draft("utredning", record_id, texts.values(event, case), event.reviewed, event.chance)

    def _event(self, event: Event, texts: EventText) -> Draft:
        values = texts.values(event)
        same_day = event.minute is not None and event.plan.day == event.reported
        earliest = (event.minute or 0) + 8 if same_day else None
        return self._draft("avvikelse", event.id, values, event.reported, event.chance, earliest)

    def _draft(
        self,
        kind: str,
        record_id: str,
        values: dict[str, Value],
        day: dt.date,
        chance: Chance,
        earliest: int | None = None,
    ) -> Draft:
        own = chance.branch("skapad")
        of_day = minutes("morgon" if own.hits(0.4) else "dag", own)
        if earliest is not None:
            of_day = min(earliest + own.whole(0, 70), 23 * 60 + 58)
        moment = stamp(day, of_day, own, mark(record_id))
        return named_draft(self._kinds[kind], record_id, values, moment)

    def _invented_units(self) -> Iterator[Draft]:
        for unit in self._units:
            if unit.like:
                values: dict[str, Value] = {
                    "namn": unit.name,
                    "niva": "enhet",
                    "overordnad": unit.parent,
                    "lagrum": list(unit.laws),
                    "verksamhetsform": unit.form.name,
                    "regi": "egen",
                }
                midnight = dt.datetime.combine(self._day, dt.time(), dt.UTC)
                yield named_draft(self._kinds["enhet"], unit.id, values, midnight)


def written_by_hand(records: Records) -> Sequence[str]:
    """Return the paths of the records that people wrote."""
    return [record.document.path for record in records if not is_generated(record)]
