"""Rules on documents that are approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.diagnostics import Severity
from kvalitet.kinds import Field
from kvalitet.records.collection import Records
from kvalitet.records.conditions import is_valid
from kvalitet.records.dates import has_ended
from kvalitet.records.record import Record, walk
from kvalitet.records.seal import APPROVAL, SEAL, is_broken
from kvalitet.rules.proof import Shape
from kvalitet.rules.rule import Hit, rule
from kvalitet.source.exact import Value


def _is_not_approved(shape: Shape) -> bool:
    """Without an approval there is no seal to be broken."""
    return shape.lacks(SEAL)


@rule("FST001", proof=_is_not_approved, severity=Severity.WARNING)
def is_unchanged_since_approval(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett fastställt dokument är oförändrat sedan det fastställdes.

    Varför: Den som följer rutinen ska kunna lita på att det är just den texten som någon har bestämt.
    Lagrum: SOSFS 2011:9 4 kap. 2 och 4 §§
    Fel: Tillvägagångssättet ändras i mars, men rutinen är fastställd i januari.
    Rätt: Den ändrade rutinen är fastställd på nytt, med en ny dag och ett nytt beslut.
    Gör så här: Låt den som beslutar läsa ändringen, och kör kvalitet approve igen. Dagen för översyn, sista dagen,
        dokumentansvarig, krav, risker och åtgärder som ledde till versionen får ändras utan nytt beslut.
    """
    if is_broken(record) and not has_ended(record, day) and not _is_told_elsewhere(record, records):
        since = record.date(f"{APPROVAL}.datum")
        when = f" {since}" if since else ""
        message = f"innehållet är ändrat sedan det fastställdes{when}; fastställ det på nytt: {_command(record)}"
        yield Hit(record.place(SEAL), message, SEAL)


def _is_told_elsewhere(record: Record, records: Records) -> bool:
    """Return whether some value is a mistake that another rule tells: mended, it may be what was approved."""
    return any(_is_mistaken(field, value, records) for field, _, value in walk(record))


def _is_mistaken(field: Field | None, value: Value, records: Records) -> bool:
    if field is None or not value:
        return True
    if not isinstance(value, str):
        return False
    catalogue = records.catalogue
    is_known = (
        not field.is_link or records.knows(value),
        field.type != "category" or value in catalogue.categories,
        field.type != "requirement" or value in catalogue.requirements,
        is_valid(field, value),
    )
    return not all(is_known)


def _command(record: Record) -> str:
    return f"kvalitet approve {record.id} --by ROLL --decision BESLUT"


RULES = (is_unchanged_since_approval,)
