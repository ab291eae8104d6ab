"""Rules on the yearly berättelser, and on who answers for patient safety."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.diagnostics import Severity
from kvalitet.records.collection import Records
from kvalitet.records.limits import met_late
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.requirements import NOT_READ
from kvalitet.rules.form import lacks
from kvalitet.rules.rule import Hit, records_rule, rule
from kvalitet.words import in_sentence, listing

_EVENTS = ("avvikelse", "klagomal", "risk", "utredning", "atgard")
"""Kinds whose records show that a part of the organisation used the system in a year."""

_ADVISED = ("arbetet", "atgarder", "resultat")
_NOT_READ_PARTS = ("rapporter", "klagomal")
"""The two of the nine parts of a patientsäkerhetsberättelse that nobody has read in the printed regulation."""


@records_rule("BER001")
def is_written_every_year(records: Records, day: dt.date) -> Iterator[Hit]:
    """En patientsäkerhetsberättelse för varje år är klar senast den 1 mars året efter.

    Varför: Den som bedriver hälso- och sjukvård ska varje år berätta om patientsäkerhetsarbetet, för alla som vill läsa.
        Bedöms för varje nämnd (eller annan högsta enhet) som bedriver hälso- och sjukvård i egen regi och har poster från
        året. En annan berättelse räknas också, när den har alla nio delarna eller redovisar enheter under nämnden.
        Ett undantag från R-PSL-3-10 som gäller för nämnden tystar regeln.
    Lagrum: PSL 3 kap. 10 §
    Fel: Nämnden har avvikelser från 2024 men ingen patientsäkerhetsberättelse för 2024 den 2 mars 2025.
    Rätt: typ: patientsakerhet, ar: 2024, upprattad: {datum: 2025-02-18, av: ROL-mas}
    Gör så här: Gör berättelsen klar och skriv posten med kvalitet new berättelse. Finns den redan på annat håll, skriv
        bara posten, med var den går att läsa.
    """
    limit = records.catalogue.deadlines.get("D-PSB")
    if limit is None or limit.by is None or not _are_known(records):
        return
    organisation = Organisation(records)
    for body, year in _owed(records, organisation):
        last = dt.date(year + 1, limit.by.month, limit.by.day)
        told = [one for one in records.of("berattelse") if _tells_of(one, body.id, year, organisation)]
        is_due = day > last and all(lacks(one, "upprattad") for one in told)
        if not is_due or _is_excepted(body, "R-PSL-3-10", organisation, records, day):
            continue
        if told:
            message = f"berättelsen skulle ha varit klar senast {last}; gör den klar och skriv upprattad"
            yield Hit(told[0].place("ar"), message, "upprattad")
        else:
            message = f"patientsäkerhetsberättelsen för {year} saknas; den skulle ha varit klar senast {last}"
            yield Hit(body.document.key_place(("id",)), message)


def _is_excepted(unit: Record, requirement: str, organisation: Organisation, records: Records, day: dt.date) -> bool:
    """Return whether an undantag holds, or one that cannot be read may: an accepted deviation is no finding."""
    is_decided = any(True for _ in organisation.exceptions(requirement, unit.id, day))
    can_all_be_read = all(_can_be_read(undantag, records) for undantag in records.of("undantag"))
    return is_decided or records.has_unread("undantag") or not can_all_be_read


def _can_be_read(undantag: Record, records: Records) -> bool:
    has_days = undantag.date("beslut.datum") is not None and undantag.date("galler_till") is not None
    is_known = undantag.text("krav") in records.catalogue.requirements
    return has_days and is_known and all(records.knows(unit) for unit in undantag.texts("enheter"))


def _are_known(records: Records) -> bool:
    """Return whether every berättelse can be read: one that cannot might be the one that seems to be missing."""
    return not records.has_unread("berattelse") and all(
        record.text("typ") and record.integer("ar") and records.find(record.text("namnd") or "")
        for record in records.of("berattelse")
    )


def _owed(records: Records, organisation: Organisation) -> list[tuple[Record, int]]:
    """Return each responsible body that carries on hälso- och sjukvård, with each year that it has records from."""
    own = {unit.id for unit in _own_care(records) if not _is_cut_off(unit)}
    bodies = {body.id: body for body in organisation.bodies if organisation.within(body.id) & own}
    units = {(record.text("enhet") or "", record.year) for kind in _EVENTS for record in records.of(kind)}
    found = {(organisation.body_of(unit), year) for unit, year in units}
    return [(bodies[body], year) for body, year in sorted(found, key=str) if body in bodies and year is not None]


def _own_care(records: Records) -> list[Record]:
    """Return the units that carry on hälso- och sjukvård in egen regi; what another runs is for them to answer for."""
    units = (unit for unit in records.of("enhet") if "hsl" in unit.texts("lagrum"))
    return [unit for unit in units if unit.value("regi") in (None, "egen")]


def _is_cut_off(unit: Record) -> bool:
    """Return whether a unit's overordnad is there but cannot be read, so that it seems to be the topmost."""
    return "overordnad" in unit.values and unit.text("overordnad") is None


def _tells_of(record: Record, body: str, year: int, organisation: Organisation) -> bool:
    typ, within = record.text("typ"), organisation.within(body)
    is_one = typ == "patientsakerhet" or (typ != "verksamhetsplan" and not _missing(record, _parts(record)))
    units = {record.text("namnd"), *record.texts("enheter")}
    return is_one and record.integer("ar") == year and bool(units & within)


def _parts(record: Record) -> tuple[str, ...]:
    return tuple(record.kind.fields["innehall"].choices)


def _missing(record: Record, parts: tuple[str, ...]) -> list[str]:
    return [part for part in parts if part not in record.texts("innehall")]


