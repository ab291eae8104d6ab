"""The example's own values as every kind of chart."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kvalitet.analysis.durations import per_stretch, quartiles
from kvalitet.catalogue import standard_catalogue
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.records.record import Record
from kvalitet.reporting import charting
from kvalitet.reporting.charting import Chart, Exposed, Indicator, Noun
from kvalitet.workspace import find_workspace

AVVIKELSER = Noun("avvikelse", "avvikelser")
YEARS = ("2023", "2024", "2025")
_EFFECTS = {"ja": "Ja", "delvis": "Delvis", "nej": "Nej", "": "Inte bedömd"}
_STRENGTHS = {"konstruktion": "Stark", "system_teknik": "Stark", "standardisering": "Medel", "kontroll": "Medel"}


def example() -> Records:
    """Return the records that the repository has."""
    return load(find_workspace(Path(__file__).parents[2]), standard_catalogue())


def charts(records: Records) -> Iterator[Chart]:
    """Yield every kind of chart of records."""
    found = [record for record in records.of("avvikelse") if record.date("rapporterad")]
    yield from _over_time(found)
    yield from _compared(records, found)
    yield from _judged(records)
    yield _grave(found)


def _over_time(found: list[Record]) -> Iterator[Chart]:
    counted = Counter((day.year, day.month) for record in found if (day := record.date("rapporterad")))
    months = {year: [counted[int(year), month] for month in range(1, 13)] for year in YEARS}
    yield charting.months("manader", AVVIKELSER, months)
    yield charting.months("manader-ett-ar", AVVIKELSER, {"2025": months["2025"]})
    quarters = {year: [sum(values[start : start + 3]) for start in range(0, 12, 3)] for year, values in months.items()}
    yield charting.quarters("kvartal", AVVIKELSER, quarters)
    yield charting.run("serie", AVVIKELSER, (2023, 1), [value for values in months.values() for value in values])
    days: dict[str, list[int]] = {year: [] for year in YEARS}
    for record in found:
        start, end = record.date("rapporterad"), record.date("beslut.datum")
        if start and end and str(start.year) in days:
            days[str(start.year)].append((end - start).days)
    yield charting.time_to_close(
        "tid", AVVIKELSER, per_stretch(days["2025"]), {year: quartiles(values) for year, values in days.items()}
    )


def _compared(records: Records, found: list[Record]) -> Iterator[Chart]:
    tree = records.catalogue.categories
    now = [record for record in found if record.year == 2025]
    groups = Counter(tree.label(tree.group(record.text("kategori") or "")) for record in now)
    yield charting.pareto("kategorier", AVVIKELSER, groups)
    units = Counter(record.text("enhet") or "" for record in now)
    days = {
        record.text("enhet"): _days(record)
        for record in records.of("exponering")
        if record.text("matt") == "boendedygn"
    }
    exposed = [Exposed(records.title(unit), count, days.get(unit)) for unit, count in units.items()]
    yield charting.rates("enheter", AVVIKELSER, exposed, measure="boendedygn")


def _days(record: Record) -> float | None:
    entries = [(entry.period("period"), entry.number("varde")) for entry in record.entries("varden")]
    return next((value for period, value in entries if period and period.text == "2025"), None)


def _judged(records: Records) -> Iterator[Chart]:
    scale = records.catalogue.scales[records.catalogue.scale_name]
    judged = [(record.risk(""), record.risk("efter")) for record in records.of("risk")]
    panels = {
        title: Counter((risk.sannolikhet, risk.konsekvens) for risk in risks if risk)
        for title, risks in (("Första bedömningen", [b for b, _ in judged]), ("Efter åtgärd", [a for _, a in judged]))
    }
    yield charting.risk_matrix("risker", scale, panels)
    done = [record for record in records.of("atgard") if record.text("status") == "genomford"]
    table = Counter((_STRENGTHS.get(r.text("typ") or "", "Svag"), r.text("effekt.onskad") or "") for r in done)
    strengths = ("Stark", "Medel", "Svag")
    effects = {label: [table[strength, name] for strength in strengths] for name, label in _EFFECTS.items()}
    yield charting.strength_effect("atgarder", Noun("åtgärd", "åtgärder"), strengths, effects)
    yield from charting.indicators("indikatorer", YEARS, [_indicator(record) for record in records.of("indikator")])


def _indicator(record: Record) -> Indicator:
    entries = {str(entry.value("period")): entry for entry in record.entries("varden") if not entry.has("kon")}
    measured = {year: entries[year].number("varde") for year in YEARS if year in entries}
    values = {year: value for year, value in measured.items() if value is not None}
    compared = entries["2025"].number("jamforelsevarde") if "2025" in entries else None
    better = "högre" if record.text("riktning") == "hogre" else "lägre"
    name, unit = record.title, record.text("mattenhet") or ""
    return Indicator(name, unit, better, values, record.number("malvarde"), compared, record.text("jamforelse") or "")


def _grave(found: list[Record]) -> Chart:
    days: list[dt.date | None] = [
        day
        for record in found
        if record.text("beslut.grad_sol_lss") in {"missforhallande", "allvarligt_missforhallande"}
        and (day := record.date("intraffad"))
    ]
    return charting.days_between("lex-sarah", Noun("missförhållande", "missförhållanden"), sorted(filter(None, days)))
