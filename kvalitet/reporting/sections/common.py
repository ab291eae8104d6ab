"""What the sections of a report share: names, labels and order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kvalitet.records.record import Entry, Record
from kvalitet.reporting.selection import Selection
from kvalitet.words import number, sort_key

Values = dict[str, Any]


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
