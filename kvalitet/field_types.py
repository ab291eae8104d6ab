"""What a field's type makes of a scalar's text: the value, or what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from kvalitet.periods import Interval, Period
from kvalitet.privacy.redaction import redact
from kvalitet.words import visible

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_INTEGER = re.compile(r"0|-?[1-9]\d{0,15}", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(?:\.\d{1,9})?", re.ASCII)
_SEAL = re.compile(r"f1[0-9a-f]{16}", re.ASCII)
_URL = re.compile(r"https?://[^\s/@]+(?:/\S*)?")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FieldType:
    """One type: its Swedish name, how text becomes a value (None when it does not), what to write."""

    name: str
    label: str
    convert: Callable[[str], object | None]
    expected: str


def shown(text: str) -> str:
    """Return a value as a message may show it: one line, short, no identity number, no escapes."""
    line = visible(redact(" ".join(text.split())))
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


def _text(text: str) -> str | None:
    return text if text.strip() and "\n" not in text.rstrip("\n") else None


def _prose(text: str) -> str | None:
    return text.strip() or None


def _date(text: str) -> dt.date | None:
    """Only YYYY-MM-DD: Python's own reader also takes 20250307 and 2025-W10-5."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _stamp(text: str) -> dt.datetime | None:
    if not _STAMP.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> str | None:
    return text if _TIME.fullmatch(text) else None


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _yes_no(text: str) -> bool | None:
    return {"ja": True, "nej": False}.get(text)


def _seal(text: str) -> str | None:
    return text if _SEAL.fullmatch(text) else None


def _url(text: str) -> str | None:
    return text if _URL.fullmatch(text) else None


_WORD = "ett av de ord som fältet känner"

TYPES = {
    kind.name: kind
    for kind in (
        FieldType("text", "en rad text", _text, "en rad text"),
        FieldType("prose", "löpande text", _prose, "text"),
        FieldType("date", "datum", _date, "ett datum, till exempel 2025-03-07"),
        FieldType("time", "klockslag", _time, 'timme och minut inom citattecken, till exempel "07:30"'),
        FieldType("integer", "heltal", _integer, "ett heltal utan inledande nolla, till exempel 12"),
        FieldType("number", "tal", _number, "ett tal med decimalpunkt, till exempel 12.5"),
        FieldType("yes_no", "ja eller nej", _yes_no, "ja eller nej"),
        FieldType(
            "period",
            "period",
            Period.parse,
            "en period, till exempel 2025, 2025-H1, 2025-T2, 2025-Q3 eller 2025-03",
        ),
        FieldType("interval", "intervall", Interval.parse, "ett intervall, till exempel P1W, P3M eller P1Y"),
        FieldType("url", "webbadress", _url, "en webbadress som börjar med https://"),
        FieldType("stamp", "tidpunkt", _stamp, "en tidpunkt, till exempel 2025-03-14T13:05:11.482913+01:00"),
        FieldType("seal", "avtryck", _seal, "det med kvalitet approve"),
        FieldType("choice", "val", _text, _WORD),
        FieldType("state", "status", _text, _WORD),
        FieldType("link", "länk", _text, "en posts id"),
        FieldType("role", "roll", _text, "en rolls id"),
        FieldType("category", "kategori", _text, "en sökväg i kategoriträdet"),
        FieldType("requirement", "krav", _text, "ett kravs beteckning i checklistan, till exempel R-4-2"),
        FieldType("scale", "steg på skalan", _integer, "ett steg på skalan"),
    )
}
"""Every type of field that is one scalar; `group` holds fields instead."""
