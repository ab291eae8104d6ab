"""The records that a demand asks for, each judged on a day: what it lacks, and since when it is stale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kvalitet.kinds import Condition
from kvalitet.records.collection import Records
from kvalitet.records.conditions import holds
from kvalitet.records.dates import day_of, has_ended
from kvalitet.records.organisation import UNIT_FIELDS, units_of
from kvalitet.records.record import Entry, Record
from kvalitet.requirements import Demand, Each, Repeat
from kvalitet.rules import ALL_RULES
from kvalitet.words import in_sentence, listing

RULES = {rule.code: rule for rule in ALL_RULES}
_ONE_DAY = dt.timedelta(days=1)
_DONE_BY = {
    "klart_senast": "varit klar",
    "uppfoljning_senast": "följts upp",
    "ny_bedomning_senast": "bedömts igen",
}
"""What should have been done by the day in a field; in any other the document should have been reviewed."""
_STARTS = ("galler_fran", "giltig.fran", "faststalld.datum")


@dataclass(frozen=True, slots=True)
class Stale:
    """Since which day something that was shown is no longer current, and why."""

    since: dt.date
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that a demand chose, as judged on a day. Without `units` it speaks for everyone."""

    record: Record
    units: frozenset[str]
    lacks: tuple[str, ...] = ()
    stale: tuple[Stale, ...] = ()

    def speaks_for(self, reach: set[str]) -> bool:
        """Return whether the record speaks for a part of the organisation."""
        return not self.units or bool(self.units & reach)


def gather(demand: Demand, records: Records, day: dt.date) -> list[Evidence]:
    """Return the records that a demand chooses, each with what it lacks and what in it is stale."""
    return [
        Evidence(
            record,
            frozenset(_units(demand, record)),
            tuple(_lacks(demand, record, records, day)),
            tuple(_stale(demand, record, day)),
        )
        for record in records.of(demand.kind)
        if _is_chosen(demand, record, day)
    ]


def _units(demand: Demand, record: Record) -> list[str]:
    """Return the units that a record speaks for: what the first of the demand's own fields says, or the usual ones."""
    own = (units_of(record, (path,)) for path in demand.covering)
    return next((units for units in own if units), []) if demand.covering else units_of(record, UNIT_FIELDS)


def _is_chosen(demand: Demand, record: Record, day: dt.date) -> bool:
    if demand.where is not None and holds(demand.where, record, record) is not True:
        return False
    if demand.unless is not None and holds(demand.unless, record, record) is True:
        return False
    if not all(record.has(path) for path in demand.where_has):
        return False
    if demand.in_force and not is_in_force(record, day):
        return False
    return _has_come(demand, record, day)


def is_in_force(record: Record, day: dt.date) -> bool:
    """Return whether a document or a unit holds on a day, by its own first and last day.

    A document that is not fastställd holds as far as its days say: that it is not is a lack of its own.
    """
    starts = (date for path in _STARTS if (date := record.date(path)))
    return all(date <= day for date in starts) and not has_ended(record, day)


def _has_come(demand: Demand, record: Record, day: dt.date) -> bool:
    """Return whether what the demand dates had begun on the day, and is old enough to judge."""
    dated = [
        path for path in (demand.dated, *(limit.field for limit in (demand.fresh, demand.yearly) if limit)) if path
    ]
    if not all(day_of(record, path, by=day) for path in dated):
        return False
    if demand.older:
        since = day_of(record, demand.older.field)
        return since is not None and demand.older.within.after(since) < day
    return True


def _lacks(demand: Demand, record: Record, records: Records, day: dt.date) -> Iterator[str]:
    absent = [_name(record, path) for path in demand.has if not _is_written(record, path)]
    if absent:
        yield f"{record.id} saknar {listing(absent, 'och')}"
    if demand.each:
        yield from _members(demand.each, record)
    if demand.contains:
        yield from _contents(demand.contains, record)
    for code in demand.rules:
        check = RULES[code].on_record
        yield from (f"{record.id}: {hit.message}" for hit in (check(record, records, day) if check else ()))


def _is_written(record: Record, path: str) -> bool:
    group, _, name = path.rpartition(".")
    field = record.field(group) if group else None
    if field is not None and field.many:
        return any(entry.has(name) for entry in record.entries(group))
    return record.has(path)


def _name(entry: Entry, path: str) -> str:
    field = entry.field(path)
    label = in_sentence(field.label) if field else path
    return label if label == path else f"{label} ({path})"


def _members(each: Each, record: Record) -> Iterator[str]:
    entries = record.entries(each.list)
    if len(entries) < each.at_least:
        few = "bara en" if entries else "ingen"
        yield f"{record.id} har {few} i {_name(record, each.list)}; minst {each.at_least} behövs"
    for number, entry in enumerate(entries, 1):
        absent = [_name(entry, path) for path in each.has if not entry.has(path)]
        if absent:
            title = entry.text("namn") or str(number)
            yield f"{record.id}, ”{title}”, saknar {listing(absent, 'och')}"


def _contents(condition: Condition, record: Record) -> Iterator[str]:
    """Every named value must be in the field's list: the parts that a document must have."""
    for path, wanted in condition.clauses:
        field, found = record.field(path), record.texts(path)
        absent = [in_sentence(field.choices.get(name, name)) if field else name for name in wanted if name not in found]
        if absent and field is not None and not field.many:
            yield f"{record.id}: {_name(record, path)} är inte {', '.join(absent)}"
        elif absent:
            yield f"{record.id} redovisar inte: {', '.join(absent)}"


def _stale(demand: Demand, record: Record, day: dt.date) -> Iterator[Stale]:
    if demand.review:
        last = record.date(demand.review)
        if last is not None and last < day:
            yield Stale(
                last + _ONE_DAY, f"{record.id} skulle ha {_DONE_BY.get(demand.review, 'setts över')} senast {last}"
            )
    if demand.repeat:
        due = due_day(record, demand.repeat, day)
        if due is not None and due < day:
            yield Stale(due + _ONE_DAY, f"{record.id} skulle ha gjorts senast {due}")


def due_day(record: Record, repeat: Repeat, day: dt.date) -> dt.date | None:
    """Return the day by which a recurring thing is to be done again, or None where nothing tells it."""
    interval = record.interval(repeat.every)
    done = [date for entry in record.entries(repeat.list) if (date := entry.date(repeat.date)) and date <= day]
    last = max(done, default=record.date(repeat.start) if repeat.start else None)
    return interval.after(last) if interval and last else None
