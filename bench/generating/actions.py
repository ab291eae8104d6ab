"""An åtgärd while it is being made: proposed, decided, done, judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generating.chance import Chance
from generating.common import Common, prose
from generating.days import after, span, working_day
from generating.material import Measure, Phrases
from generating.phrases import Voice
from generating.town import Unit
from kvalitet.source.exact import Value

STRENGTH = {
    "konstruktion": "stark",
    "system_teknik": "stark",
    "standardisering": "medel",
    "bemanning_organisation": "medel",
    "kontroll": "medel",
    "rutin": "svag",
    "utbildning": "svag",
    "paminnelse": "svag",
}

_SUCCESS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "stark": (("ja", 0.78), ("delvis", 0.19), ("nej", 0.03)),
    "medel": (("ja", 0.58), ("delvis", 0.34), ("nej", 0.08)),
    "svag": (("ja", 0.24), ("delvis", 0.47), ("nej", 0.29)),
}
"""How often measures of each strength give what was wanted: the weak ones rest on memory."""


@dataclass(frozen=True)
class Fixed:
    """A measure of a story: known by its id, with days of its own.

    One that is told again elsewhere is known by a name, and gets an id of its own.
    """

    id: str
    measure: Measure
    proposed: dt.date
    decided: dt.date
    due: dt.date | None
    done: dt.date | None
    judged: dt.date | None
    effect: str
    responsible: str
    decider: str
    is_retold: bool = False


@dataclass
class Action:
    """One åtgärd and its steps; a step that never comes is None."""

    id: str
    unit: Unit
    chance: Chance
    voice: Voice
    measure: Measure
    proposed: dt.date
    proposer: str
    responsible: str
    decided: dt.date
    decider: str
    decision: str
    immediate: bool = False
    start: dt.date | None = None
    due: dt.date | None = None
    done: dt.date | None = None
    judged: dt.date | None = None
    effect: str = ""
    topic: str = ""
    is_fixed: bool = False
    sources: list[str] = field(default_factory=list)

    def state(self, day: dt.date) -> str:
        """Return how far the measure has come on a day."""
        if self.decided > day:
            return "foreslagen"
        if self.decision == "avslagen":
            return "avslagen"
        if self.done is not None and self.done <= day:
            return "genomford"
        return "pagar" if self.start is None or self.start <= day else "beslutad"

    @property
    def is_weak(self) -> bool:
        """Whether it rests on somebody's memory."""
        return is_weak(self.measure.typ)

    @property
    def settled(self) -> dt.date | None:
        """The day from which nothing more is to come of it, or None where that day is not known."""
        return self.decided if self.decision == "avslagen" else self.judged


def is_weak(typ: str) -> bool:
    """Return whether measures of a type rest on somebody's memory."""
    return STRENGTH[typ] == "svag"


def outcome(typ: str, chance: Chance) -> str:
    """Return whether a measure of a type will give what is wanted of it."""
    return chance.weighted(_SUCCESS[STRENGTH[typ]])


def fixed_action(fixed: Fixed, record_id: str, unit: Unit, common: Common, chance: Chance) -> Action:
    """Return the measure of a story."""
    return Action(
        id=record_id,
        unit=unit,
        chance=chance,
        voice=common.voice(chance.branch("ord"), unit),
        measure=fixed.measure,
        proposed=fixed.proposed,
        proposer=fixed.responsible,
        responsible=fixed.responsible,
        decided=fixed.decided,
        decider=fixed.decider,
        decision="godkand",
        immediate=fixed.due is None,
        due=fixed.due,
        done=fixed.done,
        judged=fixed.judged,
        effect=fixed.effect,
        is_fixed=True,
    )


