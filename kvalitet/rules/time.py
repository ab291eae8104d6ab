"""Rules on dates: in the order in which things happen, and none ahead of the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Related
from kvalitet.kinds import Field, Kind
from kvalitet.records.collection import Records
from kvalitet.records.record import Record, walk
from kvalitet.rules.proof import Shape, Test, value_at
from kvalitet.rules.rule import Hit, rule


def _runs_forward(shape: Shape) -> Test | bool:
    """Dates in plain form are ordered as their texts are; where none is after the next, no pair runs backwards.

    The rule leaves out dates ahead of the day, so that it asks for less than this.
    """
    chains = [[path for path in chain if _is_date(path, shape)] for chain in shape.kind.order]
    finders = [[value_at(path) for path in chain] for chain in chains if len(chain) > 1]

    def proves(record: Record) -> bool:
        values = record.values
        for chain in finders:
            last = ""
            for find in chain:
                text = find(values)
                if isinstance(text, str):
                    if text < last:
                        return False
                    last = text
        return True

    return proves if finders else True


def _is_date(path: str, shape: Shape) -> bool:
    """Return whether there can be a date at a path: what stands in a list or is no date has no place in an order."""
    field = shape.kind.find(path)
    return field is not None and field.type == "date" and not field.many and not shape.lacks(path)


@rule("TID001", proof=_runs_forward)
def happens_in_order(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Datumen kommer i den ordning som saker händer.

    Varför: Ett beslut före händelsen är ett skrivfel, och gör varje handläggningstid fel.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: intraffad: 2025-03-14 och upptackt: 2025-03-10
    Rätt: intraffad: 2025-03-10 och upptackt: 2025-03-14
    Gör så här: Rätta det datum som är fel. Datum som inte är kända lämnas bort.
    """
    broken = _broken_pairs(record, day)
    while broken:
        path, partner = _most_blamed(broken)
        other = record.date(partner)
        earlier = (partner, path) in broken
        label = _label(record.kind, partner)
        message = f"datumet ligger {'före' if earlier else 'efter'} {label} ({other}); rätta det som är fel"
        related = (Related(record.place(partner), label),)
        yield Hit(record.place(path), message, path, related)
        broken = [pair for pair in broken if path not in pair]


def _broken_pairs(record: Record, day: dt.date) -> list[tuple[str, str]]:
    """Return the pairs of fields whose dates run backwards; a date ahead of the day is told elsewhere."""
    found = []
    for chain in record.kind.order:
        dates = [(path, date) for path in chain if (date := record.date(path)) and date <= day]
        pairs = combinations(dates, 2)
        found += [(first, second) for (first, a), (second, b) in pairs if a > b]
    return list(dict.fromkeys(found))


def _most_blamed(broken: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the field that stands in most broken pairs, with the nearest of its partners.

    One wrong date breaks every pair that it stands in, and no other; with a single pair the later
    field is told and the earlier one named.
    """
    counts = Counter(path for pair in broken for path in pair)
    most = max(counts.values())
    path = (
        next(second for _, second in broken if counts[second] == most)
        if any(counts[second] == most for _, second in broken)
        else next(first for first, _ in broken if counts[first] == most)
    )
    partner = next(first if second == path else second for first, second in broken if path in (first, second))
    return path, partner


def _label(kind: Kind, path: str) -> str:
    field = kind.find(path)
    return field.label.lower() if field else path


def _is_no_later(field: Field, catalogue: Catalogue, day: dt.date) -> Callable[[str], bool] | None:
    """A date, and the first ten characters of a time, are ordered as their texts are."""
    last = day.isoformat()
    return (lambda text: text[:10] <= last) if field.type in {"date", "stamp"} and not field.ahead else None


@rule("TID002", values=_is_no_later)
def lies_not_ahead(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Det som har hänt är inte daterat i framtiden.

    Varför: Ett datum som inte har varit är ett skrivfel, oftast fel år.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: intraffad: 2062-03-14
    Rätt: intraffad: 2026-03-14
    Gör så här: Rätta datumet. Planerade datum har egna fält, till exempel klart_senast.
    """
    for field, path, value in walk(record):
        if field is None or field.ahead or not isinstance(value, str) or field.scalar is None:
            continue
        date = _date(field.scalar.convert(value)) if field.type in ("date", "stamp") else None
        if date is not None and date > day:
            yield Hit(record.document.place(path), _ahead(date, day), field.path)


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def _ahead(date: dt.date, day: dt.date) -> str:
    return f"{date} har inte varit än (dagen är {day}); rätta datumet"


RULES = (happens_in_order, lies_not_ahead)