@rule("BER002", kind="berattelse", severity=Severity.WARNING)
def was_ready_in_time(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Patientsäkerhetsberättelsen blev klar senast den 1 mars.

    Varför: Det som blev klart för sent går inte att ändra i efterhand, men den som läser ska se det. Därför en varning.
    Lagrum: PSL 3 kap. 10 §
    Fel: ar: 2024 och upprattad.datum: 2025-03-18
    Rätt: ar: 2024 och upprattad.datum: 2025-02-18
    Gör så här: Är datumet fel, rätta det: upprattad är dagen då den var klar, inte dagen då nämnden fastställde den.
        Annars låt det stå, och börja tidigare nästa år.
    """
    limit = records.catalogue.deadlines.get("D-PSB")
    last = met_late(limit, record) if limit else None
    if last is not None:
        message = f"berättelsen blev klar efter {last}; är datumet fel, rätta det"
        yield Hit(record.place("upprattad.datum"), message, "upprattad.datum")


@rule("BER003", kind="berattelse")
def has_all_nine_parts(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En patientsäkerhetsberättelse har alla de nio delar som den ska ha.

    Varför: Lagen anger tre delar och föreskriften sex till. En del som saknas går inte att bedöma för den som läser.
        Posten säger vilka delar som finns med. Berättelsen bedöms först när den är upprättad.
    Lagrum: PSL 3 kap. 10 §; SOSFS 2011:9 7 kap. 2 § (rapporter och klagomål är ej kontrollerade mot tryckt författning)
    Fel: innehall: [arbetet, atgarder, resultat]
    Rätt: innehall: [arbetet, atgarder, resultat, ansvar, egenkontroll, samverkan, risker, rapporter, klagomal]
    Gör så här: Skriv den del som saknas i berättelsen, och lägg sedan till den i innehall.
    """
    missing = _missing_when_ready(record, "patientsakerhet", _parts(record))
    if missing:
        unread = [in_sentence(_label(record, part)) for part in missing if part in _NOT_READ_PARTS]
        mark = f" ({listing(unread, 'och')}: {NOT_READ})" if unread else ""
        yield Hit(record.place("innehall"), f"{_absent(record, missing)}{mark}", "innehall")


@rule("BER004", kind="berattelse", severity=Severity.WARNING)
def has_the_parts_that_are_advised(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En kvalitetsberättelse har de tre delar som den bör ha.

    Varför: Det allmänna rådet säger att den bör visa arbetet, åtgärderna och resultaten. Det är ett råd, inget krav.
    Lagrum: SOSFS 2011:9 7 kap. 1 §, allmänna råd
    Fel: innehall: [arbetet, atgarder]
    Rätt: innehall: [arbetet, atgarder, resultat]
    Gör så här: Skriv den del som saknas i berättelsen, och lägg sedan till den i innehall.
    """
    missing = _missing_when_ready(record, "kvalitet", _ADVISED)
    if missing:
        yield Hit(record.place("innehall"), _absent(record, missing), "innehall")


def _missing_when_ready(record: Record, typ: str, parts: tuple[str, ...]) -> list[str]:
    """Return the parts that a ready berättelse lacks; nothing where a part in it cannot be read."""
    known = record.kind.fields["innehall"].choices
    is_readable = all(part in known for part in record.texts("innehall"))
    is_ready = record.text("typ") == typ and record.has("upprattad") and is_readable
    return _missing(record, parts) if is_ready and (record.has("innehall") or lacks(record, "innehall")) else []


def _absent(record: Record, missing: list[str]) -> str:
    names = listing((in_sentence(_label(record, part)) for part in missing), "och")
    return f"berättelsen redovisar inte: {names}; skriv det som saknas och lägg till det i innehall"


def _label(record: Record, part: str) -> str:
    return record.kind.fields["innehall"].choices[part]


@records_rule("ROL001")
def someone_answers_for_patient_safety(records: Records, day: dt.date) -> Iterator[Hit]:
    """Den som bedriver hälso- och sjukvård har pekat ut vem som ansvarar för patientsäkerheten.

    Varför: Det ska gå att se hur ansvaret för patientsäkerhetsarbetet är fördelat i organisationen.
        Gäller hälso- och sjukvård i egen regi. Ett undantag från R-PSL-3-9 som gäller för enheten tystar regeln.
    Lagrum: PSL 3 kap. 9 §
    Fel: En enhet med lagrum: [hsl], och ingen roll med patientsakerhetsansvar: ja
    Rätt: patientsakerhetsansvar: ja i rollen för medicinskt ansvarig sjuksköterska
    Gör så här: Skriv patientsakerhetsansvar: ja i de roller som har ansvaret, och vad de gör i ansvar.
    """
    roles = records.of("roll")
    is_assigned = any(not lacks(role, "patientsakerhetsansvar") and _may_be_yes(role) for role in roles)
    organisation, own = Organisation(records), _own_care(records)
    unit = next((unit for unit in own if not _is_excepted(unit, "R-PSL-3-9", organisation, records, day)), None)
    if unit is not None and not is_assigned and not records.has_unread("roll"):
        message = "här bedrivs hälso- och sjukvård men ingen roll har patientsakerhetsansvar: ja; skriv det i rätt roll"
        yield Hit(unit.place("lagrum"), message, "lagrum")


def _may_be_yes(role: Record) -> bool:
    """What cannot be read may be a yes: another rule tells it."""
    return role.yes("patientsakerhetsansvar") is not False


RULES = (
    is_written_every_year,
    was_ready_in_time,
    has_all_nine_parts,
    has_the_parts_that_are_advised,
    someone_answers_for_patient_safety,
)
