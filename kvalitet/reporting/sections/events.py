"""What happened: avvikelser, lex Sarah and lex Maria, klagomål and synpunkter."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from kvalitet.analysis import charts
from kvalitet.analysis.frames import avvikelse_table, cause_table, counts, median_days, per_month
from kvalitet.periods import make_up_a_year
from kvalitet.records.grades import GRAVE
from kvalitet.records.record import Record
from kvalitet.reporting.figures import Figures, best_and_worst
from kvalitet.reporting.sections.common import HALVES, Values, label, laws, unit_name
from kvalitet.reporting.selection import Selection
from kvalitet.words import in_sentence, listing, month_name, number, sort_key

if TYPE_CHECKING:
    import pandas as pd

_UNKNOWN = "–"
_MOST_BARS = 10
"""Groups in the chart: more bars than that fill a page and say less. The table has them all."""


def deviations(selection: Selection, figures: Figures) -> Values:
    """Return the avvikelser reported in the year by month, group, unit, law, cause and state."""
    tree = selection.records.catalogue.categories
    every = avvikelse_table(selection.of("avvikelse"), tree)
    kept = every[every["status"] != "avskriven"]
    now, before = (kept[kept["ar"] == year] for year in (selection.year, selection.year - 1))
    has_before = len(before) > 0
    groups = counts(now, "grupp")
    labels, found_before = [tree.label(path) for path, _ in groups], dict(counts(before, "grupp"))
    earlier = [found_before.get(path, 0) for path, _ in groups]
    months, earlier_months = per_month(kept, selection.year), per_month(kept, selection.year - 1)
    if len(now):
        names = [month_name(month)[:3] for month in range(1, 13)]
        figures.add("manader", charts.columns(names, _series(selection, months, earlier_months, has_before)))
        series = _series(selection, [count for _, count in groups], earlier, has_before)
        largest = {name: counts[:_MOST_BARS] for name, counts in series.items()}
        figures.add("grupper", charts.bars(labels[:_MOST_BARS], largest))
    by_unit = _by_unit(selection, dict(counts(now, "enhet")), dict(counts(before, "enhet")))
    records = {record.id: record for record in selection.of("avvikelse")}
    causes = counts(cause_table([records[name] for name in now["id"]]), "orsak")
    field = selection.records.catalogue.kinds["avvikelse"].find("utredning.orsaker")
    return {
        "antal": len(now),
        "forra": len(before) if has_before else None,
        "avskrivna": int(((every["ar"] == selection.year) & (every["status"] == "avskriven")).sum()),
        "hsl": int(now["hsl"].sum()),
        "sol_lss": int(now["sol_lss"].sum()),
        "bada": int((now["hsl"] & now["sol_lss"]).sum()),
        "tillbud": int((now["slag"] == "tillbud").sum()),
        "manader": [
            {"manad": month_name(month), "antal": count, "forra": earlier_months[month - 1]}
            for month, count in enumerate(months, 1)
        ],
        "toppar": best_and_worst([(month_name(month), count) for month, count in enumerate(months, 1)]),
        "grupper": [
            {"namn": name, "lag": _laws_of(now[now["grupp"] == path]), "antal": ours, "forra": theirs}
            for (path, ours), name, theirs in zip(groups, labels, earlier, strict=True)
        ],
        "enheter": by_unit,
        "takter": any(row["takt"] != _UNKNOWN for row in by_unit),
        "orsaker": [
            {"namn": field.choices.get(name, name) if field else name, "antal": count} for name, count in causes
        ],
        "utredda": len({name for name in now["id"] if records[name].has("utredning.orsaker")}),
        "avslutade": int((now["status"] == "avslutad").sum()),
        "oppna": int((now["status"] != "avslutad").sum()),
        "mediandagar": median_days(now),
        "grader": _grades(selection, [records[name] for name in now["id"]]),
    }


def _series(selection: Selection, now: list[int], before: list[int], has_before: bool) -> dict[str, list[int]]:
    """Return the counts of the year, and of the year before where there are any."""
    return {str(selection.year): now} | ({str(selection.year - 1): before} if has_before else {})


def _laws_of(rows: pd.DataFrame) -> str:
    """Return which laws the events of a group concern: what the records say, whatever the tree is called."""
    return listing((name for column, name in HALVES.items() if rows[column].any()), "och")


def _by_unit(selection: Selection, now: dict[str, int], before: dict[str, int]) -> list[Values]:
    """Return the count of every unit, also of those that reported nothing, and a rate where one is known."""
    measured = [record for record in selection.of("exponering") if record.text("matt") == "boendedygn"]
    days = {record.text("enhet"): _days(selection, record) for record in measured}
    ids = {unit.id for unit in selection.units()} | set(now)
    rows = []
    for unit in sorted(ids, key=lambda name: (-now.get(name, 0), sort_key(unit_name(selection, name)))):
        exposed = days.get(unit)
        rate = number(1000 * now.get(unit, 0) / exposed, 2) if exposed else _UNKNOWN
        rows.append({
            "namn": unit_name(selection, unit),
            "antal": now.get(unit, 0),
            "forra": before.get(unit, 0),
            "takt": rate,
        })
    return rows


def _days(selection: Selection, exposure: Record) -> float | None:
    """Return the year's boendedygn: the figure of the year itself, else the sum of parts that make up the year."""
    entries = [(entry.period("period"), entry.number("varde")) for entry in exposure.entries("varden")]
    known = {period: value for period, value in entries if period and value and period.year == selection.year}
    whole = next((value for period, value in known.items() if period.text == str(selection.year)), None)
    return whole or (sum(known.values()) if make_up_a_year(list(known)) else None)


