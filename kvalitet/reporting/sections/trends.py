"""How the years compare: the same counts for the report's year and the two before it."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from kvalitet.analysis import charts
from kvalitet.records.grades import GRAVE
from kvalitet.records.record import Record
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.sections.common import Values, in_year
from kvalitet.reporting.selection import Selection
from kvalitet.words import number

_YEARS_BACK = 2


def trends(selection: Selection, figures: Figures) -> Values:
    """Return the main counts of up to three years, oldest first, and avvikelser by quarter as a chart.

    A year of which nothing is recorded is left out: its noughts would be no counts.
    """
    years = [year for year in range(selection.year - _YEARS_BACK, selection.year + 1) if _has_records(selection, year)]
    quarters = {str(year): _per_quarter(selection, year) for year in years}
    if len(years) > 1:
        figures.add("utveckling", charts.columns([f"Kvartal {part}" for part in range(1, 5)], quarters))
    return {
        "ar": years,
        "rader": [{"namn": name, "varden": [count(selection, year) for year in years]} for name, count in _ROWS],
        "kvartal": [
            {"namn": f"Kvartal {part + 1}", "varden": [quarters[str(year)][part] for year in years]}
            for part in range(4)
        ],
    }


def _has_records(selection: Selection, year: int) -> bool:
    return bool(_kept(selection, year) or selection.dated("klagomal", "mottaget", year))


def _kept(selection: Selection, year: int) -> list[Record]:
    """Return the avvikelser reported in a year; a report that was written off is none."""
    return [r for r in selection.dated("avvikelse", "rapporterad", year) if r.text("status") != "avskriven"]


def _per_quarter(selection: Selection, year: int) -> list[int]:
    months = [day.month for record in _kept(selection, year) if (day := record.date("rapporterad"))]
    return [sum((month - 1) // 3 == part for month in months) for part in range(4)]


def _under(*laws: str) -> Callable[[Selection, int], str]:
    return lambda selection, year: number(sum(bool(set(laws) & set(r.texts("lagrum"))) for r in _kept(selection, year)))


def _reported_to_ivo(selection: Selection, year: int) -> str:
    found = [r for r in selection.dated("avvikelse", "ivo.datum", year) if r.yes("ivo.anmald")]
    return number(sum(record.text(path) in grades for record in found for path, grades in GRAVE.items()))


def _days_to_decision(selection: Selection, year: int) -> str:
    days = [
        (decided - reported).days
        for record in _kept(selection, year)
        if (decided := record.date("beslut.datum")) and (reported := record.date("rapporterad"))
    ]
    return number(int(median(days))) if days else "–"


def _done(selection: Selection, year: int) -> list[Record]:
    return [record for record in selection.of("atgard") if in_year(record.date("genomford"), year)]


def _worked(selection: Selection, year: int) -> str:
    judged = [record for record in _done(selection, year) if record.has("effekt.onskad")]
    worked = sum(record.text("effekt.onskad") == "ja" for record in judged)
    return f"{number(worked)} av {number(len(judged))}" if judged else "–"


_ROWS: tuple[tuple[str, Callable[[Selection, int], str]], ...] = (
    ("Avvikelser", lambda selection, year: number(len(_kept(selection, year)))),
    ("varav hälso- och sjukvård", _under("hsl")),
    ("varav socialtjänst och LSS", _under("sol", "lss")),
    ("varav tillbud", lambda s, year: number(sum(r.text("slag") == "tillbud" for r in _kept(s, year)))),
    ("Anmälningar till IVO", _reported_to_ivo),
    ("Dagar från rapport till beslut (median)", _days_to_decision),
    ("Klagomål och synpunkter", lambda s, year: number(len(s.dated("klagomal", "mottaget", year)))),
    ("Bedömda risker", lambda s, year: number(len(s.dated("risk", "bedomd.datum", year)))),
    ("Genomförda åtgärder", lambda selection, year: number(len(_done(selection, year)))),
    ("Bedömda åtgärder som gav önskad effekt", _worked),
)
