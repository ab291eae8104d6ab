"""Klagomål, synpunkter, beröm: what came in, what was found and answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from generating import material
from generating.chance import Chance
from generating.common import Common, prose
from generating.days import after
from generating.events import Event
from generating.material import Phrases, Scene
from generating.phrases import Voice, Words
from generating.town import Unit
from kvalitet.data_files import Node
from kvalitet.source.exact import Value

Values = dict[str, Value]

_PRAISE = "berom"
_ANSWERED_UNLESS = ("berom", "fraga")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that somebody can say about the quality. `scene` is the avvikelse that it may turn out to be.

    Title, text and conclusion that have several ways each belong together in their order.
    """

    art: str
    weight: float
    forms: tuple[str, ...]
    groups: tuple[str, ...]
    themes: tuple[str, ...]
    title: Phrases
    text: Phrases
    conclusion: Phrases
    motive: Phrases
    words: Words | None
    category: str
    scene: Scene | None
    both: str


@dataclass(frozen=True)
class Complaint:
    """A thing told of a unit on a day."""

    key: str
    unit: Unit
    told: Told
    day: dt.date
    event: Event | None = None


def read_told() -> list[Told]:
    """Return everything that can be said, in the order of the files."""
    files = sorted((material.EXAMPLE / "complaints").glob("*.yaml"))
    return [_told(node) for file in files for node in material.read(f"complaints/{file.name}").elements("sagt")]


def _told(node: Node) -> Told:
    node.allow_only("art vikt former fran tema rubrik text slutsats motivering ord avvikelse lagrum")
    found = node.child("avvikelse") if "avvikelse" in node else None
    return Told(
        art=node.text("art"),
        weight=float(node.text("vikt", "1")),
        forms=node.texts("former"),
        groups=node.texts("fran") or ("vard_omsorgstagare_narstaende",),
        themes=node.texts("tema"),
        title=material.phrases(node, "rubrik"),
        text=material.phrases(node, "text"),
        conclusion=material.phrases(node, "slutsats"),
        motive=material.phrases(node, "motivering"),
        words=material.words(node, "ord") if "ord" in node else None,
        category=found.text("kategori") if found else "",
        scene=material.scene(found.child("scen")) if found else None,
        both=node.text("lagrum", ""),
    )


def fitting(told: Sequence[Told], unit: Unit, *, as_event: bool) -> list[Told]:
    """Return what can be said of a unit: what turns out to be an avvikelse, or all else."""
    return [
        one
        for one in told
        if (one.scene is not None) == as_event
        and (not one.forms or unit.form.name in one.forms)
        and (not one.category or ("hsl" in unit.laws if one.category.startswith("hsl") else unit.laws != ("hsl",)))
    ]


class ComplaintText:
    """Writes klagomål and synpunkter."""

    def __init__(self, common: Common, day: dt.date) -> None:
        self._common = common
        self._curves = common.curves
        self._day = day

    def values(self, complaint: Complaint, chance: Chance) -> Values:
        """Return a complaint as it stands on the day."""
        told, unit = complaint.told, complaint.unit
        group = chance.one(told.groups)
        voice = self._common.voice(chance.branch("ord"), unit, told.words, (group, told.art, *told.themes))
        way = chance.whole(0, len(told.text) - 1)
        anonymous = group == "vard_omsorgstagare_narstaende" and complaint.event is None and chance.hits(0.05)
        values: Values = {
            "art": told.art,
            "rubrik": voice.say(told.title[way % len(told.title)]),
            "enhet": unit.id,
            "mottaget": complaint.day.isoformat(),
            "fran": group,
            "kanal": self._channel(group, chance),
            "anonymt": "ja" if anonymous else "nej",
            "lagrum": self._laws(complaint),
            "tema": list(told.themes),
            "beskrivning": prose(
                self._common.say(voice, chance, (told.text[way],), more=self._common.more("framfort"))
            ),
        }
        if told.art == _PRAISE:
            return values | self._thanks(complaint.day, anonymous, chance)
        return values | self._handled(complaint, voice, way, anonymous, chance)

    @staticmethod
    def _laws(complaint: Complaint) -> list[Value] | None:
        if complaint.event:
            return [*complaint.event.laws]
        laws = complaint.unit.laws
        if complaint.told.both:
            return [*(law for law in complaint.told.both.split() if law in laws)] or None
        return [*(laws if len(laws) == 1 else [law for law in laws if law != "hsl"][:1])]

    def _channel(self, group: str, chance: Chance) -> str:
        ways = self._common.phrases["kanal"]
        return str(chance.one(ways.get(group, ways["allmant"])).phrase[0])

    def _thanks(self, day: dt.date, anonymous: bool, chance: Chance) -> Values:
        answered = after(day, chance.whole(1, 9))
        return {} if anonymous or answered > self._day else {"besvarat": answered.isoformat()}

    def _handled(self, complaint: Complaint, voice: Voice, way: int, anonymous: bool, chance: Chance) -> Values:
        day, told = complaint.day, complaint.told
        confirmed = after(day, chance.whole(0, 2))
        started = after(confirmed, chance.whole(0, 5))
        answered = max(after(started, 1), after(day, self._days_to_answer(day, chance)))
        done = max(started, answered - dt.timedelta(days=chance.whole(1, 4)))
        values: Values = {}
        if confirmed <= self._day and not anonymous:
            values["bekraftat"] = confirmed.isoformat()
        if started <= self._day:
            values["utredning"] = {"ansvarig": self._inquirer(complaint, chance), "paborjad": started.isoformat()}
        if done <= self._day:
            values |= self._found(complaint, voice, way, started, done, chance)
        if answered <= self._day and not anonymous:
            values["besvarat"] = answered.isoformat()
        if complaint.event and done <= self._day:
            shown = complaint.event.shown_actions(self._day)
            values["avvikelse"] = complaint.event.id
            values["atgarder"] = [action.id for action in shown] if shown else None
        return values if told.art not in _ANSWERED_UNLESS else self._without_stand(values)

    @staticmethod
    def _without_stand(values: Values) -> Values:
        return {name: value for name, value in values.items() if name != "stallningstagande"}

    def _days_to_answer(self, day: dt.date, chance: Chance) -> int:
        return chance.along(self._curves.get(f"svar_{day.year}", self._curves["svar"]))

    @staticmethod
    def _inquirer(complaint: Complaint, chance: Chance) -> str:
        return chance.weighted(complaint.unit.form.inquirers["klagomal"])

    def _found(
        self, complaint: Complaint, voice: Voice, way: int, started: dt.date, done: dt.date, chance: Chance
    ) -> Values:
        told = complaint.told
        conclusion = (told.conclusion[way % len(told.conclusion)],)
        inquirer = self._inquirer(complaint, chance)
        fallback = self._common.phrases["klagomal_motiv"]["ja" if complaint.event else "nej"]
        return {
            "utredning": {
                "ansvarig": inquirer,
                "paborjad": started.isoformat(),
                "klar": done.isoformat(),
                "slutsats": prose(self._common.say(voice, chance, conclusion, more=self._common.more("klagomal"))),
            },
            "stallningstagande": {
                "avvikelse": "ja" if complaint.event else "nej",
                "motivering": prose(
                    self._common.say(voice, chance, told.motive, fallback, more=self._common.more("klagomal_motiv"))
                ),
                "av": inquirer,
                "datum": done.isoformat(),
            },
        }
