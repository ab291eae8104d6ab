"""What of a file can be read as text: text in any of the usual encodings, and the text within office documents.

A PDF, an image and other such files are searched as the bytes they are, which finds what is not compressed.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_LOOKED_AT = 8000
"""Bytes at the beginning that tell whether a file is text, as git judges it."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_OFFICE = b"PK\x03\x04"
_PAGES = b"%PDF"
"""A PDF, which seems to be text where it is not compressed: its table of objects is full of ten digits."""
_PACKED = re.compile(rb"/FlateDecode\b.*?endstream\b", re.DOTALL)
"""What is compressed in a PDF: its bytes are as good as drawn by chance, and now and then look like a number."""

_READ_WITHIN = (".xml", ".rels", ".txt", ".csv", ".html")
_TAG = re.compile(r"<[^<>]*>")
_ENDS_A_TEXT = re.compile(r"</(?:w:p|w:tc|a:p|text:p|si|c|v|t|is|table:table-cell)>|<w:(?:tab|br)[ />]")
_LARGEST_WITHIN = 50_000_000
_MOST_WITHIN = 2_000


def is_text(data: bytes) -> bool:
    """Return whether bytes are text or an office document, whose text can be read."""
    if data.startswith(_PAGES):
        return False
    return data.startswith((*(mark for mark, _ in _MARKS), _OFFICE)) or b"\0" not in data[:_LOOKED_AT]


def is_plain(data: bytes) -> bool:
    """Return whether bytes are text in UTF-8, in which a stretch can be replaced by another."""
    marks = tuple(mark for mark, encoding in _MARKS if encoding != "utf-8-sig")
    if data.startswith((*marks, _OFFICE, _PAGES)) or b"\0" in data[:_LOOKED_AT]:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def parts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file, each with what is added to the file's name: nothing, or the part of a document."""
    if not data.startswith(_OFFICE):
        yield "", _decoded(_PACKED.sub(b"", data) if data.startswith(_PAGES) else data)
        return
    try:
        yield from _within(zipfile.ZipFile(io.BytesIO(data)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        yield "", _decoded(data)  # broken, or locked with a password


def _within(document: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    room = _LARGEST_WITHIN
    for member in document.infolist()[:_MOST_WITHIN]:
        yield f"!{member.filename}", member.filename
        if not member.filename.endswith(_READ_WITHIN) or member.file_size > room:
            continue
        with document.open(member) as stream:
            found = stream.read(room)
        room -= len(found)
        yield f"!{member.filename}", _without_tags(_decoded(found))


def _without_tags(text: str) -> str:
    """Return what a reader of a document sees: marks within a word part no number, the end of a cell does."""
    return _TAG.sub("", _ENDS_A_TEXT.sub("\n\n", text))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data.isascii():
        return data.decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
