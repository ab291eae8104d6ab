"""Records as tables: one row an event, with what a year's figures are counted by.

Only the room `analysis` knows pandas; it is loaded when a table is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kvalitet.categories import Categories
from kvalitet.records.record import Record

if TYPE_CHECKING:
    import pandas as pd


def avvikelse_table(found: Iterable[Record], tree: Categories) -> pd.DataFrame:
    """Return one row an avvikelse: id, enhet, year and month reported, law, group in the tree, days to decision."""
    import pandas as pd

    columns = ("id", "enhet", "ar", "manad", "hsl", "sol_lss", "grupp", "slag", "status", "dagar_till_beslut")
    return pd.DataFrame([_avvikelse_row(record, tree) for record in found], columns=list(columns))


def _avvikelse_row(record: Record, tree: Categories) -> tuple[object, ...]:
    reported, lagrum = record.date("rapporterad"), record.texts("lagrum")
    decided = record.date("beslut.datum")
    return (
        record.id,
        record.text("enhet"),
        reported.year if reported else None,
        reported.month if reported else None,
        "hsl" in lagrum,
        "sol" in lagrum or "lss" in lagrum,
        tree.group(record.text("kategori") or ""),
        record.text("slag"),
        record.text("status"),
        (decided - reported).days if decided and reported else None,
    )


def cause_table(found: Iterable[Record]) -> pd.DataFrame:
    """Return one row a cause area of an investigated avvikelse; an event may have several."""
    import pandas as pd

    rows = [(record.id, cause) for record in found for cause in record.texts("utredning.orsaker")]
    return pd.DataFrame(rows, columns=["id", "orsak"])


def counts(table: pd.DataFrame, column: str) -> list[tuple[str, int]]:
    """Return how many rows have each value of a column: most first, equal ones in alphabetical order."""
    found = table[column].value_counts()
    pairs = [(str(value), int(count)) for value, count in found.items() if str(value)]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def per_month(table: pd.DataFrame, year: int) -> list[int]:
    """Return how many rows fall in each month of a year, from January on."""
    found = table.loc[table["ar"] == year, "manad"].value_counts()
    return [int(found.get(month, 0)) for month in range(1, 13)]


def median_days(table: pd.DataFrame) -> int | None:
    """Return the median of days from report to decision, or None where nothing was decided."""
    days = table["dagar_till_beslut"].dropna()
    return int(days.median()) if len(days) else None
