"""Rules on citations of laws and regulations: that what is cited was in force on the day of the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from kvalitet.diagnostics import Severity
from kvalitet.field_types import shown
from kvalitet.laws import Citation
from kvalitet.records.collection import Records
from kvalitet.records.dates import day_of
from kvalitet.records.record import Record, walk
from kvalitet.requirements import NOT_READ
from kvalitet.rules.proof import Shape, Test
from kvalitet.rules.rule import Hit, rule
from kvalitet.source.exact import Path

_WRITTEN_ON = {
    "ledningssystem": ("dokumentdatum", "beslut.datum"),
    "process": ("galler_fran", "faststalld.datum"),
    "rutin": ("galler_fran", "faststalld.datum"),
    "samverkan": ("overenskommelse.datum", "uppfoljning.datum"),
    "mal": ("beslutat", "period"),
    "risk": ("bedomd.datum",),
    "avvikelse": ("intraffad",),
    "klagomal": ("mottaget",),
    "analys": ("period",),
    "kompetens": ("period",),
    "undantag": ("beslut.datum",),
    "egenkontroll": ("galler_fran",),
    "enhet": (),
    "roll": (),
    "indikator": (),
    "exponering": (),
}
"""The fields that say for which day a record of each kind cites the law; the first that is there decides.

A record with none of them describes what is so on the day of judging. Kinds that are not here are not
judged: an utredning or an åtgärd may be about what happened under the law of its time.
"""

_OF_THE_ITEM = ("datum", "period")
"""The fields that say for which day a member of a list of groups is written."""

_NOT_CITING = ("ersatter", "id", "diarienummer", "arendenummer")

_OF_THE_PAST = re.compile(
    r"ersätt|ersatt|upphäv|upphör|tidigare|äldre|gamla|gällde|gällande|dåvarande|före |till och med|t\.o\.m",
    re.IGNORECASE,
)
"""Words that say that a text knows that the law has been replaced."""
_NEAR = 80


def _cites_nothing(shape: Shape) -> Test | bool:
    """Kinds that may be about what happened under the law of its time are not judged, nor is what cites no such law."""
    laws = shape.catalogue.laws
    return shape.kind.name not in _WRITTEN_ON or (lambda record: not laws.may_be_cited(record.document.text))


@rule("LAG001", proof=_cites_nothing, severity=Severity.WARNING)
def cites_what_was_in_force(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Lagar och föreskrifter som posten hänvisar till gällde den dag som posten är från.

    Varför: Den som slår upp en paragraf som har upphört hittar fel, eller ingenting. En gammal hänvisning är rätt i en text
        från den tiden, och när texten säger att bestämmelsen är ersatt.
    Lagrum: – (ingen bestämmelse; vad som gällde när står i kvalitet/data/laws.yaml, och är märkt där det inte är läst)
    Fel: lagstod: [SoL 14 kap. 3 §] i en rutin som gäller från 2025-10-01
    Rätt: lagstod: [SoL 27 kap. 2 §]
    Gör så här: Slå upp den nya bestämmelsen, läs om den säger samma sak, och ändra texten om den inte gör det.
    """
    laws = records.catalogue.laws
    if record.kind.name not in _WRITTEN_ON or not laws.may_be_cited(record.document.text):
        return
    for field, path, value in walk(record):
        is_text = field is not None and field.type in ("text", "prose") and field.name not in _NOT_CITING
        if not is_text or not isinstance(value, str):
            continue
        for citation in laws.cited(value):
            written = _day_of_text(record, path, day)
            if written is not None and _has_ended(citation, written) and not _is_told(citation, value):
                yield Hit(record.document.place(path), _message(citation, value, written), ".".join(map(str, path)))


def _day_of_text(record: Record, path: Path, day: dt.date) -> dt.date | None:
    """Return the day for which a text is written, or None where a field that says it cannot be read."""
    for entry in record.entries(str(path[0])):
        if path[: len(entry.prefix)] == entry.prefix and (name := next(filter(entry.has, _OF_THE_ITEM), None)):
            return day_of(entry, name)
    paths = (path for path in _WRITTEN_ON[record.kind.name] if record.has(path.partition(".")[0]))
    first = next(paths, None)
    return day_of(record, first) if first else day


def _has_ended(citation: Citation, written: dt.date) -> bool:
    last = citation.law.last
    return last is not None and last < written


def _is_told(citation: Citation, text: str) -> bool:
    return _OF_THE_PAST.search(text, max(0, citation.start - _NEAR), citation.end + _NEAR) is not None


def _message(citation: Citation, text: str, written: dt.date) -> str:
    mark = "" if citation.verified else f" ({NOT_READ})"
    cited = shown(text[citation.start : citation.end])
    return f"{cited} gällde till och med {citation.law.last}, och texten är från {written}; numera {citation.now}{mark}"


RULES = (cites_what_was_in_force,)
