"""Grave events with an inquiry of their own, and chains of events that one measure answers: the stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generating import material
from generating.actions import Fixed
from generating.chance import Chance
from generating.days import after, meeting_after
from generating.events import Event, Planned
from generating.material import Leaf, Phrases
from generating.town import Unit
from kvalitet.data_files import Node
from kvalitet.source.exact import Value

_SOON_TO_IVO, _INQUIRY_TO_IVO = (5, 9), (1, 4)


@dataclass(frozen=True)
class Inquiry:
    """What an inquiry of its own says beside the avvikelse."""

    slag: str
    title: Phrases
    purpose: Phrases
    method: Phrases
    basis: Phrases
    contributing: Phrases
    findings: Phrases
    again: Phrases
    likelihood: str
    why_likely: Phrases
    done_at_once: Phrases
    stand: Phrases
    team: tuple[str, ...]
    own_words: bool


@dataclass(frozen=True)
class Case:
    """One grave event. `id` is empty for a case that is told again in another unit and year."""

    id: str
    inquiry_id: str
    day: dt.date
    unit: str
    forms: tuple[str, ...]
    category: str
    scene: material.Scene
    causes: tuple[str, ...]
    risk: tuple[int, int]
    grades: Mapping[str, str]
    to_ivo: bool
    outcome: str
    behind: Phrases
    conclusion: Phrases
    motive: Phrases
    inquirer: str
    decider: str
    inquiry: Inquiry
    measures: tuple[Fixed, ...]

    def moved(self, day: dt.date, name: str) -> Case:
        """Return the case as it could happen on another day, with ids yet to be drawn."""
        days = day - self.day
        measures = tuple(_moved(fixed, days, name) for fixed in self.measures)
        return replace(self, id="", inquiry_id="", day=day, measures=measures)

    def record(self, event: Event, day: dt.date) -> dict[str, Value]:
        """Return what an avvikelse says of registry, IVO and nämnd."""
        number = registry_number(event)
        values: dict[str, Value] = {"diarienummer": number}
        meeting = meeting_after(event.decided)
        if meeting <= day:
            values["redovisad"] = {"namnd": event.plan.unit.namnd, "datum": meeting.isoformat()}
        if self.to_ivo:
            values["ivo"] = self._reported(event, number, day)
        return values

    def _reported(self, event: Event, number: str, day: dt.date) -> dict[str, Value]:
        chance = event.chance.branch("ivo")
        told = min(event.decided, after(event.reported, chance.whole(*_SOON_TO_IVO)))
        sent = after(event.decided, chance.whole(*_INQUIRY_TO_IVO))
        values: dict[str, Value] = {
            "anmald": "ja",
            "datum": told.isoformat(),
            "diarienummer": number,
            "arendenummer": f"3.1.{1 if event.laws[0] == 'hsl' else 2}-{chance.whole(10000, 49999)}/{told.year}",
            "utredning_bifogad": "nej",
        }
        if sent <= day:
            values["utredning_inskickad"] = sent.isoformat()
        if sent + dt.timedelta(days=80) <= day:
            values["utfall"] = self.outcome
        return values


def registry_number(event: Event) -> str:
    """Return the number that the matter has in its nämnd's registry: they run through the year."""
    day = event.reported.timetuple().tm_yday
    return (
        f"{event.plan.unit.registry} {event.reported.year}/{round(day * 1.18) + event.chance.branch('dnr').whole(0, 2)}"
    )


def _moved(fixed: Fixed, days: dt.timedelta, name: str) -> Fixed:
    return replace(
        fixed,
        id=f"{fixed.id}/{name}",
        is_retold=True,
        proposed=fixed.proposed + days,
        decided=fixed.decided + days,
        due=fixed.due + days if fixed.due else None,
        done=fixed.done + days if fixed.done else None,
        judged=fixed.judged + days if fixed.judged else None,
    )


def read_cases() -> list[Case]:
    """Return the cases of all files, in the order of their days."""
    files = sorted((material.EXAMPLE / "cases").glob("*.yaml"))
    nodes = [node for file in files for node in material.read(f"cases/{file.name}").elements("fall")]
    return sorted((_case(node) for node in nodes), key=lambda case: (case.day, case.id))