class Proposals:
    """Makes measures: who proposes them, what is decided, when they are done and whether they help."""

    def __init__(self, common: Common) -> None:
        self._common = common
        self._curves = common.curves

    def propose(
        self,
        name: Callable[[int], str],
        unit: Unit,
        measure: Measure,
        earliest: dt.date,
        proposer: str,
        chance: Chance,
        marks: Iterable[str] = (),
    ) -> Action:
        """Return a measure proposed on a day or soon after, with all that will come of it.

        `name` gives its id once the year is known; `marks` are what it is about.
        """
        proposed = after(earliest, chance.along(self._curves["forslag"]))
        responsible = chance.weighted(unit.form.measures)
        action = Action(
            id=name(proposed.year),
            unit=unit,
            chance=chance,
            voice=self._common.voice(chance.branch("ord"), unit, marks=(*marks, measure.typ)),
            measure=measure,
            proposed=proposed,
            proposer=proposer,
            responsible=responsible,
            decided=after(proposed, chance.along(self._curves["atgardsbeslut"])),
            decider="ROL-omradeschef" if chance.hits(0.3) else "ROL-enhetschef",
            decision=chance.weighted((("godkand", 0.9), ("delvis", 0.05), ("avslagen", 0.05))),
        )
        self._carry_out(action)
        return action

    def _carry_out(self, action: Action) -> None:
        chance = action.chance
        if action.decision == "avslagen":
            return
        if action.is_weak and chance.hits(0.3):
            action.immediate, action.done = True, action.decided
        else:
            action.due = working_day(action.decided + dt.timedelta(days=chance.along(self._curves["tid_till_klart"])))
            if chance.hits(0.3):
                action.start = min(action.due, after(action.decided, chance.whole(5, 30)))
            late = chance.along(self._curves["efter_plan"])
            action.done = max(action.decided, action.start or action.decided, after(action.due, late))
        action.judged = after(action.done, chance.along(self._curves["effekt"]))
        action.effect = outcome(action.measure.typ, chance)


class ActionText:
    """Writes an åtgärd as the values of a record."""

    def __init__(self, common: Common, day: dt.date) -> None:
        self._common = common
        self._day = day

    def values(self, action: Action) -> dict[str, Value]:
        """Return a measure as it stands on the day."""
        measure, voice, chance = action.measure, action.voice, action.chance
        state = action.state(self._day)
        values: dict[str, Value] = {
            "status": state,
            "rubrik": voice.say(chance.one(voice.fitting(measure.title))),
            "enhet": action.unit.id,
            "kalla": list(action.sources),
            "orsak": measure.cause,
            "typ": measure.typ,
            "onskat_resultat": prose(self._say(action, measure.result, more=self._common.more("resultat")))
            if measure.result
            else None,
            "foreslagen": action.proposed.isoformat(),
            "foreslagen_av": action.proposer,
            "omedelbar": "ja" if action.immediate else "nej",
        }
        if measure.text:
            values["beskrivning"] = prose(self._say(action, measure.text, more=self._common.more("atgard")))
        if state != "foreslagen":
            values |= self._decision(action)
        if state in ("beslutad", "pagar", "genomford"):
            values |= self._plan(action)
        if state == "genomford" and action.done:
            values["genomford"] = action.done.isoformat()
            values |= self._effect(action)
        return values

    def _decision(self, action: Action) -> dict[str, Value]:
        decision: dict[str, Value] = {
            "beslut": action.decision,
            "av": action.decider,
            "datum": action.decided.isoformat(),
        }
        reasons = self._common.phrases["atgardsbeslut"].get(action.decision)
        if reasons:
            decision["motivering"] = prose(self._say(action, reasons, more=self._common.more("atgardsbeslut")))
        return {"beslut": decision}

    def _say(self, action: Action, *choices: Phrases, more: Phrases = ()) -> str:
        return self._common.say(action.voice, action.chance, *choices, more=() if action.is_fixed else more)

    def _plan(self, action: Action) -> dict[str, Value]:
        values: dict[str, Value] = {"ansvarig": action.responsible}
        if action.start:
            values["planerad_start"] = action.start.isoformat()
        if action.due:
            values["klart_senast"] = action.due.isoformat()
        if action.measure.improves:
            values["forbattrar"] = list(action.measure.improves)
        return values

    def _effect(self, action: Action) -> dict[str, Value]:
        if action.judged is None or action.done is None or action.judged > self._day:
            return {}
        action.voice.knows("sedan", span(action.judged - action.done))
        general = self._common.phrases["effekt"][action.effect]
        own, more = action.measure.effects.get(action.effect, ()), self._common.more(f"effekt_{action.effect}")
        text = self._say(action, own, general, more=more)
        return {"effekt": {"datum": action.judged.isoformat(), "onskad": action.effect, "beskrivning": prose(text)}}
