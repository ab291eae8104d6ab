"""Rules on åtgärder: that they are done, answer a cause, are strong enough and had the effect they were to have."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from kvalitet.diagnostics import Related, Severity
from kvalitet.records.collection import Records
from kvalitet.records.conditions import is_valid
from kvalitet.records.grades import GRAVE, grave_field
from kvalitet.records.limits import overdue_since
from kvalitet.records.record import Record
from kvalitet.rules.proof import Shape, Test, not_overdue, value_at
from kvalitet.rules.rule import Hit, records_rule, rule
from kvalitet.rules.states import current_state
from kvalitet.source.exact import Value
from kvalitet.words import listing

_CAUSES = {"avvikelse": "utredning.orsaker", "utredning": "orsaker", "risk": "orsaker"}
"""Where the kinds that an åtgärd can answer name their causes; the others name none."""

_OF_CAUSE = ("enhet", "kategori", "utredning.orsaker")

_WEAK = ("rutin", "utbildning", "paminnelse")
"""Measures that rest on people remembering: they seldom stand alone after a grave event."""

_Cause: TypeAlias = tuple[str, str, str]
"""Enhet, kategori and orsak: what is the same when a cause comes back."""


def _is_done_or_planned(shape: Shape) -> Test | bool:
    """Nothing is told where klart_senast is written, or the limit has not run out for certain."""
    limit = shape.catalogue.deadlines.get("D-ATGARD-GENAST")
    return not shape.lacks("klart_senast") or not_overdue(limit, shape)


@rule("ATG001", proof=_is_done_or_planned, kind="atgard", severity=Severity.WARNING)
def has_a_day_when_it_was_not_done_at_once(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En åtgärd som skulle göras genast är gjord, eller har en dag då den ska vara klar.

    Varför: Den som inte behöver någon tidsplan bevakas inte. Då händer det lätt att den aldrig blir gjord.
    Lagrum: PSL 3 kap. 2 § (det som inte kan göras genast ska ha en tidsplan; en vecka är en egen gräns)
    Fel: omedelbar: ja, beslutad för en månad sedan och inte genomförd
    Rätt: genomford: 2025-03-15, eller omedelbar: nej med klart_senast: 2025-05-01
    Gör så här: Är den gjord, skriv genomford. Annars ändra omedelbar till nej och skriv klart_senast.
    """
    limit = records.catalogue.deadlines.get("D-ATGARD-GENAST")
    last = overdue_since(limit, record, day) if limit and not record.has("klart_senast") else None
    if last is not None:
        message = f"skulle göras genast men är inte gjord; skriv genomford eller klart_senast (egen gräns {last})"
        yield Hit(record.place("omedelbar"), message, "omedelbar")


def _names_no_cause_or_no_source(shape: Shape) -> bool:
    """A cause is compared with those of the sources."""
    return shape.lacks("orsak") or shape.lacks("kalla")


