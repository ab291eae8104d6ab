"""All records of the invented years, as drafts: the one pipe from seed to text."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generating import material
from generating.actions import Action, ActionText, Proposals
from generating.cases import Case
from generating.chance import Chance
from generating.common import read_common
from generating.complaints import Complaint, ComplaintText, read_told
from generating.days import office_minutes, stamp
from generating.earlier_years import berattelser
from generating.event_text import EventText
from generating.events import Event
from generating.inquiries import InquiryText
from generating.names import Names, is_generated, mark
from generating.plan import Shares
from generating.plans import Plans
from generating.risks import Threats, read_threats
from generating.steps import Steps, Vacancy
from generating.town import Town, Unit
from generating.unit_life import UnitLife
from kvalitet.drafting import Draft, named_draft
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.source.exact import Value

_LATEST = 23 * 60 + 58


class Municipality:
    """Lets the years happen and writes what is recorded of them."""

    def __init__(self, records: Records, day: dt.date, total: int, seed: int) -> None:
        self._written = [record for record in records if not is_generated(record)]
        self._kinds = records.catalogue.kinds
        self._day = day
        self._chance = Chance(seed)
        self._shares = Shares.of(total - len(self._written), day)
        self._common = read_common()
        self._town = Town(records)
        self._names = Names(self._chance.branch("id"), self._kinds, {record.id for record in self._written})
        self._proposals = Proposals(self._common)
        self._units = self._town.with_more(self._shares.events_a_year, self._chance.branch("enheter"))
        self._plans = Plans(self._units, read_told(), self._shares, day, self._chance)
        self._actions: list[Action] = []

    @property
    def written(self) -> int:
        """How many records people wrote."""
        return len(self._written)

    def drafts(self) -> Iterator[Draft]:
        """Yield every record that is not written by hand, ready to be put on disk."""
        made = 0
        for draft in self._all_but_complaints():
            made += 1
            yield draft
        for complaint in self._plans.other_complaints(self._shares.total - made):
            yield self._complaint(complaint)

    def _all_but_complaints(self) -> Iterator[Draft]:
        yield from self._around()
        events, inquiries = EventText(self._common, self._town, self._day), InquiryText(self._common, self._day)
        for event in self._lived():
            if event.plan.case:
                yield self._inquiry(event, event.plan.case, inquiries)
            if event.plan.key in self._plans.complaints:
                yield self._complaint(replace(self._plans.complaints[event.plan.key], event=event))
            yield self._event(event, events)
        yield from self._risks()
        actions = ActionText(self._common, self._day)
        for action in self._actions:
            if action.proposed <= self._day:
                yield self._draft("atgard", action.id, actions.values(action), action.proposed, action.chance)

    def _lived(self) -> Iterator[Event]:
        fixed: dict[str, Action] = {}
        steps = Steps(self._common, _vacancies())
        for unit in self._units:
            life = UnitLife(
                unit=unit,
                common=self._common,
                steps=steps,
                proposals=self._proposals,
                names=self._names,
                yearly=self._plans.yearly,
                fixed=fixed,
                cures=_written_cures(self._written, unit),
                returns=_written_events(self._written, unit),
            )
            # measures must know all their sources before any event of the unit is written
            events = list(life.live(self._plans.of_unit[unit.id], self._chance.branch("liv"), self._day))
            self._actions += life.actions
            yield from events

    def _risks(self) -> Iterator[Draft]:
        judge = Threats(self._common, self._town, self._proposals, self._names, self._day)
        chance = self._chance.branch("risk")
        first = dt.date(self._shares.first_year, 2, 1)
        for risk in judge.judged(read_threats(), self._shares.risks, self._units, first, chance):
            self._actions += risk.actions
            yield self._draft("risk", risk.id, judge.values(risk), risk.day, risk.chance)

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
        for action in event.shown_actions(self._day):
            action.sources.append(record_id)
        return self._draft("utredning", record_id, texts.values(event, case), event.reviewed, event.chance)

    def _event(self, event: Event, texts: EventText) -> Draft:
        is_same_day = event.minute is not None and event.plan.day == event.reported
        earliest = (event.minute or 0) + 8 if is_same_day else None
        return self._draft("avvikelse", event.id, texts.values(event), event.reported, event.chance, earliest)

    def _draft(
        self,
        kind: str,
        record_id: str,
        values: dict[str, Value],
        day: dt.date,
        chance: Chance,
        earliest: int | None = None,
    ) -> Draft:
        """Return a record made on a day, in office hours unless it cannot be earlier than a time of the day."""
        own = chance.branch("skapad", kind)
        of_day = office_minutes(own) if earliest is None else min(earliest + own.whole(0, 70), _LATEST)
        known: dict[str, Value] = {name: value for name, value in values.items() if value is not None}
        return named_draft(self._kinds[kind], record_id, known, stamp(day, of_day, own, mark(record_id)))

    def _around(self) -> Iterator[Draft]:
        """Yield what many records need around them: more units, and what is owed of earlier years."""
        midnight = dt.datetime.combine(self._day, dt.time(), dt.UTC)
        for unit in self._units:
            if unit.like:
                yield named_draft(self._kinds["enhet"], unit.id, unit.values(), midnight)
        for record_id, values in berattelser(self._written, self._shares.first_year):
            yield named_draft(self._kinds["berattelse"], record_id, values, midnight)


def _vacancies() -> Mapping[str, Sequence[Vacancy]]:
    found: dict[str, list[Vacancy]] = defaultdict(list)
    for node in material.read("units.yaml").elements("vakanser"):
        found[node.text("enhet")].append(Vacancy(material.date(node, "fran"), material.date(node, "till")))
    return found


def _written_cures(written: Sequence[Record], unit: Unit) -> dict[tuple[str, str], dt.date]:
    """Return what the åtgärder that people wrote have done away with in a unit: nothing here brings it back."""
    by_id = {record.id: record for record in written}
    cures: dict[tuple[str, str], dt.date] = {}
    for record in written:
        done = record.date("genomford")
        if record.text("enhet") == unit.id and record.text("effekt.onskad") == "ja" and done:
            sources = [by_id[source] for source in record.texts("kalla") if source in by_id]
            cures |= {(group, record.text("orsak") or ""): done for group in filter(None, map(_group, sources))}
    return cures


def _written_events(written: Sequence[Record], unit: Unit) -> dict[tuple[str, str], dt.date]:
    """Return when each cause is last found in the avvikelser that people wrote of a unit."""
    last: dict[tuple[str, str], dt.date] = {}
    for record in written:
        group, happened = _group(record), record.date("intraffad")
        if group and happened and record.text("enhet") == unit.id:
            for cause in record.texts("utredning.orsaker"):
                last[group, cause] = max(happened, last.get((group, cause), happened))
    return last


def _group(record: Record) -> str:
    return "/".join((record.text("kategori") or "").split("/")[:2])
