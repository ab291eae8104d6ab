"""Rules on figures: that they can be right, and that nothing is a zero which was never measured."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from kvalitet.diagnostics import Severity
from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Entry, Record
from kvalitet.rules.proof import Shape
from kvalitet.rules.rule import Hit, records_rule, rule
from kvalitet.words import fold, in_sentence, listing, number

_RATE = re.compile(r"\bper (?:1 ?000|10 ?000|100 ?000|tusen|hundra|100) (\w+)")
_PERCENT = re.compile(r"\bprocent\b|%")
_MISSING = re.compile(
    r"saknas|missing|sekretess|skydda|undertryck|prickad|bortfall|for fa|(?:ej|inte) (?:redovis|mat|tillgang|publicer|svar)"
)
_MOST_NAMED = 3

_Exposures: TypeAlias = Mapping[tuple[str, str], list[Period]]
"""The periods for which a measure is known in a unit, or in something under it; "" is everywhere."""


@records_rule("TAL001", Severity.WARNING)
def has_what_a_rate_is_counted_by(records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett tal per 1 000 dygn, besök eller personer har sin exponering.

    Varför: Utan antalet dygn eller besök går det inte att räkna om, pröva eller jämföra talet.
        Gäller egna mätningar. Det som en nationell källa har räknat ut behöver ingen egen exponering.
    Lagrum: SOSFS 2011:9 5 kap. 6 §
    Fel: mattenhet: fall per 1 000 boendedygn, med ett värde för 2025 men ingen exponering för 2025
    Rätt: En exponering med matt: boendedygn och ett värde för 2025, för samma enhet eller enheterna under den
    Gör så här: Skriv exponeringen med kvalitet new exponering, eller lägg till perioden i den som finns.
    """
    kind = records.catalogue.kinds["exponering"]
    labels = kind.fields["matt"].choices
    known = _exposures(records)
    if known is None:
        return
    for record, path, entries in _rates(records):
        found = _RATE.search(fold(" ".join((record.text(path) or "").split())))
        matt = next((name for name, label in labels.items() if found and found[1] in (name, fold(label))), None)
        if matt is None:
            continue
        missing = [period.text for unit, period in entries if not _is_covered(period, known.get((matt, unit), []))]
        if missing:
            names = listing(dict.fromkeys(missing[:_MOST_NAMED]), "och")
            more = " med flera" if len(missing) > _MOST_NAMED else ""
            message = f"antalet {in_sentence(labels[matt])} för {names}{more} saknas; skriv det i en exponering"
            yield Hit(record.place(path), message, path)


def _rates(records: Records) -> Iterator[tuple[Record, str, list[tuple[str, Period]]]]:
    """Yield what may be a rate: its record, the field with its unit, and the unit and period of each value."""
    for record in records.of("indikator"):
        if record.text("kalla") == "eget" and (unit := _unit(record, "enhet", records)) is not None:
            yield record, "mattenhet", _measured(record.entries("varden"), [unit])
    for record in records.of("egenkontroll"):
        units = [_unit(entry, "enhet", records) for entry in record.entries("utfall")]
        if None not in units:
            yield record, "malvarde.mattenhet", _measured(record.entries("utfall"), [unit or "" for unit in units])


def _measured(entries: list[Entry], units: list[str]) -> list[tuple[str, Period]]:
    each = units * len(entries) if len(units) == 1 else units
    pairs = zip(each, entries, strict=False)
    return [(unit, period) for unit, entry in pairs if entry.has("varde") and (period := entry.period("period"))]


def _unit(entry: Entry, path: str, records: Records) -> str | None:
    """Return the unit that a value is for, "" for all, or None where it cannot be read."""
    if path not in entry.values:
        return ""
    unit = entry.text(path)
    return unit if unit is not None and records.knows(unit) else None


def _exposures(records: Records) -> _Exposures | None:
    """Return every exposure by measure and unit, or None where one cannot be read: it might be the missing one."""
    organisation = Organisation(records)
    found: dict[tuple[str, str], list[Period]] = defaultdict(list)
    if records.has_unread("exponering") or not _is_whole(records):
        return None
    for record in records.of("exponering"):
        matt, unit = record.text("matt"), _unit(record, "enhet", records)
        periods = [entry.period("period") for entry in record.entries("varden")]
        if matt is None or not unit or None in periods:
            return None
        for over in ("", unit, *organisation.above(unit)):
            found[matt, over] += [period for period in periods if period]
    return found


