"""What the sections of a report share: names, labels and order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kvalitet.records.collection import Records
from kvalitet.records.record import Entry, Record
from kvalitet.reporting.selection import Selection
from kvalitet.requirements import LAWS
from kvalitet.words import listing, number, sort_key

Values = dict[str, Any]


HALVES = {"hsl": "HSL", "sol_lss": "SoL/LSS"}
"""The two halves that an event can concern: each has grades of its own and its own duty to report."""


def laws(selection: Selection) -> Values:
    """Return which laws the covered activity is carried on under, as its units and events say, and in words.

    Where nothing says it, all of them.
    """
    found = {law for kind in ("enhet", "avvikelse") for record in selection.of(kind) for law in record.texts("lagrum")}
    found = found & set(LAWS) or set(LAWS)
    hsl, sol_lss = "hsl" in found, bool(found & {"sol", "lss"})
    words = listing((word for law, word in LAWS.items() if law in found), "och")
    return {"hsl": hsl, "sol_lss": sol_lss, "bada": hsl and sol_lss, "namn": words[:1].upper() + words[1:]}


def has_boards(records: Records) -> bool:
    """Return whether a nämnd leads the activity, as in a municipality and in no private provider."""
    return any(unit.text("niva") == "namnd" for unit in records.of("enhet"))


def label(record: Entry, path: str) -> str:
    """Return a choice by its Swedish label, or any other text as it stands."""
    field = record.field(path)
    text = record.text(path) or ""
    return field.choices.get(text, text) if field else text


def unit_name(selection: Selection, unit: str | None) -> str:
    """Return a unit's name; a record that names none concerns everyone."""
    return selection.records.title(unit) if unit else "Hela verksamheten"


def in_order(selection: Selection, kind: str) -> list[Record]:
    """Return the covered records of a kind in alphabetical order of their titles."""
    return sorted(selection.of(kind), key=lambda record: sort_key(record.title))


def in_year(day: dt.date | None, year: int) -> bool:
    """Return whether a day is known and lies in a year."""
    return day is not None and day.year == year


def outcome(entry: Entry | None) -> str:
    """Return the value of an outcome or an indicator in words; a dash is not nought."""
    value = entry.number("varde") if entry else None
    return number(value) if value is not None else "–"
