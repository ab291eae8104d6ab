"""Writes the inquiry of a grave event as the values of a record."""

from __future__ import annotations

import datetime as dt

from generating.cases import Case, registry_number
from generating.common import Common, prose
from generating.days import after
from generating.events import Event
from generating.material import Phrases
from kvalitet.source.exact import Value

Values = dict[str, Value]


class InquiryText:
    """Writes utredningar."""

    def __init__(self, common: Common, day: dt.date) -> None:
        self._common = common
        self._day = day

    def values(self, event: Event, case: Case) -> Values:
        """Return the inquiry of a case as it stands on the day."""
        told = case.inquiry
        values: Values = {
            "rubrik": event.voice.say(event.chance.one(told.title)),
            "slag": told.slag,
            "avvikelser": [event.id],
            "enhet": event.plan.unit.id,
            "lagrum": list(event.laws),
            "diarienummer": registry_number(event),
            "uppdrag": self._commission(event, case),
            "team": list(told.team),
            "metod": event.voice.say(event.chance.one(told.method)),
            "paborjad": event.started.isoformat(),
            "vidtaget": list(self._at_once(event, told.done_at_once)),
        }
        return values | (self._result(event, case) if event.done <= self._day else {})

    def _commission(self, event: Event, case: Case) -> Values:
        return {
            "av": "ROL-omradeschef" if case.decider != "ROL-omradeschef" else "ROL-forvaltningschef",
            "datum": event.reviewed.isoformat(),
            "syfte": self._say(event, case.inquiry.purpose),
        }

    def _at_once(self, event: Event, ways: Phrases) -> list[Value]:
        return [
            {
                "datum": min(self._day, after(event.reported, 3 * number)).isoformat(),
                "beskrivning": self._say(event, (way,)),
            }
            for number, way in enumerate(ways)
        ]

    def _result(self, event: Event, case: Case) -> Values:
        told = case.inquiry
        values: Values = {
            "klar": event.done.isoformat(),
            "underlag": self._say(event, told.basis),
            "egen_beskrivning": "ja" if told.own_words else "nej",
            "orsaker": list(event.causes),
            "bakomliggande": self._say(event, case.behind),
            "bidragande": self._say(event, told.contributing) if told.contributing else None,
            "bifynd": self._say(event, told.findings) if told.findings else None,
            "tidigare": {"hant": "ja", "varfor_igen": self._say(event, told.again)} if told.again else {"hant": "nej"},
            "risk_for_upprepning": {"bedomning": told.likelihood, "motivering": self._say(event, told.why_likely)},
            "slutsats": self._say(event, case.conclusion),
        }
        shown = event.shown_actions(self._day)
        if shown:
            values["atgarder"] = [action.id for action in shown]
        if event.decided <= self._day:
            values["stallningstagande"] = {
                "text": self._say(event, told.stand),
                "av": case.decider,
                "datum": event.decided.isoformat(),
            }
        return values

    def _say(self, event: Event, ways: Phrases) -> str:
        return prose(self._common.say(event.voice, event.chance, ways))
