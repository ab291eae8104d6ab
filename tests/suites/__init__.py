"""Published lists of hard input and published schemas, as they came: README.md says from where."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class YamlCase:
    """One case of the YAML test suite: its id, its text, whether YAML forbids it, and what it shows, if it says so."""

    id: str
    yaml: str
    fails: bool
    name: str = ""


def yaml_cases() -> list[YamlCase]:
    """Return every case of the YAML test suite."""
    return [YamlCase(**case) for case in _read("yaml-test-suite.json")]


def naughty_strings() -> list[str]:
    """Return every string that has been known to break programs."""
    return [str(text) for text in _read("naughty-strings.json")]


def _read(name: str) -> list[Any]:
    return list(json.loads((_FOLDER / name).read_text(encoding="utf-8")))


def sarif_schema() -> dict[str, Any]:
    """Return the JSON Schema of SARIF 2.1.0."""
    return dict(json.loads((_FOLDER / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def junit_schema() -> bytes:
    """Return the XML Schema that Jenkins' xUnit plug-in holds JUnit reports to."""
    return (_FOLDER / "junit-10.xsd").read_bytes()
