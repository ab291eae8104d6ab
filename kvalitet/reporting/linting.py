"""A workspace's own templates judged: names that do not exist, parts that are missing, references that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kvalitet.diagnostics import ConfigurationError, Diagnostic, KvalitetError, Place
from kvalitet.records.collection import Records
from kvalitet.reporting.headings import headings_of
from kvalitet.reporting.judging import left_out
from kvalitet.reporting.making import make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.parts import parts_of
from kvalitet.reporting.publishing import read
from kvalitet.reporting.template_faults import fault, faults
from kvalitet.reporting.templates import templates_of
from kvalitet.workspace import Workspace


def lint(order: Order, workspace: Workspace, records: Records) -> list[Diagnostic]:
    """Return what is wrong with a report's template: as it is written and, where that is right, as it comes out."""
    templates = templates_of(workspace)
    report = order.report
    try:
        printed = headings_of(workspace, parts_of(report.name)).blocks if report.has_headings else ()
    except ConfigurationError as error:
        return [fault(error.place or Place(report.template), error.message)]
    found = list(faults(report, templates, printed))
    return found or list(_come_out(order, workspace, records))


def _come_out(order: Order, workspace: Workspace, records: Records) -> Iterator[Diagnostic]:
    try:
        with TemporaryDirectory(prefix="kvalitet-") as made:
            draft = make(order, workspace, records)
            messages = left_out(draft, read(draft, Path(made)))
        name = order.report.template
        place = Place(templates_of(workspace).paths.get(name, name))
        yield from (fault(place, message) for message in messages)
    except KvalitetError as error:
        yield fault(error.place or Place(order.report.template), error.message)
