"""Avvikelser, lex Sarah and klagomål side by side, and what recurs in several of them (SOSFS 2011:9 5 kap. 6 §)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.halves import HALVES
from kvalitet.reporting.sections.common import Values, laws, unit_name
from kvalitet.reporting.sections.compared import compared, is_hidden
from kvalitet.reporting.sections.complaints import complaints
from kvalitet.reporting.sections.deviations import deviations, kept, unit_rows
from kvalitet.reporting.sections.lex_matters import SARAH, matters
from kvalitet.reporting.sections.waiting import waiting
from kvalitet.reporting.tally import shown
from kvalitet.words import fold, sort_key

_OFTEN = 3
"""So many events of one group in one unit are told as something that recurs."""
_MOST_PAIRS = 10
_WITHOUT_MEANING = {"och", "annat", "annan", ""}

Sources = dict[str, list[Record]]


def together(basis: Basis) -> Values:
    """Return the three sources of the period by unit and theme, what several of them say, and what recurs."""
    sources = _sources(basis)
    of_theme = {name: {s: _of_theme(basis, found, name) for s, found in sources.items()} for name in _themes(basis)}
    told = {r.id for found in of_theme.values() for r in found["avvikelser"]}
    untold = [record for record in sources["avvikelser"] if record.id not in told]
    return {
        "finns": any(sources.values()),
        "lex_sarah": laws(basis)["sol_lss"],
        "jamfort": compared(basis),
        "vantan": waiting(basis),
        "enheter": _units(basis, sources),
        "teman": _theme_rows(basis, of_theme),
        "utan_tema": _count(basis, "avvikelser", "utan-tema", untold),
        "flera": _pairs(basis, of_theme),
        "upprepas": _recurring(basis, sources["avvikelser"]),
        "upprepas_fran": _OFTEN,
    }


def halves(basis: Basis) -> list[Values]:
    """Return HSL, and SoL with LSS, each by itself; only the one where the activity is carried on under one.

    A public report has none: so many tables of the same events would tell small counts by their differences.
    """
    if basis.public:
        return []
    concerned = laws(basis)
    names = {"hsl": "Hälso- och sjukvård", "sol_lss": "Socialtjänst och LSS"}
    return [
        {
            "namn": names[half] if concerned["bada"] else "Avvikelser, klagomål och synpunkter",
            "kort": HALVES[half],
            "del": half.replace("_", "-"),
            "jamfort": compared(narrowed),
            "avvikelser": deviations(narrowed),
            "klagomal": complaints(narrowed),
            "vantan": waiting(narrowed),
        }
        for half in HALVES
        for narrowed in [basis.narrowed(half)]
        if concerned[half]
    ]


def _sources(basis: Basis) -> Sources:
    found = kept(basis, basis.selection.period)
    return {
        "avvikelser": found,
        "lex-sarah": matters(found, SARAH),
        "klagomal": basis.selection.dated("klagomal", "mottaget"),
    }


def _count(basis: Basis, topic: str, measure: str, found: list[Record]) -> Number:
    return basis.tally.count(basis.key(topic, basis.selection.period.text, *measure.split("|")), ids(found))


def _units(basis: Basis, sources: Sources) -> list[Values]:
    """Return every unit with all three counts, those with most avvikelser first."""
    rows = unit_rows(basis, sources["avvikelser"], kept(basis, basis.selection.before))
    known = {row["id"] for row in rows}
    other = sorted({r.text("enhet") or "" for r in sources["klagomal"]} - known, key=sort_key)
    rows += [
        {
            "id": unit,
            "namn": unit_name(basis.selection, unit),
            "antal": _count(basis, "avvikelser", f"enhet|{unit or 'ingen'}", []),
            "takt": None,
        }
        for unit in other
    ]
    for name, topic, measure in (("lex_sarah", "lex-sarah", "rapporter"), ("klagomal", "klagomal", "antal")):
        counts = _by_unit(basis, topic, measure, sources[topic], [row["id"] for row in rows])
        for row in rows:
            row[name] = counts[row["id"]]
    return rows


def _by_unit(basis: Basis, topic: str, measure: str, found: list[Record], units: list[str]) -> dict[str, Number]:
    """Return the count of each unit; the tally is told that together they are the whole."""
    _count(basis, topic, measure, found)
    period = basis.selection.period.text
    keys = {unit: basis.key(topic, period, "enhet", unit or "ingen") for unit in units}
    groups = {key: [r.id for r in found if (r.text("enhet") or "") == unit] for unit, key in keys.items()}
    counts = basis.tally.split(basis.key(topic, period, measure), groups)
    return {unit: counts[key] for unit, key in keys.items()}


def _themes(basis: Basis) -> dict[str, str]:
    """Return the themes that klagomål are put under, by name, with their labels."""
    choices = basis.selection.records.catalogue.kinds["klagomal"].fields["tema"].choices
    return {name: label for name, label in choices.items() if _words(label)}


def _of_theme(basis: Basis, found: list[Record], theme: str) -> list[Record]:
    wanted = _words(_themes(basis)[theme])
    return [r for r in found if theme in r.texts("tema") or wanted & _told(basis, r)]


def _told(basis: Basis, record: Record) -> set[str]:
    """Return the words of an event's category, from the root down, and of its causes."""
    tree, path = basis.selection.records.catalogue.categories, (record.text("kategori") or "").split("/")
    labels = [tree.labels.get("/".join(path[:end]), "") for end in range(1, len(path) + 1)]
    field = record.field("utredning.orsaker")
    labels += [field.choices.get(cause, cause) for cause in record.texts("utredning.orsaker")] if field else []
    return {word for label in labels for word in _words(label)}


