"""The days on which a matter moves on, from what happened to the follow-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generating.chance import Chance
from generating.common import Common
from generating.days import after, is_too_late_to_report, last, minutes
from generating.events import Event, Planned

_DISMISSED, _SENT_BACK = 0.035, 0.025
_LEAST = 5


@dataclass(frozen=True)
class Vacancy:
    """A time when a unit had no manager, so that nobody began an inquiry."""

    since: dt.date
    until: dt.date


class Steps:
    """Gives every event its days."""

    def __init__(self, common: Common, vacancies: Mapping[str, Sequence[Vacancy]]) -> None:
        self._common = common
        self._curves = common.curves
        self._vacancies = vacancies

    def event(self, plan: Planned, record_id: str, chance: Chance) -> Event:
        """Return what was planned as an event with all its steps."""
        part = self._part(plan, chance)
        minute = minutes(part, plan.scene.hours, chance) if plan.unit.form.has_clock and chance.hits(0.72) else None
        found = plan.found or plan.day + dt.timedelta(days=chance.along(self._curves["upptackt"]))
        reported = self._reported(plan, found, minute, chance)
        reviewed, completed = self._reviewed(reported, chance, plan)
        started = self._started(plan, completed or reviewed, chance)
        done = after(started, chance.along(self._curves["lex_utredning" if plan.case else "utredning"]))
        decided = after(done, chance.along(self._curves["beslut"]))
        if plan.answers and not plan.case:
            started, done, decided = _in_time(reviewed, started, done, decided, plan)
        return Event(
            plan=plan,
            id=record_id,
            chance=chance,
            voice=self._common.voice(chance.branch("ord"), plan.unit, plan.scene.words, (*plan.marks, part)),
            laws=self._laws(plan, chance),
            reporter=chance.weighted(plan.unit.form.reporters),
            minute=minute,
            found=found,
            reported=reported,
            reviewed=reviewed,
            completed=completed,
            started=started,
            done=done,
            decided=decided,
            fed_back=after(decided, chance.along(self._curves["aterkoppling"])),
            followed=after(decided, chance.along(self._curves["uppfoljning"])),
            dismissed=self._is_dismissed(plan, chance),
        )

    @staticmethod
    def _part(plan: Planned, chance: Chance) -> str:
        """Return the part of the day: one of the scene's, as likely as in its category."""
        usual = dict(plan.leaf.parts)
        own = [(part, usual.get(part, 0.5)) for part in plan.scene.parts]
        return chance.weighted(own or plan.leaf.parts or [("dag", 1.0)])

    def _reported(self, plan: Planned, found: dt.date, minute: int | None, chance: Chance) -> dt.date:
        curve = "lex_rapport" if plan.scene.slag in ("missforhallande", "risk") else "rapport"
        days = chance.along(self._curves[curve])
        if days == 0 and found == plan.day and is_too_late_to_report(minute):
            days = 1
        return found + dt.timedelta(days=days)

    def _reviewed(self, reported: dt.date, chance: Chance, plan: Planned) -> tuple[dt.date, dt.date | None]:
        reviewed = after(reported, 0 if plan.case else chance.along(self._curves["granskning"]))
        if plan.case or plan.answers or plan.found or not chance.hits(_SENT_BACK):
            return reviewed, None
        return reviewed, after(reviewed, chance.along(self._curves["komplettering"]))

    def _started(self, plan: Planned, ready: dt.date, chance: Chance) -> dt.date:
        started = after(ready, chance.along(self._curves["lex_start" if plan.case else "start"]))
        for vacancy in self._vacancies.get(plan.unit.id, ()):
            if vacancy.since <= ready < vacancy.until:
                return last((started, after(vacancy.until, chance.whole(0, 9))))
        return started

    @staticmethod
    def _laws(plan: Planned, chance: Chance) -> tuple[str, ...]:
        social = [law for law in plan.unit.laws if law != "hsl"]
        if plan.scene.both_laws and social and "hsl" in plan.unit.laws:
            return ("hsl", social[0])
        if plan.leaf.is_hsl:
            return ("hsl",)
        return (chance.weighted(zip(social, (3.0, 1.0), strict=False)),)

    @staticmethod
    def _is_dismissed(plan: Planned, chance: Chance) -> bool:
        return not (plan.case or plan.answers or plan.found) and chance.hits(_DISMISSED)


def _in_time(
    reviewed: dt.date, started: dt.date, done: dt.date, decided: dt.date, plan: Planned
) -> tuple[dt.date, dt.date, dt.date]:
    """Let an inquiry end before the measure that answers it is proposed, where there is time for it."""
    limit = min(fixed.proposed for fixed in plan.answers)
    if decided <= limit or (limit - reviewed).days < _LEAST:
        return started, done, decided
    return min(started, limit - dt.timedelta(days=3)), min(done, limit), limit
