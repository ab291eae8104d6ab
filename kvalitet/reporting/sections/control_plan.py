"""The egenkontroller of a year: how each is done, when it is due, what it showed last, and what none of them checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kvalitet.fulfilment.checklist import WHOLE, Checklist
from kvalitet.fulfilment.evidence import due_day, is_in_force
from kvalitet.fulfilment.verdict import Status
from kvalitet.periods import Interval, Period
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Entry, Record
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, in_order, label, outcome
from kvalitet.reporting.sections.measured import goal_text, is_reached
from kvalitet.reporting.sections.sharing import is_shared, spoken_for, whose
from kvalitet.reporting.standing import last_entry
from kvalitet.requirements import Repeat
from kvalitet.words import month_name, sort_key

_REPEAT = Repeat("utfall", "datum", "frekvens", "galler_fran")
_TOPIC = "egenkontrollplan"
_OFTEN = 1
"""Months: what is done so often stands in no month of its own."""


def control_plan(basis: Basis) -> Values:
    """Return every egenkontroll that holds in the year, with when it is due and what it last showed."""
    controls = in_force(basis)
    late = [record for record in controls if is_late(record, basis.day)]
    frequent = [record for record in controls if is_frequent(record)]
    return {
        "antal": _count(basis, "antal", controls),
        "sena": _count(basis, "sena", late),
        "utan_utfall": _count(basis, "utan-utfall", [r for r in controls if not _last(r, basis)]),
        "natt": _count(basis, "natt", [r for r in controls if _reached(r, basis) is True]),
        "matbara": _count(basis, "matbara", [r for r in controls if _reached(r, basis) is not None]),
        "rader": [_row(basis, record) for record in controls],
        "sena_rader": [_row(basis, record) for record in late],
        "manader": _months(basis, [record for record in controls if record not in frequent]),
        "ofta": [_row(basis, record) for record in frequent],
        "metoder": _methods(basis, controls),
    }


def in_force(basis: Basis) -> list[Record]:
    """Return the covered egenkontroller that hold some time in the period, in alphabetical order."""
    period = basis.selection.period
    return [
        record
        for record in in_order(basis, "egenkontroll")
        if ((first := record.date("galler_fran")) is None or first <= period.last)
        and ((last := record.date("galler_till")) is None or last >= period.first)
    ]


def is_late(record: Record, day: dt.date) -> bool:
    """Return whether an egenkontroll should have been done before a day, and still is to be."""
    due = next_due(record, day)
    return due is not None and due < day


def is_frequent(record: Record) -> bool:
    """Return whether an egenkontroll is done every month or more often."""
    interval = record.interval("frekvens")
    return interval is not None and interval.months <= _OFTEN


def next_due(record: Record, day: dt.date) -> dt.date | None:
    """Return the day by which an egenkontroll is next due, or None where nothing tells it or it is not to be done."""
    due, last = due_day(record, _REPEAT, day), record.date("galler_till")
    return None if due is None or (last is not None and last < due) else due


def occasions(record: Record, day: dt.date, period: Period) -> Iterator[dt.date]:
    """Yield the days in a period by which an egenkontroll is due, when each time is on the day it is due."""
    due, interval, last = next_due(record, day), record.interval("frekvens"), record.date("galler_till")
    while due and interval and due <= min(period.last, last or period.last):
        if due in period:
            yield due
        due = _following(due, interval, day)


def _following(due: dt.date, interval: Interval, day: dt.date) -> dt.date:
    """Return the next day; what is late is done on the day at the soonest."""
    return interval.after(max(due, day))


def _last(record: Record, basis: Basis) -> Entry | None:
    """Return the last outcome on the day that speaks for the covered part, of a unit in it or of all together."""
    every_one = record.entries("utfall")
    speaking = spoken_for(basis.selection, record, every_one)
    return last_entry([one for one in every_one if (one.text("enhet") or "") in speaking], basis.day, "datum")


def _reached(record: Record, basis: Basis) -> bool | None:
    """Return whether the covered part's own last outcome reached the goal; None also where others had a part in it."""
    last = _last(record, basis)
    is_own = last is not None and (last.has("enhet") or not is_shared(basis.selection, record))
    return is_reached(record, last) if is_own else None


def _count(basis: Basis, measure: str, found: Iterable[Record]) -> object:
    """Return how many egenkontroller there are; one is of the work, not of a person, so none is hidden."""
    key = basis.key(_TOPIC, basis.selection.period.text, measure)
    return basis.tally.count(key, ids(list(found)), guarded=False)


def _row(basis: Basis, record: Record) -> Values:
    last, title, interval = _last(record, basis), basis.selection.records.title, record.interval("frekvens")
    return {
        "omrade": record.title,
        "metod": label(record, "metod"),
        "syfte": record.text("syfte") or "",
        "omfattning": record.text("omfattning") or "",
        "motivering": record.text("motivering") or "",
        "frekvens": every(interval) if interval else "",
        "mal": goal_text(record),
        "ansvarig": title(role) if (role := record.text("ansvarig")) else "",
        "enheter": [title(unit) for unit in record.texts("enheter")],
        "kalla": record.text("kalla") or "",
        "nasta": next_due(record, basis.day),
        "sen": is_late(record, basis.day),
        "senast": last.date("datum") if last else None,
        "utfall": outcome(basis, record, last),
        "utfall_for": whose(basis.selection, record, last.text("enhet") or "") if last else "",
        "natt": is_reached(record, last),
        "slutsats": (last.text("slutsats") or "") if last else "",
    }


