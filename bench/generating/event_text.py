"""Writes an avvikelse as the values of a record: what is known of it on the day."""

from __future__ import annotations

import datetime as dt

from generating.common import Common, prose
from generating.days import clock, span
from generating.events import Event
from generating.material import Phrases
from generating.town import Town
from kvalitet.source.exact import Value

Values = dict[str, Value]

_BEFORE_INQUIRY = ("inkommen", "granskning", "komplettering", "avskriven")


_LIKELIHOODS = ("", "mycket liten", "liten", "stor", "mycket stor")


class EventText:
    """Writes avvikelser."""

    def __init__(self, common: Common, town: Town, day: dt.date) -> None:
        self._common = common
        self._town = town
        self._day = day

    def values(self, event: Event) -> Values:
        """Return an event as it stands on the day."""
        state = event.state(self._day)
        values = self._reported(event)
        values["status"] = state
        if state == "avskriven":
            return values | {"avskriven_skal": self._own(event, "avskriven")}
        if state in _BEFORE_INQUIRY and (state == "inkommen" or event.chance.hits(0.4)):
            return values
        values |= self._weighed(event)
        if state not in _BEFORE_INQUIRY:
            values["utredning"] = self._inquiry(event)
        if state in ("beslut", "uppfoljning", "avslutad"):
            values |= self._decided(event)
        if state == "avslutad":
            values["uppfoljning"] = self._follow_up(event)
        return values

    def _reported(self, event: Event) -> Values:
        plan, voice, chance = event.plan, event.voice, event.chance
        scene = plan.scene
        at_once = voice.fitting(scene.at_once or plan.leaf.topic.at_once)
        return {
            "rubrik": voice.say(chance.one(voice.fitting(scene.title))),
            "enhet": plan.unit.id,
            "intraffad": plan.day.isoformat(),
            "tid": None if event.minute is None else clock(event.minute),
            "upptackt": event.found.isoformat(),
            "rapporterad": event.reported.isoformat(),
            "rapporterad_av": event.reporter,
            "lagrum": list(event.laws),
            "slag": scene.slag,
            "kategori": plan.leaf.path,
            "beskrivning": prose(self._say(event, scene.text, more=plan.leaf.topic.details)),
            "omedelbar_atgard": prose(self._say(event, tuple(at_once), more=self._common.more("direkt")))
            if at_once
            else None,
            **self._guides(event),
        }

    def _guides(self, event: Event) -> Values:
        """Return the rutin and the process that hold for the unit, where they are known."""
        leaf, unit = event.plan.leaf, event.plan.unit
        rutiner = [name for name in leaf.routines if self._town.applies(name, unit)]
        processes = (name for name in leaf.topic.processes if self._town.applies(name, unit))
        return {
            "rutin": event.chance.one(rutiner) if rutiner and event.chance.hits(0.75) else None,
            "process": next(processes, None),
        }

    def _weighed(self, event: Event) -> Values:
        values: Values = {
            "riskbedomning": {"sannolikhet": str(event.risk[0]), "konsekvens": str(event.risk[1])},
            "enskild_berord": "ja" if event.plan.scene.concerned else "nej",
        }
        if event.plan.scene.concerned:
            values["enskild_informerad"] = self._informed(event)
        return values

    def _informed(self, event: Event) -> Values:
        informed = min(
            event.found + dt.timedelta(days=event.chance.along(self._common.curves["information"])), self._day
        )
        harmed = "vardskada" in event.grades.get("grad_hsl", "").split("_")[:1] or event.plan.case
        if not harmed and event.chance.hits(0.06):
            return {"informerad": "nej", "varfor_inte": self._own(event, "inte_informerad")}
        return {"informerad": "ja", "datum": informed.isoformat()}

    def _inquiry(self, event: Event) -> Values:
        form, law = event.plan.unit.form, "hsl" if event.laws[0] == "hsl" else "sol-lss"
        values: Values = {
            "ansvarig": event.plan.case.inquirer if event.plan.case else event.chance.weighted(form.inquirers[law]),
            "paborjad": event.started.isoformat(),
        }
        if event.done <= self._day:
            values |= {
                "klar": event.done.isoformat(),
                "orsaker": list(event.causes),
                "bakomliggande": prose(self._behind(event)),
                "slutsats": prose(self._conclusion(event)),
            }
        return values

    def _behind(self, event: Event) -> str:
        if event.plan.case:
            return self._say(event, event.plan.case.behind)
        topic, general = event.plan.leaf.topic, self._common.phrases["orsaker"]
        single = len(event.causes) == 1
        return " ".join(
            self._say(
                event,
                topic.causes[cause].behind if cause in topic.causes else (),
                general[cause],
                more=general[cause] if single else (),
            )
            for cause in event.causes
        )

    def _conclusion(self, event: Event) -> str:
        if event.plan.case:
            return self._say(event, event.plan.case.conclusion)
        known = event.plan.leaf.topic.causes.get(event.causes[0])
        general = self._common.phrases["slutsats"][event.causes[0]]
        return self._say(event, known.conclusion if known else (), general, more=self._common.more("slutsats"))

    def _decided(self, event: Event) -> Values:
        form, law = event.plan.unit.form, "hsl" if event.laws[0] == "hsl" else "sol-lss"
        case = event.plan.case
        grade = next(iter(event.grades.values()))
        motive = self._motive(event, grade)
        values: Values = {
            "beslut": {
                **event.grades,
                "motivering": prose(motive),
                "av": case.decider if case else event.chance.weighted(form.deciders[law]),
                "datum": event.decided.isoformat(),
            }
        }
        values |= self._answered(event)
        if event.fed_back <= self._day:
            how = event.voice.say(event.chance.one(self._common.phrases["aterkoppling"]["hur"]))
            values["aterkoppling"] = {"datum": event.fed_back.isoformat(), "hur": how}
        return values | (case.record(event, self._day) if case else {})

    def _motive(self, event: Event, grade: str) -> str:
        if event.plan.case:
            return self._say(event, event.plan.case.motive)
        own, general = event.plan.leaf.topic.motives.get(grade, ()), self._common.phrases["motiv"][grade]
        event.voice.knows("sannolikhet", _LIKELIHOODS[event.risk[0]])
        ways = (own, general) if event.chance.hits(0.6) else (general,)
        return self._say(event, *ways, more=self._common.more("motiv"))

    def _answered(self, event: Event) -> Values:
        shown = event.shown_actions(self._day)
        if shown:
            return {"atgarder": [action.id for action in shown]}
        if event.is_without_action(self._day):
            topic = event.plan.leaf.topic.no_measure
            own, general = topic if event.chance.hits(0.6) else (), self._common.phrases["ingen_atgard"]["allmant"]
            return {"ingen_atgard": prose(self._say(event, own, general, more=self._common.more("ingen_atgard")))}
        return {}

    def _follow_up(self, event: Event) -> Values:
        event.voice.knows("sedan", span(event.followed - event.decided))
        effects = {action.effect for action in event.actions if action.effect}
        if effects:
            effect = "ja" if effects == {"ja"} else "nej" if effects == {"nej"} else "delvis"
            text = self._say(
                event, self._common.phrases["uppfoljning_atgard"][effect], more=self._common.more("uppfoljning")
            )
        else:
            effect = event.chance.weighted((("ja", 0.72), ("delvis", 0.24), ("nej", 0.04)))
            own = event.plan.leaf.topic.follow_ups.get(effect, ()) if event.chance.hits(0.5) else ()
            text = self._say(
                event, own, self._common.phrases["uppfoljning"][effect], more=self._common.more("uppfoljning")
            )
        return {"datum": event.followed.isoformat(), "effekt": effect, "beskrivning": prose(text)}

    def _own(self, event: Event, name: str) -> str:
        return prose(self._say(event, self._common.phrases[name]["allmant"], more=self._common.more(name)))

    def _say(self, event: Event, *choices: Phrases, more: Phrases = ()) -> str:
        return self._common.say(event.voice, event.chance, *choices, more=() if event.plan.case else more)
