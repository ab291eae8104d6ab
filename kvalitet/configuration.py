"""A workspace's settings: which there are, of what type each is, and where each stands in its file."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.privacy.numbers import CERTAIN, find
from kvalitet.source.faults import Refused
from kvalitet.source.folders import Files
from kvalitet.words import fold, hint

CONFIGURATION = "kvalitet.toml"
SHARED = "pyproject.toml"
_ROLE = re.compile(r"ROL-[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting: what its value may be, and how it is written."""

    accepts: Callable[[Any], bool]
    example: str


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


SETTINGS = {
    "namn": _Setting(_is_text, 'namn = "Exempelkommun"'),
    "exempel": _Setting(lambda value: isinstance(value, bool), "exempel = true"),
    "exempel_dag": _Setting(lambda value: type(value) is dt.date, "exempel_dag = 2026-02-20"),
    "skala": _Setting(_is_text, 'skala = "skalor/fem-steg.yaml"'),
    "tidigare_skalor": _Setting(_is_list_of_texts, 'tidigare_skalor = ["skalor/tre-steg.yaml"]'),
    "kategorier": _Setting(_is_text, 'kategorier = "kategorier.yaml"'),
    "tidsgranser": _Setting(_is_text, 'tidsgranser = "tidsgranser.yaml"'),
    "krav": _Setting(_is_list_of_texts, 'krav = ["krav/egna.yaml"]'),
    "patientsakerhet_rubriker": _Setting(_is_text, 'patientsakerhet_rubriker = "skr-2020"'),
    "inga_namn": _Setting(_is_list_of_texts, 'inga_namn = ["Solvändan", "Björkskogen"]'),
    "roller": _Setting(lambda value: isinstance(value, dict), 'roller = {chef = "ROL-enhetschef"}'),
}
"""Every setting by its name in the file."""


@dataclass(frozen=True)
class Configuration:
    """The settings of one workspace, each of its right type.

    `file` is the file's name from the root and `table` the table in it that holds them.
    """

    file: str
    text: str
    table: tuple[str, ...]
    values: Mapping[str, Any]

    def error(self, message: str, *path: str | int, key: bool = False) -> ConfigurationError:
        """Return an error at a setting's value, or at its key."""
        from kvalitet.source.toml import find_places

        span = find_places(self.text).nearest((*self.table, *path), key=key)
        return ConfigurationError(message, Place(self.file, span.line, span.column, span.end_line, span.end_column))

    def texts(self, key: str) -> list[tuple[str, tuple[str | int, ...]]]:
        """Return the texts of a setting, each with the path to it: none, one, or a list of them."""
        value = self.values.get(key, [])
        if isinstance(value, str):
            return [(value, (key,))]
        return [(text, (key, index)) for index, text in enumerate(value)]

    @property
    def roles(self) -> dict[str, str]:
        """The workspace's own words for roles, folded, and the ids that they mean."""
        return {fold(word): role for word, role in self.values.get("roller", {}).items()}

    @property
    def not_names(self) -> frozenset[str]:
        """The words, folded, that look like people's names in this workspace and are not."""
        return frozenset(fold(word) for text in self.values.get("inga_namn", ()) for word in text.split())


def with_role_renamed(data: bytes, found: Configuration, old: str, new: str) -> bytes:
    """Return the bytes of a configuration with a role's id changed in the words for it, and nothing else.

    Raises ConfigurationError at a word where the new id cannot be put in place.
    """
    from kvalitet.source.toml import find_places

    text = data.decode()
    lines, places = text.split("\n"), find_places(text).values
    words = [word for word, role in found.values.get("roller", {}).items() if role == old]
    for span in sorted((places[*found.table, "roller", word] for word in words), reverse=True):
        line, start, end = lines[span.line - 1], span.column - 1, span.end_column - 1
        lines[span.line - 1] = f"{line[:start]}{line[start:end].replace(old, new)}{line[end:]}"
    changed = "\n".join(lines)
    wanted = {word: new if role == old else role for word, role in found.values.get("roller", {}).items()}
    if words and _table(tomllib.loads(changed), found.table).get("roller") != wanted:
        raise found.error(f"{old} går inte att byta här; skriv om raden", "roller", words[0])
    return changed.encode()


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    for name in path:
        values = values[name]
    return values


