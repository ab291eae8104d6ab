"""Texts that have broken programs before, and a workspace whose records hold them."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from kvalitet.source.emitting import emit
from kvalitet.source.exact import Value
from kvalitet.source.faults import Refused
from kvalitet.source.text import decode
from kvalitet.words import nfc
from tests.suites import naughty_strings

_LISTS = YAML(typ="safe").load(Path(__file__).with_name("texts.yaml"))
XSS: list[str] = _LISTS["xss"]
TYPST: list[str] = _LISTS["typst"]
MARKDOWN: list[str] = _LISTS["markdown"]
PATHS: list[str] = _LISTS["paths"]


def texts() -> list[str]:
    """Return every hostile text that fits on one line, once each, without blanks at its ends."""
    every = [*naughty_strings(), *XSS, *TYPST, *MARKDOWN]
    return list(dict.fromkeys(nfc(" ".join(text.split())) for text in every if text.strip()))


def can_be_recorded(text: str) -> bool:
    """Tell whether a record may hold the text: no control characters, no marks that turn text around."""
    try:
        return decode(f"{text}\n".encode()).content == f"{text}\n"
    except (Refused, UnicodeEncodeError):
        return False


def number_of(index: int) -> str:
    """Return six characters that end an id."""
    return f"{index:06d}"


def record_all(workspace: Path, found: list[str]) -> None:
    """Write each text as the event of a risk, and as a paragraph of an analysis."""
    for index, text in enumerate(found):
        number = number_of(index)
        judged: dict[str, Value] = {
            "sannolikhet": "3",
            "konsekvens": "2",
            "skala": "standard-4x4",
            "bedomd": {"datum": "2025-03-01"},
        }
        risk = {"id": f"RIS-2025-{number}", "status": "oppen", "handelse": text, "enhet": "ENH-norr", **judged}
        _write(workspace, "risk", {**risk, "skapad": "2025-03-01T12:00:00+01:00"})
    prose = "\n\n".join(found) + "\n"
    analysis: dict[str, Value] = {
        "id": "ANA-2025",
        "titel": "Året",
        "period": "2025",
        "monster": prose,
        "slutsats": prose,
    }
    _write(workspace, "analys", analysis)


def _write(workspace: Path, kind: str, values: dict[str, Value]) -> None:
    file = workspace / "records" / kind / f"{values['id']}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(emit(values), encoding="utf-8")