@rule("ATG002", asks=True, proof=_names_no_cause_or_no_source, kind="atgard", severity=Severity.WARNING)
def answers_a_cause_of_its_source(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En åtgärd svarar mot en orsak som någon av dess källor har funnit.

    Varför: En åtgärd mot något annat än orsaken hindrar inte att det händer igen.
    Lagrum: SOSFS 2011:9 5 kap. 7 §
    Fel: orsak: kompetens, när utredningen bara fann bemanning
    Rätt: orsak: bemanning
    Gör så här: Ändra orsaken, eller lägg till den i källans orsaker om den hör dit.
    """
    cause, field = record.text("orsak"), record.kind.fields["orsak"]
    if cause is None:
        return
    sources = [records.find(source) for source in record.texts("kalla")]
    if None in sources:
        return
    found = [name for source in sources if source for name in source.texts(_CAUSES.get(source.kind.name, "-"))]
    if found and cause not in found and all(is_valid(field, name) for name in found):
        names = listing(dict.fromkeys(found), "och")
        message = f"källorna nämner inte orsaken {cause}, bara {names}; rätta den som är fel"
        yield Hit(record.place("orsak"), message, "orsak")


def _is_judged_or_not_done(shape: Shape) -> Test | bool:
    """Nothing is told where the limit for judging the effect has not run out for certain."""
    return not_overdue(shape.catalogue.deadlines.get("D-ATGARD-EFFEKT"), shape)


@rule("ATG003", proof=_is_judged_or_not_done, kind="atgard", severity=Severity.WARNING)
def has_its_effect_judged(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Effekten av en genomförd åtgärd bedöms i tid.

    Varför: Först när effekten är bedömd vet ni om det blev bättre, eller om något annat behövs.
    Lagrum: SOSFS 2011:9 3 kap. 2 § (följas upp och utvärderas; ej kontrollerad mot tryckt författning, tiden är en egen gräns)
    Fel: status: genomford med genomford: 2024-11-04 och utan effekt
    Rätt: effekt: {datum: 2025-04-28, onskad: ja}
    Gör så här: Bedöm om åtgärden gav det som var tänkt och skriv effekt. Är det för tidigt, skriv delvis och varför.
    """
    limit = records.catalogue.deadlines.get("D-ATGARD-EFFEKT")
    last = overdue_since(limit, record, day) if limit else None
    if last is not None:
        message = f"effekten skulle ha bedömts senast {last} (egen gräns); bedöm den och skriv effekt"
        yield Hit(record.place("genomford"), message, "effekt")


@records_rule("ATG004", Severity.WARNING)
def keeps_the_cause_away(records: Records, day: dt.date) -> Iterator[Hit]:
    """Efter en åtgärd som hjälpte kommer samma orsak inte tillbaka.

    Varför: Händer samma sak igen av samma orsak i samma enhet, hjälpte åtgärden inte så som det står.
    Lagrum: SOSFS 2011:9 5 kap. 7 och 8 §§ (ej kontrollerad mot tryckt författning)
    Fel: effekt: {datum: 2025-04-28, onskad: ja}, och en ny avvikelse i maj med samma enhet, kategori och orsak
    Rätt: effekt: {datum: 2025-06-10, onskad: delvis}
    Gör så här: Bedöm effekten på nytt, och besluta om något mer behöver göras.
    """
    helped = list(_helped(records))
    earliest = min((judged for _, judged, _ in helped), default=dt.date.max)
    happened_on = _happened_after(earliest, {cause for _, _, causes in helped for cause in causes}, records)
    for atgard, judged, causes in helped:
        again = [event for cause in causes for event in happened_on.get(cause, ()) if event[0] > judged]
        if again:
            yield _came_back(atgard, again)


def _helped(records: Records) -> Iterator[tuple[Record, dt.date, list[_Cause]]]:
    """Yield each åtgärd that helped, the day when that was judged, and what it was to keep away."""
    for atgard in records.of("atgard"):
        if atgard.value("effekt.onskad") != "ja":
            continue
        judged, orsak = atgard.date("effekt.datum"), atgard.text("orsak")
        if judged is not None and orsak is not None:
            causes = {cause for source in _sources(atgard, records) for cause in _causes(source, {orsak})}
            yield atgard, judged, list(causes)


def _happened_after(day: dt.date, causes: set[_Cause], records: Records) -> dict[_Cause, list[tuple[dt.date, Record]]]:
    """Return the events after a day that had one of these causes, by cause."""
    found: dict[_Cause, list[tuple[dt.date, Record]]] = defaultdict(list)
    for avvikelse in records.of("avvikelse"):
        enhet, kategori, orsaker = avvikelse.several(_OF_CAUSE)  # what equals a cause is right as the cause is
        texts = [orsak for orsak in orsaker if isinstance(orsak, str)] if isinstance(orsaker, list) else [orsaker]
        answered = (
            causes.intersection((enhet, kategori, orsak) for orsak in texts)
            if _are_texts(enhet, kategori, *texts)
            else ()
        )
        happened = avvikelse.date("intraffad") if answered else None
        if happened is not None and happened > day:
            for cause in answered:
                found[cause].append((happened, avvikelse))
    return found


def _are_texts(*values: Value) -> bool:
    return all(isinstance(value, str) for value in values)


def _causes(avvikelse: Record, orsaker: set[str]) -> set[_Cause]:
    """Return the causes of an avvikelse, of those that are asked for, with what makes them the same."""
    asked = orsaker.intersection(avvikelse.texts("utredning.orsaker"))
    if not asked:
        return set()
    enhet, kategori = avvikelse.text("enhet"), avvikelse.text("kategori")
    return {(enhet, kategori, orsak) for orsak in asked} if enhet and kategori else set()


def _sources(atgard: Record, records: Records) -> Iterator[Record]:
    """Yield the avvikelser that an åtgärd answers, by itself or through an utredning of them."""
    for source in filter(None, map(records.find, atgard.texts("kalla"))):
        if source.kind.name == "avvikelse":
            yield source
        elif source.kind.name == "utredning":
            events = filter(None, map(records.find, source.texts("avvikelser")))
            yield from (event for event in events if event.kind.name == "avvikelse")


def _came_back(atgard: Record, again: list[tuple[dt.date, Record]]) -> Hit:
    date, first = min(again, key=lambda one: (one[0], one[1].id))
    count = len({avvikelse.id for _, avvikelse in again})
    times = "en gång" if count == 1 else f"{count} gånger"
    message = f"samma orsak har kommit tillbaka {times}, först {date} ({first.id}); bedöm effekten på nytt"
    related = (Related(first.place("intraffad"), "första gången"),)
    return Hit(atgard.place("effekt.onskad"), message, "effekt.onskad", related)


def _is_open_or_not_grave(shape: Shape) -> Test | bool:
    """Only grave events of two states are told of; a grade stands in beslut."""
    if shape.state not in {"uppfoljning", "avslutad"} or shape.lacks("beslut") or shape.lacks("atgarder"):
        return True
    grades = [(value_at(path), grave) for path, grave in GRAVE.items()]
    return lambda record: all(find(record.values) not in grave for find, grave in grades)


@rule("AVV002", asks=True, proof=_is_open_or_not_grave, kind="avvikelse", severity=Severity.WARNING)
def has_more_than_weak_measures_when_grave(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En allvarlig händelse leder inte bara till svaga åtgärder.

    Varför: En ny rutin, en utbildning eller en påminnelse bygger på att alla minns. Efter det som kunde kosta någon
        livet eller hälsan behövs något som håller även när någon är trött eller ny.
    Lagrum: – (råd; ingen bestämmelse säger hur stark en åtgärd ska vara)
    Fel: beslut.grad_hsl: allvarlig_vardskada, och en enda åtgärd med typ: utbildning
    Rätt: En åtgärd till, med typ: system_teknik eller standardisering
    Gör så här: Fråga vad som skulle göra felet omöjligt eller svårt att göra, och besluta om det.
    """
    if record.text("status") not in ("uppfoljning", "avslutad") or grave_field(record) is None:
        return
    found = [records.find(atgard) for atgard in record.texts("atgarder")]
    types = [atgard.text("typ") if atgard else None for atgard in found if not _is_refused(atgard)]
    if types and all(name in _WEAK for name in types):
        message = "allvarlig händelse med bara svaga åtgärder (rutin, utbildning, påminnelse); besluta om en starkare"
        yield Hit(record.place("atgarder"), message, "atgarder")


def _is_refused(atgard: Record | None) -> bool:
    return atgard is not None and atgard.text("status") == "avslagen"


def _is_finished(shape: Shape) -> bool:
    """What is closed has nothing left, and what is in no state is told elsewhere."""
    state = shape.kind.states.get(shape.state)
    return state is None or state.closed


@rule("ATG005", asks=True, proof=_is_finished, kind="atgard", severity=Severity.WARNING)
def is_done_before_its_source_is_closed(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En åtgärd som inte är klar har ingen källa som är avslutad.

    Varför: Det som är avslutat är det ingen som följer längre. När två arbetar samtidigt kan den ena avsluta
        händelsen medan den andra lägger till en åtgärd, och git slår ihop det utan ett ord.
    Lagrum: – (råd; ingen bestämmelse säger i vilken ordning det ska göras)
    Fel: status: pagar, och avvikelsen den svarar mot har status: avslutad
    Rätt: status: genomford, eller en avvikelse som står kvar i status: uppfoljning
    Gör så här: Är åtgärden gjord, skriv det. Annars ändra källans status till ett steg där någon följer den.
    """
    field, state = current_state(record)
    if field is None or state is None or state.closed:
        return
    for source in _closed_sources(record, records):
        at = source.kind.state_field
        if at is not None and not (state.name == "foreslagen" and _is_told_by_another_rule(record, source)):
            related = (Related(source.place(at.path), "här är källan avslutad"),)
            message = (
                f"{source.id} är {source.text(at.path)} men åtgärden är inte klar; gör klart den eller öppna källan"
            )
            yield Hit(record.place(field.path), message, field.path, related)
            return


def _closed_sources(atgard: Record, records: Records) -> Iterator[Record]:
    """Yield the closed records that an åtgärd answers, whichever of the two names the other."""
    back = records.named_in(atgard.id, "atgarder")
    for source in filter(None, map(records.find, dict.fromkeys([*atgard.texts("kalla"), *back]))):
        _, state = current_state(source)
        if state is not None and state.closed:
            yield source


def _is_told_by_another_rule(atgard: Record, source: Record) -> bool:
    """Return whether AVV001 tells of a mere proposal in an avvikelse that is closed."""
    return source.text("status") == "avslutad" and atgard.id in source.texts("atgarder")


RULES = (
    is_done_before_its_source_is_closed,
    has_a_day_when_it_was_not_done_at_once,
    answers_a_cause_of_its_source,
    has_its_effect_judged,
    keeps_the_cause_away,
    has_more_than_weak_measures_when_grave,
)
