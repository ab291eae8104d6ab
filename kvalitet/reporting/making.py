"""A report as Markdown: the sections counted, the template filled in, and where each number stands on the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kvalitet.diagnostics import Place, UsageError
from kvalitet.periods import period_name
from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.rendering.pages import Templates, render
from kvalitet.rendering.printed import Page, Printed
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.charting import Chart
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.guarding import hidden_keys
from kvalitet.reporting.halves import laws_of
from kvalitet.reporting.headings import headings_of
from kvalitet.reporting.orders import Order, berattelse_records
from kvalitet.reporting.own_words import OwnWords, read_own_words
from kvalitet.reporting.parts import parts_of
from kvalitet.reporting.recorded import nothing_recorded
from kvalitet.reporting.reports import SECTIONS, Report
from kvalitet.reporting.sections.common import has_boards, laws
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from kvalitet.reporting.template_faults import refuse_faults
from kvalitet.reporting.templates import base_of, templates_of
from kvalitet.reporting.tree import DocumentError
from kvalitet.requirements import LAWS
from kvalitet.source.faults import Refused
from kvalitet.words import as_names, listing, long_date
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
    places: list[Place]
    """For each line of the text, the line of a template that wrote it."""
    charts: Mapping[str, Chart]
    """The charts that the text shows, by their path without what tells the format."""
    base: Path | None = None
    """The workspace's own Word template."""
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    """Files that come with it, by path below the year's folder; no document shows them."""
    enclosed: Mapping[str, bytes] = field(default_factory=dict)
    """Files that its PDF holds, by name."""
    asked: frozenset[str] = frozenset()
    """The sections that a person's words go into, or are missing in."""
    word_names: frozenset[str] = frozenset()
    """All sections that can hold a person's words."""
    nothing_recorded: str = ""
    """That no record tells of its time, and of which years there are records; nothing where some do."""
    carriers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The headings under which each part that the report must or should have is shown."""

    @property
    def name(self) -> str:
        """What the Markdown file is called."""
        return f"{self.order.stem}.md"

    def with_figures(self) -> Draft:
        """Return the same report, with the figures of each chart it shows as a CSV file in its PDF."""
        made = {f"{path.rpartition('/')[2]}.csv": chart.csv() for path, chart in self.charts.items()}
        return replace(self, enclosed=made)


def make(order: Order, workspace: Workspace, records: Records, *, own_templates: bool = True) -> Draft:
    """Return a report as a draft. Writes nothing.

    Raises UsageError where the report is of a kind of activity that is not carried on there, ConfigurationError or
    DocumentError with file and line.
    """
    demand_activity(order.report, order.enhet, records)
    words = read_own_words(workspace.root, order.period.year, order.folder)
    tally, figures, values = _counted(order, records)
    values["figur"] = figures.told()
    values |= frame(order, workspace, records) | {"ord": dict(words.texts), "ord_mapp": words.place}
    templates = templates_of(workspace, own=own_templates)
    parts = parts_of(order.report.name)
    carriers = {part.name: part.headings for part in parts.parts}
    printed: tuple[str, ...] = ()
    if order.report.has_headings:
        headings = headings_of(workspace, parts)
        headings.check_blocks(templates.sources)
        carriers, values["rubriker"], printed = headings.carriers, headings.as_values(), headings.blocks
    refuse_faults(order.report, templates, printed)
    page = render(order.report.template, values, templates)
    charts = dict(figures.shown_in(page.text, order.stem))
    _refuse_same_names(words, charts)
    return Draft(
        order,
        page.text,
        page.numbers,
        tally,
        images={**words.images, **{f"{path}.svg": chart.draw() for path, chart in charts.items()}},
        words=words,
        places=_places(page, templates, order.report.template),
        charts=charts,
        base=base_of(workspace) if own_templates else None,
        attachments=_attached(order, tally, values, workspace, records),
        asked=page.asked,
        word_names=page.asked | {section["id"] for section in values.get("rubriker", ())},
        nothing_recorded=values["inga_poster"],
        carriers=carriers,
    )


def _refuse_same_names(words: OwnWords, charts: Mapping[str, Chart]) -> None:
    """Raise DocumentError where a person's image would be written over by a chart."""
    for path in words.images:
        if path.removesuffix(".svg") in charts:
            name = path.rpartition("/")[2]
            message = f"Bilden {name} heter som ett diagram i rapporten och skulle skrivas över. Byt namn på bilden."
            raise DocumentError(message, path=words.image_places[path])


