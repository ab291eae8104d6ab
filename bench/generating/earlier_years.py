"""What the law asks for of every year, for the years before those that people wrote of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kvalitet.records.record import Record
from kvalitet.source.exact import Value

_OWED = "patientsakerhet"


def berattelser(written: Iterable[Record], first_year: int) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield id and values of each nämnd's patientsäkerhetsberättelse from a year on, after its first written one."""
    earliest: dict[str, Record] = {}
    for record in written:
        if record.kind.name == "berattelse" and record.text("typ") == _OWED:
            known = earliest.setdefault(record.text("namnd") or "", record)
            if (record.integer("ar") or 0) < (known.integer("ar") or 0):
                earliest[record.text("namnd") or ""] = record
    for record in earliest.values():
        own = record.integer("ar") or first_year
        for year in range(first_year, own):
            moved = _moved(dict(record.values), own, year)
            if isinstance(moved, dict):
                yield str(moved["id"]), moved


def _moved(value: Value, own: int, year: int) -> Value:
    """Return a value with its year, and the one after it, moved back."""
    if isinstance(value, dict):
        return {name: _moved(inner, own, year) for name, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, own, year) for inner in value]
    return value.replace(str(own), str(year)).replace(str(own + 1), str(year + 1)) if value else value
