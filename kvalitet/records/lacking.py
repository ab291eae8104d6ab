"""What a record lacks of what it must have: by its fields, and by the state that it is in."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet.kinds import Demand, Field, Kind
from kvalitet.records.conditions import applies, is_required
from kvalitet.records.loading import unwritten
from kvalitet.records.record import Entry, Record
from kvalitet.source.exact import Value


def missing(kind: Kind, values: dict[str, Value]) -> list[tuple[Field, ...]]:
    """Return what a record lacks of what it must have, in the kind's order: each one field, or several of which one.

    It is what its fields demand, and what the state that it is in does.
    """
    record = unwritten(kind, values)
    required = [(field,) for field in _required(record, record)]
    demanded = [alternatives for demand in _demands(record) for alternatives in _alternatives(demand, record)]
    order = [field.path for field in kind.walk()]
    needs = {tuple(field.path for field in need): need for need in [*required, *demanded]}
    return sorted(needs.values(), key=lambda need: order.index(need[0].path))


def _required(group: Entry, record: Record) -> Iterator[Field]:
    for field in group.fields.values():
        if field.name == "id" or field.is_written_by_tool:
            continue
        present = group.values.get(field.name)
        if field.fields and not field.many and (present is not None or field.required is True):
            if present is None or isinstance(present, dict):
                yield from _required(Entry(present or {}, field.fields, group.document), record)
        elif present is None and is_required(field, group, record):
            yield field


def _demands(record: Record) -> Iterator[Demand]:
    """Yield the demands of the record's state that it does not meet."""
    field = record.kind.state_field
    state = record.kind.states.get(record.text(field.path) or "") if field else None
    for demand in state.demands if state else ():
        if applies(demand, record) and not any(record.has(path) for path in demand.any_of):
            yield demand


def _alternatives(demand: Demand, record: Record) -> Iterator[tuple[Field, ...]]:
    """Yield the fields that meet a demand; a whole group is met by the fields that it must have."""
    fields = tuple(field for path in demand.any_of if (field := record.kind.find(path)))
    if len(fields) == 1 and fields[0].fields and not fields[0].many:
        yield from ((inner,) for inner in fields[0].fields.values() if inner.required is True)
    else:
        yield fields
