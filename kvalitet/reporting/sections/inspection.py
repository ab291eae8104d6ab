"""What an inspector asks for: every requirement with the records that show it, first what is not shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kvalitet.fulfilment.checklist import WHOLE, Checklist, Row, count
from kvalitet.fulfilment.evidence import is_in_force
from kvalitet.fulfilment.verdict import Status
from kvalitet.records.limits import overdue_since
from kvalitet.records.organisation import is_decided
from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, label, unit_name
from kvalitet.words import sort_key

_SHOWN = (Status.SHOWN, Status.FOLLOWED)
_APPROVALS = ("faststalld", "beslut", "stallningstagande", "upprattad", "uppfoljning", "bedomd")
"""The groups that say who stands behind a record and since when; the first that is there decides."""
_DOCUMENTS = ("process", "rutin")


def inspection(basis: Basis) -> Values:
    """Return all that the package tells, and under `poster` the ids of every record that it points at."""
    unit = basis.selection.enhet or WHOLE
    rows = _rows(basis, unit)
    found = count(rows, unit)
    exceptions = [r for r in basis.selection.of("undantag") if is_decided(r, basis.day)]
    accounts = _accounts(basis)
    documents = [r for kind in _DOCUMENTS for r in basis.selection.of(kind) if is_in_force(r, basis.day)]
    pointed = [*_shown_by(rows, unit), *ids([*exceptions, *accounts, *documents, *basis.selection.of("egenkontroll")])]
    return {
        "visade": basis.tally.figure(basis.key("krav", "visade"), found.shown, found.shown_ids),
        "tillampliga": basis.tally.figure(basis.key("krav", "tillampliga"), found.applicable, found.applicable_ids),
        "luckor": [_requirement(basis, row, unit) for row in rows if _is_gap(row, unit)],
        "listor": _lists(basis, rows, unit),
        "undantag": [_exception(basis, record) for record in exceptions],
        "forsenat": list(_overdue(basis)),
        "dokument": [_document(basis, record) for record in sorted(documents, key=lambda r: sort_key(r.title))],
        "berattelser": [_account(basis, record) for record in accounts],
        "underlag": [_evidence(basis, r) for r in _named(basis, pointed)],
        "poster": list(dict.fromkeys(pointed)),
    }


def _rows(basis: Basis, unit: str) -> list[Row]:
    listed = Checklist(basis.selection.records.catalogue.standard_packs, basis.selection.records, basis.day)
    return [row for row in listed.rows([unit]) if listed.concerns(row.requirement, unit)]


def _is_gap(row: Row, unit: str) -> bool:
    return row.verdicts[unit].status not in (*_SHOWN, Status.NOT_APPLICABLE)


def _shown_by(rows: Iterable[Row], unit: str) -> list[str]:
    return [name for row in rows for name in row.verdicts[unit].shown_by]


def _lists(basis: Basis, rows: list[Row], unit: str) -> list[Values]:
    packs = {row.pack.name: row.pack for row in rows}
    return [
        {
            "namn": pack.label,
            "kort": pack.short,
            "rader": [_requirement(basis, row, unit) for row in rows if row.pack is pack],
        }
        for pack in packs.values()
    ]


def _requirement(basis: Basis, row: Row, unit: str) -> Values:
    """Return one requirement: documents by id, what is drawn for every event only counted."""
    verdict = row.verdicts[unit]
    return {
        "id": row.requirement.id,
        "lagrum": row.citation,
        "text": row.requirement.text,
        "last": row.requirement.verified,
        "lage": verdict.status.value,
        "sedan": verdict.since,
        "saknas": [] if basis.public else list(verdict.missing),
        "visas_av": list(_pointed(basis, row.requirement.id, verdict.shown_by)),
        "anm": [] if basis.public else list(verdict.notes),
    }


def _pointed(basis: Basis, requirement: str, names: Iterable[str]) -> Iterator[Values]:
    records = [found for name in names if (found := basis.selection.records.find(name))]
    documents = sorted((record for record in records if not record.kind.drawn), key=lambda record: record.id)
    yield from ({"id": record.id, "antal": None, "slag": ""} for record in documents)
    drawn: dict[str, list[str]] = {}
    for record in records:
        if record.kind.drawn:
            drawn.setdefault(record.kind.name, []).append(record.id)
    for name, events in drawn.items():
        kind = basis.selection.records.catalogue.kinds[name]
        number = basis.tally.count(basis.key("visas-av", requirement, name), events)
        yield {"id": "", "antal": number, "slag": (kind.label if number == 1 else kind.plural).lower()}


def _exception(basis: Basis, record: Record) -> Values:
    return {
        "id": record.id,
        "krav": record.text("krav"),
        "enheter": [basis.selection.records.title(unit) for unit in record.texts("enheter")],
        "slag": "Avsteg" if record.text("slag") == "avsteg" else "Kravet gäller inte här",
        "av": basis.selection.records.title(record.text("beslut.av") or ""),
        "beslutat": record.date("beslut.datum"),
        "till": record.date("galler_till"),
        "motivering": record.text("motivering") or "",
    }


def _overdue(basis: Basis) -> Iterator[Values]:
    """Yield each limit that has passed with nothing done, of all records that the package covers, whatever the year."""
    selection = basis.selection
    for limit in selection.records.catalogue.deadlines.values():
        late = [r for r in selection.of(limit.kind) if overdue_since(limit, r, basis.day)]
        yield from _late_row(basis, limit.id, limit.label, "Lag" if limit.is_law else "Egen gräns", late)
    for kind in _DOCUMENTS:
        late = [r for r in selection.of(kind) if is_in_force(r, basis.day) and _is_late(r, basis.day)]
        plural = selection.records.catalogue.kinds[kind].plural
        yield from _late_row(basis, f"{kind}-ses-over", f"{plural} ses över", "Egen gräns", late)


def _is_late(record: Record, day: dt.date) -> bool:
    due = record.date("revideras_senast")
    return due is not None and due < day


def _late_row(basis: Basis, name: str, what: str, rests_on: str, late: list[Record]) -> Iterator[Values]:
    if late:
        guarded = late[0].kind.name in ("avvikelse", "klagomal")
        number = basis.tally.count(basis.key("forsenat", name), ids(late), guarded=guarded)
        yield {"namn": what, "grund": rests_on, "antal": number, "poster": [] if basis.public else ids(late)}


def _document(basis: Basis, record: Record) -> Values:
    return {
        "id": record.id,
        "titel": record.title,
        "version": record.text("version") or "",
        "faststalld": record.date("faststalld.datum"),
        "av": basis.selection.records.title(record.text("faststalld.av") or ""),
        "beslut": record.text("faststalld.beslut") or "",
        "ses_over": record.date("revideras_senast"),
    }


def _accounts(basis: Basis) -> list[Record]:
    year = basis.selection.year
    return [record for record in basis.selection.of("berattelse") if record.integer("ar") == year]


def _account(basis: Basis, record: Record) -> Values:
    paragraph = record.text("faststalld.paragraf")
    return {
        "id": record.id,
        "titel": record.title,
        "typ": label(record, "typ"),
        "namnd": unit_name(basis.selection, record.text("namnd")),
        "upprattad": record.date("upprattad.datum"),
        "faststalld": record.date("faststalld.datum"),
        "paragraf": paragraph or "",
        "fil": record.text("fil") or record.text("publicerad") or "",
    }


def _named(basis: Basis, names: Iterable[str]) -> list[Record]:
    """Return the records that people have named, each once; events are only counted."""
    found = (basis.selection.records.find(name) for name in dict.fromkeys(names))
    return sorted((r for r in found if r is not None and not r.kind.drawn), key=lambda record: record.document.path)


def _evidence(basis: Basis, record: Record) -> Values:
    """Return where a record lies, since when it stands and who stands behind it."""
    day, by = _approval(record)
    return {
        "id": record.id,
        "fil": record.document.path,
        "datum": day,
        "av": basis.selection.records.title(by) if by else "",
    }


def _approval(record: Record) -> tuple[dt.date | None, str]:
    decisions = record.entries("beslut") if record.kind.name == "ledningssystem" else []
    if decisions:
        return decisions[-1].date("datum"), decisions[-1].text("namnd") or ""
    for name in _APPROVALS:
        if record.has(f"{name}.datum"):
            return record.date(f"{name}.datum"), record.text(f"{name}.av") or ""
    outcomes = [day for entry in record.entries("utfall") if (day := entry.date("datum"))]
    return max(outcomes, default=None), record.text("ansvarig") or ""
