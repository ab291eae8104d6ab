"""A document as PDF for everyone and for the archive: PDF/UA-1 and PDF/A-2a in one file, or A-3a with files in it.

The bytes depend on the document, its images and this package, and on nothing else: no fonts of the
machine, no clock, no time zone, no packages from the network.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from kvalitet.confinement import RefusedError, StoppedError, run_apart
from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.images import ImageError, read_image, unreadable
from kvalitet.reporting.tree import Document, figures, plain
from kvalitet.reporting.typesetting import ATTACHING, LIMITS, MAIN, STANDARDS, request_for, typeset
from kvalitet.reporting.typst_source import LAYOUT, attachment_name, image_name, typst_source

STAND_IN = "□"
"""What is shown where the packaged faces have no such character; they all have this one."""

_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_IMAGE = re.compile(r"figur-(\d+)\.")
_MOST_TRIES = 5


class PdfError(KvalitetError):
    """The document could not be set as PDF."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, and the characters in whose place it shows the stand-in, each once."""

    data: bytes
    unshown: tuple[str, ...] = ()


def write_pdf(document: Document, *, folder: Path, attachments: Mapping[str, bytes] | None = None) -> Pdf:
    """Return the document as PDF; its images are read from the folder. Raises PdfError or ImageError.

    Attachments are CSV files by name, the figures behind the charts. One named as a figure's image is described as its
    figures. With any the file is PDF/A-3a, else 2a. A name is ASCII and names no folder, since old readers take the
    bytes of it for other letters; any other raises ValueError.
    """
    attached = attachments or {}
    for name in attached:
        if not name or not name.isascii() or PurePosixPath(name).name != name:
            raise ValueError(f"{name} is no name for an attached file")
    with TemporaryDirectory(prefix="kvalitet-") as made:
        root = Path(made)
        _prepare(document, folder, root)
        for number, data in enumerate(attached.values(), 1):
            (root / attachment_name(number)).write_bytes(data)
        described = {name: _description(document, name) for name in attached}
        return _set(document, typst_source(document, described), root, ATTACHING if attached else STANDARDS)


def try_engine() -> str:
    """Return the version of the engine that sets the pages, after a page in our font. Raises PdfError."""
    with TemporaryDirectory(prefix="kvalitet-") as made:
        page = '#set document(title: "Prov")\n#set text(font: "Source Sans 3", lang: "sv", fallback: false)\nÅäö'
        (Path(made) / MAIN).write_text(page, encoding="utf-8")
        try:
            _typeset(Path(made), dt.date(2026, 1, 1))
        except RefusedError as error:
            raise PdfError(f"provsidan gick inte att sätta: {error.details['message']}") from None
        except StoppedError:
            raise PdfError("typst, som sätter sidorna, går inte att ladda eller svarar inte") from None
    return version("typst")


def _prepare(document: Document, folder: Path, root: Path) -> None:
    """Lay the layout and copies of the images in an empty folder, under names of our own."""
    data = files("kvalitet") / "data"
    (root / LAYOUT).write_bytes((data / "layout" / LAYOUT).read_bytes())
    (root / "packages").mkdir()
    for figure in figures(document.blocks):
        (root / image_name(figure)).write_bytes(read_image(folder, figure))


def _description(document: Document, name: str) -> str:
    for figure in figures(document.blocks):
        if PurePosixPath(figure.path).stem == PurePosixPath(name).stem:
            return f"Siffrorna i figur {figure.number}: {plain(figure.caption)}"
    return "Siffror till rapporten"


def _set(document: Document, source: str, root: Path, standards: Sequence[str]) -> Pdf:
    """Set the pages; what the faces lack is replaced and the pages set again."""
    unshown = dict[str, None]()
    for _ in range(_MOST_TRIES):
        (root / MAIN).write_text(source, encoding="utf-8", newline="\n")
        try:
            return Pdf(_typeset(root, document.front.date, standards), tuple(unshown))
        except RefusedError as error:
            missing = list(map(_decoded, _MISSING.findall(str(error.details["diagnostic"]))))
            if not missing:
                raise _explained(document, error.details) from None
            source = _without(source, missing)
            unshown |= dict.fromkeys(char for text in missing for char in text if not char.isascii())
        except StoppedError:
            raise PdfError("Sidorna blev inte färdiga: tiden eller minnet räckte inte. Dela upp rapporten.") from None
    raise PdfError("Dokumentet gick inte att sätta som PDF: för många tecken saknas i typsnittet.")


def _typeset(root: Path, day: dt.date, standards: Sequence[str] = STANDARDS) -> bytes:
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    with as_file(files("kvalitet") / "data" / "fonts") as fonts:
        return run_apart(typeset, request_for(root, fonts, int(midnight.timestamp()), standards), LIMITS)


def _decoded(shown: str) -> str:
    return _CODE.sub(lambda found: chr(int(found[1], 16)), shown)


def _without(source: str, missing: list[str]) -> str:
    """Return the source with the stand-in for texts that cannot be shown; a plain letter under its marks stays.

    Outside its strings the source is ASCII, so nothing but text is replaced.
    """
    for text in sorted(missing, key=len, reverse=True):
        if not text.isascii():
            letter = "".join(filter(str.isascii, unicodedata.normalize("NFD", text)))
            source = source.replace(text, letter + STAND_IN)
    return source


def _explained(document: Document, told: Mapping[str, Any]) -> PdfError | ImageError:
    """Say in Swedish what Typst said, with the line where it can be known."""
    image = _IMAGE.search(told["diagnostic"])
    for figure in figures(document.blocks):
        if image and figure.number == int(image.group(1)):
            return unreadable(figure)
    return PdfError(f"Dokumentet gick inte att sätta som PDF: {told['message']}")
