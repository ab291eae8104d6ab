"""An avvikelse while it is being made: what happened, and every step that followed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generating.chance import Chance
from generating.material import Leaf, Scene
from generating.phrases import Voice
from generating.town import Unit

if TYPE_CHECKING:
    from generating.actions import Action, Fixed
    from generating.cases import Case


_TO_SETTLE = 6
_SUMMER = (6, 7, 8)


@dataclass(frozen=True)
class Planned:
    """Something that will happen in a unit on a day.

    `causes` are those that an inquiry must find, `answers` the measures that are known beforehand.
    `found` is given where a complaint brought it to light.
    """

    key: str
    unit: Unit
    leaf: Leaf
    scene: Scene
    day: dt.date
    causes: tuple[str, ...] = ()
    answers: tuple[Fixed, ...] = ()
    case: Case | None = None
    found: dt.date | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """What it is about, for what may be said of it: its category, branch by branch, and the scene's own.

        The first word of a branch is a mark too: medicinteknik of medicinteknik-utrustning. So are its
        slag, the summer and that somebody was harmed.
        """
        branches = self.leaf.path.split("/")
        season = ("sommar",) if self.day.month in _SUMMER else ()
        first = (branch.partition("-")[0] for branch in branches)
        harm = ("skadad",) if self.scene.gravity > 1 else ()
        return (*branches, *first, self.scene.slag, *season, *harm, *self.scene.marks)


@dataclass
class Event:
    """One avvikelse and its steps; a step that has not been taken is None."""

    plan: Planned
    id: str
    chance: Chance
    voice: Voice
    laws: tuple[str, ...]
    reporter: str
    minute: int | None
    found: dt.date
    reported: dt.date
    reviewed: dt.date
    completed: dt.date | None
    started: dt.date
    done: dt.date
    decided: dt.date
    fed_back: dt.date
    followed: dt.date
    dismissed: bool
    causes: tuple[str, ...] = ()
    risk: tuple[int, int] = (1, 1)
    grades: dict[str, str] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)

    @property
    def value(self) -> int:
        """The product of probability and consequence."""
        return self.risk[0] * self.risk[1]

    def state(self, day: dt.date) -> str:
        """Return how far the matter has come on a day."""
        if self.reviewed > day:
            return "inkommen"
        if self.completed is not None and self.completed > day:
            return "komplettering"
        if self.dismissed:
            return "avskriven"
        if self.started > day:
            return "granskning"
        if self.decided > day:
            return "utredning"
        return self._state_after_decision(day)

    def _state_after_decision(self, day: dt.date) -> str:
        if max(self.followed, self.fed_back) <= day and not any(a.state(day) == "foreslagen" for a in self.actions):
            return "avslutad"
        return "uppfoljning" if self.shown_actions(day) or self.is_without_action(day) else "beslut"

    def shown_actions(self, day: dt.date) -> list[Action]:
        """Return the measures that are proposed by a day."""
        return [action for action in self.actions if action.proposed <= day]

    def is_without_action(self, day: dt.date) -> bool:
        """Return whether it is settled that nothing is to be done: a while after the decision."""
        return not self.actions and (day - self.decided).days >= _TO_SETTLE
