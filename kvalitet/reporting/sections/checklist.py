"""The checklist as an annex: what the records show of the requirements, for the part that the report covers."""

from __future__ import annotations

from kvalitet.fulfilment.checklist import WHOLE, Checklist, count
from kvalitet.fulfilment.verdict import Status
from kvalitet.records.organisation import is_decided
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values


def checklist(basis: Basis) -> Values:
    """Return every requirement in force on a day with its state, and what is missing or stale.

    What only another kind of activity is asked for, such as hälso- och sjukvård of a provider of none, is left out.
    """
    selection, day = basis.selection, basis.day
    packs = selection.records.catalogue.standard_packs
    unit = selection.enhet or WHOLE
    listed = Checklist(packs, selection.records, day)
    every = list(listed.rows([unit]))
    rows = [row for row in every if listed.concerns(row.requirement, unit)]
    found = count(rows, unit)
    return {
        "visade": basis.tally.figure("krav.visade", found.shown, found.shown_ids),
        "tillampliga": basis.tally.figure("krav.tillampliga", found.applicable, found.applicable_ids),
        "listor": [
            {
                "namn": pack.label,
                "kort": pack.short,
                "rader": [
                    {
                        "id": row.requirement.id,
                        "lagrum": row.label.text,
                        "text": row.requirement.text,
                        "last": row.requirement.verified,
                        "lage": row.verdicts[unit].status.value,
                    }
                    for row in rows
                    if row.pack is pack
                ],
            }
            for pack in packs
            if any(row.pack is pack for row in rows)
        ],
        "undantag": [
            {
                "krav": record.text("krav"),
                "enheter": [selection.records.title(unit) for unit in record.texts("enheter")],
                "slag": "Avsteg" if record.text("slag") == "avsteg" else "Kravet gäller inte här",
                "beslutat": record.date("beslut.datum"),
                "till": record.date("galler_till"),
                "motivering": record.text("motivering") or "",
            }
            for record in selection.of("undantag")
            if is_decided(record, day)
        ],
        "utelamnade": len(every) - len(rows),
        "brister": [
            {
                "id": row.requirement.id,
                "lage": verdict.status.value,
                "sedan": verdict.since,
                "rader": list(verdict.missing),
            }
            for row in rows
            if (verdict := row.verdicts[unit]).status not in (Status.SHOWN, Status.FOLLOWED, Status.NOT_APPLICABLE)
        ],
    }
