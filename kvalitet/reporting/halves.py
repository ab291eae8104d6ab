"""The two halves that care is carried on in: HSL, and SoL with LSS. Each has grades and a duty to report of its own."""

from __future__ import annotations

from kvalitet.records.collection import Records
from kvalitet.records.organisation import Organisation, units_of
from kvalitet.records.record import Record

HALVES = {"hsl": "HSL", "sol_lss": "SoL/LSS"}
"""What each half is called, by the name that keys and fields call it."""


def concerns(record: Record, half: str, organisation: Organisation, records: Records) -> bool:
    """Tell whether a record concerns a half: as it says, else as what led to it says, else as its units' activity is.

    One of which nothing tells it concerns both.
    """
    if record.kind.name == "enhet":
        return bool(organisation.laws(record.id) & laws_of(half))
    said = set(record.texts("lagrum")) or _said_by_sources(record, records)
    if said:
        return bool(said & laws_of(half))
    units = units_of(record)
    return not units or any(organisation.laws(unit) & laws_of(half) for unit in units)


def laws_of(half: str) -> set[str]:
    """Return the laws of a half, as records call them."""
    return set(half.split("_"))


def _said_by_sources(record: Record, records: Records) -> set[str]:
    field = record.field("kalla")
    names = record.texts("kalla") if field is not None and field.is_link else []
    sources = (records.find(name) for name in names)
    return {law for source in sources if source for law in source.texts("lagrum")}