def _is_whole(records: Records) -> bool:
    """Return whether it can be read of every unit what it lies under."""
    units = [_unit(unit, "overordnad", records) for unit in records.of("enhet")]
    return None not in units and not records.has_unread("enhet")


def _is_covered(period: Period, known: list[Period]) -> bool:
    """Return whether the known periods that lie within one have as many days as it."""
    inside = (other for other in known if period.first <= other.first and other.last <= period.last)
    days = sum((other.last - other.first).days + 1 for other in inside)
    return days >= (period.last - period.first).days + 1


def _has_no_outcome(shape: Shape) -> bool:
    """Only outcomes have figures that add up."""
    return shape.lacks("utfall")


@rule("TAL002", proof=_has_no_outcome, kind="egenkontroll")
def adds_up(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett utfall går ihop: inte fler rätt än kontrollerade, och procenttalet är det som antalen ger.

    Varför: Två tal som säger emot varandra gör att inget av dem går att lita på.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: taljare: 18, namnare: 20 och varde: 80 när måttenheten är procent
    Rätt: taljare: 18, namnare: 20 och varde: 90
    Gör så här: Räkna om, och rätta det tal som är fel. Värdet får vara avrundat.
    """
    is_percent = _PERCENT.search(fold(record.text("malvarde.mattenhet") or "")) is not None
    for entry in record.entries("utfall"):
        part, whole, value = (entry.number(path) for path in ("taljare", "namnare", "varde"))
        if part is None or whole is None:
            continue
        if part > whole:
            message = f"{number(part)} av {number(whole)} går inte; taljare är de av namnare som var som de ska"
            yield Hit(entry.place("taljare"), message, "utfall.taljare")
        elif is_percent and whole > 0 and value is not None and not _is_rounded(entry, value, 100 * part / whole):
            message = (
                f"{number(part)} av {number(whole)} är {number(100 * part / whole)} procent; rätta det tal som är fel"
            )
            yield Hit(entry.place("varde"), message, "utfall.varde")


def _is_rounded(entry: Entry, value: float, exact: float) -> bool:
    """Return whether a value is the exact one rounded, either way, to as many decimals as are written."""
    decimals = len(str(entry.value("varde")).partition(".")[2])
    return abs(value - exact) < 10.0**-decimals


def _has_no_figures(shape: Shape) -> bool:
    """Only what stands in the lists of a few kinds is asked."""
    return all(shape.lacks(name) for name, _, _ in _ZEROS.get(shape.kind.name, ()))


@rule("TAL003", proof=_has_no_figures, severity=Severity.WARNING)
def is_no_zero_that_was_never_measured(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Noll står bara där något mättes och blev noll.

    Varför: Noll är ett resultat. Skrivs det när inget mättes ser det ut som om allt var bra, eller allt var dåligt.
    Lagrum: SOSFS 2011:9 5 kap. 6 §
    Fel: namnare: 0 och varde: 0
    Rätt: namnare: 0 och inget varde
    Gör så här: Ta bort nollan och skriv i slutsats eller status varför det inte finns något värde.
    """
    for list_, is_unmeasured, message in _ZEROS.get(record.kind.name, ()):
        for entry in record.entries(list_):
            if entry.number("varde") == 0 and is_unmeasured(entry):
                yield Hit(entry.place("varde"), message, f"{list_}.varde")


def _has_no_whole(entry: Entry) -> bool:
    return entry.number("namnare") == 0 and not entry.number("taljare")


def _is_any(entry: Entry) -> bool:
    return True


def _is_marked_missing(entry: Entry) -> bool:
    return _MISSING.search(fold(entry.text("status") or "")) is not None


_ZEROS = {
    "egenkontroll": (("utfall", _has_no_whole, "ingen kontrollerades, så inget mättes; ta bort nollan"),),
    "indikator": (("varden", _is_marked_missing, "anmärkningen säger att värdet saknas; ta bort nollan"),),
    "exponering": (("varden", _is_any, "noll går inte att räkna med; ta bort perioden, eller skriv antalet"),),
}
"""Where a zero may stand for nothing: the list, when it does, and what to do."""

RULES = (has_what_a_rate_is_counted_by, adds_up, is_no_zero_that_was_never_measured)