def _case(node: Node) -> Case:
    node.allow_only(
        "id nar enhet former kategori rubrik text direkt dygn slag orsaker risk grad_hsl grad_sol_lss "
        "ivo utfall bakomliggande slutsats motivering utreder beslutar utredning atgarder"
    )
    first, second = node.texts("risk")
    told = material.Scene(
        title=material.phrases(node, "rubrik"),
        text=material.phrases(node, "text"),
        at_once=material.phrases(node, "direkt"),
        parts=node.texts("dygn"),
        slag=node.text("slag", "avvikelse"),
    )
    return Case(
        id=node.text("id"),
        inquiry_id=node.child("utredning").text("id"),
        day=material.date(node, "nar"),
        unit=node.text("enhet"),
        forms=node.texts("former"),
        category=node.text("kategori"),
        scene=told,
        causes=node.texts("orsaker"),
        risk=(int(first), int(second)),
        grades={name: node.text(name) for name in ("grad_hsl", "grad_sol_lss") if name in node},
        to_ivo=node.text("ivo", "nej") == "ja",
        outcome=node.text("utfall", "avslutat_utan_atgard"),
        behind=material.phrases(node, "bakomliggande"),
        conclusion=material.phrases(node, "slutsats"),
        motive=material.phrases(node, "motivering"),
        inquirer=node.text("utreder"),
        decider=node.text("beslutar"),
        inquiry=_inquiry(node.child("utredning")),
        measures=tuple(fixed(element) for element in node.elements("atgarder")),
    )


def _inquiry(node: Node) -> Inquiry:
    node.allow_only(
        "id slag rubrik syfte metod underlag bidragande bifynd varfor_igen upprepning upprepning_skal "
        "vidtaget stallning team egen_beskrivning"
    )
    return Inquiry(
        slag=node.text("slag"),
        title=material.phrases(node, "rubrik"),
        purpose=material.phrases(node, "syfte"),
        method=material.phrases(node, "metod"),
        basis=material.phrases(node, "underlag"),
        contributing=material.phrases(node, "bidragande"),
        findings=material.phrases(node, "bifynd"),
        again=material.phrases(node, "varfor_igen"),
        likelihood=node.text("upprepning"),
        why_likely=material.phrases(node, "upprepning_skal"),
        done_at_once=material.phrases(node, "vidtaget"),
        stand=material.phrases(node, "stallning"),
        team=node.texts("team"),
        own_words=node.text("egen_beskrivning", "ja") == "ja",
    )


def fixed(node: Node) -> Fixed:
    """Return a measure with an id and days of its own."""
    days = {
        name: material.date(node, name) if name in node else None for name in ("klart_senast", "genomford", "effekt")
    }
    told = material.Measure(
        cause=node.text("orsak"),
        typ=node.text("typ"),
        title=material.phrases(node, "rubrik"),
        text=material.phrases(node, "beskrivning"),
        result=material.phrases(node, "resultat"),
        effects={node.text("onskad", "ja"): material.phrases(node, "vad")},
        improves=node.texts("forbattrar"),
    )
    return Fixed(
        id=node.text("id"),
        measure=told,
        proposed=material.date(node, "foreslagen"),
        decided=material.date(node, "beslutad"),
        due=days["klart_senast"],
        done=days["genomford"],
        judged=days["effekt"],
        effect=node.text("onskad", "ja"),
        responsible=node.text("ansvarig"),
        decider=node.text("av", "ROL-omradeschef"),
    )


def read_chains(units: Mapping[str, Unit], leaves: Sequence[Leaf]) -> Iterator[Planned]:
    """Yield the events of every chain: in one unit, of one cause, answered by one measure."""
    by_path = {leaf.path: leaf for leaf in leaves}
    for node in material.read("chains.yaml").elements("kedjor"):
        node.allow_only("namn enhet orsak ocksa handelser atgarder")
        unit = units.get(node.text("enhet"))
        if unit is not None:
            yield from _chain(node, unit, by_path)


def _chain(node: Node, unit: Unit, leaves: Mapping[str, Leaf]) -> Iterator[Planned]:
    answers = tuple(fixed(element) for element in node.elements("atgarder"))
    for number, found in enumerate(node.elements("handelser")):
        found.allow_only("kategori marke dagar")
        leaf, mark = leaves[found.text("kategori")], found.text("marke", "")
        scenes = [s for s in leaf.scenes if s.mark == mark and (not s.forms or unit.form.name in s.forms)]
        for place, day in enumerate(found.texts("dagar")):
            key = f"{node.text('namn')}/{number}/{place}"
            chance = Chance("kedja", key)
            causes = (node.text("orsak"), *(cause for cause in node.texts("ocksa") if chance.hits(0.35)))
            scene = scenes[(place + number) % len(scenes)]
            yield Planned(key, unit, leaf, scene, dt.date.fromisoformat(day), causes, answers)
