"""The årshjul: everything in a year that has a day, by quarter, as it could be foreseen on the day of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kvalitet.fulfilment.evidence import is_in_force
from kvalitet.periods import Period
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values, laws, unit_name
from kvalitet.reporting.sections.control_plan import every, in_force, is_frequent, next_due, occasions
from kvalitet.reporting.sections.year_plan import ending_exceptions, open_measures, open_risks
from kvalitet.words import sort_key

_TOPIC = "arshjul"
_ORDINALS = ("Första", "Andra", "Tredje", "Fjärde")
_REVIEWED = ("ledningssystem", "process", "rutin")


@dataclass(frozen=True, slots=True)
class _Happening:
    """Something to be done by a day: which kind of thing, what, who sees to it and where; `ids` are its records."""

    day: dt.date
    sort: str
    what: str
    role: str = ""
    where: str = ""
    ids: tuple[str, ...] = ()


_SORTS = ("Åtgärd", "Översyn", "Egenkontroll", "Risk", "Samverkan", "Undantag", "Berättelse")


def year_wheel(basis: Basis) -> Values:
    """Return what is to be done in each quarter of the year, what is late already, and what is done all the time."""
    every_one = [one for source in _SOURCES for one in source(basis)]
    late = [one for one in every_one if one.day < min(basis.day, basis.selection.period.first)]
    coming = [one for one in every_one if one.day in basis.selection.period]
    quarters = basis.selection.period.quarters()
    return {
        "antal": _count(basis, "antal", coming),
        "antal_sena": _count(basis, "sena", late),
        "sena": [_row(one) for one in _in_order(late)],
        "slag": list(_SORTS),
        "kvartal": [_quarter(basis, quarter, coming) for quarter in quarters],
        "summor": [_sums(basis, sort, coming, quarters) for sort in _SORTS if any(one.sort == sort for one in coming)],
        "ofta": [
            {"omrade": record.title, "hur_ofta": every(interval)}
            for record in in_force(basis)
            if is_frequent(record) and (interval := record.interval("frekvens"))
        ],
    }


def _in_order(found: list[_Happening]) -> list[_Happening]:
    return sorted(found, key=lambda one: (one.day, _SORTS.index(one.sort), sort_key(one.what)))


def _quarter(basis: Basis, quarter: Period, coming: list[_Happening]) -> Values:
    found = [one for one in coming if one.day in quarter]
    return {
        "namn": f"{_ORDINALS[(quarter.first.month - 1) // 3]} kvartalet",
        "rader": [{**_row(one), "sen": one.day < basis.day} for one in _in_order(found)],
    }


def _sums(basis: Basis, sort: str, coming: list[_Happening], quarters: list[Period]) -> Values:
    of_sort = [one for one in coming if one.sort == sort]
    return {
        "namn": sort,
        "antal": [
            _count(basis, f"{quarter.text}.{sort}", [one for one in of_sort if one.day in quarter])
            for quarter in quarters
        ],
        "summa": _count(basis, f"slag.{sort}", of_sort),
    }


def _count(basis: Basis, measure: str, found: list[_Happening]) -> object:
    """Return how many things there are to do; what is done twice is counted twice, its record named once."""
    names = dict.fromkeys(name for one in found for name in one.ids)
    return basis.tally.figure(basis.key(_TOPIC, basis.selection.period.text, measure), len(found), names)


def _row(one: _Happening) -> Values:
    return {"dag": one.day, "slag": one.sort, "vad": one.what, "ansvarig": one.role, "var": one.where}


def _role(basis: Basis, record: Record, path: str) -> str:
    name = record.text(path)
    return basis.selection.records.title(name) if name else ""


def _measures(basis: Basis) -> Iterator[_Happening]:
    for record in open_measures(basis):
        due = record.date("klart_senast")
        if due:
            where = unit_name(basis.selection, record.text("enhet"))
            yield _Happening(due, "Åtgärd", record.title, _role(basis, record, "ansvarig"), where, (record.id,))


def _reviews(basis: Basis) -> Iterator[_Happening]:
    roles = {"process": "agare", "rutin": "dokumentansvarig"}
    for kind in _REVIEWED:
        for record in basis.selection.of(kind):
            due = record.date("revideras_senast")
            if due and is_in_force(record, basis.day):
                what = f"{record.kind.label}: {record.title}"
                yield _Happening(due, "Översyn", what, _role(basis, record, roles.get(kind, "")), ids=(record.id,))


def _controls(basis: Basis) -> Iterator[_Happening]:
    for record in in_force(basis):
        due = next_due(record, basis.day)
        if is_frequent(record) or due is None:
            continue
        days = dict.fromkeys([due, *occasions(record, basis.day, basis.selection.period)])
        for day in days:
            yield _Happening(day, "Egenkontroll", record.title, _role(basis, record, "ansvarig"), ids=(record.id,))


def _risks(basis: Basis) -> Iterator[_Happening]:
    for record in open_risks(basis):
        due = record.date("ny_bedomning_senast")
        if due:
            where = unit_name(basis.selection, record.text("enhet"))
            what = f"Bedöms igen: {record.title}"
            yield _Happening(due, "Risk", what, _role(basis, record, "bedomd.av"), where, (record.id,))


def _cooperation(basis: Basis) -> Iterator[_Happening]:
    for record in basis.selection.of("samverkan"):
        due, last = record.date("uppfoljning_senast"), record.date("overenskommelse.galler_till")
        followed = record.date("uppfoljning.datum")
        if due and not (followed and due <= followed):
            yield _Happening(due, "Samverkan", f"Följs upp: {record.title}", ids=(record.id,))
        if last:
            yield _Happening(last, "Samverkan", f"Överenskommelsen går ut: {record.title}", ids=(record.id,))


def _exceptions(basis: Basis) -> Iterator[_Happening]:
    for record in ending_exceptions(basis):
        last = record.date("galler_till")
        if last:
            what = f"{record.text('krav')} går ut"
            yield _Happening(last, "Undantag", what, _role(basis, record, "beslut.av"), ids=(record.id,))


def _accounts(basis: Basis) -> Iterator[_Happening]:
    """Yield the days that the law sets for the year's berättelser, where the covered activity must have them."""
    year = basis.selection.year
    for limit in basis.selection.records.catalogue.deadlines.values():
        if limit.kind == "berattelse" and limit.by and limit.is_law and _must_have(basis):
            yield _Happening(dt.date(year, limit.by.month, limit.by.day), "Berättelse", limit.label)


def _must_have(basis: Basis) -> bool:
    unit = basis.selection.enhet
    is_body = not unit or unit in [body.id for body in Organisation(basis.selection.records).bodies]
    return is_body and bool(laws(basis)["hsl"])


_SOURCES: tuple[Callable[[Basis], Iterator[_Happening]], ...] = (
    _measures,
    _reviews,
    _controls,
    _risks,
    _cooperation,
    _exceptions,
    _accounts,
)
