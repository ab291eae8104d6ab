"""Risks: what could happen, how it was judged, what was done and how it was judged then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generating import material
from generating.actions import Action, Proposals
from generating.chance import Chance
from generating.common import Common, prose
from generating.days import after, working_day
from generating.material import Measure, Phrases
from generating.names import Names
from generating.phrases import Words
from generating.town import Town, Unit
from kvalitet.data_files import Node
from kvalitet.source.exact import Value

Values = dict[str, Value]

_SCALE = "standard-4x4"
_LOW = 4
_EVENLY = 0.618034
"""Steps of this size spread any number of points evenly from 0 to 1."""

_TO_ACCEPT = 12
"""Days from judgement to the decision to live with a risk."""


@dataclass(frozen=True, slots=True)
class Threat:
    """One thing that could happen. Without a measure it is accepted, or stays open."""

    title: Phrases
    text: Phrases
    forms: tuple[str, ...]
    laws: tuple[str, ...]
    process: str
    reasons: tuple[str, ...]
    causes: tuple[str, ...]
    behind: Phrases
    before: tuple[int, int]
    afterwards: tuple[int, int] | None
    accepted: Phrases
    measures: tuple[Measure, ...]
    words: Words | None


@dataclass
class Risk:
    """A threat as a unit judged it."""

    id: str
    unit: Unit
    threat: Threat
    day: dt.date
    chance: Chance
    actions: list[Action]


def read_threats() -> list[Threat]:
    """Return everything that can threaten, in the order of the files."""
    files = sorted((material.EXAMPLE / "risks").glob("*.yaml"))
    return [_threat(node) for file in files for node in material.read(f"risks/{file.name}").elements("risker")]


def _threat(node: Node) -> Threat:
    node.allow_only(
        "handelse text former lagrum process anledning orsaker bakomliggande fore efter accepterad atgarder ord"
    )
    before, afterwards = (tuple(map(int, node.texts(key))) for key in ("fore", "efter"))
    return Threat(
        title=material.phrases(node, "handelse"),
        text=material.phrases(node, "text"),
        forms=node.texts("former"),
        laws=node.texts("lagrum"),
        process=node.text("process", ""),
        reasons=node.texts("anledning"),
        causes=node.texts("orsaker"),
        behind=material.phrases(node, "bakomliggande"),
        before=(before[0], before[1]),
        afterwards=(afterwards[0], afterwards[1]) if afterwards else None,
        accepted=material.phrases(node, "accepterad"),
        measures=tuple(material.measure(element) for element in node.elements("atgarder")),
        words=material.words(node, "ord") if "ord" in node else None,
    )


class Threats:
    """Judges risks and writes them."""

    def __init__(self, common: Common, town: Town, proposals: Proposals, names: Names, day: dt.date) -> None:
        self._common = common
        self._town = town
        self._proposals = proposals
        self._names = names
        self._day = day

    def judged(
        self, threats: Sequence[Threat], number: int, units: Sequence[Unit], first: dt.date, chance: Chance
    ) -> Iterator[Risk]:
        """Yield every threat once, and again in other units and years while more are wanted."""
        for count in range(number):
            own = chance.branch(count)
            threat = threats[count % len(threats)]
            fitting = [unit for unit in units if unit.form.name in threat.forms] or list(units)
            place = (count * _EVENLY + 0.03 * own.share()) % 1
            day = first + dt.timedelta(days=int(place * ((self._day - first).days - 3)))
            yield self.judge(f"risk/{count}", threat, fitting, day, own)

    def judge(self, key: str, threat: Threat, units: Sequence[Unit], day: dt.date, chance: Chance) -> Risk:
        """Return a threat as one of the units that it can meet judged it on a day, with its measures."""
        day = working_day(day)
        unit = chance.weighted([(unit, unit.yearly + 6) for unit in units])
        risk = Risk(self._names.draw("risk", day.year, key), unit, threat, day, chance, [])
        for number, measure in enumerate(threat.measures):
            risk.actions.append(self._measure(risk, measure, key, number))
        return risk

    def _measure(self, risk: Risk, measure: Measure, key: str, number: int) -> Action:
        action = self._proposals.propose(
            lambda year: self._names.draw("atgard", year, key, number),
            risk.unit,
            measure,
            risk.day,
            "ROL-enhetschef",
            risk.chance.branch("atgard", number),
        )
        if action.decision == "avslagen":
            action.decision = "delvis"
            action.due = working_day(action.decided + dt.timedelta(days=90))
            action.done, action.judged = action.due, after(action.due, 100)
        action.effect = "ja" if risk.threat.afterwards and number == 0 else "delvis"
        action.sources.append(risk.id)
        return action

    def values(self, risk: Risk) -> Values:
        """Return a risk as it stands on the day."""
        threat, chance, unit = risk.threat, risk.chance, risk.unit
        voice = self._common.voice(chance.branch("ord"), unit, threat.words)
        say = self._common.say
        values: Values = {
            "status": self._state(risk),
            "handelse": voice.say(chance.one(threat.title)),
            "beskrivning": prose(say(voice, chance, threat.text)),
            "enhet": unit.id,
            "process": threat.process if threat.process and self._town.applies(threat.process, unit) else None,
            "lagrum": [law for law in threat.laws or unit.laws if law in unit.laws] or list(unit.laws),
            "anledning": chance.one(threat.reasons),
            "orsaker": list(threat.causes),
            "bakomliggande": prose(say(voice, chance, threat.behind)),
            "sannolikhet": str(threat.before[0]),
            "konsekvens": str(threat.before[1]),
            "skala": _SCALE,
            "bedomd": {"datum": risk.day.isoformat(), "av": "ROL-enhetschef"},
            "ny_bedomning_senast": self._next(risk).isoformat(),
        }
        shown = [action.id for action in risk.actions if action.proposed <= self._day]
        if shown:
            values["atgarder"] = [*shown]
        accepted = after(risk.day, _TO_ACCEPT)
        if threat.accepted and accepted <= self._day:
            why = prose(say(voice, chance, threat.accepted))
            values["accepterad"] = {"av": "ROL-omradeschef", "motivering": why, "datum": accepted.isoformat()}
        return values | self._after(risk)

    def _judged_again(self, risk: Risk) -> dt.date | None:
        """Return the day of the second judgement: when all measures are judged, if that day has been."""
        if not risk.threat.afterwards or not risk.actions:
            return None
        day = max(action.judged or dt.date.max for action in risk.actions)
        return day if day <= self._day else None

    def _after(self, risk: Risk) -> Values:
        day, threat = self._judged_again(risk), risk.threat
        if day is None or threat.afterwards is None:
            return {}
        steps = {"sannolikhet": str(threat.afterwards[0]), "konsekvens": str(threat.afterwards[1])}
        return {"efter": {**steps, "datum": day.isoformat()}}

    def _state(self, risk: Risk) -> str:
        threat = risk.threat
        if threat.accepted:
            return "accepterad" if after(risk.day, _TO_ACCEPT) <= self._day else "oppen"
        if self._judged_again(risk) and threat.afterwards:
            return "stangd" if threat.afterwards[0] * threat.afterwards[1] <= _LOW else "atgardas"
        decided = any(action.state(self._day) != "foreslagen" for action in risk.actions)
        return "atgardas" if decided else "oppen"

    def _next(self, risk: Risk) -> dt.date:
        """Return when the risk is to be judged again: a year on, and again each year while it is open."""
        last = self._judged_again(risk) or risk.day
        while self._state(risk) != "stangd" and last + dt.timedelta(days=365) < self._day:
            last += dt.timedelta(days=365)
        return working_day(last + dt.timedelta(days=365))
