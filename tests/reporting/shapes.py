"""What templates are filled with, found by filling them: `python -m tests.reporting.shapes` renews reference and page.

The shapes are those of the example and of a private provider, over a whole year, a part of one, and one unit.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kvalitet.catalogue import catalogue_of
from kvalitet.periods import Period
from kvalitet.records.loading import load
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.headings import headings_of
from kvalitet.reporting.making import frame, section_values
from kvalitet.reporting.orders import Order
from kvalitet.reporting.parts import parts_of
from kvalitet.reporting.reference import ANY, merge, shape_of
from kvalitet.reporting.reports import REPORTS, SECTIONS, Report
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT

DATA = ROOT / "kvalitet/data/report_values.json"
PAGE = ROOT / "docs/rapportvarden.md"
_PLACES = (("", "2025"), ("", "2025-T1"), ("ENH-barn-och-utbildningsnamnden", "2025"))
_EVERY = Report("allt", "Allt", "", tuple(SECTIONS), berattelse="kvalitet", parts_of_years=True)


def _found() -> Iterator[dict[str, Any]]:
    for root, places in ((ROOT, _PLACES), (ROOT / "tests/workspaces/privat-omsorg", _PLACES[:1])):
        workspace = find_workspace(root)
        records = load(workspace, catalogue_of(workspace))
        for enhet, period in places:
            span = Period.parse(period)
            assert span is not None
            order = Order(_EVERY, span, dt.date(2026, 2, 1), enhet)
            basis = Basis(Selection(records, span, enhet), order.day, Tally(), Figures())
            values = {**frame(order, workspace, records), **section_values(order, basis)}
            yield shape_of({**values, "figur": {**basis.figures.told(), **_narrowed_charts(order, basis)}})


def _narrowed_charts(order: Order, basis: Basis) -> dict[str, Any]:
    """Return the charts of the reports of one half, also those that the example has too little to draw of that half."""
    found: dict[str, Any] = {}
    for report in REPORTS.values():
        if report.half:
            whole = replace(basis, figures=Figures())
            section_values(replace(order, report=report), whole)
            found |= {whole.narrowed(report.half).named(name): told for name, told in whole.figures.told().items()}
    return found


def shapes() -> dict[str, Any]:
    """The shape of everything that a template can be filled with."""
    headings = headings_of(find_workspace(ROOT), parts_of("patientsakerhetsberattelse")).as_values()
    return {**merge(_found()), "ord": ANY, "ord_mapp": "text", "rubriker": shape_of(headings)}


def written(found: dict[str, Any]) -> str:
    """The shapes as the package keeps them."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def page(found: dict[str, Any]) -> str:
    """The shapes as a page of the guide."""
    lines = [
        "# Rapportvärden",
        "",
        "Det här kan en egen mall skriva ut. Namnen står som i mallen: `{{ avvikelser.antal }}`. Det som står under en lista",
        "finns för varje rad i den: `{% for rad in avvikelser.grupper %}{{ rad.namn }}{% endfor %}`. Ett tal kan saknas;",
        "`|streck` skriver då ett streck. Hur en mall görs står i [Anpassa arbetsytan](egen-arbetsyta.md).",
        "",
        "## Om rapporten",
        "",
        *_table({name: shape for name, shape in found.items() if name not in SECTIONS and not isinstance(shape, dict)}),
    ]
    for name, shape in found.items():
        if name == "figur":
            lines += ["", f"## {name}", "", *_charts(shape)]
        elif name in SECTIONS or isinstance(shape, dict):
            lines += ["", f"## {name}", "", *_used_in(name), *_table(shape, name)]
    return "\n".join(lines) + "\n"


def _charts(names: Iterable[str]) -> list[str]:
    return [
        '`{{ bild("manader", "Bildtext") }}` visar ett diagram, med ord som säger vad det visar, eller ingenting där det inte',
        'finns något att visa. Pröva med `{% if "manader" in figur %}` före det som hör till diagrammet. `utan` i en figur är det',
        "som inte gick att rita, till exempel enheter utan boendedygn. Ett diagram finns när delen som gör det är med i rapporten.",
        "",
        *(f"- `{name}`" for name in names),
    ]


def _used_in(name: str) -> list[str]:
    users = [report.name for report in REPORTS.values() if name in report.sections]
    return [f"Används i: {', '.join(users)}.", ""] if users else []


def _table(shape: Any, prefix: str = "") -> list[str]:
    return [
        "| namn | vad det är |",
        "| --- | --- |",
        *(f"| `{name}` | {kind} |" for name, kind in _rows(shape, prefix)),
    ]


def _rows(shape: Any, prefix: str) -> Iterator[tuple[str, str]]:
    match shape:
        case dict():
            for name, inner in shape.items():
                yield from _rows(inner, f"{prefix}.{name}" if prefix else name)
        case [inner]:
            yield f"{prefix}", "lista"
            if isinstance(inner, dict):
                for name, kind in inner.items():
                    yield from _rows(kind, f"{prefix}[].{name}")
        case []:
            yield prefix, "lista"
        case _:
            yield prefix, str(shape)


if __name__ == "__main__":
    made = shapes()
    DATA.write_text(written(made), encoding="utf-8")
    PAGE.write_text(page(made), encoding="utf-8")
