"""A workspace's own templates judged: names that do not exist, parts that are missing, references that lead nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kvalitet.confinement import RefusedError, StoppedError, run_apart
from kvalitet.diagnostics import Diagnostic, KvalitetError, Place, Severity
from kvalitet.records.collection import Records
from kvalitet.rendering.pages import LIMITS, UNREADABLE, Templates
from kvalitet.reporting.judging import left_out
from kvalitet.reporting.making import make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.publishing import read
from kvalitet.reporting.reference import known_shapes
from kvalitet.reporting.templates import templates_of
from kvalitet.words import hint, listing
from kvalitet.workspace import Workspace

CODE = "MALL"


def lint(order: Order, workspace: Workspace, records: Records) -> list[Diagnostic]:
    """Return what is wrong with a report's template: as it is written and, where that is right, as it comes out."""
    templates = templates_of(workspace)
    found = list(_written(order.report.template, templates))
    return found or list(_come_out(order, workspace, records))


def _written(name: str, templates: Templates) -> Iterator[Diagnostic]:
    from kvalitet.rendering.inspecting import inspect

    request = {"name": name, "sources": dict(templates.sources), "shape": dict(known_shapes())}
    try:
        told = json.loads(run_apart(inspect, request, LIMITS))
    except (RefusedError, StoppedError):
        yield _finding(Place(templates.paths.get(name, name)), "mallen hann inte läsas; se efter om den upprepar sig")
        return
    for where, line, what, detail, known in told:
        yield _finding(Place(templates.paths.get(where, where), max(line, 1)), _message(what, detail, known.split()))


def _message(what: str, detail: str, known: list[str]) -> str:
    last = detail.rpartition(".")[2]
    messages = {
        "unknown": f"{detail} finns inte{hint(last, known) or '; se sidan Rapportvärden i handboken'}",
        "missing": f"mallen {detail} finns inte bland mallarna",
        "chart": f"diagrammet {detail} finns inte{hint(detail, known) or '; se sidan Rapportvärden i handboken'}",
        "block": f"blocket {detail} skrivs aldrig ut, för mallen som den här bygger på har inget sådant"
        f"{hint(detail, known) or f'; den har {listing(known)}'}",
        "filter": f"filtret {detail} finns inte",
        "test": f"provet {detail} finns inte",
        "unreadable": UNREADABLE,
    }
    return messages[what]


def _come_out(order: Order, workspace: Workspace, records: Records) -> Iterator[Diagnostic]:
    try:
        with TemporaryDirectory(prefix="kvalitet-") as made:
            draft = make(order, workspace, records)
            messages = left_out(draft, read(draft, Path(made)))
        name = order.report.template
        place = Place(templates_of(workspace).paths.get(name, name))
        yield from (_finding(place, message) for message in messages)
    except KvalitetError as error:
        yield _finding(error.place or Place(order.report.template), error.message)


def _finding(place: Place, message: str) -> Diagnostic:
    return Diagnostic(place, CODE, Severity.ERROR, message)