def _attached(
    order: Order, tally: Tally, values: Mapping[str, Any], workspace: Workspace, records: Records
) -> dict[str, bytes]:
    made = order.report.attach(records, tally, values, workspace.root) if order.report.attach else {}
    return {f"{order.stem}/{name}": data for name, data in made.items()}


def _places(page: Page, templates: Templates, name: str) -> list[Place]:
    """Return for each line of a page which line of a template, or of a person's words, wrote it; else the first."""
    found = [one or (name, 1) for one in page.origins]
    return [Place(templates.paths.get(where, where), line) for where, line in found]


def demand_activity(report: Report, enhet: str, records: Records) -> None:
    """Raise UsageError where nothing that the report covers carries on what it is about; units that do not say may.

    A report of no half is about all that the regulation is: hälso- och sjukvård, socialtjänst and LSS.
    """
    organisation, units = Organisation(records), records.of("enhet")
    if not any(unit.texts("lagrum") for unit in units):
        return
    covered = [enhet] if enhet else [unit.id for unit in units]
    found = {law for unit in covered for law in organisation.laws(unit)}
    if report.half:
        asked = laws_of(report.half)
        activity = listing((word for law, word in LAWS.items() if law in asked), "och")
    else:
        asked, activity = set(LAWS), "verksamhet som föreskriften gäller"
        found |= organisation.laws(organisation.body_of(enhet)) if enhet else set()
    if not found & asked:
        where = records.title(enhet) if enhet else "organisationen"
        raise UsageError(
            f"{where} bedriver ingen {activity} enligt sina enheter, så {report.name} görs inte där; "
            "är det fel, skriv lagrum i den enhet som gör det"
        )


def _counted(order: Order, records: Records) -> tuple[Tally, Figures, dict[str, Any]]:
    """Return a report's numbers, charts and values; of a public one counted twice, first to see what must be hidden."""
    selection = Selection(records, order.period, order.enhet)
    whole = Basis(selection, order.day, Tally(), Figures(), bool(order.public))
    basis = whole.narrowed(order.report.half) if order.report.half else whole
    values = section_values(order, basis)
    if order.public:
        basis = replace(basis, tally=Tally(hidden_keys(basis.tally, order.public)), figures=Figures())
        values = section_values(order, basis)
    return basis.tally, basis.figures, values


def section_values(order: Order, basis: Basis) -> dict[str, Any]:
    """Return what the sections of a report fill its template with."""
    return {
        "lagar": laws(basis),
        "namnder": has_boards(basis.selection.records),
        **{name: SECTIONS[name](basis) for name in order.report.sections},
    }


def frame(order: Order, workspace: Workspace, records: Records) -> dict[str, Any]:
    """Return what every report is told besides its sections: what it is, of whom and what, and what it rests on."""
    found = berattelse_records(records, order.report.berattelse, order.period.year, order.enhet)
    authors = dict.fromkeys(records.title(author) for record in found if (author := record.text("upprattad.av")))
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
        "publik": bool(order.public),
        "minsta_antal": order.public,
        "organisation": workspace.name,
        "exempel": workspace.example,
        "installningar": workspace.configuration.file,
        "omfattar": records.title(order.enhet) if order.enhet else "",
        "ansvarig": as_names(authors),
        "status": order.report.status or _status(order, records, found),
        "figurer": order.stem,
        "inga_poster": nothing_recorded(Selection(records, order.period, order.enhet), order.day),
        "underlag": {"poster": len(records), "summa": fingerprint(workspace)},
    }


def _status(order: Order, records: Records, found: list[Record]) -> str:
    """Return where a berättelse stands: decided on, or a proposal; nothing of any other report.

    Of several nämnder each decides for itself.
    """
    decided = dict.fromkeys(
        ", ".join(filter(None, [f"den {long_date(day)}", record.text("faststalld.paragraf")]))
        for record in found
        if (day := record.date("faststalld.datum"))
    )
    if found and all(record.has("faststalld.datum") for record in found):
        return f"Fastställd {listing(decided, 'och')}"
    if not order.report.berattelse:
        return ""
    return "Förslag till nämnden" if has_boards(records) else "Förslag"


def fingerprint(workspace: Workspace) -> str:
    """Return a checksum of all files of records: two reports with the same one were made from the same records.

    Lines end alike in it, however a computer has checked the files out of git.
    """
    digest, paths = hashlib.sha256(), list(workspace.files())
    workspace.held.expect(paths)
    for path in paths:
        digest.update(path.encode() + b"\0" + _bytes(workspace, path).replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:12]


def _bytes(workspace: Workspace, path: str) -> bytes:
    try:
        return workspace.held.read(path)
    except Refused:  # the rules tell of it
        return b""
