"""Rules on what goes to IVO. An anmälan before the inquiry is finished is legal and never told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.deadlines import Deadline
from kvalitet.diagnostics import Severity
from kvalitet.records.collection import Records
from kvalitet.records.grades import GRAVE, grave_field
from kvalitet.records.limits import met_late, overdue_since
from kvalitet.records.record import Record
from kvalitet.requirements import NOT_READ
from kvalitet.rules.form import lacks
from kvalitet.rules.proof import Shape, Test, all_pass, not_overdue, value_at
from kvalitet.rules.rule import Hit, records_rule, rule

_BEFORE_DECISION = ("inkommen", "granskning", "komplettering", "utredning")
"""States that demand no decision on IVO themselves. What is avskriven is not of the own activity."""

_SARAH, _MARIA = "D-LS-UTR-IVO", "D-LM-UTR"
"""The time limits for giving the inquiry to IVO."""
_SOL_LSS = "beslut.grad_sol_lss"


def _has_no_grade_or_a_decision(shape: Shape) -> bool:
    """A grade stands in beslut, what is told is that ivo is absent, and later states demand it themselves."""
    return shape.lacks("beslut") or not shape.lacks("ivo") or shape.state not in _BEFORE_DECISION


@rule("IVO001", proof=_has_no_grade_or_a_decision, kind="avvikelse")
def has_a_decision_on_ivo_when_grave(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En allvarlig grad har ett ställningstagande till anmälan till IVO, hur långt ärendet än har kommit.

    Varför: Lagarna säger snarast. En grad som är satt medan ärendet ligger kvar i ett tidigt steg glöms lätt.
    Lagrum: PSL 3 kap. 5 §; SoL 27 kap. 6 §; LSS 24 f §
    Fel: status: utredning och beslut.grad_hsl: allvarlig_vardskada utan ivo
    Rätt: ivo: {anmald: ja, datum: 2025-04-07, diarienummer: HVN 2025/98}
    Gör så här: Skriv ivo.anmald. Anmälan får göras innan utredningen är klar.
    """
    path = grave_field(record)
    if path is not None and record.text("status") in _BEFORE_DECISION and lacks(record, "ivo"):
        message = "graden är allvarlig men det står inget om anmälan till IVO; skriv ivo.anmald"
        yield Hit(record.place(path), message, "ivo.anmald")


def _is_reported(shape: Shape) -> Test | bool:
    """Without ivo nothing says nej, without beslut nothing is grave."""
    if shape.lacks("ivo") or shape.lacks("beslut"):
        return True
    find = value_at("ivo.anmald")
    return lambda record: find(record.values) != "nej"


