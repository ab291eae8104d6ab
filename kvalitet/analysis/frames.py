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
    """Return one row an avvikelse: id, enhet, law, group in the tree, slag, status."""
    import pandas as pd

    columns = ("id", "enhet", "hsl", "sol_lss", "grupp", "slag", "status")
    return pd.DataFrame([_avvikelse_row(record, tree) for record in found], columns=list(columns))


def _avvikelse_row(record: Record, tree: Categories) -> tuple[object, ...]:
    lagrum = record.texts("lagrum")
    return (
        record.id,
        record.text("enhet") or "",
        "hsl" in lagrum,
        "sol" in lagrum or "lss" in lagrum,
        tree.group(record.text("kategori") or ""),
        record.text("slag") or "",
        record.text("status") or "",
    )


def cause_table(found: Iterable[Record]) -> pd.DataFrame:
    """Return one row a cause area of an investigated avvikelse; an event may have several."""
    import pandas as pd

    rows = [(record.id, cause) for record in found for cause in record.texts("utredning.orsaker")]
    return pd.DataFrame(rows, columns=["id", "orsak"])


def groups(table: pd.DataFrame, column: str) -> list[tuple[str, list[str]]]:
    """Return the ids of the rows with each value of a column: largest group first, equal ones in alphabetical order.

    Rows without a value are left out.
    """
    found = [(str(value), [str(id) for id in rows["id"]]) for value, rows in table.groupby(column, sort=True)]
    return sorted(((value, ids) for value, ids in found if value), key=lambda pair: (-len(pair[1]), pair[0]))
