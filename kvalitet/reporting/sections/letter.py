"""The letter that lays the year's berättelser before those who decide: what they are, whose, and what is proposed."""

from __future__ import annotations

from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, unit_name
from kvalitet.words import as_names, in_sentence, listing, sort_key

_PLAN = "verksamhetsplan"
"""A plan is decided on before its year, and so in no letter about it."""


def letter(basis: Basis) -> Values:
    """Return the berättelser of the year that are recorded, what is to be decided, and who stands behind them."""
    records = basis.selection.records
    found = _accounts(basis)
    waiting = [record for record in found if not record.has("faststalld.datum")]
    authors = dict.fromkeys(records.title(name) for r in (waiting or found) if (name := r.text("upprattad.av")))
    return {
        "arende": _subject(basis, waiting or found),
        "till": listing([unit.title for unit in _bodies(basis, waiting or found)], "och"),
        "handlaggare": as_names(authors),
        "diarienummer": ", ".join(dict.fromkeys(filter(None, (r.text("diarienummer") for r in waiting or found)))),
        "antal": basis.tally.count(
            basis.key("berattelser", basis.selection.period.text, "antal"), ids(found), guarded=False
        ),
        "forslag": [_row(basis, record) for record in waiting],
        "underlag": [_row(basis, record) for record in found],
        "sands_till": list(authors),
    }


def _accounts(basis: Basis) -> list[Record]:
    """Return the covered berättelser of the year, by whom they are laid before and in the order of their types."""
    order = list(basis.selection.records.catalogue.kinds["berattelse"].fields["typ"].choices)
    found = [
        record
        for record in basis.selection.of("berattelse")
        if record.integer("ar") == basis.selection.year and record.text("typ") in order
        if record.text("typ") != _PLAN and _is_theirs(basis, record)
    ]
    return sorted(
        found,
        key=lambda record: (
            sort_key(unit_name(basis.selection, record.text("namnd"))),
            order.index(record.text("typ") or _PLAN),
        ),
    )


def _is_theirs(basis: Basis, record: Record) -> bool:
    """Return whether a berättelse is for the nämnd that the letter is to: another's may tell of its units too."""
    return basis.selection.enhet in ("", record.text("namnd"))


def _bodies(basis: Basis, found: list[Record]) -> list[Record]:
    """Return whom the letter is to: the nämnd asked for, those of the berättelser, or the responsible bodies."""
    records = basis.selection.records
    named = [basis.selection.enhet] if basis.selection.enhet else [record.text("namnd") or "" for record in found]
    units = [unit for name in dict.fromkeys(named) if (unit := records.find(name))]
    return units or Organisation(records).bodies


def _subject(basis: Basis, found: list[Record]) -> str:
    """Return what the letter is about: Kvalitetsberättelse och patientsäkerhetsberättelse för 2025."""
    field = basis.selection.records.catalogue.kinds["berattelse"].fields["typ"]
    names = [name for name in field.choices if any(record.text("typ") == name for record in found)]
    labels = [in_sentence(field.choices[name]) for name in names] or ["berättelser"]
    text = listing(labels, "och")
    return f"{text[:1].upper()}{text[1:]} för {basis.selection.period.text}"


def _row(basis: Basis, record: Record) -> Values:
    field = record.field("typ")
    kind = record.text("typ") or ""
    return {
        "titel": record.title,
        "typ": in_sentence(field.choices.get(kind, kind)) if field else kind,
        "namnd": unit_name(basis.selection, record.text("namnd")),
        "datum": record.date("upprattad.datum"),
        "av": basis.selection.records.title(name) if (name := record.text("upprattad.av")) else "",
        "faststalld": record.date("faststalld.datum"),
        "paragraf": record.text("faststalld.paragraf") or "",
        "diarienummer": record.text("diarienummer") or "",
    }
