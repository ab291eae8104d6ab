"""A record's values with the meaning that their fields give them.

A look-up answers None for a field that is missing or malformed: the form rules have said so already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kvalitet.diagnostics import Place
from kvalitet.kinds import Field, Kind, find_field
from kvalitet.periods import Interval, Period
from kvalitet.records.texts import digest
from kvalitet.scales import Risk
from kvalitet.source.document import Document
from kvalitet.source.exact import Path, Value


@dataclass(frozen=True, slots=True)
class Link:
    """One id that a record names: which record names it, in which field, and where it stands."""

    source: str
    field: Field
    path: Path
    target: str


@dataclass(frozen=True)
class Entry:
    """A group of values: a whole record, or one item of a list of groups. Paths are dotted."""

    values: Mapping[str, Value]
    fields: Mapping[str, Field]
    document: Document
    prefix: Path = ()

    def value(self, path: str) -> Value:
        """Return what is written at a path, without meaning, or None."""
        first, *rest = path.split(".")
        found = self.values.get(first)
        for name in rest:
            if not isinstance(found, dict):
                return None
            found = found.get(name)
        return found

    def several(self, paths: tuple[str, ...]) -> Sequence[Value]:
        """Return what is written at some paths, without meaning: for rules that ask it of every record."""
        return [self.value(path) for path in paths]

    def has(self, path: str) -> bool:
        """Return whether something is written at a path."""
        return self.value(path) not in (None, "", [], {})

    def text(self, path: str) -> str | None:
        """Return a text, a choice, a state, a category or an id."""
        found = self._converted(path)
        return found if isinstance(found, str) else None

    def date(self, path: str) -> dt.date | None:
        """Return a date."""
        found = self._converted(path)
        return found if type(found) is dt.date else None

    def stamp(self, path: str) -> dt.datetime | None:
        """Return the time when a record was made, with its offset."""
        found = self._converted(path)
        return found if isinstance(found, dt.datetime) else None

    def integer(self, path: str) -> int | None:
        """Return a whole number, or a step on a scale."""
        found = self._converted(path)
        return found if type(found) is int else None

    def number(self, path: str) -> float | None:
        """Return a number."""
        found = self._converted(path)
        return float(found) if isinstance(found, int | float) and type(found) is not bool else None

    def yes(self, path: str) -> bool | None:
        """Return whether a field says ja (True) or nej (False)."""
        found = self._converted(path)
        return found if isinstance(found, bool) else None

    def period(self, path: str) -> Period | None:
        """Return a period."""
        found = self._converted(path)
        return found if isinstance(found, Period) else None

    def interval(self, path: str) -> Interval | None:
        """Return an interval."""
        found = self._converted(path)
        return found if isinstance(found, Interval) else None

    def texts(self, path: str) -> list[str]:
        """Return the texts of a list, or the one text, or none."""
        found = self.value(path)
        items = found if isinstance(found, list) else [found]
        return [item for item in items if isinstance(item, str) and item.strip()]

    def entries(self, path: str) -> list[Entry]:
        """Return the items of a list of groups."""
        found, field = self.value(path), self.field(path)
        if not isinstance(found, list) or field is None:
            return []
        base = (*self.prefix, *path.split("."))
        return [
            Entry(item, field.fields, self.document, (*base, index))
            for index, item in enumerate(found)
            if isinstance(item, dict)
        ]

    def risk(self, path: str) -> Risk | None:
        """Return the two factors of a group that holds sannolikhet and konsekvens."""
        dot = f"{path}." if path else ""
        sannolikhet = self.integer(f"{dot}sannolikhet")
        konsekvens = self.integer(f"{dot}konsekvens")
        return None if sannolikhet is None or konsekvens is None else Risk(sannolikhet, konsekvens)

    def place(self, path: str = "") -> Place:
        """Return where the value at a path stands, or the nearest that holds it."""
        return self.document.place((*self.prefix, *(path.split(".") if path else ())))

    def field(self, path: str) -> Field | None:
        """Return the field at a dotted path, or None."""
        return find_field(self.fields, path)

    def _converted(self, path: str) -> object | None:
        field = self.field(path)
        if field is None or field.scalar is None or field.many:
            return None
        found = self.value(path)
        if not isinstance(found, str):
            return None
        if field.choices and found not in field.choices:
            return None
        return field.scalar.convert(found)


@dataclass(frozen=True)
class Record(Entry):
    """One record. Its id is the name of its file; a rule says when `id` inside differs."""

    id: str = ""
    kind: Kind = None  # type: ignore[assignment]  # dataclass inheritance puts defaults first

    def field(self, path: str) -> Field | None:
        """Return the field at a dotted path, or None."""
        return self.kind.find(path)

    @property
    def title(self) -> str:
        """The record's name for people."""
        return self.text(self.kind.title) or self.id

    @property
    def year(self) -> int | None:
        """The year in a drawn id: when the record was made."""
        part = self.id.split("-")[1] if self.kind.drawn and self.id.count("-") == 2 else ""
        return int(part) if part.isdigit() else None

    def long_texts(self, paths: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return the paths, of these, where a text stands that is long enough to be a copy, each with its mark."""
        texts = ((path, self.value(path)) for path in paths)
        marks = ((path, digest(text)) for path, text in texts if isinstance(text, str))
        return [(path, mark) for path, mark in marks if mark is not None]

    def targets(self) -> set[str]:
        """Return the ids that the record names, each once."""
        return {link.target for link in self.links()}

    def links(self) -> Iterator[Link]:
        """Yield every id that the record names, with its place, whether or not it exists."""
        for field, path, value in walk(self):
            if field is not None and field.is_link and isinstance(value, str) and value.strip():
                yield Link(self.id, field, path, value)


def walk(entry: Entry) -> Iterator[tuple[Field | None, Path, Value]]:
    """Yield every value with its field, lists member by member, groups before what they hold.

    An unknown key comes with no field, and nothing below it.
    """
    yield from _walk(entry.values, entry.fields, entry.prefix)


def _walk(
    values: Mapping[str, Value], fields: Mapping[str, Field], prefix: Path
) -> Iterator[tuple[Field | None, Path, Value]]:
    for name, value in values.items():
        field, path = fields.get(name), (*prefix, name)
        if field is None or (field.many != isinstance(value, list)) or not value:
            yield field, path, value
        elif field.many and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _one(field, (*path, index), item)
        else:
            yield from _one(field, path, value)


def _one(field: Field, path: Path, value: Value) -> Iterator[tuple[Field | None, Path, Value]]:
    yield field, path, value
    if field.fields and isinstance(value, dict):
        yield from _walk(value, field.fields, path)


def groups(record: Record) -> Iterator[tuple[Entry, Path]]:
    """Yield the record and every group in it that holds fields, each with its path."""
    yield record, ()
    for field, path, value in walk(record):
        if field is not None and field.fields and isinstance(value, dict):
            yield Entry(value, field.fields, record.document, path), path
