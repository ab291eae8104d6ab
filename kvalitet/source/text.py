"""Judge bytes and characters before any parser sees them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kvalitet.source.faults import Fault, FaultKind, Refused, Span

BYTE_ORDER_MARK = "\ufeff"

_FORBIDDEN = re.compile(
    # control characters, the three other line breaks, byte order marks in mid-file, and the
    # invisible characters that reorder or join text
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|^ *\u00a0",
    re.MULTILINE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONFLICT = re.compile(r"^[ \t]*(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$", re.MULTILINE)
_DOUBLY_ENCODED = re.compile("Ã[\u0080-\u00bf¥¤¶…„–©]|Â[\u00a0-\u00bf]|â€")
_SIGNATURES = (
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"PK\x03\x04", "zip"),
    (b"%PDF", "PDF"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A file as characters with LF between lines, and what is odd but readable about it."""

    content: str
    faults: tuple[Fault, ...]


def decode(data: bytes) -> Text:
    """Return the text of a file. Raises Refused at the first byte or character that stops reading."""
    content = _from_utf8(data)
    faults = list(_oddities(content))
    content = content.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_forbidden(content)
    if marker := _CONFLICT.search(content):
        raise Refused(Fault(FaultKind.CONFLICT_MARKER, span_at(content, *marker.span())))
    if content and not content.endswith("\n"):
        raise Refused(Fault(FaultKind.CUT_OFF, span_at(content, len(content), len(content))))
    return Text(content, tuple(faults))


def forbidden(value: str) -> str:
    """Return the first character of a value that no file may hold, or nothing."""
    found = _FORBIDDEN.search(value.replace("\u00a0", " ")) or _SURROGATE.search(value)
    return found.group()[-1] if found else ""


def is_readable(content: str) -> bool:
    """Return whether a text can be read as characters, as it stands."""
    try:
        decode(content.encode())
    except (Refused, UnicodeEncodeError):
        return False
    return True


def span_at(content: str, start: int, end: int) -> Span:
    """Return lines and columns of a stretch of text given by its offsets."""
    line = content.count("\n", 0, start) + 1
    end_line = content.count("\n", start, end) + line
    return Span(
        line,
        start - content.rfind("\n", 0, start),
        end_line,
        end - content.rfind("\n", 0, end),
    )


def _from_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        span = span_at(before, len(before), len(before))
        raise Refused(Fault(FaultKind.NOT_UTF8, span, _looks_like(data))) from None


def _looks_like(data: bytes) -> str:
    return next((name for mark, name in _SIGNATURES if data.startswith(mark)), "Windows-1252")


def _oddities(content: str) -> list[Fault]:
    found = []
    if content.startswith(BYTE_ORDER_MARK):
        found.append(Fault(FaultKind.BYTE_ORDER_MARK))
    if "\r" in content:
        line = content[: content.index("\r")].count("\n") + 1
        found.append(Fault(FaultKind.LINE_ENDINGS, Span(line, 1, line, 1)))
    if not content.isascii():
        if garbled := _DOUBLY_ENCODED.search(content):
            found.append(Fault(FaultKind.DOUBLY_ENCODED, span_at(content, *garbled.span())))
        if not unicodedata.is_normalized("NFC", content):
            found.append(Fault(FaultKind.NOT_COMPOSED, _first_not_composed(content)))
    return found


def _first_not_composed(content: str) -> Span:
    for line, text in enumerate(content.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", text):
            column = next(i for i, char in enumerate(text, 1) if unicodedata.combining(char) or i == len(text))
            return Span(line, column, line, column + 1)
    return Span()


def _refuse_forbidden(content: str) -> None:
    if found := _FORBIDDEN.search(content):
        code = f"U+{ord(found.group()[-1]):04X}"
        raise Refused(Fault(FaultKind.FORBIDDEN_CHARACTER, span_at(content, *found.span()), code))