def every(interval: Interval) -> str:
    """Return how often something is done: varje vecka, varje månad, varje kvartal, var 2:a månad."""
    named = {
        (0, 1): "varje dag",
        (0, 7): "varje vecka",
        (1, 0): "varje månad",
        (3, 0): "varje kvartal",
        (6, 0): "varje halvår",
        (12, 0): "varje år",
    }
    return named.get((interval.months, interval.days), f"en gång på {interval}")


def _months(basis: Basis, controls: list[Record]) -> list[Values]:
    """Return what was done and what is due in each month, for what is done more seldom than every month."""
    rows = []
    for month in basis.selection.period.months():
        done = [record for record in controls if _was_done(record, month, basis.day)]
        due = [r for r in controls if any(day in month for day in occasions(r, basis.day, month))]
        rows.append({
            "namn": month_name(month.first.month),
            "gjorda": [record.title for record in done],
            "att_gora": [record.title for record in due],
        })
    return rows


def _was_done(record: Record, month: Period, day: dt.date) -> bool:
    dates = (entry.date("datum") for entry in record.entries("utfall"))
    return any(date in month and date <= day for date in dates if date)


def _methods(basis: Basis, controls: list[Record]) -> list[Values]:
    """Return how many egenkontroller use each method; none of the methods has to be used."""
    field = basis.selection.records.catalogue.kinds["egenkontroll"].fields["metod"]
    return [
        {"namn": title, "antal": _count(basis, f"metod.{name}", [r for r in controls if r.text("metod") == name])}
        for name, title in field.choices.items()
    ]


def coverage(basis: Basis) -> Values:
    """Return the processes, rutiner and units that no egenkontroll of the year checks, and the requirements on them."""
    controls = in_force(basis)
    processes = {name for record in controls for name in record.texts("processer")}
    routines = {name for record in controls for name in record.texts("rutiner")}
    known = [record for record in in_order(basis, "process") if is_in_force(record, basis.day)]
    listed = [record for record in in_order(basis, "rutin") if is_in_force(record, basis.day)]
    bare = [record for record in listed if record.id not in routines]
    through = [record for record in bare if _process_of(record, known) & processes]
    alone = [record for record in bare if record not in through]
    through_rutin = {name for record in listed if record.id in routines for name in _process_of(record, known)}
    unchecked = [record for record in known if record.id not in processes | through_rutin]
    return {
        "processer": _count(basis, "processer", known),
        "processer_utan": _count(basis, "processer-utan", unchecked),
        "rutiner": _count(basis, "rutiner", listed),
        "rutiner_genom_process": _count(basis, "rutiner-genom-process", through),
        "rutiner_utan": _count(basis, "rutiner-utan", alone),
        "processlista": [record.title for record in unchecked],
        "rutinlista": [record.title for record in alone],
        "enheter": [unit.title for unit in _units_without(basis, controls)],
        "krav": list(_requirements(basis)),
        "krav_utan": sorted({name for record in alone for name in record.texts("krav")}),
    }


def _process_of(routine: Record, processes: list[Record]) -> set[str]:
    """Return the processes that a rutin belongs to: its own, and those whose activities name it."""
    own = {routine.text("process") or ""}
    naming = {
        process.id
        for process in processes
        if any(routine.id in activity.texts("rutiner") for activity in process.entries("aktiviteter"))
    }
    return own | naming


def _units_without(basis: Basis, controls: list[Record]) -> list[Record]:
    """Return the covered workplaces that no egenkontroll reaches; one that names no unit reaches all."""
    organisation = Organisation(basis.selection.records, basis.day)
    if any(not record.texts("enheter") for record in controls):
        return []
    reached = {inner for record in controls for unit in record.texts("enheter") for inner in organisation.within(unit)}
    found = [unit for unit in organisation.workplaces if unit.id not in reached and basis.selection.covers(unit)]
    return sorted(found, key=lambda unit: sort_key(unit.title))


def _requirements(basis: Basis) -> Iterator[Values]:
    """Yield the requirements that egenkontroller show, with their state for the part that the report covers."""
    selection = basis.selection
    unit = selection.enhet or WHOLE
    listed = Checklist(selection.records.catalogue.standard_packs, selection.records, basis.day)
    for row in listed.rows([unit]):
        demands = [demand for choice in row.requirement.shown_by for demand in choice.any_of]
        is_about = all(demand.kind == "egenkontroll" for demand in demands)
        if demands and is_about and listed.concerns(row.requirement, unit):
            verdict = row.verdicts[unit]
            yield {
                "id": row.requirement.id,
                "lagrum": row.citation,
                "text": row.requirement.text,
                "lage": verdict.status.value,
                "brister": [] if verdict.status in _FINE else list(verdict.missing),
            }


_FINE = (Status.SHOWN, Status.FOLLOWED, Status.NOT_APPLICABLE)
