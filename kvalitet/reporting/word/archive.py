"""The bytes of a Word template: told from what only looks like one, and from what does harm, before any is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib

LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 60_000_000
LARGEST_XML = 15_000_000
MOST_PARTS = 1_000

TYPES = "[Content_Types].xml"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCKED = 0x1
_MACROS = (b"macroenabled", b"vbaproject", b"activex")
_TEMPLATE = b"wordprocessingml.template.main+xml"
_DOCUMENT = b"wordprocessingml.document.main+xml"
_XML = (".xml", ".rels")


class UnusableError(Exception):
    """The file is no template that can be used. The message is the end of a Swedish sentence about it."""


BROKEN = "går inte att läsa; öppna den i Word och spara den på nytt som Word-dokument (.docx)"
_TOO_LARGE = "är för stor; ta bort bilder och annat som inte hör till mallens utseende"


def checked(data: bytes) -> bytes:
    """Return a template as an ordinary document, packed anew. Raises UnusableError."""
    if len(data) > LARGEST_FILE:
        raise UnusableError(_TOO_LARGE)
    _refuse_old(data)
    parts = _parts(data)
    types = parts.get(TYPES, b"")
    if any(mark in text.lower() for mark in _MACROS for text in (types, *(name.encode() for name in parts))):
        raise UnusableError("innehåller makron; spara den utan makron, som .docx eller .dotx")
    if _TEMPLATE not in types and _DOCUMENT not in types:
        raise UnusableError("är inget Word-dokument; spara mallen i Word som .docx eller .dotx")
    return _packed(parts | {TYPES: types.replace(_TEMPLATE, _DOCUMENT)})


def _refuse_old(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        locked = _ENCRYPTED in data
        why = "har lösenord; ta bort lösenordet i Word" if locked else "är i ett äldre format; spara den som .docx"
        raise UnusableError(why)
    if not data.startswith(b"PK"):
        raise UnusableError("är inget Word-dokument; spara mallen i Word som .docx eller .dotx")


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the parts by name. What the archive says of their sizes is a promise that reading holds it to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_large(entries)
            if any(entry.flag_bits & _LOCKED for entry in entries):
                raise UnusableError("har lösenord; ta bort lösenordet i Word")
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
        raise UnusableError(BROKEN) from None
    if any(b"<!DOCTYPE" in part.replace(b"\0", b"") for name, part in parts.items() if name.endswith(_XML)):
        raise UnusableError(BROKEN)
    return parts


def _refuse_large(entries: list[zipfile.ZipInfo]) -> None:
    whole = sum(entry.file_size for entry in entries)
    texts = sum(entry.file_size for entry in entries if entry.filename.endswith(_XML))
    if len(entries) > MOST_PARTS or whole > LARGEST_UNPACKED or texts > LARGEST_XML:
        raise UnusableError(_TOO_LARGE)


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()
