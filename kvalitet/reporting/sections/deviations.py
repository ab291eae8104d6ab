"""What went wrong: the avvikelser reported in the period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kvalitet.analysis.frames import avvikelse_table, cause_table, groups
from kvalitet.periods import Period
from kvalitet.records.record import Record
from kvalitet.rendering.values import Dolt, Number
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.figures import best_and_worst
from kvalitet.reporting.halves import HALVES
from kvalitet.reporting.sections.common import (
    Values,
    commonest,
    hidden_last,
    laws,
    unit_name,
)
from kvalitet.reporting.sections.deciding import median_days
from kvalitet.reporting.sections.exposure import MEASURE, days, rate
from kvalitet.reporting.tally import shown
from kvalitet.words import listing, month_name, sort_key

if TYPE_CHECKING:
    import pandas as pd

_TOPIC = "avvikelser"
AVVIKELSER = charting.Noun("avvikelse", "avvikelser")


def kept(basis: Basis, period: Period) -> list[Record]:
    """Return the avvikelser reported in a period; a report that was written off is none."""
    found = basis.selection.dated("avvikelse", "rapporterad", period)
    return [record for record in found if record.text("status") != "avskriven"]


def deviations(basis: Basis) -> Values:
    """Return the avvikelser reported in the period by month, group, unit, law, cause and state."""
    selection, period = basis.selection, basis.selection.period
    reported = selection.dated("avvikelse", "rapporterad")
    found, before = kept(basis, period), kept(basis, selection.before)
    total, earlier = _total(basis, period, found), _total(basis, selection.before, before)
    hsl, sol_lss = (half_count(basis, _TOPIC, period, half, found) for half in HALVES)
    table = avvikelse_table(found, selection.records.catalogue.categories)
    months = _months(basis, found, before)
    group_rows = _groups(basis, table, before)
    units = unit_rows(basis, found, before)
    if found:
        _draw(basis, months, group_rows, has_before=bool(before))
    investigated = [record for record in found if record.has("utredning.orsaker")]
    open_ones = [record.id for record in found if record.text("status") != "avslutad"]
    closed = [record.id for record in found if record.text("status") == "avslutad"]
    causes = _causes(basis, found)
    in_both = [record for record in found if all(selection.concerns(record, half) for half in HALVES)]
    _part_by_law(basis, total.key, found)
    states = _split(basis, period, "lage", {"avslutade": closed, "oppna": open_ones})
    return {
        "antal": total,
        "forra": earlier if before else None,
        "avskrivna": _count(basis, "avskrivna", (r for r in reported if r.text("status") == "avskriven")),
        "hsl": hsl,
        "sol_lss": sol_lss,
        "bada": _count(basis, "bada-lagarna", in_both),
        "tillbud": _count(basis, "tillbud", (r for r in found if r.text("slag") == "tillbud")),
        "manader": months,
        "toppar": best_and_worst([(row["manad"], row["antal"]) for row in months]),
        "grupper": group_rows,
        "storst": next(iter(commonest(group_rows)), None),
        "enheter": units,
        "takter": any(row["takt"] is not None for row in units),
        "orsaker": causes,
        "vanligaste_orsak": next(iter(commonest(causes)), None),
        "utredda": _count(basis, "utredda", investigated),
        "avslutade": states["avslutade"],
        "oppna": states["oppna"],
        "mediandagar": median_days(basis, period, found),
        "grader": _grades(basis, found),
    }


def _part_by_law(basis: Basis, total: str, found: list[Record]) -> None:
    """Tell the tally how the halves make up the whole: what is in one only, in both and in none is printed nowhere."""
    parts: dict[tuple[bool, ...], list[str]] = {}
    for record in found:
        parts.setdefault(tuple(basis.selection.concerns(record, half) for half in HALVES), []).append(record.id)
    keys = {
        part: f"{total}.{'-'.join(h for h, within in zip(HALVES, part, strict=True) if within) or 'ingen'}"
        for part in parts
    }
    basis.tally.split(total, {keys[part]: names for part, names in parts.items()})
    for place, half in enumerate(HALVES):
        within = {keys[part]: names for part, names in parts.items() if part[place]}
        basis.tally.split(basis.key(_TOPIC, basis.selection.period.text, half), within)


def _total(basis: Basis, period: Period, found: list[Record]) -> Number:
    return basis.tally.count(basis.key(_TOPIC, period.text, "antal"), ids(found))


def _count(basis: Basis, measure: str, found: Iterable[Record]) -> Number:
    key = basis.key(_TOPIC, basis.selection.period.text, measure)
    return basis.tally.count(key, [record.id for record in found])


def half_count(basis: Basis, topic: str, period: Period, half: str, found: Iterable[Record]) -> Number:
    """Return how many records concern one of the two halves, HSL or SoL and LSS."""
    concerned = [record.id for record in found if basis.selection.concerns(record, half)]
    return basis.tally.count(basis.key(topic, period.text, half), concerned)


def _months(basis: Basis, found: list[Record], before: list[Record]) -> list[Values]:
    now = per_part(basis, found, basis.selection.period, basis.selection.period.months())
    earlier = per_part(basis, before, basis.selection.before, basis.selection.before.months())
    return [
        {"manad": month_name(month.first.month), "antal": count, "forra": then}
        for month, count, then in zip(basis.selection.period.months(), now, earlier, strict=True)
    ]


def per_part(basis: Basis, found: list[Record], whole: Period, parts: list[Period]) -> list[Number]:
    """Return how many of a period's avvikelser were reported in each of the parts that it is made of."""
    groups = {
        basis.key(_TOPIC, part.text, "antal"): [r.id for r in found if r.date("rapporterad") in part] for part in parts
    }
    return list(basis.tally.split(basis.key(_TOPIC, whole.text, "antal"), groups).values())


