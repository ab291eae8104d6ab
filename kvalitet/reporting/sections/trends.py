"""How the years compare: the same counts for the report's year and the two before it."""

from __future__ import annotations

from collections.abc import Callable

from kvalitet.periods import Period
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.halves import HALVES
from kvalitet.reporting.sections import lex_matters
from kvalitet.reporting.sections.common import Values, laws
from kvalitet.reporting.sections.complaints import received
from kvalitet.reporting.sections.deciding import median_days
from kvalitet.reporting.sections.deviations import AVVIKELSER, half_count, kept, per_part
from kvalitet.reporting.tally import shown
from kvalitet.words import month_name

_YEARS_BACK = 2


def trends(basis: Basis) -> Values:
    """Return the main counts of up to three years, oldest first, and avvikelser by quarter as a chart.

    A year of which nothing is recorded is left out: its noughts would be no counts.
    """
    selection = basis.selection
    candidates = [Period.of_year(year) for year in range(selection.year - _YEARS_BACK, selection.year + 1)]
    years = [year for year in candidates if has_records(basis, year)]
    is_of_both = laws(basis)["bada"]
    rows = [
        {"namn": name, "varden": [count(basis, year) for year in years]}
        for name, count in _ROWS
        if is_of_both or name not in _HALF_ROWS
    ]
    quarters = [per_part(basis, kept(basis, year), year, year.quarters()) for year in years]
    months = [per_part(basis, kept(basis, year), year, year.months()) for year in years]
    for year in years:
        _add_months_up(basis, year)
    if len(years) > 1:
        by_year = {year.text: [shown(count) for count in counts] for year, counts in zip(years, quarters, strict=True)}
        basis.figures.add(lambda: charting.quarters(basis.named("utveckling"), AVVIKELSER, by_year))
        series = [shown(count) for counts in months for count in counts]
        basis.figures.add(lambda: charting.run(basis.named("serie"), AVVIKELSER, (years[0].year, 1), series))
    return {
        "ar": [year.year for year in years],
        "rader": rows,
        "kvartal": [
            {"namn": f"Kvartal {part + 1}", "varden": [counts[part] for counts in quarters]} for part in range(4)
        ],
        "manader": [
            {"namn": month_name(part + 1), "varden": [counts[part] for counts in months]} for part in range(12)
        ],
    }


def _add_months_up(basis: Basis, year: Period) -> None:
    """Tell the tally that a quarter is its months, where these are shown too."""
    for quarter in year.quarters():
        months = [basis.key("avvikelser", month.text, "antal") for month in quarter.months()]
        known = basis.tally.entries
        if all(month in known for month in months):
            basis.tally.split(
                basis.key("avvikelser", quarter.text, "antal"), {month: known[month].ids for month in months}
            )


def has_records(basis: Basis, year: Period) -> bool:
    """Return whether anything was reported or received in a period: the noughts of one without are no counts."""
    return bool(kept(basis, year) or basis.selection.dated("klagomal", "mottaget", year))


def every(basis: Basis, year: Period) -> Number:
    """Return how many avvikelser were reported in a period."""
    return basis.tally.count(basis.key("avvikelser", year.text, "antal"), ids(kept(basis, year)))


def _half(half: str) -> Callable[[Basis, Period], Number]:
    return lambda basis, year: half_count(basis, "avvikelser", year, half, kept(basis, year))


def near_misses(basis: Basis, year: Period) -> Number:
    """Return how many of a period's avvikelser were tillbud."""
    found = [record.id for record in kept(basis, year) if record.text("slag") == "tillbud"]
    return basis.tally.count(basis.key("avvikelser", year.text, "tillbud"), found)


def reported_to_ivo(basis: Basis, year: Period) -> Number:
    """Return how many events were reported to IVO in a period, under lex Maria and lex Sarah together."""
    concerned = laws(basis)
    parts = {
        basis.key(lex_matters.TOPICS[kind], year.text, "anmalda"): ids(lex_matters.sent(basis.selection, kind, year))
        for kind, half in lex_matters.HALVES.items()
        if concerned[half]
    }
    total = basis.key("ivo", year.text, "anmalda")
    counted = basis.tally.count(total, [one for part in parts.values() for one in part])
    basis.tally.split(total, parts)
    return counted


def days_to_decision(basis: Basis, year: Period) -> Number | None:
    """Return the median of days from report to decision, or None where nothing was decided."""
    return median_days(basis, year, kept(basis, year))


def complaints_received(basis: Basis, year: Period) -> Number:
    """Return how many klagomål and synpunkter were received in a period."""
    return received(basis, year, basis.selection.dated("klagomal", "mottaget", year))


def _risks(basis: Basis, year: Period) -> Number:
    found = basis.selection.dated("risk", "bedomd.datum", year)
    return basis.tally.count(basis.key("risker", year.text, "bedomda"), ids(found), guarded=False)


def _done(basis: Basis, year: Period) -> list[Record]:
    return basis.selection.dated("atgard", "genomford", year)


def _carried_out(basis: Basis, year: Period) -> Number:
    key = basis.key("atgarder", year.text, "genomforda-under-aret")
    return basis.tally.count(key, ids(_done(basis, year)), guarded=False)


def _judged(basis: Basis, year: Period) -> Number:
    found = [record.id for record in _done(basis, year) if record.has("effekt.onskad")]
    return basis.tally.count(basis.key("atgarder", year.text, "bedomda-under-aret"), found, guarded=False)


def _worked(basis: Basis, year: Period) -> Number:
    found = [record.id for record in _done(basis, year) if record.text("effekt.onskad") == "ja"]
    return basis.tally.count(basis.key("atgarder", year.text, "onskad-effekt-under-aret"), found, guarded=False)


_HALF_ROWS = ("varav hälso- och sjukvård", "varav socialtjänst och LSS")
_ROWS: tuple[tuple[str, Callable[[Basis, Period], Number | None]], ...] = (
    ("Avvikelser", every),
    *((name, _half(half)) for name, half in zip(_HALF_ROWS, HALVES, strict=True)),
    ("varav tillbud", near_misses),
    ("Anmälningar till IVO", reported_to_ivo),
    ("Dagar från rapport till beslut (median)", days_to_decision),
    ("Klagomål och synpunkter", complaints_received),
    ("Bedömda risker", _risks),
    ("Genomförda åtgärder", _carried_out),
    ("varav bedömda", _judged),
    ("varav gav önskad effekt", _worked),
)