def read_configuration(files: Files) -> Configuration | None:
    """Return the settings that a root holds, unchecked, or None where it has none.

    Raises ConfigurationError with file and line when the file cannot be read.
    """
    if files.has_file(CONFIGURATION):
        text, values = _read_toml(CONFIGURATION, _own(files))
        return Configuration(CONFIGURATION, text, (), values)
    data = _shared(files)
    if b"[tool.kvalitet" not in data:
        return None
    text, values = _read_toml(SHARED, data)
    tool = values.get("tool", {})
    settings = tool.get("kvalitet", {}) if isinstance(tool, dict) else {}
    found = Configuration(SHARED, text, ("tool", "kvalitet"), settings)
    if not isinstance(found.values, dict):
        raise found.error("[tool.kvalitet] ska vara en tabell med inställningar", key=True)
    return found


def check_settings(found: Configuration) -> None:
    """Raise ConfigurationError at the first setting that is unknown, of the wrong type or against another.

    Before that at an identity number anywhere in the file: what stands in it is shown in many places.
    """
    _refuse_numbers(found)
    for key, value in found.values.items():
        if key not in SETTINGS:
            raise found.error(_unknown(key, found), key, key=True)
        if not SETTINGS[key].accepts(value):
            raise found.error(f"{key} har fel sorts värde; skriv till exempel {SETTINGS[key].example}", key)
    if "namn" not in found.values:
        raise found.error(f"inställningen namn saknas; skriv {SETTINGS['namn'].example}", key=True)
    if "exempel_dag" in found.values and not found.values.get("exempel"):
        message = "exempel_dag går bara att ange när exempel = true: riktiga poster bedöms i dag"
        raise found.error(message, "exempel_dag", key=True)
    _check_roles(found)


def _refuse_numbers(found: Configuration) -> None:
    for number in find(found.text):
        if number.number in CERTAIN:
            line = found.text.count("\n", 0, number.start) + 1
            raise ConfigurationError("här står ett personnummer; ta bort det", Place(found.file, line))


def _unknown(key: str, found: Configuration) -> str:
    if key == "tool" and not found.table:
        return f"i {CONFIGURATION} skrivs inställningarna direkt; ta bort tool.kvalitet ur rubriken"
    return f"{key} är ingen inställning{hint(key, list(SETTINGS))}"


def _check_roles(found: Configuration) -> None:
    seen: dict[str, str] = {}
    for word, role in found.values.get("roller", {}).items():
        if word in SETTINGS:
            message = f"{word} står under [{'.'.join((*found.table, 'roller'))}]; flytta raden till före den rubriken"
            raise found.error(message, "roller", word, key=True)
        if not isinstance(role, str) or not _ROLE.fullmatch(role):
            raise found.error(f'{word} ska vara en rolls id; skriv {word} = "ROL-enhetschef"', "roller", word)
        first = seen.setdefault(fold(word), word)
        if first != word:
            raise found.error(f"{word} och {first} är samma ord; ta bort det ena", "roller", word, key=True)


def _own(files: Files) -> bytes:
    try:
        return files.read(CONFIGURATION)
    except Refused:
        message = "filen går inte att läsa; den ska vara en vanlig textfil som du har läsrätt till, på högst 1 MB"
        raise ConfigurationError(message, Place(CONFIGURATION)) from None


def _shared(files: Files) -> bytes:
    """Return the file that others' settings stand in too, or nothing: one that is not for us may be as it is."""
    try:
        return files.read(SHARED)
    except Refused:
        return b""


def _read_toml(path: str, data: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ConfigurationError("filen är inte UTF-8; spara den som UTF-8", Place(path)) from None
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also what the library says of numbers with too many digits
        line = _line_of(error, text)
        raise ConfigurationError(_unreadable(text.split("\n")[line - 1]), Place(path, line)) from None


def _unreadable(line: str) -> str:
    """Return what to write instead of a line; a name with å, ä or ö is the likeliest mistake."""
    word = line.partition("=")[0].strip()
    if fold(word) != word and fold(word) in SETTINGS:
        return f"{word} skrivs {fold(word)}, utan å, ä och ö"
    return f"filen går inte att läsa som TOML; skriv till exempel {SETTINGS['namn'].example}"


def _line_of(error: Exception, text: str) -> int:
    """Return the line that a TOML error names in its text; Python 3.11 gives it nowhere else."""
    named = re.search(r"at line (\d+)", str(error))
    return int(named[1]) if named else max(text.rstrip().count("\n") + 1, 1)
