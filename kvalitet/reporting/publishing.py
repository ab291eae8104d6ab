"""A report as files: one document, and a writer for each format."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from kvalitet.reporting.making import Draft
from kvalitet.reporting.tree import Document, DocumentError


class Written(NamedTuple):
    """A file's bytes, and the characters that it cannot show, each once."""

    data: bytes
    unshown: tuple[str, ...] = ()


Write = Callable[[Document, Path, Draft], Written]


def _docx(document: Document, folder: Path, draft: Draft) -> Written:
    from kvalitet.reporting.word.document import write_docx

    return Written(write_docx(document, folder=folder, base=draft.base))


def _pdf(document: Document, folder: Path, draft: Draft) -> Written:
    from kvalitet.reporting.pdf import write_pdf

    made = write_pdf(document, folder=folder, attachments=draft.enclosed)
    return Written(made.data, made.unshown)


def _html(document: Document, folder: Path, _: Draft) -> Written:
    from kvalitet.reporting.html import write_html

    return Written(write_html(document, folder=folder))


WRITERS: Mapping[str, Write] = {"html": _html, "pdf": _pdf, "docx": _docx}
"""What makes a file of a document, by format. The images lie in the folder; the draft knows more about the report."""

FORMATS = ("md", *WRITERS)


class Publication(NamedTuple):
    """A report's files by their path under the year's folder, the document, and the characters that it cannot show."""

    files: dict[str, bytes]
    document: Document
    unshown: tuple[str, ...] = ()


def publish(draft: Draft, formats: tuple[str, ...]) -> Publication:
    """Return a report as files. Nothing is written here. Raises DocumentError with the line, or a writer's error."""
    files = {draft.name: draft.markdown.encode(), **draft.images, **draft.attachments}
    wanted = [format for format in formats if format in WRITERS]
    unshown: dict[str, None] = {}
    with tempfile.TemporaryDirectory(prefix="kvalitet-") as made:
        folder = Path(made)
        document = read(draft, folder)
        for format in wanted:
            written = WRITERS[format](document, folder, draft)
            files[f"{draft.order.stem}.{format}"] = written.data
            unshown |= dict.fromkeys(written.unshown)
    return Publication(files, document, tuple(unshown))


def read(draft: Draft, folder: Path) -> Document:
    """Return a draft as a document, with its images laid in an empty folder. Raises DocumentError with the line."""
    from kvalitet.reporting.document import parse

    for path, data in draft.images.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    try:
        return parse(draft.markdown, folder=folder, name=draft.name)
    except DocumentError as error:
        raise _at_its_origin(error, draft) from None


def _at_its_origin(error: DocumentError, draft: Draft) -> DocumentError:
    """Return an error told where somebody can mend it: at the line of the template that wrote the line."""
    line = error.place.line if error.place else 1
    place = draft.places[line - 1] if line <= len(draft.places) else None
    if place is None or not place.path:
        return error
    return DocumentError(error.message, place.line, place.path)
