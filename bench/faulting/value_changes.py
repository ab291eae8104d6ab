"""Random changes of a record's values: broken, removed, moved, added; the same from one seed."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from kvalitet.catalogue import Catalogue
from kvalitet.kinds import Field, Kind
from kvalitet.records.record import Record, walk
from kvalitet.source.exact import Value

Holder: TypeAlias = dict[str, Value]

ODD = (
    *("", " ", "\n", "-", "…", "x", "xx", "ok", "Dito.", "se ovan", "å", "_", "a\nb", "a\n", " a ", "İ", "²"),
    *("٣", "0", "1", "2", "3", "4", "5", "6", "9", "10", "-1", "01", "1.5", "1,5", "100", "ja", "nej", "no"),
    *("true", "null", "R-4-2", "R-finns-inte", "2025-02-30", "2025-13-01", "20250307", "2025-W10-5"),
    *("1999-12-31", "9999-12-31", "0001-01-01", "2025-1-1", "٢٠٢٥-01-01", "2025", "2025-H1", "2025-H3"),
    *("2025-Q4", "2025-T2", "2025-12", "P1M", "P3M", "P1Y", "P0D", "PT1H", "07:30", "25:00"),
    *("2099-03-14T13:05:11.482913+01:00", "2025-03-14T13:05:11.482913+01:00", "2025-03-14"),
    *("https://kvalitet.se", "kvalitet.se", "standard-4x4", "fem-steg", "tre-steg", "tio-steg", "procent"),
    *("fall per 1 000 boendedygn", "saknas", "avslutad", "foreslagen", "ENH-finns-inte", "ROL-finns-inte"),
    *("AVV-2025-K7Q4XM", "ATG-2025-K7Q4XM", "RUT-fall", "avv-2025-k7q4xm", "XYZ-1", "-", "f1"),
    *("f10123456789abcdef", "hsl", "sol", "hsl/finns-inte", "SoL 14 kap. 3 §", "SOSFS 2005:12"),
    *("Dottern Anna Berg ringde.", "Ja"),
    "Texten är lång nog för att någon ska kunna ha skrivit av den från en annan post, ord för ord och rad för rad.",
)
"""Texts that some rule, type or look-up makes something of."""

_WRONG_KEYS = (
    "foo",
    "varde",
    "riskvarde",
    "Status",
    "händelse",
    "beskrivnin",
    "intraffd",
    "enhett",
    "",
    "id ",
    "overordnat",
)
_FAR = (1, 1, 7, 30, 61, 400, 4000)


class Changer:
    """Makes changes that fit what records of each kind hold."""

    def __init__(self, catalogue: Catalogue, records: Iterable[Record]) -> None:
        self._catalogue = catalogue
        self._written: dict[str, list[Value]] = defaultdict(list)
        self._ids = [*catalogue.requirements][:40]
        for record in records:
            self._ids.append(record.id)
            for field, _, value in walk(record):
                if field is not None:
                    self._written[f"{record.kind.name}/{field.path}"].append(value)

    def changed(self, record: Record, chance: random.Random) -> Holder:
        """Return a record's values with one to four changes in them."""
        values = _copied(dict(record.values))
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            assert isinstance(values, dict)
            holder, fields = _any_group(values, record.kind.fields, chance)
            if holder or fields:
                chance.choice(_WAYS)(self, holder, fields, record.kind, chance)
        assert isinstance(values, dict)
        return values

    def value(self, field: Field, kind: Kind, chance: random.Random) -> Value:
        """Return something that may stand in a field: what another record has there, or what fits its type."""
        written = self._written[f"{kind.name}/{field.path}"]
        if written and chance.random() < 0.7:
            return _copied(chance.choice(written))
        one: Value
        if field.fields:
            inner = [known for known in field.fields.values() if known.required is True or chance.random() < 0.5]
            one = {known.name: self.value(known, kind, chance) for known in inner}
        elif field.choices:
            one = chance.choice([*field.choices])
        elif field.type == "category":
            one = chance.choice([*self._catalogue.categories.labels])
        else:
            one = chance.choice((*ODD, *self._ids))
        return [one] if field.many and chance.random() < 0.9 else one

    def break_one(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Put something else in the place of a value."""
        name = chance.choice([*holder]) if holder else "id"
        wrong: tuple[Value, ...] = (None, [], {}, [None], [""], {"": ""}, [[]], [{}], chance.choice(self._ids))
        holder[name] = chance.choice(ODD) if chance.random() < 0.6 else _copied(chance.choice(wrong))

    def replace_one(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Put another right value in the place of one."""
        if names := [name for name in holder if name in fields]:
            name = chance.choice(names)
            holder[name] = self.value(fields[name], kind, chance)

    def add(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Write a field that is not there."""
        if absent := [field for name, field in fields.items() if name not in holder]:
            field = chance.choice(absent)
            holder[field.name] = self.value(field, kind, chance)

    def add_unknown(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Write a key that is no field."""
        holder[chance.choice(_WRONG_KEYS)] = chance.choice(ODD)

    def remove(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Leave a field out."""
        if holder:
            del holder[chance.choice([*holder])]

    def move(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Put a value in another field, or another place among the fields."""
        if holder:
            name = chance.choice([*holder])
            value = holder.pop(name)
            holder[chance.choice([name, *fields])] = value

    def shift(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Move a day."""
        days = [name for name, value in holder.items() if _day(value)]
        if days:
            name = chance.choice(days)
            day = _day(holder[name])
            assert day is not None
            try:
                holder[name] = (day + dt.timedelta(chance.choice((1, -1)) * chance.choice(_FAR))).isoformat()
            except OverflowError:
                holder[name] = "9999-12-31"

    def change_state(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Write another state."""
        if kind.state_field and kind.state_field.name in fields:
            holder[kind.state_field.name] = chance.choice([*kind.states])

    def change_list(self, holder: Holder, fields: Mapping[str, Field], kind: Kind, chance: random.Random) -> None:
        """Write a member of a list twice, leave one out, take it out of its list or put a value in one."""
        name = chance.choice([*holder]) if holder else ""
        value = holder.get(name)
        if isinstance(value, list) and value:
            way = chance.randrange(4)
            member = chance.choice(value)
            holder[name] = [[*value, _copied(member)], value[:-1], member, [*reversed(value)]][way]
        elif name:
            holder[name] = [value]


_WAYS: tuple[Callable[[Changer, Holder, Mapping[str, Field], Kind, random.Random], None], ...] = (
    *(Changer.break_one, Changer.replace_one, Changer.replace_one, Changer.add, Changer.add, Changer.add_unknown),
    *(Changer.remove, Changer.move, Changer.shift, Changer.shift, Changer.change_state, Changer.change_list),
)


def _any_group(
    values: Holder, fields: Mapping[str, Field], chance: random.Random
) -> tuple[Holder, Mapping[str, Field]]:
    """Return the record or a group in it, each as likely, with the fields that it may have."""
    groups = [(values, fields)]
    for holder, known in groups:
        for name, value in holder.items():
            items = value if isinstance(value, list) else [value]
            inner = known[name].fields if name in known else {}
            groups.extend((item, inner) for item in items if isinstance(item, dict))
    return groups[0] if chance.random() < 0.4 else chance.choice(groups)


def _copied(value: Value) -> Value:
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _day(value: Value) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
