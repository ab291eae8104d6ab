"""From evidence to a state: visat, delvis, inaktuellt, ej visat, for one part of the organisation."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kvalitet.fulfilment.evidence import Evidence, Stale
from kvalitet.records.dates import day_of
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.requirements import Demand
from kvalitet.words import in_sentence

_ONE_DAY = dt.timedelta(days=1)
_MOST_NAMED = 5


class Status(enum.StrEnum):
    """What the records show of a requirement. None of the words says that a law is met."""

    SHOWN = "visat"
    PARTLY = "delvis"
    STALE = "inaktuellt"
    NOT_SHOWN = "ej visat"
    NOT_APPLICABLE = "ej tillämpligt"
    FOLLOWED = "följs"
    NOT_FOLLOWED = "följs inte"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is shown, by which records, what is missing in plain Swedish, and since when it is stale."""

    status: Status
    shown_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    since: dt.date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """A part of the organisation, and the workplaces in it that a requirement speaks to."""

    unit: str
    organisation: Organisation
    workplaces: Sequence[Record] = field(default_factory=tuple)

    @property
    def reach(self) -> set[str]:
        """The units whose records speak for this part."""
        return self.organisation.reach(self.unit)


def judge(demand: Demand, evidence: Sequence[Evidence], scope: Scope, day: dt.date) -> Verdict:
    """Return what the evidence shows of one demand in a part of the organisation."""
    reach = scope.reach
    found = [one for one in evidence if one.speaks_for(reach)]
    if demand.yearly:
        found = _newest(found, demand.yearly.field)
    if not found and demand.if_none:
        return Verdict(Status.NOT_APPLICABLE, notes=(demand.if_none,))
    if not found:
        return Verdict(Status.NOT_SHOWN, missing=(demand.missing,))
    lacks = [lack for one in found for lack in one.lacks]
    if len(found) < demand.at_least:
        lacks.insert(0, demand.missing)
    if demand.every_unit:
        lacks += _uncovered(demand, found, scope)
    stale = [old for one in found for old in one.stale] + list(_old(demand, found, day))
    notes = (_hint(demand, found),) if demand.hint else ()
    ids = tuple(one.record.id for one in found)
    if lacks:
        return Verdict(Status.PARTLY, ids, (*_few(lacks), *_few([old.why for old in stale])), notes=notes)
    if stale:
        since = min(old.since for old in stale)
        return Verdict(Status.STALE, ids, _few([old.why for old in stale]), since, notes)
    return Verdict(Status.SHOWN, ids, notes=notes)


def _few(lines: list[str]) -> tuple[str, ...]:
    """Return the first lines and how many more there are: a list of forty helps nobody."""
    if len(lines) <= _MOST_NAMED + 1:
        return tuple(lines)
    return (*lines[:_MOST_NAMED], f"och {len(lines) - _MOST_NAMED} till av samma slag")


def _newest(found: list[Evidence], path: str) -> list[Evidence]:
    """Return the evidence of the latest year only: an older document is history."""
    days = [day_of(one.record, path) for one in found]
    latest = max((day for day in days if day), default=None)
    return [one for one, day in zip(found, days, strict=True) if day == latest]


def _old(demand: Demand, found: list[Evidence], day: dt.date) -> Iterable[Stale]:
    """Yield why the newest of the evidence is too old, if it is."""
    if demand.fresh:
        dates = (day_of(one.record, demand.fresh.field, by=day) for one in found)
        newest = max((date for date in dates if date), default=None)
        if newest is not None and demand.fresh.within.after(newest) < day:
            since = demand.fresh.within.after(newest) + _ONE_DAY
            yield Stale(since, f"{demand.what}: det senaste är från {newest}, mer än {demand.fresh.within} sedan")
    if demand.yearly:
        newest = day_of(found[0].record, demand.yearly.field)
        if newest is not None:
            last = dt.date(newest.year + 2, demand.yearly.month, demand.yearly.day)
            if last < day:
                yield Stale(last + _ONE_DAY, f"{demand.what}: den senaste gäller {newest.year}")


def _uncovered(demand: Demand, found: list[Evidence], scope: Scope) -> list[str]:
    return [
        f"{unit.title} ({unit.id}) omfattas inte av {demand.what}"
        for unit in scope.workplaces
        if not any(one.speaks_for(scope.organisation.reach(unit.id)) for one in found)
    ]


def _hint(demand: Demand, found: list[Evidence]) -> str:
    """Return which of the values that are asked for nobody uses: something to think of, never a lack."""
    known = found[0].record.field(demand.hint)
    wanted = next((values for path, values in demand.where.clauses if path == demand.hint), ()) if demand.where else ()
    used = {text for one in found for text in one.record.texts(demand.hint)}
    unused = [in_sentence(known.choices.get(name, name)) for name in wanted if known and name not in used]
    return f"Används inte: {'; '.join(unused)}. Inget av dem är ett krav." if unused else ""


def best(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of demands of which one is enough: the last of them to turn stale counts."""
    order = (Status.SHOWN, Status.STALE, Status.PARTLY, Status.NOT_APPLICABLE, Status.NOT_SHOWN)
    found = min(
        verdicts, key=lambda verdict: (order.index(verdict.status), -(verdict.since or dt.date.min).toordinal())
    )
    if found.status is Status.NOT_SHOWN and len(verdicts) > 1:
        return Verdict(Status.NOT_SHOWN, missing=(" Eller: ".join(v.missing[0] for v in verdicts),))
    return found


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of demands that all must hold; what there is nothing to judge by does not count."""
    counted = [verdict for verdict in verdicts if verdict.status is not Status.NOT_APPLICABLE]
    notes = tuple(dict.fromkeys(note for verdict in counted or verdicts for note in verdict.notes if note))
    if not counted:
        return Verdict(Status.NOT_APPLICABLE, notes=notes)
    ids = tuple(dict.fromkeys(name for verdict in counted for name in verdict.shown_by))
    missing = tuple(dict.fromkeys(line for verdict in counted for line in verdict.missing))
    states = {verdict.status for verdict in counted}
    if states == {Status.NOT_SHOWN}:
        return Verdict(Status.NOT_SHOWN, ids, missing, notes=notes)
    if states & {Status.NOT_SHOWN, Status.PARTLY, Status.NOT_FOLLOWED}:
        return Verdict(Status.PARTLY, ids, missing, notes=notes)
    since = min((verdict.since for verdict in counted if verdict.since), default=None)
    if Status.STALE in states:
        return Verdict(Status.STALE, ids, missing, since, notes)
    return Verdict(Status.SHOWN, ids, notes=notes)


def as_advice(verdict: Verdict) -> Verdict:
    """Return the verdict on allmänna råd in their own words: other ways to the goal are allowed."""
    words = {
        Status.SHOWN: Status.FOLLOWED,
        Status.PARTLY: Status.NOT_FOLLOWED,
        Status.STALE: Status.NOT_FOLLOWED,
    }
    status = words.get(verdict.status, verdict.status)
    return Verdict(status, verdict.shown_by, verdict.missing, verdict.since, verdict.notes)
