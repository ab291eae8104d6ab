"""What the sections of a report share: names, labels and order."""

from __future__ import annotations

from typing import Any

from kvalitet.records.collection import Records
from kvalitet.records.record import Entry, Record
from kvalitet.rendering.values import Dolt, Number
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.halves import laws_of
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import key_of
from kvalitet.requirements import LAWS
from kvalitet.words import listing, sort_key

Values = dict[str, Any]


def hidden_last(rows: list[Values], column: str = "antal") -> list[Values]:
    """Return rows with those whose number is hidden last, in alphabetical order: their place would tell their size."""
    open_rows = [row for row in rows if not isinstance(row[column], Dolt)]
    hidden = [row for row in rows if isinstance(row[column], Dolt)]
    return open_rows + sorted(hidden, key=lambda row: sort_key(row["namn"]))


def commonest(rows: list[Values], most: int = 1, column: str = "antal") -> list[Values]:
    """Return the first rows of a table that has the largest first; none where a hidden row may be as large.

    Nor those where the row after them is as large: they would be called the largest and are not.
    """
    if any(isinstance(row[column], Dolt) for row in rows):
        return []
    is_shared = len(rows) > most and rows[most][column] == rows[most - 1][column]
    return [row for row in rows[:most] if not is_shared or row[column] != rows[most][column]]


def laws(basis: Basis) -> Values:
    """Return which laws the covered activity is carried on under, as its units and events say, and in words.

    Where nothing says it, all of them.
    """
    found = {
        law for kind in ("enhet", "avvikelse") for record in basis.selection.of(kind) for law in record.texts("lagrum")
    }
    half = basis.selection.half
    asked = laws_of(half) if half else set(LAWS)
    found = found & asked or asked
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


def in_order(basis: Basis, kind: str) -> list[Record]:
    """Return the covered records of a kind in alphabetical order of their titles."""
    return sorted(basis.selection.of(kind), key=lambda record: sort_key(record.title))


def outcome(basis: Basis, record: Record, entry: Entry | None) -> Number | None:
    """Return the value of an outcome or an indicator, or None; a missing one is not nought."""
    if entry is None:
        return None
    unit = [entry.text("enhet")] if entry.field("enhet") and entry.has("enhet") else []
    key = key_of("varde", record.id, entry.value("period"), entry.text("kon") or "alla", *unit, *_again(record, entry))
    return basis.tally.figure(key, entry.number("varde"), [record.id])


def _again(record: Record, entry: Entry) -> list[int]:
    """Return which of several values of one period this is: nothing of the first, so that each has a key of its own."""
    same = [
        one
        for name in ("utfall", "varden")
        for one in record.entries(name)
        if all(one.value(part) == entry.value(part) for part in ("period", "kon", "enhet"))
    ]
    place = same.index(entry)
    return [place + 1] if place else []