@rule("IVO002", proof=_is_reported, kind="avvikelse", severity=Severity.WARNING)
def says_why_it_is_not_reported(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En allvarlig händelse som inte är anmäld till IVO säger varför.

    Varför: Det som har eller kunde ha medfört något allvarligt ska anmälas. Står det nej ska det gå att förstå.
    Lagrum: PSL 3 kap. 5 §; SoL 27 kap. 6 §; LSS 24 f §
    Fel: beslut.grad_sol_lss: allvarligt_missforhallande och ivo: {anmald: nej}
    Rätt: ivo: {anmald: nej, motivering: Verksamheten drivs av en annan, som har anmält.}
    Gör så här: Gör anmälan och skriv när. Ska den inte göras, skriv varför i ivo.motivering. Är graden fel, rätta den.
    """
    is_own = record.text("status") != "avskriven" and grave_field(record) is not None
    if is_own and record.yes("ivo.anmald") is False and lacks(record, "ivo.motivering"):
        message = "graden är allvarlig men anmälan till IVO är inte gjord; anmäl, eller skriv varför i ivo.motivering"
        yield Hit(record.place("ivo.anmald"), message, "ivo.motivering")


@records_rule("IVO003")
def gives_the_inquiry_by_the_day_of_the_law(records: Records, day: dt.date) -> Iterator[Hit]:
    """Utredningen lämnas till IVO inom den tid som en föreskrift anger.

    Varför: När utredningen inte följde med anmälan enligt lex Sarah räknas två månader från anmälan.
        Tiden har inte kunnat läsas i den tryckta föreskriften. Den är hämtad ur en kommuns rutin.
    Lagrum: SOSFS 2011:5 6 kap. (ej kontrollerad mot tryckt författning)
    Fel: ivo: {anmald: ja, datum: 2025-03-20, diarienummer: HVN 2025/98} den 1 juni, och inget om utredningen
    Rätt: utredning_inskickad: 2025-05-14
    Gör så här: Lämna utredningen och skriv utredning_inskickad. Följde den med, skriv utredning_bifogad: ja.
    """
    # over all records, so that a day that passes makes no single record impossible to change
    for record in records.of("avvikelse"):
        for limit, last in _overdue(record, records, day):
            if limit.is_law:
                yield Hit(record.place("ivo.datum"), f"{_late(last)} ({_law(limit)})", limit.end)


def _none_is_overdue(shape: Shape) -> Test | bool:
    """Only the two limits for the inquiry are told of."""
    tests = [not_overdue(shape.catalogue.deadlines.get(name), shape) for name in (_SARAH, _MARIA)]
    left = [test for test in tests if not isinstance(test, bool)]
    return all(tests) and all_pass(left)


@rule("IVO004", proof=_none_is_overdue, kind="avvikelse", severity=Severity.WARNING)
def gives_the_inquiry_by_the_own_day(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Utredningen lämnas till IVO inom den tid som ni själva har satt.

    Varför: Patientsäkerhetslagen säger samtidigt med anmälan eller snarast efter den, utan att ange en tid.
        Gränsen är er egen. Någon tvåmånadersregel för lex Maria finns inte i den lagen.
    Lagrum: PSL 3 kap. 5 § (tiden är en egen gräns)
    Fel: ivo: {anmald: ja, datum: 2025-03-20, diarienummer: HVN 2025/98} den 1 juni, och inget om utredningen
    Rätt: utredning_inskickad: 2025-05-14
    Gör så här: Lämna utredningen och skriv utredning_inskickad. Följde den med, skriv utredning_bifogad: ja.
    """
    found = _overdue(record, records, day)
    for limit, last in found:
        if not any(other.is_law for other, _ in found):
            yield Hit(record.place("ivo.datum"), f"{_late(last)} (egen gräns)", limit.end)


def _none_is_met_late(shape: Shape) -> Test | bool:
    """A limit that does not run is not met late, and neither is one that is not met."""
    limits = [shape.catalogue.deadlines.get(name) for name in (_SARAH, _MARIA)]
    ends = [value_at(limit.end) for limit in limits if limit and not shape.lacks(limit.start) and limit.end]
    return not ends or (lambda record: all(find(record.values) is None for find in ends))


@rule("IVO005", proof=_none_is_met_late, kind="avvikelse", severity=Severity.WARNING)
def gave_the_inquiry_in_time(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En utredning som är lämnad till IVO kom inom den tid som en föreskrift anger.

    Varför: Det som lämnades för sent går inte att ändra i efterhand, men den som läser ska se det. Därför en varning.
    Lagrum: SOSFS 2011:5 6 kap. (ej kontrollerad mot tryckt författning)
    Fel: ivo.datum: 2025-03-20 och utredning_inskickad: 2025-07-01
    Rätt: ivo.datum: 2025-03-20 och utredning_inskickad: 2025-05-14
    Gör så här: Är ett av datumen fel, rätta det. Annars låt det stå, och se till att nästa utredning hinns med.
    """
    for limit in _limits(record, records):
        last = met_late(limit, record) if limit.is_law else None
        if last is not None:
            message = f"utredningen lämnades efter {last} ({_law(limit)}); är datumet fel, rätta det"
            yield Hit(record.place(limit.end), message, limit.end)


def _overdue(record: Record, records: Records, day: dt.date) -> list[tuple[Deadline, dt.date]]:
    """Return the limits for the inquiry that have passed without it, each with its last day."""
    begins = {limit.start for name in (_SARAH, _MARIA) if (limit := records.catalogue.deadlines.get(name))}
    limits = _limits(record, records) if any(map(record.has, begins)) else []
    return [(limit, last) for limit in limits if (last := overdue_since(limit, record, day))]


def _limits(record: Record, records: Records) -> list[Deadline]:
    """Return the limits that may hold: what was reported as lex Maria alone is not held to those of lex Sarah."""
    is_sarah = "hsl" not in record.texts("lagrum") or record.text(_SOL_LSS) in GRAVE[_SOL_LSS]
    names = (_SARAH, _MARIA) if is_sarah else (_MARIA,)
    return [limit for name in names if (limit := records.catalogue.deadlines.get(name))]


def _late(last: dt.date) -> str:
    return f"utredningen skulle ha lämnats till IVO senast {last}; lämna den och skriv ivo.utredning_inskickad"


def _law(limit: Deadline) -> str:
    return limit.law if limit.verified == "source" else f"{limit.law}, {NOT_READ}"


RULES = (
    has_a_decision_on_ivo_when_grave,
    says_why_it_is_not_reported,
    gives_the_inquiry_by_the_day_of_the_law,
    gives_the_inquiry_by_the_own_day,
    gave_the_inquiry_in_time,
)