def _groups(basis: Basis, table: pd.DataFrame, before: list[Record]) -> list[Values]:
    """Return the groups of the category tree, the largest first, with the laws that their events concern."""
    tree, selection = basis.selection.records.catalogue.categories, basis.selection
    now, earlier = groups(table, "grupp"), dict(groups(avvikelse_table(before, tree), "grupp"))
    counted = _split(basis, selection.period, "grupp", dict(now))
    then = _split(basis, selection.before, "grupp", {path: [] for path, _ in now} | earlier)
    rows = [
        {
            "namn": tree.label(path),
            "lag": _laws_of(table[table["grupp"] == path]),
            "antal": counted[path],
            "forra": then[path],
        }
        for path, _ in now
    ]
    return hidden_last(rows)


def _split(basis: Basis, period: Period, measure: str, found: Mapping[str, list[str]]) -> dict[str, Number]:
    """Return the count of each group of a period's avvikelser, by what the group is called in the records."""
    keys = {name: basis.key(_TOPIC, period.text, measure, name or "ingen") for name in found}
    counts = basis.tally.split(basis.key(_TOPIC, period.text, "antal"), {keys[name]: found[name] for name in found})
    return {name: counts[key] for name, key in keys.items()}


def _laws_of(rows: pd.DataFrame) -> str:
    """Return which laws the events of a group concern: what the records say, whatever the tree is called."""
    return listing((name for column, name in HALVES.items() if rows[column].any()), "och")


def unit_rows(basis: Basis, found: list[Record], before: list[Record]) -> list[Values]:
    """Return the count of every unit, also of those that reported nothing, and a rate where one is known."""
    selection = basis.selection
    names = {unit.id for unit in selection.units()} | {record.text("enhet") or "" for record in found}
    every = sorted(names | {record.text("enhet") or "" for record in before})
    now, earlier = (
        _of_units(basis, period, events, every)
        for period, events in ((selection.period, found), (selection.before, before))
    )
    rows: list[Values] = [
        {
            "id": unit,
            "namn": unit_name(selection, unit),
            "antal": now[unit],
            "forra": earlier[unit],
            "takt": rate(basis, now[unit], unit),
        }
        for unit in sorted(names, key=lambda unit: (-(shown(now[unit]) or 0), sort_key(unit_name(selection, unit))))
    ]
    _draw_rates(basis, {unit: now[unit] for unit in sorted(names)})
    return hidden_last(rows)


def _of_units(basis: Basis, period: Period, events: list[Record], units: list[str]) -> dict[str, Number]:
    _total(basis, period, events)
    return _split(
        basis, period, "enhet", {unit: [r.id for r in events if (r.text("enhet") or "") == unit] for unit in units}
    )


def _causes(basis: Basis, found: list[Record]) -> list[Values]:
    field = basis.selection.records.catalogue.kinds["avvikelse"].find("utredning.orsaker")
    rows = [
        {
            "namn": field.choices.get(cause, cause) if field else cause,
            "antal": basis.tally.count(basis.key(_TOPIC, basis.selection.period.text, "orsak", cause), names),
        }
        for cause, names in groups(cause_table(found), "orsak")
    ]
    return hidden_last(rows)


def _grades(basis: Basis, found: list[Record]) -> list[Values]:
    rows = []
    concerned = laws(basis)
    for half, law in HALVES.items():
        if not concerned[half]:
            continue
        path = f"beslut.grad_{half}"
        field = basis.selection.records.catalogue.kinds["avvikelse"].find(path)
        for name, label in (field.choices if field else {}).items():
            graded = [record.id for record in found if record.text(path) == name]
            key = basis.key(_TOPIC, basis.selection.period.text, "grad", half, name)
            rows.append({"lag": law, "namn": label, "antal": basis.tally.count(key, graded)})
    return rows


def _draw(basis: Basis, months: list[Values], group_rows: list[Values], *, has_before: bool) -> None:
    years = _series(basis, months, has_before)
    names = [row["manad"] for row in months]
    basis.figures.add(lambda: charting.parts_of_years(basis.named("manader"), AVVIKELSER, "Månad", names, years))
    counts = {row["namn"]: shown(row["antal"]) for row in group_rows}
    basis.figures.add(lambda: charting.pareto(basis.named("grupper"), AVVIKELSER, counts, heading="Grupp"))


def _draw_rates(basis: Basis, counts: Mapping[str, Number]) -> None:
    units = [
        charting.Exposed(unit_name(basis.selection, unit), None if isinstance(n, Dolt) else int(n), days(basis, unit))
        for unit, n in counts.items()
    ]
    basis.figures.add(lambda: charting.rates(basis.named("enheter"), AVVIKELSER, units, measure=MEASURE))


def _series(basis: Basis, rows: list[Values], has_before: bool) -> dict[str, list[float | None]]:
    """Return the counts of the period a year before, where there are any, and of the period, by the year."""
    year = basis.selection.year
    named = ({str(year - 1): "forra"} if has_before else {}) | {str(year): "antal"}
    return {name: [shown(row[column]) for row in rows] for name, column in named.items()}
