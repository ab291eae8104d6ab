"""What people write for a report: one Markdown file a section, beside the report's charts. They are only read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.paths import PathError, plain_file
from kvalitet.reporting.dialect import read_tokens
from kvalitet.reporting.document import parse
from kvalitet.reporting.tree import DocumentError

_HEAD = "---\ntitle: Text\ndate: 2000-01-01\n---\n"
_LARGEST = 1_000_000
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_IMAGE = re.compile(r"(!\[(?:[^\]\\]|\\.)*\]\()<?([^)>\s]+)>?(\))")
_REFERENCE = re.compile(r"\[[^\]]*\]\(#[^)\s]*\)")
"""A reference to a place in the report, which only the whole report has."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The texts of a report by section, and the images that stand beside them by their path below the year's folder."""

    place: str
    texts: Mapping[str, str]
    images: Mapping[str, bytes]
    image_places: Mapping[str, str]
    """The text that each image stands in."""


def read_own_words(root: Path, year: int, name: str) -> OwnWords:
    """Return what people have written for a report. Raises DocumentError or ConfigurationError with file and line."""
    place = f"reports/{year}/{name}"
    folder = root / place
    if not folder.is_dir():
        return OwnWords(place, {}, {}, {})
    texts: dict[str, str] = {}
    images: dict[str, bytes] = {}
    image_places: dict[str, str] = {}
    for file in sorted(folder.glob("*.md")):
        path = f"{place}/{file.name}"
        text = _read(root, path)
        if not text.strip():
            continue  # begun and not yet written is missing still
        _judge(text, folder, path)
        texts[file.stem] = _fitted(text, name, file.stem)
        for found in _IMAGE.finditer(text):
            images[f"{name}/{found[2]}"] = _bytes(root, f"{place}/{found[2]}")
            image_places[f"{name}/{found[2]}"] = path
    return OwnWords(place, texts, images, image_places)


def _fitted(text: str, name: str, section: str) -> str:
    """Return a text with its notes and images called so that they fit into the whole report."""
    text = _NOTE.sub(lambda found: f"[^{section}-{found[1]}]", text.rstrip())
    return _IMAGE.sub(lambda found: f"{found[1]}<{name}/{found[2]}>{found[3]}", text)


def _judge(text: str, folder: Path, path: str) -> None:
    try:
        for token in read_tokens(_HEAD + text):
            if token.type in ("heading_open", "hr") and token.map:
                line = token.map[0] + 1
                raise DocumentError("Texten har en egen rubrik eller en linje. Skriv **fetstil** i stället.", line)
        parse(_HEAD + _REFERENCE.sub("avsnittet", text), folder=folder, name=path)
    except DocumentError as error:
        line = (error.place.line if error.place else 1) - _HEAD.count("\n")
        raise DocumentError(error.message, max(line, 1), path) from None


def _read(root: Path, path: str) -> str:
    try:
        return _bytes(root, path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ConfigurationError("texten är inte UTF-8; spara den som UTF-8", Place(path)) from None


def _bytes(root: Path, path: str) -> bytes:
    try:
        data = plain_file(root, path).read_bytes()
    except PathError as error:
        raise ConfigurationError(f"filen {error}", Place(path)) from None
    except OSError:
        raise ConfigurationError("filen går inte att öppna; ge läsrättighet till den", Place(path)) from None
    if len(data) > _LARGEST * (1 if path.endswith(".md") else 20):
        raise ConfigurationError("filen är för stor för en rapport", Place(path))
    return data
