"""Walk a data file with its places, so that a mistake in it is told with file, line and column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from kvalitet.diagnostics import ConfigurationError
from kvalitet.field_types import shown
from kvalitet.source.document import Document, read_file
from kvalitet.source.exact import Path, Value
from kvalitet.source.faults import Fault, FaultKind
from kvalitet.words import hint

_DIGITS = re.compile(r"\d{1,9}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_A_DATE = "ett datum, till exempel 2012-01-01"
_YES_NO = re.compile("yes|no")
_NO_LEAP_YEAR = 2001


def read_data(file: FilePath, path: str) -> Node:
    """Return the root of a data file on disk, named as findings name it. Raises ConfigurationError."""
    return as_data(read_file(file, path))


def as_data(found: Document) -> Node:
    """Return a document as a data file's root. Raises ConfigurationError when it is not plain YAML."""
    stops = [fault for fault in found.faults if found.values is None or fault.first]
    if stops:
        raise ConfigurationError(_in_words(stops[0]), found.at(stops[0].span))
    return Node(found, (), found.values)


_FAULTS = {
    FaultKind.NOT_UTF8: "filen är inte UTF-8; spara den som UTF-8",
    FaultKind.TAB: "här står en tabb; dra in med blanksteg",
    FaultKind.KEY_TWICE: "namnet står redan högre upp; ta bort det ena",
    FaultKind.CUT_OFF: "filen slutar mitt i en rad; avsluta raden med Retur",
    FaultKind.NOT_A_MAPPING: "filen är tom eller en lista; skriv rader med namn: värde",
    FaultKind.SYMLINK: "filen är en länk; lägg in själva filen i stället",
    FaultKind.GONE: "filen finns inte längre; hämta den ur git",
    FaultKind.UNREADABLE: "filen går inte att öppna; ge läsrättighet till den",
}


def _in_words(fault: Fault) -> str:
    """Return what is wrong with a file that is no plain YAML, and what to write."""
    general = "raden går inte att läsa som enkel YAML; skriv namn: värde, med citattecken runt text som har kolon"
    return _FAULTS.get(fault.kind, general)


@dataclass(frozen=True)
class Node:
    """One value of a data file and where it stands."""

    document: Document
    path: Path
    value: Value

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def error(self, message: str, *keys: str | int) -> ConfigurationError:
        """Return an error at this value, or at what some keys below it lead to."""
        return ConfigurationError(message, self.document.place((*self.path, *keys)))

    def key_error(self, message: str, *keys: str) -> ConfigurationError:
        """Return an error at the last of some keys below this value."""
        return ConfigurationError(message, self.document.key_place((*self.path, *keys)))

    def allow_only(self, known: str) -> None:
        """Raise ConfigurationError at the first key that is not among the known ones."""
        for key in self.names():
            if key not in known.split():
                raise self.key_error(f"{key} är okänt här{hint(key, known.split())}", key)

    def names(self) -> list[str]:
        """Return the keys of a mapping."""
        if not isinstance(self.value, dict):
            raise self.error("här ska stå en rad per namn, med kolon efter namnet")
        return list(self.value)

    def child(self, key: str) -> Node:
        """Return what a key holds. Raises ConfigurationError when the key is missing."""
        if key not in self or not isinstance(self.value, dict):
            raise self.error(f"{key} saknas")
        return Node(self.document, (*self.path, key), self.value[key])

    def children(self, key: str | None = None) -> Iterator[tuple[str, Node]]:
        """Yield the keys of a mapping, or of the one under a key, with what they hold."""
        if key is not None and key not in self:
            return
        node = self if key is None else self.child(key)
        for name in node.names():
            yield name, node.child(name)

    def elements(self, key: str | None = None) -> Iterator[Node]:
        """Yield the members of a list, or of the one under a key."""
        if key is not None and key not in self:
            return
        node = self if key is None else self.child(key)
        if not isinstance(node.value, list):
            raise node.error("här ska stå en lista")
        for index, value in enumerate(node.value):
            yield Node(self.document, (*node.path, index), value)

    def items(self) -> Iterator[str]:
        """Yield the members of a list of texts."""
        for element in self.elements():
            yield element.string()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield key and text of a mapping of texts."""
        for name, node in self.children():
            yield name, node.string()

    def string(self) -> str:
        """Return this value's text."""
        if not isinstance(self.value, str):
            raise self.error("här ska stå text")
        return self.value

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text under a key, or the default where the key is missing."""
        if key not in self and default is not None:
            return default
        return self.child(key).string()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts under a key: none, one, or a list of them."""
        if key not in self:
            return ()
        child = self.child(key)
        return tuple(child.items()) if isinstance(child.value, list) else (child.string(),)

    def word(self, key: str, shape: re.Pattern[str], wanted: str) -> str:
        """Return the text under a key when it has the right shape; `wanted` says what to write otherwise."""
        text = self.text(key)
        if not shape.fullmatch(text):
            raise self.error(f"{shown(text)} går inte i {key}; skriv {wanted}", key)
        return text

    def integer(self, key: str) -> int:
        """Return the whole number under a key."""
        return int(self.word(key, _DIGITS, "ett heltal"))

    def date(self, key: str) -> dt.date:
        """Return the date under a key."""
        try:
            return dt.date.fromisoformat(self.word(key, _DATE, _A_DATE))
        except ValueError:
            raise self.error(f"{self.text(key)} är inget datum; skriv {_A_DATE}", key) from None

    def day_of_year(self) -> tuple[int, int]:
        """Return the month and the day under this value, a day that every year has."""
        month, day = self.integer("month"), self.integer("day")
        try:
            dt.date(_NO_LEAP_YEAR, month, day)
        except ValueError:
            raise self.error("den dagen finns inte varje år; skriv till exempel month: 3 och day: 31") from None
        return month, day

    def yes(self, key: str) -> bool:
        """Return whether a key says yes; missing is no."""
        return key in self and self.word(key, _YES_NO, "yes eller no") == "yes"

    def is_mapping(self, key: str) -> bool:
        """Return whether a key holds a mapping."""
        return key in self and isinstance(self.child(key).value, dict)
