"""Filters as people write them: enhet=ENH-sabo-norr, status=utredning, intraffad>=2025-01."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from kvalitet.diagnostics import UsageError
from kvalitet.kinds import Field, Kind
from kvalitet.records.answers import choice
from kvalitet.records.collection import Records
from kvalitet.records.ids import canonical, is_id
from kvalitet.records.organisation import Organisation
from kvalitet.records.record import Record
from kvalitet.words import fold, hint

_SHAPE = re.compile(r"([\wåäöÅÄÖ.]+)(>=|<=|!=|=|>|<)(.*)")
_DATE_START = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?")
_COMPARE: dict[str, Callable[[object, object], bool]] = {
    ">=": operator.ge,  # type: ignore[dict-item]  # only ever called on two texts or two numbers
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    "<": operator.lt,  # type: ignore[dict-item]
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a field. A date may be compared with a year or a month.

    `units` holds what lies under the enhet that is wanted, which counts as it.
    """

    field: Field
    sign: str
    wanted: str
    units: frozenset[str] = frozenset()

    def keeps(self, record: Record) -> bool:
        """Return whether a record passes; one that says nothing in the field passes only `!=`."""
        texts = record.texts(self.field.path)
        if self.sign == "=":
            return any(self._equals(text) for text in texts)
        if self.sign == "!=":
            return not any(self._equals(text) for text in texts)
        return any(self._compares(text) for text in texts)

    def _equals(self, text: str) -> bool:
        if self.units:
            return text in self.units
        if self.field.type in ("date", "period", "stamp"):
            return text.startswith(self.wanted)
        if self.field.type == "category":
            return text == self.wanted or text.startswith(f"{self.wanted}/")
        if self.field.type in ("text", "prose"):
            return fold(self.wanted) in fold(text)
        return text == self.wanted

    def _compares(self, text: str) -> bool:
        if self.field.type in ("integer", "number", "scale"):
            try:
                return _COMPARE[self.sign](float(text), float(self.wanted))
            except ValueError:
                return False
        return _COMPARE[self.sign](text[: len(self.wanted)], self.wanted)


def parse_filter(text: str, kind: Kind, records: Records) -> Filter:
    """Return a filter on a kind's records. Raises UsageError for an unknown field or choice."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise UsageError(f"{text} är inget filter; skriv till exempel {kind.columns[0]}=… eller fält>=2025-01")
    path, sign, wanted = fold(match[1]), match[2], match[3].strip()
    field = kind.find(path)
    if field is None or field.fields:
        known = [known.path for known in kind.walk() if not known.fields]
        raise UsageError(f"{path} är inget fält i {kind.name}{hint(path, known)}")
    found = _wanted(canonical(wanted, kind) if _names_one(wanted, field, kind) else wanted, field, records)
    units = Organisation(records).within(found) if field.targets == ("enhet",) else set()
    return Filter(field, sign, found, frozenset(units))


def _names_one(text: str, field: Field, kind: Kind) -> bool:
    """Return whether a text is compared with the records' own ids and is a whole one, however it is spelt."""
    return field.path == "id" and is_id(canonical(text, kind), kind)


def _wanted(text: str, field: Field, records: Records) -> str:
    """Return what is compared with as records spell it: a slip must not look like an empty list."""
    if field.choices:
        return choice(field, text)
    if field.is_link:
        target = records.target(field, text)
        if not records.knows(target):
            near = records.nearest_id(target, field.targets)
            raise UsageError(f"{text} finns inte" + (f"; menade du {near}?" if near else ""))
        return target
    if field.type in ("date", "stamp") and not _DATE_START.fullmatch(text):
        raise UsageError(f"{text} är inget datum att jämföra med; skriv till exempel 2025, 2025-03 eller 2025-03-07")
    if field.type in ("integer", "number", "scale") and field.scalar and field.scalar.convert(text) is None:
        raise UsageError(f"{text} är inget tal att jämföra med")
    return text
