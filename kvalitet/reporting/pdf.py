"""A document as PDF for everyone and for the archive: PDF/UA-1 and PDF/A-2a in one file.

The bytes depend on the document, its images and this package, and on nothing else: no fonts of the
machine, no clock, no time zone, no packages from the network. The only door to typst.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kvalitet import words
from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.images import ImageError, image_file
from kvalitet.reporting.tree import Blocks, Box, Document, Figure
from kvalitet.reporting.typst_source import LAYOUT, block_source, image_name, typst_source

if TYPE_CHECKING:
    from typst import TypstError

_MISSING = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_IMAGE = re.compile(r"figur-(\d+)\.")


class PdfError(KvalitetError):
    """The document could not be set as PDF."""


def write_pdf(document: Document, *, folder: Path) -> bytes:
    """Return the document as PDF; its images are read from the folder."""
    with TemporaryDirectory(prefix="kvalitet-") as made:
        root = Path(made)
        main = _prepare(document, folder, root)
        return _compile(document, main, root)


def try_engine() -> str:
    """Return the version of the engine that sets the pages, after a page in our font. Raises PdfError."""
    try:
        import typst
    except ImportError:
        raise PdfError("typst, som sätter sidorna, går inte att ladda") from None
    with TemporaryDirectory(prefix="kvalitet-") as made, as_file(files("kvalitet") / "data" / "fonts") as fonts:
        page = Path(made) / "main.typ"
        page.write_text('#set text(font: "Source Sans 3", fallback: false)\nÅäö', encoding="utf-8")
        compiler = typst.Compiler(root=made, font_paths=[str(fonts)], ignore_system_fonts=True)
        try:
            _, warnings = compiler.compile_with_warnings(page)
        except typst.TypstError as error:
            raise PdfError(f"provsidan gick inte att sätta: {error.message}") from None
    if warnings:
        raise PdfError(f"provsidan gick inte att sätta: {warnings[0].message}")
    return version("typst")


def _prepare(document: Document, folder: Path, root: Path) -> Path:
    """Lay source, layout and copies of the images in an empty folder, under names of our own."""
    data = files("kvalitet") / "data"
    (root / LAYOUT).write_bytes((data / "layout" / LAYOUT).read_bytes())
    (root / "packages").mkdir()
    for figure in _figures(document.blocks):
        try:
            shutil.copyfile(image_file(folder, figure.path), root / image_name(figure))
        except (ImageError, OSError) as error:
            why = error if isinstance(error, ImageError) else "går inte att läsa"
            raise PdfError(f'Bilden "{words.visible(figure.path)}" {why}.') from None
    main = root / "main.typ"
    main.write_text(typst_source(document), encoding="utf-8", newline="\n")
    return main


def _figures(blocks: Blocks) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Box):
            yield from _figures(block.blocks)


def _compile(document: Document, main: Path, root: Path) -> bytes:
    import typst

    midnight = dt.datetime.combine(document.front.date, dt.time(), dt.UTC)
    with as_file(files("kvalitet") / "data" / "fonts") as fonts:
        compiler = typst.Compiler(
            root=root,
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            package_path=root / "packages",
            package_cache_path=root / "packages",
        )
        try:
            pdf = compiler.compile(
                main,
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                timestamp=int(midnight.timestamp()),
            )
        except typst.TypstError as error:
            raise _explained(document, error) from None
    assert isinstance(pdf, bytes)
    return pdf


def _explained(document: Document, error: TypstError) -> PdfError:
    """Say in Swedish what Typst said, with the line where it can be known."""
    missing = _MISSING.search(error.message)
    if missing:
        return _missing_character(document, missing.group(1))
    image = _IMAGE.search(error.diagnostic)
    for figure in _figures(document.blocks):
        if image and figure.number == int(image.group(1)):
            path = words.visible(figure.path)
            return PdfError(f'Bilden "{path}" på rad {figure.line} går inte att läsa. Spara om den som SVG eller PNG.')
    return PdfError(f"Dokumentet gick inte att sätta som PDF: {error.message}")


def _missing_character(document: Document, shown: str) -> PdfError:
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found.group(1), 16)), shown)
    codes = " ".join(f"U+{ord(char):04X}" for char in text)
    line = _line_with(document, text)
    where = f"på rad {line}" if line else "i huvudet"
    return PdfError(
        f'Tecknet "{words.visible(text)}" ({codes}) {where} finns inte i rapportens typsnitt. '
        "Skriv det på ett annat sätt."
    )


def _line_with(document: Document, text: str) -> int:
    notes = {note.number: note for note in document.footnotes}
    for block in document.blocks:
        if text in block_source(block, notes):
            return block.line
    return 0
