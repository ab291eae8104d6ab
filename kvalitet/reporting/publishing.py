"""A report as files: fill the template, draw the charts, set the pages."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from kvalitet.diagnostics import UsageError
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.reporting import kvalitetsberattelse
from kvalitet.reporting.sections.common import has_boards
from kvalitet.reporting.selection import Selection
from kvalitet.words import fold, hint
from kvalitet.workspace import Workspace

if TYPE_CHECKING:
    from kvalitet.reporting.pdf import Pdf

REPORTS: dict[str, ModuleType] = {kvalitetsberattelse.NAME: kvalitetsberattelse}
"""Every report by name: a module with NAME, TEMPLATE, BERATTELSE and `values`."""

FORMATS = ("md", "pdf")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be reported: which report, of which year, on which part, as of which day."""

    name: str
    year: int
    day: dt.date
    enhet: str = ""


class Publication(NamedTuple):
    """A report's files by their path under the year's folder, and the characters that its PDF cannot show."""

    files: dict[str, bytes]
    unshown: tuple[str, ...] = ()


def publish(
    order: Order, workspace: Workspace, records: Records, formats: tuple[str, ...], *, own_templates: bool = True
) -> Publication:
    """Return a report as files. Nothing is written here. `own_templates` lets the workspace's go before the packaged.

    Raises ConfigurationError or DocumentError, with the template's file and line, when the report
    cannot be made.
    """
    from kvalitet.rendering.pages import read_templates, render

    report = REPORTS[order.name]
    values, figures = report.values(Selection(records, order.year, order.enhet), order.day)
    stem = order.name if not order.enhet else f"{order.name}-{order.enhet.partition('-')[2]}"
    head = _head(order, workspace, records)
    templates = read_templates(_template_folders(workspace, own=own_templates))
    markdown = render(report.TEMPLATE, {**values, **head, "figurer": stem}, templates)
    files = {f"{stem}.md": markdown.encode(), **dict(figures.files(stem))}
    if "pdf" not in formats:
        return Publication(files)
    pdf = _pdf(markdown, files, f"{stem}.md")
    return Publication(files | {f"{stem}.pdf": pdf.data}, pdf.unshown)


def report_day(records: Records, name: str, year: int, enhet: str) -> dt.date | None:
    """Return the day on which the year's berättelse was drawn up, as its own record says."""
    kind = REPORTS[name].BERATTELSE
    found = _berattelse(records, kind, year, enhet)
    return max((day for record in found if (day := record.date("upprattad.datum"))), default=None)


def _template_folders(workspace: Workspace, *, own: bool) -> dict[str, Path]:
    """Return where templates are looked for, by what errors call it: the workspace's own first, then the packaged."""
    package = Path(__file__).parent.parent
    packaged = package / "templates"
    found = {"kvalitet/templates": packaged if packaged.is_dir() else package.parent / "templates"}
    return ({"templates": workspace.root / "templates"} if own else {}) | found


def _berattelse(records: Records, kind: str, year: int, enhet: str) -> list[Record]:
    return [
        record
        for record in records.of("berattelse")
        if record.text("typ") == kind and record.integer("ar") == year and (not enhet or record.text("namnd") == enhet)
    ]


def _head(order: Order, workspace: Workspace, records: Records) -> dict[str, object]:
    found = _berattelse(records, REPORTS[order.name].BERATTELSE, order.year, order.enhet)
    author = records.title(found[0].text("upprattad.av") or "") if found else ""
    decided = next((record for record in found if record.has("faststalld.datum")), None)
    return {
        "organisation": workspace.name,
        "exempel": workspace.example,
        "omfattar": records.title(order.enhet) if order.enhet else "",
        "ansvarig": author,
        "status": f"Fastställd {decided.date('faststalld.datum')} {decided.text('faststalld.paragraf') or ''}"
        if decided
        else "Förslag till nämnden"
        if has_boards(records)
        else "Förslag",
        "underlag": {"poster": len(records), "summa": fingerprint(records)},
    }


def fingerprint(records: Records) -> str:
    """Return a checksum of all records: two reports with the same one were made from the same records."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda record: record.document.path):
        digest.update(f"{record.document.path}\0{record.document.text}\0".encode())
    return digest.hexdigest()[:12]


def _pdf(markdown: str, files: dict[str, bytes], name: str) -> Pdf:
    from kvalitet.reporting.document import parse
    from kvalitet.reporting.pdf import write_pdf

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for path, data in files.items():
            if path.endswith(".svg"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
        return write_pdf(parse(markdown, folder=folder, name=name), folder=folder)


def known_report(name: str) -> str:
    """Return the name of a report. Raises UsageError with the nearest one."""
    folded = fold(name)
    if folded not in REPORTS:
        raise UsageError(f"{name} är ingen rapport{hint(name, list(REPORTS))}")
    return folded
