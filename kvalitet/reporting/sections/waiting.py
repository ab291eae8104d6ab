"""How long things take: from report to decision, and how long what is open has been so."""

from __future__ import annotations

from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values
from kvalitet.reporting.sections.deciding import days_of, decided_count
from kvalitet.reporting.sections.deviations import kept

_CLOSED = ("avslutad", "avskriven")
_AGES = (("Högst 30 dagar", 0, 30), ("31–90 dagar", 31, 90), ("Mer än 90 dagar", 91, None))
"""How long an avvikelse has been open, in days from its report to the day of the report."""


def waiting(basis: Basis) -> Values:
    """Return how many of the period's avvikelser were decided and how fast, and how long the open ones have waited."""
    selection, tally, period = basis.selection, basis.tally, basis.selection.period.text
    found = kept(basis, selection.period)
    still_open = [record for record in found if record.text("status") not in _CLOSED]
    earlier = [record for record in selection.of("avvikelse") if _is_left_from_before(record, basis)]
    count = decided_count(basis, selection.period, found)
    longest_decided = max(days_of(found).values(), default=None)
    open_key = basis.key("avvikelser", period, "lage", "oppna")
    opened = tally.count(open_key, ids(still_open))
    ages = tally.split(
        open_key,
        {
            basis.key("avvikelser", period, "oppna", name): _aged(still_open, least, most, basis)
            for name, least, most in _AGES
        },
    )
    left = tally.count(basis.key("avvikelser", period, "oppna-fran-tidigare"), ids(earlier))
    longest = max((_age(record, basis) for record in still_open + earlier), default=None)
    return {
        "beslutade": count,
        "langst": tally.figure(basis.key("avvikelser", period, "beslut-langst"), longest_decided, of=[count]),
        "oppna": opened,
        "aldrar": [{"namn": name, "antal": number} for (name, *_), number in zip(_AGES, ages.values(), strict=True)],
        "tidigare": left,
        "aldst": tally.figure(basis.key("avvikelser", period, "oppen-langst"), longest, of=[opened, left]),
    }


def _is_left_from_before(record: Record, basis: Basis) -> bool:
    reported = record.date("rapporterad")
    return reported is not None and reported < basis.selection.period.first and record.text("status") not in _CLOSED


def _aged(found: list[Record], least: int, most: int | None, basis: Basis) -> list[str]:
    return [r.id for r in found if least <= _age(r, basis) and (most is None or _age(r, basis) <= most)]


def _age(record: Record, basis: Basis) -> int:
    reported = record.date("rapporterad")
    return max((basis.day - reported).days, 0) if reported else 0
