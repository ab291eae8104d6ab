"""A period beside the same one a year before and the one just before: the same counts of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kvalitet.periods import Period, period_name
from kvalitet.rendering.values import Dolt, Number
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values, laws
from kvalitet.reporting.sections.lex_matters import SARAH, received_count
from kvalitet.reporting.sections.trends import (
    complaints_received,
    days_to_decision,
    every,
    has_records,
    near_misses,
    reported_to_ivo,
)


def compared(basis: Basis) -> Values:
    """Return the main counts of the period and of those that it is compared with, and by name those of the period.

    A period of which nothing is recorded is left out: its noughts would be no counts.
    """
    selection = basis.selection
    others = dict.fromkeys((selection.before, selection.previous))
    periods = [selection.period, *(other for other in others if has_records(basis, other))]
    concerned = laws(basis)
    return {
        "perioder": [period_name(period.text) for period in periods],
        "rader": [
            {"namn": name, "varden": [count(basis, period) for period in periods]}
            for name, count in _ROWS.items()
            if count is not lex_sarah_reports or concerned["sol_lss"]
        ],
        **{name: count(basis, selection.period) for name, count in _NAMED.items()},
    }


def lex_sarah_reports(basis: Basis, period: Period) -> Number:
    """Return how many reports under lex Sarah were made in a period."""
    return received_count(basis, SARAH, period)


def share_of_near_misses(basis: Basis, period: Period) -> Number | None:
    """Return the percentage of a period's avvikelser that were tillbud, or None where there were none."""
    return percent(
        basis, basis.key("avvikelser", period.text, "tillbud-procent"), near_misses(basis, period), every(basis, period)
    )


def percent(basis: Basis, key: str, part: Number, whole: Number) -> Number | None:
    """Return a part of a whole in per cent, or None of a whole of nought; it is hidden with either."""
    counted = basis.tally.entries
    total = counted[whole.key].value
    value = 100 * counted[part.key].value / total if total else None
    return basis.tally.figure(key, value, counted[part.key].ids, of=[part, whole], decimals=0)


def is_hidden(number: Number | None) -> bool:
    """Tell whether a number may not be shown."""
    return isinstance(number, Dolt)


_NAMED: Mapping[str, Callable[[Basis, Period], Number | None]] = {
    "avvikelser": every,
    "tillbud": near_misses,
    "lex_sarah": lex_sarah_reports,
    "ivo": reported_to_ivo,
    "klagomal": complaints_received,
    "mediandagar": days_to_decision,
}
_ROWS: Mapping[str, Callable[[Basis, Period], Number | None]] = {
    "Avvikelser": every,
    "varav tillbud": near_misses,
    "Tillbud, procent av avvikelserna": share_of_near_misses,
    "Rapporter enligt lex Sarah": lex_sarah_reports,
    "Anmälningar till IVO": reported_to_ivo,
    "Klagomål och synpunkter": complaints_received,
    "Dagar från rapport till beslut (median)": days_to_decision,
}
