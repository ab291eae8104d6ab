"""What a template is filled with, as text for another process: plain values, dates and numbers that know their key."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from kvalitet.rendering.printed import marked, without_marks
from kvalitet.words import number

HIDDEN = ".."
"""What stands in the place of a number that may not be shown."""

_DATE, _NUMBER = "__date__", "__number__"


class Tal(int):
    """A count that knows its key: what `report trace` finds its records by."""

    key: str

    def __new__(cls, value: int, key: str) -> Tal:  # noqa: D102
        made = super().__new__(cls, value)
        made.key = key
        return made

    @property
    def shown(self) -> str:
        """The number in Swedish."""
        return number(int(self))


class Decimaltal(float):
    """A measured value that knows its key. `decimals` is None for as many as it needs."""

    key: str
    decimals: int | None

    def __new__(cls, value: float, key: str, decimals: int | None = None) -> Decimaltal:  # noqa: D102
        made = super().__new__(cls, value)
        made.key, made.decimals = key, decimals
        return made

    @property
    def shown(self) -> str:
        """The number in Swedish."""
        return number(float(self), self.decimals)


class Dolt:
    """A number that may not be shown. A template treats it as if there were some; whether there are is not told."""

    __slots__ = ("key",)
    shown = HIDDEN

    def __init__(self, key: str) -> None:
        self.key = key

    def __bool__(self) -> bool:
        return True

    def __gt__(self, other: object) -> bool:
        return True

    __ge__ = __gt__

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __lt__

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dolt) and other.key == self.key


Number = Tal | Decimaltal | Dolt


def pack(values: Mapping[str, Any]) -> str:
    """Return values as text. Raises TypeError for anything but dict, list, text, numbers, yes or no, None and dates."""
    return json.dumps(_plain(values))


def unpack(text: str) -> dict[str, Any]:
    """Return the values that `pack` made into text."""
    return dict(json.loads(text, object_hook=_unpacked))


def _plain(value: object) -> object:
    if isinstance(value, Tal):
        return {_NUMBER: [value.key, int(value)]}
    if isinstance(value, Decimaltal):
        return {_NUMBER: [value.key, float(value), value.decimals]}
    if isinstance(value, Dolt):
        return {_NUMBER: [value.key]}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if type(value) is dt.date:
        return {_DATE: value.isoformat()}
    if isinstance(value, str):
        return without_marks(value)
    if value is None or isinstance(value, (int, float)):
        return value
    raise TypeError(f"a template is given plain values, not {type(value).__name__}")


def _unpacked(found: dict[str, Any]) -> object:
    if found.keys() == {_DATE}:
        return dt.date.fromisoformat(found[_DATE])
    if found.keys() == {_NUMBER}:
        return _number(*found[_NUMBER])
    return found


def _number(key: str, value: float | None = None, *decimals: int | None) -> Number:
    if value is None:
        return _DoltOnPage(key)
    return _DecimaltalOnPage(value, key, *decimals) if decimals else _TalOnPage(int(value), key)


class _TalOnPage(Tal):
    def __str__(self) -> str:
        return marked(self.key, self.shown)


class _DecimaltalOnPage(Decimaltal):
    def __str__(self) -> str:
        return marked(self.key, self.shown)


class _DoltOnPage(Dolt):
    __slots__ = ()

    def __str__(self) -> str:
        return marked(self.key, self.shown)