def _whole_laws(basis: Basis) -> set[str]:
    """Return the words of the tree's roots: a theme as wide as a law says nothing of one unit."""
    tree = basis.selection.records.catalogue.categories
    return {
        word
        for path, label in tree.labels.items()
        if "/" not in path and tree.group_level > 1
        for word in _words(label)
    }


def _words(label: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", fold(label))) - _WITHOUT_MEANING


def _theme_rows(basis: Basis, of_theme: dict[str, Sources]) -> list[Values]:
    """Return the themes that anything was said of: those of most sources first, then the largest."""
    rows = [
        {
            "namn": _themes(basis)[name],
            "avvikelser": _count(basis, "avvikelser", f"tema|{name}", sources["avvikelser"]),
            "lex_sarah": _count(basis, "lex-sarah", f"tema|{name}", sources["lex-sarah"]),
            "klagomal": _count(basis, "klagomal", f"tema|{name}", sources["klagomal"]),
            "kallor": sum(map(bool, sources.values())),
        }
        for name, sources in of_theme.items()
        if any(sources.values())
    ]
    return sorted(rows, key=lambda row: (-row["kallor"], -_size(row), sort_key(row["namn"])))


def _size(row: Values) -> float:
    return (shown(row["avvikelser"]) or 0) + (shown(row["klagomal"]) or 0)


def _pairs(basis: Basis, of_theme: dict[str, Sources]) -> list[Values]:
    """Return where avvikelser and klagomål say the same: one theme in one unit, the largest first."""
    rows: list[Values] = []
    if basis.public:
        return rows
    for theme, sources in of_theme.items():
        if _words(_themes(basis)[theme]) & _whole_laws(basis):
            continue
        events, said = (_by(sources[name], _unit_of) for name in ("avvikelser", "klagomal"))
        for unit in events.keys() & said.keys():
            part = f"tema-enhet|{theme}|{unit}"
            rows.append({
                "namn": f"{_themes(basis)[theme]}, {unit_name(basis.selection, unit)}",
                "tema": _themes(basis)[theme],
                "enhet": unit_name(basis.selection, unit),
                "avvikelser": _count(basis, "avvikelser", part, events[unit]),
                "klagomal": _count(basis, "klagomal", part, said[unit]),
            })
    return sorted(rows, key=lambda row: (-_size(row), sort_key(row["namn"])))[:_MOST_PAIRS]


def _recurring(basis: Basis, found: list[Record]) -> list[Values]:
    """Return the groups of events that came back in one unit; a hidden count would tell that it is not far above."""
    tree, before = basis.selection.records.catalogue.categories, basis.selection.before

    def pair_of(record: Record) -> str:
        return f"{_unit_of(record)}|{tree.group(record.text('kategori') or '')}"

    now, earlier = _by(found, pair_of), _by(kept(basis, before), pair_of)
    rows: list[Values] = []
    for pair, records in now.items():
        unit, group = pair.split("|")
        if len(records) >= _OFTEN and group:
            rows.append({
                "namn": f"{tree.label(group)}, {unit_name(basis.selection, unit)}",
                "grupp": tree.label(group),
                "enhet": unit_name(basis.selection, unit),
                "antal": _count(basis, "avvikelser", f"upprepas|{pair}", records),
                "forra": basis.tally.count(
                    basis.key("avvikelser", before.text, "upprepas", unit, group), ids(earlier.get(pair, []))
                ),
            })
    open_rows = [row for row in rows if not is_hidden(row["antal"])]
    return sorted(open_rows, key=lambda row: (-row["antal"], sort_key(row["namn"])))


def _unit_of(record: Record) -> str:
    return record.text("enhet") or ""


def _by(found: list[Record], part: Callable[[Record], str]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in found:
        groups[part(record)].append(record)
    return dict(groups)
