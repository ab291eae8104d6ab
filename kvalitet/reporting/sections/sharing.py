"""Whose a record's figures are: of the part that the report covers alone, of a unit in it, or of others as well."""

from __future__ import annotations

from collections.abc import Iterable

from kvalitet.records.record import Entry, Record
from kvalitet.reporting.selection import Selection
from kvalitet.words import listing, sort_key

_WHOLE = "hela organisationen"


def is_shared(selection: Selection, record: Record) -> bool:
    """Return whether a record's figures are those of others too, and not of the covered part alone."""
    return selection.shared_with(record) != ()


def whose(selection: Selection, record: Record, unit: str = "") -> str:
    """Return in words whose a figure is: nothing where it is the covered part's own, else the unit or the others.

    `unit` is the unit that the figure is of alone, or nothing.
    """
    if unit:
        return "" if unit == selection.enhet else selection.records.title(unit)
    others = selection.shared_with(record)
    if others is None:
        return _WHOLE
    names = sorted((selection.records.title(other) for other in others), key=sort_key)
    return f"gäller även {listing(names, 'och')}" if names else ""


def marked(selection: Selection, record: Record, unit: str = "") -> str:
    """Return a record's title, followed by whose its figure is where it is not the covered part's own."""
    words = whose(selection, record, unit)
    return f"{record.title} ({words})" if words else record.title


def spoken_for(selection: Selection, record: Record, outcomes: Iterable[Entry]) -> list[str]:
    """Return whose outcomes speak for the covered part: that of all together ("") or of units in it, by id.

    That of all together comes first where all are covered; else the covered units' own do, where there are any.
    """
    told = {entry.text("enhet") or "" for entry in outcomes}
    inside = sorted(unit for unit in told if unit and selection.includes(unit))
    is_common = "" in told and not (inside and is_shared(selection, record))
    return [""] if is_common or not inside else inside


def is_of(outcome: Entry, unit: str) -> bool:
    """Return whether an outcome is of a unit, or of all together where none is named."""
    return (outcome.text("enhet") or "") == unit