def _grades(selection: Selection, found: list[Record]) -> list[Values]:
    rows = []
    concerned = laws(selection)
    for column, law in HALVES.items():
        if not concerned[column]:
            continue
        path = f"beslut.grad_{column}"
        field = selection.records.catalogue.kinds["avvikelse"].find(path)
        counted = Counter(record.text(path) for record in found)
        rows += [
            {"lag": law, "namn": label, "antal": counted[name]}
            for name, label in (field.choices if field else {}).items()
        ]
    return rows


def lex(selection: Selection) -> Values:
    """Return what was reported to IVO in the year, and the reports under lex Sarah behind it."""
    reported = selection.dated("avvikelse", "rapporterad")
    sarah = [
        r
        for r in reported
        if r.text("slag") in ("missforhallande", "risk")
        and {"sol", "lss"} & set(r.texts("lagrum"))
        and r.text("status") != "avskriven"
    ]
    cases = [record for record in selection.dated("avvikelse", "ivo.datum") if record.yes("ivo.anmald")]
    rows = []
    for path, name in (("beslut.grad_hsl", "Lex Maria"), ("beslut.grad_sol_lss", "Lex Sarah")):
        for record in cases:
            if record.text(path) in GRAVE[path]:
                rows.append(_lex_row(selection, record, path, name))
    return {
        "sarah_rapporter": len(sarah),
        "fall": rows,
        "maria": sum(row["slag"] == "Lex Maria" for row in rows),
        "sarah": sum(row["slag"] == "Lex Sarah" for row in rows),
    }


def _lex_row(selection: Selection, record: Record, path: str, name: str) -> Values:
    return {
        "slag": name,
        "rubrik": record.title,
        "enhet": unit_name(selection, record.text("enhet")),
        "grad": label(record, path),
        "anmald": record.date("ivo.datum"),
        "utredning": record.date("ivo.utredning_inskickad"),
        "utfall": label(record, "ivo.utfall") or "Inget beslut än",
        "slutsats": record.text("utredning.slutsats") or "",
        "redovisad": record.date("redovisad.datum"),
        "redovisad_for": unit_name(selection, record.text("redovisad.namnd")),
        "atgarder": [in_sentence(selection.records.title(measure)) for measure in record.texts("atgarder")],
    }


def complaints(selection: Selection) -> Values:
    """Return the year's klagomål and synpunkter by art and theme, and how fast they were answered."""
    found, before = (
        selection.dated("klagomal", "mottaget"),
        selection.dated("klagomal", "mottaget", selection.year - 1),
    )
    kind = selection.records.catalogue.kinds["klagomal"]
    art, theme = kind.fields["art"], kind.fields["tema"]
    arts = Counter(record.text("art") for record in found)
    earlier = Counter(record.text("art") for record in before)
    themes = Counter(name for record in found for name in record.texts("tema"))
    days = sorted(
        (answered - received).days
        for r in found
        if (answered := r.date("besvarat")) and (received := r.date("mottaget"))
    )
    return {
        "antal": len(found),
        "forra": len(before) or None,
        "arter": [{"namn": label, "antal": arts[name], "forra": earlier[name]} for name, label in art.choices.items()],
        "teman": [
            {"namn": theme.choices.get(name, name), "antal": count}
            for name, count in sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "avvikelser": sum(record.yes("stallningstagande.avvikelse") is True for record in found),
        "besvarade": len(days),
        "langst": days[-1] if days else None,
        "mediandagar": int(median(days)) if days else None,
    }
