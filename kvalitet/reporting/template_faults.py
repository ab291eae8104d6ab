"""What is wrong with a template as it is written, on every way through it: what `lint` tells and `report` refuses."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from kvalitet.confinement import RefusedError, StoppedError, run_apart
from kvalitet.diagnostics import ConfigurationError, Diagnostic, Place, Severity
from kvalitet.rendering.pages import LIMITS, Templates, unreadable
from kvalitet.reporting.reference import known_shapes
from kvalitet.reporting.reports import SECTIONS, Report
from kvalitet.words import hint, listing, plural

CODE = "MALL"


def faults(report: Report, templates: Templates, printed: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Yield what is wrong in a report's template and in those that it is made of, at their lines.

    `printed` names the blocks that are printed because the report's headings ask for them.
    """
    from kvalitet.rendering.inspecting import inspect

    name, others = report.template, {section for section in SECTIONS if section not in report.sections}
    shape = {called: value for called, value in known_shapes().items() if called not in others}
    request = {"name": name, "sources": dict(templates.sources), "shape": shape, "printed": [*printed]}
    try:
        told = json.loads(run_apart(inspect, request, LIMITS))
    except (RefusedError, StoppedError):
        yield fault(Place(templates.paths.get(name, name)), "mallen hann inte läsas; se efter om den upprepar sig")
        return
    for where, line, what, detail, known in told:
        place = Place(templates.paths.get(where, where), max(line, 1))
        is_elsewhere = what == "unknown" and detail.partition(".")[0] in others
        yield fault(place, _elsewhere(detail, report) if is_elsewhere else _message(what, detail, known.split()))


def fault(place: Place, message: str) -> Diagnostic:
    """Return something that is wrong with a template."""
    return Diagnostic(place, CODE, Severity.ERROR, message)


def refuse_faults(report: Report, templates: Templates, printed: Collection[str] = ()) -> None:
    """Raise ConfigurationError with the first fault, where a workspace has templates of its own; ours are tested."""
    if not templates.changed:
        return
    found = list(faults(report, templates, printed))
    if found:
        rest = plural(len(found) - 1, "fel", "fel")
        more = f". Där finns {rest} till; kvalitet report lint {report.name} visar alla" if len(found) > 1 else ""
        raise ConfigurationError(f"{found[0].message}{more}", found[0].place)


def _elsewhere(name: str, report: Report) -> str:
    return (
        f"{name.partition('.')[0]} räknas inte i {report.name}; sidan Rapportvärden i handboken säger vilka rapporter "
        "som har det, och en egen rapport (kvalitet report new) har allt"
    )


def _message(what: str, detail: str, known: list[str]) -> str:
    last = detail.rpartition(".")[2]
    messages = {
        "unknown": f"{detail} finns inte{hint(last, known) or '; se sidan Rapportvärden i handboken'}",
        "missing": f"mallen {detail} finns inte bland mallarna",
        "chart": f"diagrammet {detail} finns inte{hint(detail, known) or '; se sidan Rapportvärden i handboken'}",
        "block": f"blocket {detail} skrivs aldrig ut, för mallen som den här bygger på har inget sådant"
        f"{hint(detail, known) or f'; den har {listing(known)}'}",
        "filter": f"filtret {detail} finns inte{hint(detail, known)}",
        "test": f"provet {detail} finns inte{hint(detail, known)}",
        "unreadable": unreadable(detail),
    }
    return messages[what]
