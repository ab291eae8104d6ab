"""A record as one compact row: what other records and rules on all records ask of it, without its texts.

A row holds the short values of a record (choices, dates, numbers, ids, one-line texts), of what is long only that it
is there and a mark of what it says. A hundred thousand rows fit in some fifty megabytes.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kvalitet.kinds import Field, Kind
from kvalitet.records.texts import digest
from kvalitet.source.exact import Value

_SHORT, _LONG, _GROUPS, _GROUP = range(4)
_EMPTY, _THERE = False, True
_MORE = -1
"""The last place of a row: whether the record holds more than its kind's fields, or something else than they do."""

_Plan = Mapping[str, tuple[int, int, Any]]
"""For each field: its place in the row, how its value is packed, and the plan of what it holds."""


class Columns:
    """Which values of a kind's records have a place in a row, and the way into one and out of it."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._short: dict[str, int] = {}
        self._marked: dict[str, int] = {}
        self._linking: list[int] = []
        self._plan = self._planned(kind.fields)
        self.asked: set[str] | None = None
        """Where what is asked of rows is noted, if anywhere."""
        self._blank: list[Any] = [None] * (len(self._short) + len(self._marked) + 1)
        self._several: dict[tuple[str, ...], list[int] | None] = {}
        self._last: tuple[bytes, tuple[Any, ...]] = (b"", ())

    def _planned(self, fields: Mapping[str, Field]) -> _Plan:
        plan: dict[str, tuple[int, int, Any]] = {}
        for name, field in fields.items():
            number = len(self._short) + len(self._marked)
            if not field.fields and field.type != "prose":
                self._short[field.path] = number
                plan[name] = (number, _SHORT, None)
                self._linking += [number] if field.is_link else []
                continue
            self._marked[field.path] = number
            if not field.fields:
                plan[name] = (number, _LONG, None)
            elif field.many:
                plan[name] = (number, _GROUPS, field.fields)
                self._linking.append(number)
            else:
                plan[name] = (number, _GROUP, self._planned(field.fields))
        return plan

    def pack(self, values: Mapping[str, Value]) -> bytes:
        """Return a record's row."""
        row = self._blank.copy()
        _fill(row, values, self._plan)
        return marshal.dumps(tuple(row))

    def unpack(self, row: bytes) -> tuple[Any, ...]:
        """Return what a row holds. The last one is kept: a rule asks a record several things in turn."""
        if self._last[0] is not row:
            self._last = (row, marshal.loads(row))
        return self._last[1]

    def numbers(self, paths: tuple[str, ...]) -> list[int] | None:
        """Return where short values have their places in every row, or None where one is not short."""
        if self.asked is not None:
            self.asked.update(paths)
        if paths not in self._several:
            found = [self._short.get(path) for path in paths]
            self._several[paths] = None if None in found else [number for number in found if number is not None]
        return self._several[paths]

    def holds(self, row: bytes, path: str) -> tuple[bool, Value]:
        """Return whether a row alone says what is written at a path, and what it is."""
        if self.asked is not None:
            self.asked.add(path)
        number = self._short.get(path)
        if number is not None:
            return True, self.unpack(row)[number]
        number = self._marked.get(path, _MORE)  # what is no field can stand only in a record that holds more
        return self.unpack(row)[number] is None, None

    def differ(self, one: bytes, other: bytes, paths: Iterable[str]) -> bool:
        """Return whether two rows of this kind say different things at some of these paths."""
        numbers = {self._short.get(path, self._marked.get(path, _MORE)) for path in paths}
        before, after = marshal.loads(one), marshal.loads(other)
        is_more = _MORE in numbers and (before[_MORE] or after[_MORE])
        return is_more or any(before[number] != after[number] for number in numbers)

    def targets(self, row: bytes) -> set[str]:
        """Return the ids that a record links to."""
        if self.asked is not None:
            self.asked.update(self._short, self._marked)
        unpacked = self.unpack(row)
        found: set[str] = set()
        for number in self._linking:
            value = unpacked[number]
            if type(value) is str:
                found.add(value)
            elif value and value is not _THERE:
                found.update(item for item in value if type(item) is str)
        return found

    def marks(self, row: bytes, path: str) -> Any:
        """Return what a row says of something long: None where it is absent, False empty, else True or a digest."""
        if self.asked is not None:
            self.asked.add(path)
        number = self._marked.get(path)
        return None if number is None else self.unpack(row)[number]


def _fill(row: list[Any], values: Mapping[str, Value], plan: _Plan) -> None:
    for name, value in values.items():
        place = plan.get(name)
        if place is None:
            row[_MORE] = _THERE
            continue
        if value is None:
            continue
        number, how, inner = place
        if how == _SHORT:
            row[number] = value
            if type(value) is dict:
                row[_MORE] = _THERE
        elif not value:
            row[number] = _EMPTY
        elif how == _LONG:
            row[number] = (digest(value) if isinstance(value, str) else None) or _THERE
        elif how == _GROUPS:
            row[number] = tuple(_targets(value, inner)) or _THERE
            if type(value) is not list:
                row[_MORE] = _THERE
        else:
            row[number] = _THERE
            if isinstance(value, dict):
                _fill(row, value, inner)


def _targets(value: Value, fields: Mapping[str, Field]) -> Iterator[str]:
    """Yield the ids that stand in link fields of a list of groups."""
    for group in value if isinstance(value, list) else ():
        for name, inner in group.items() if isinstance(group, dict) else ():
            field = fields.get(name)
            if field is not None and field.is_link:
                yield from (item for item in (inner if isinstance(inner, list) else [inner]) if isinstance(item, str))
            elif field is not None and field.fields:
                yield from _targets(inner if isinstance(inner, list) else [inner], field.fields)
