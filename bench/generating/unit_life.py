"""One unit's years: its avvikelser in order, the causes found, the measures they lead to and what helped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generating.actions import Action, Fixed, Proposals, fixed_action, is_weak
from generating.chance import Chance
from generating.common import Common
from generating.events import Event, Planned
from generating.grading import consequence, grades
from generating.material import Leaf, Measure
from generating.names import Names
from generating.steps import Steps
from generating.town import Unit

_Key = tuple[str, str]
"""A branch of categories and a cause."""

_MOST_CURED = 3
_FIRST, _AGAIN = 0.24, 0.52
_TO_TRY_AGAIN = dt.timedelta(days=540)
_LOW_RISK, _MIDDLE, _HIGH = 2, 4, 8
_HARM = 3
"""The gravity of a scene in which somebody was harmed beyond doubt."""


@dataclass
class UnitLife:
    """Lets a unit's planned events happen, in the order of their days.

    `cures` says from when a cause is done away with, `returns` when it is known to happen the last time:
    what people wrote, and what the stories tell, stands.
    """

    unit: Unit
    common: Common
    steps: Steps
    proposals: Proposals
    names: Names
    yearly: Callable[[Unit, Leaf], float]
    fixed: dict[str, Action]
    cures: dict[_Key, dt.date] = field(default_factory=dict)
    returns: dict[_Key, dt.date] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    _seen: dict[tuple[str, str], dt.date] = field(default_factory=dict)
    _taken: dict[int, dt.date] = field(default_factory=dict)

    def live(self, plans: Iterable[Planned], chance: Chance, day: dt.date) -> Iterator[Event]:
        """Yield every event that is reported by the day."""
        ordered = sorted(plans, key=lambda plan: (plan.day, plan.key))
        self._foresee(ordered)
        for plan in ordered:
            if self._is_prevented(plan):
                continue
            own = chance.branch(plan.key)
            event = self.steps.event(plan, "", own)
            if event.reported <= day:
                event.id = plan.case.id if plan.case and plan.case.id else self._name(event)
                self._judge(event)
                self._answer(event, day)
                yield event

    def _foresee(self, plans: Iterable[Planned]) -> None:
        for plan in plans:
            for cause in plan.causes:
                key = (plan.leaf.group, cause)
                self.returns[key] = max(plan.day, self.returns.get(key, plan.day))

    def _is_prevented(self, plan: Planned) -> bool:
        """Return whether everything that could cause an event is done away with, so that it does not happen."""
        if plan.causes or plan.case:
            return False
        return not any(self._weight(cause, plan) for cause in self._possible(plan))

    @staticmethod
    def _possible(plan: Planned) -> tuple[str, ...]:
        return plan.scene.causes or plan.leaf.causes or tuple(plan.leaf.topic.causes)

    def _name(self, event: Event) -> str:
        return self.names.draw("avvikelse", event.reported.year, event.plan.key)

    def _judge(self, event: Event) -> None:
        """Find causes, weigh the risk and grade what happened."""
        plan, chance = event.plan, event.chance
        if plan.case:
            event.causes, event.risk, event.grades = plan.case.causes, plan.case.risk, dict(plan.case.grades)
            return
        event.causes = plan.causes or self._causes(event)
        event.voice.marks.update(event.causes)
        often = self.yearly(plan.unit, plan.leaf)
        likelihood = 1 + sum(often * (0.6 + 0.8 * chance.share()) > limit for limit in (1.6, 9, 80))
        event.risk = (likelihood, consequence(plan.scene, chance))
        if event.risk[0] * event.risk[1] <= _LOW_RISK:
            event.voice.marks.add("lag_risk")
        event.grades = grades(event)

    def _causes(self, event: Event) -> tuple[str, ...]:
        plan, chance = event.plan, event.chance
        ways = self._possible(plan)
        weights = [(cause, self._weight(cause, plan) * (1.6 if cause == ways[0] else 1.0)) for cause in ways]
        first = chance.weighted(weights)
        others = [(cause, weight) for cause, weight in weights if cause != first and weight]
        return (first, chance.weighted(others)) if others and chance.hits(0.42) else (first,)

    def _weight(self, cause: str, plan: Planned) -> float:
        """Return how likely a cause is: not at all once it is done away with."""
        cured = self.cures.get((plan.leaf.group, cause))
        found = plan.leaf.topic.causes.get(cause)
        if found is None or (cured is not None and plan.day >= cured):
            return 0.0
        return found.weight * self.common.cause_weight(cause, plan.day)

    def _answer(self, event: Event, day: dt.date) -> None:
        """Link the event to measures that answer its causes, or make new ones."""
        if event.dismissed or event.decided > day:
            return
        for fixed in event.plan.answers:
            self._join(event, self._fixed(fixed))
        if not event.actions and event.plan.case is None:
            self._answer_cause(event, event.causes[0], day)
            if event.actions and event.value >= _HIGH and all(action.is_weak for action in event.actions):
                self._answer_strongly(event)
        settled = [action.settled for action in event.actions]
        if settled:
            event.followed = max(event.followed, *(moment or dt.date.max for moment in settled))
            self._cure(event)

    def _fixed(self, fixed: Fixed) -> Action:
        if fixed.id not in self.fixed:
            chance = Chance("fixed", fixed.id)
            drawn = fixed.is_retold and self.names.draw("atgard", fixed.proposed.year, fixed.id)
            record_id = drawn or self.names.keep(fixed.id)
            self.fixed[fixed.id] = fixed_action(fixed, record_id, self.unit, self.common, chance)
            self.actions.append(self.fixed[fixed.id])
        return self.fixed[fixed.id]

    def _answer_cause(self, event: Event, cause: str, day: dt.date) -> None:
        topic = event.plan.leaf.topic.name
        going_on = self._going_on(event, cause)
        if going_on is not None and event.chance.hits(0.75):
            self._join(event, going_on)
            return
        before = self._seen.get((topic, cause))
        self._seen[topic, cause] = event.decided
        is_again = before is not None and (event.decided - before).days < 200
        likelihood = _AGAIN if is_again else _FIRST if event.value >= _MIDDLE else _FIRST * 0.6
        ways = self._measures(event, cause)
        is_grave = event.value >= _HIGH or event.plan.scene.gravity == _HARM
        if ways and (is_grave or event.chance.hits(likelihood)):
            self._make(event, event.chance.one(ways))

    def _going_on(self, event: Event, cause: str) -> Action | None:
        """Return a measure of the unit for the same cause that was proposed but not done when this was decided."""
        for action in reversed(self.actions):
            is_open = action.proposed <= event.decided and (action.done is None or event.plan.day < action.done)
            is_same = action.measure.cause == cause and action.topic == event.plan.leaf.topic.name
            if is_same and is_open and action.decision != "avslagen" and not action.is_fixed:
                return action
        return None

    def _answer_strongly(self, event: Event) -> None:
        """Add a measure that does not rest on memory alone, as what is grave demands."""
        ways = [
            measure for cause in event.causes for measure in self._measures(event, cause) if not is_weak(measure.typ)
        ]
        if ways:
            self._make(event, event.chance.one(ways))

    def _measures(self, event: Event, cause: str) -> list[Measure]:
        known = event.plan.leaf.topic.causes.get(cause)
        form, voice = self.unit.form.name, event.voice
        ways = known.measures if known else ()
        fitting = [way for way in ways if (not way.forms or form in way.forms) and voice.fitting(way.title)]
        begun = event.decided - _TO_TRY_AGAIN
        return [way for way in fitting if self._taken.get(id(way), begun) <= begun] or fitting

    def _make(self, event: Event, measure: Measure) -> None:
        number = len(event.actions)
        chance = event.chance.branch("atgard", number)
        action = self.proposals.propose(
            lambda year: self.names.draw("atgard", year, event.plan.key, number),
            self.unit,
            measure,
            event.done,
            self._proposer(event),
            chance,
            event.voice.marks,
        )
        action.topic = event.plan.leaf.topic.name
        self._taken[id(measure)] = action.proposed
        self.actions.append(action)
        self._join(event, action)

    def _proposer(self, event: Event) -> str:
        return event.chance.weighted((("ROL-enhetschef", 5.0), (event.reporter, 2.0)))

    @staticmethod
    def _join(event: Event, action: Action) -> None:
        if event.id not in action.sources:
            action.sources.append(event.id)
            event.actions.append(action)

    def _cure(self, event: Event) -> None:
        """Let what helped do away with its cause; where that comes back, or much is gone already, it helped in part."""
        group = event.plan.leaf.group
        for action in event.actions:
            key = (group, action.measure.cause)
            if action.effect != "ja" or action.done is None:
                continue
            gone = key not in self.cures and sum(branch == group for branch, _ in self.cures)
            if not action.is_fixed and (gone >= _MOST_CURED or self.returns.get(key, dt.date.min) > action.done):
                action.effect = "delvis"
            else:
                self.cures[key] = min(action.done, self.cures.get(key, action.done))
