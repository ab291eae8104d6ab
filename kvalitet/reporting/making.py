"""A report as Markdown: the sections counted, the template filled in, and where each number stands on the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kvalitet.periods import period_name
from kvalitet.records.collection import Records
from kvalitet.rendering.pages import render
from kvalitet.rendering.printed import Printed, taken_out
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.orders import Order, berattelse_records
from kvalitet.reporting.own_words import OwnWords, read_own_words
from kvalitet.reporting.reports import SECTIONS
from kvalitet.reporting.sections.common import has_boards, laws
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from kvalitet.reporting.templates import templates_of
from kvalitet.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it has pages: its text, the numbers in it, how they were counted, and its images by path."""

    order: Order
    markdown: str
    printed: list[Printed]
    tally: Tally
    images: Mapping[str, bytes]
    words: OwnWords
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    """Files that come with it, by path below the year's folder; no document shows them."""

    @property
    def name(self) -> str:
        """What the Markdown file is called."""
        return f"{self.order.stem}.md"


def make(order: Order, workspace: Workspace, records: Records, *, own_templates: bool = True) -> Draft:
    """Return a report as a draft. Raises ConfigurationError or DocumentError with file and line. Writes nothing."""
    words = read_own_words(workspace.root, order.period.year, order.folder)
    tally, figures, values = _counted(order, records)
    values |= _frame(order, workspace, records) | {"ord": dict(words.texts), "ord_mapp": words.place}
    page = render(order.report.template, values, templates_of(workspace, own=own_templates))
    markdown, printed = taken_out(page)
    images = {**words.images, **dict(figures.shown_in(markdown, order.stem))}
    return Draft(order, markdown, printed, tally, images, words, _attached(order, tally, values, workspace, records))


def _attached(
    order: Order, tally: Tally, values: Mapping[str, Any], workspace: Workspace, records: Records
) -> dict[str, bytes]:
    made = order.report.attach(records, tally, values, workspace.root) if order.report.attach else {}
    return {f"{order.stem}/{name}": data for name, data in made.items()}


def _counted(order: Order, records: Records) -> tuple[Tally, Figures, dict[str, Any]]:
    basis = Basis(Selection(records, order.period, order.enhet), order.day, Tally(), Figures(), order.public)
    values = _values(order, basis)
    return basis.tally, basis.figures, values


def _values(order: Order, basis: Basis) -> dict[str, Any]:
    return {
        "lagar": laws(basis),
        "namnder": has_boards(basis.selection.records),
        **{name: SECTIONS[name](basis) for name in order.report.sections},
    }


def _frame(order: Order, workspace: Workspace, records: Records) -> dict[str, Any]:
    """Return what every report is told besides its sections: what it is, of whom and what, and what it rests on."""
    found = berattelse_records(records, order.report.berattelse, order.period.year, order.enhet)
    author = records.title(found[0].text("upprattad.av") or "") if found else ""
    decided = next((record for record in found if record.has("faststalld.datum")), None)
    status = "Förslag till nämnden" if has_boards(records) else "Förslag"
    if decided:
        status = f"Fastställd {decided.date('faststalld.datum')} {decided.text('faststalld.paragraf') or ''}".strip()
    return {
        "rapport": order.report.label,
        "nyckel": order.key,
        "ar": order.period.year,
        "forra_ar": order.period.year - 1,
        "period": order.period.text,
        "tid": period_name(order.period.text),
        "forra_tid": period_name(order.period.years_later(-1).text),
        "fore_tid": period_name(order.period.previous.text),
        "dag": order.day,
        "publik": order.public,
        "organisation": workspace.name,
        "exempel": workspace.example,
        "omfattar": records.title(order.enhet) if order.enhet else "",
        "ansvarig": author,
        "status": order.report.status or status,
        "figurer": order.stem,
        "underlag": {"poster": len(records), "summa": fingerprint(records)},
    }


def fingerprint(records: Records) -> str:
    """Return a checksum of all records: two reports with the same one were made from the same records."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda record: record.document.path):
        digest.update(f"{record.document.path}\0{record.document.text}\0".encode())
    return digest.hexdigest()[:12]
