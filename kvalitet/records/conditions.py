"""Whether a condition of a data file holds for a record or for one group in it, and what it then demands."""

from __future__ import annotations

from kvalitet.kinds import Condition, Demand, Field
from kvalitet.records.record import Entry, Record


def holds(condition: Condition, group: Entry, record: Record) -> bool | None:
    """Return whether a condition holds, or None where a field that it asks for says nothing valid."""
    verdicts = [_clause(path, wanted, group, record) for path, wanted in condition.clauses]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def is_required(field: Field, group: Entry, record: Record) -> bool:
    """Return whether a group of a record must have a field."""
    if isinstance(field.required, Condition):
        return holds(field.required, group, record) is True
    return field.required


def applies(demand: Demand, record: Record) -> bool:
    """Return whether a state's demand is made of a record as it is."""
    return demand.when is None or holds(demand.when, record, record) is True


def _clause(path: str, wanted: tuple[str, ...], group: Entry, record: Record) -> bool | None:
    entry = group if path.startswith(".") else record
    field = entry.field(path.removeprefix("."))
    texts = entry.texts(path.removeprefix("."))
    if any(text in wanted for text in texts):
        return True
    if not texts or field is None or any(not is_valid(field, text) for text in texts):
        return None
    return False


def is_valid(field: Field, text: str) -> bool:
    """Return whether a text is a value of its field's type and, where there are choices, one of them."""
    if field.choices:
        return text in field.choices
    return field.scalar is not None and field.scalar.convert(text) is not None
