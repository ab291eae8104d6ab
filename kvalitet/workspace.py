"""The root of a workspace, its configuration, and which of its files are records. Reads no record."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.words import hint

RECORDS = "records"
CONFIGURATION = "kvalitet.toml"
_KEYS = {"namn": str, "exempel": bool, "exempel_dag": dt.date}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that holds records.

    `example` says that its events are invented; `example_day` is the day on which they end, and on
    which they are judged unless another is asked for.
    """

    root: Path
    name: str
    example: bool = False
    example_day: dt.date | None = None

    @property
    def records(self) -> Path:
        """The folder of all records."""
        return self.root / RECORDS

    def relative(self, path: Path) -> str:
        """Return a path as findings name it: from the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def files(self) -> Iterator[str]:
        """Yield the path of every file under `records`, sorted; hidden files and links' targets not."""
        if not self.records.is_dir():
            raise ConfigurationError(f"mappen {RECORDS} saknas; skapa den eller kör kvalitet init", Place(RECORDS))
        yield from _walk(self.records, RECORDS)


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that a folder lies in, searching upward as git does.

    Raises ConfigurationError when there is none, or when its configuration cannot be read.
    """
    for folder in (start, *start.parents):
        found = _configuration(folder)
        if found is not None:
            return _workspace(folder, *found)
    raise ConfigurationError(
        f"{start} ligger inte i en arbetsyta; kör kvalitet init för att skapa en, eller ange mappen med -C"
    )


def has_configuration(folder: Path) -> bool:
    """Return whether a folder is the root of a workspace."""
    return _configuration(folder) is not None


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = f"{prefix}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), path)
        else:
            yield path


def _configuration(folder: Path) -> tuple[str, Mapping[str, Any]] | None:
    """Return the name and content of a folder's configuration, if it has one."""
    own = folder / CONFIGURATION
    if own.is_file():
        return CONFIGURATION, _read_toml(own)
    shared = folder / "pyproject.toml"
    if shared.is_file() and b"[tool.kvalitet" in shared.read_bytes():
        tool = _read_toml(shared).get("tool", {})
        settings = tool.get("kvalitet", {}) if isinstance(tool, dict) else {}
        if not isinstance(settings, dict):
            raise ConfigurationError("[tool.kvalitet] ska vara en tabell med inställningar", Place("pyproject.toml"))
        return "pyproject.toml", settings
    return None


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            'filen går inte att läsa som TOML; skriv till exempel namn = "Exempelkommun"',
            Place(str(file), _line_of(error)),
        ) from None


def _line_of(error: Exception) -> int:
    """Return the line that a TOML error names in its text; Python 3.11 gives it nowhere else."""
    words = str(error).replace(",", " ").split()
    after = words[words.index("line") + 1] if "line" in words else "1"
    return int(after) if after.isdigit() else 1


def _workspace(folder: Path, file: str, settings: Mapping[str, Any]) -> Workspace:
    for key, value in settings.items():
        place = Place(file, _line_with(folder / file, key))
        if key not in _KEYS:
            raise ConfigurationError(f"{key} är ingen inställning{hint(key, list(_KEYS))}", place)
        if not isinstance(value, _KEYS[key]):
            raise ConfigurationError(f"{key} har fel sorts värde", place)
    name = settings.get("namn")
    if not name:
        raise ConfigurationError('inställningen namn saknas; skriv namn = "Exempelkommun"', Place(file))
    example = bool(settings.get("exempel", False))
    example_day = settings.get("exempel_dag")
    if example_day and not example:
        place = Place(file, _line_with(folder / file, "exempel_dag"))
        raise ConfigurationError("exempel_dag går bara att ange när exempel = true: riktiga poster bedöms i dag", place)
    return Workspace(folder, name, example, example_day)


def _line_with(file: Path, key: str) -> int:
    lines = file.read_text(encoding="utf-8").split("\n")
    return next((i for i, line in enumerate(lines, 1) if line.strip().startswith(key)), 1)
