"""Judge bytes and characters before any parser sees them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kvalitet.source.faults import Fault, FaultKind, Refused, Span

BYTE_ORDER_MARK = "\ufeff"

_UNSEEN = (
    # control characters, the other line breaks, byte order marks in mid-file, what reorders or joins text, blank
    # letters, and characters that mean nothing; a soft hyphen only says where a word may be parted
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e0fff"
)
_FORBIDDEN = re.compile(f"[{_UNSEEN}]|^ *\u00a0", re.MULTILINE)
_FORBIDDEN_IN_VALUE = re.compile(f"[{_UNSEEN}\r\ud800-\udfff]")
_CONFLICT = re.compile(r"^[ \t]*((?:<{7}|>{7}|\|{7})(?: .*)?$)|^(={7}$)", re.MULTILINE)
_DOUBLY_ENCODED = re.compile("Ã[\u0080-\u00bf¥¤¶…„–©]|Â[\u00a0-\u00bf]|â€|\ufffd")
_COMMON = bytes({10, *range(0x20, 0x7F), *range(0x80, 0xC0), 0xC3} - {*b"<>"})
"""In UTF-8 without fault: line feeds, ASCII without what conflicts are marked with, and the letters À to ÿ."""

_RARER = re.compile("[^\n -~À-ÁÄ-áã-ÿ§°±²³·¼½¾×–—‘’“”•…€→≈≤≥]")
"""All but the signs of ordinary texts; also Â, Ã and â, which beside these signs may be letters encoded twice."""

_FORMATS = (
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"PK\x03\x04", "zip"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Word"),
)
_WIDE = ((re.compile(rb"\0\0\0[^\0]|[^\0]\0\0\0"), "UTF-32"), (re.compile(rb"\0[^\0]|[^\0]\0"), "UTF-16"))
"""How a text in a wide encoding begins when its first character is ASCII: YAML 1.2.2, 5.2."""

_OTHER_TEXTS = (
    (re.compile(r"version https://git-lfs\.github\.com/spec/"), "git-lfs"),
    (re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE), "HTML"),
    (re.compile(r"\s*<(?:\?xml\b|[a-z]+[\s>])", re.IGNORECASE), "XML"),
    (re.compile(r"\s*\{\\rtf"), "RTF"),
)
"""What programs leave where a record was: a pointer to a file elsewhere, a log-in page, a text from Word."""

WINDOWS, EMPTY_BYTES = "Windows-1252", "tomma byte"
TEXT_FORMATS = frozenset({WINDOWS, "UTF-16", "UTF-32"})
"""What a file that is not UTF-8 can be and still be text, as the detail of its fault says it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file as characters with LF between lines, and what is odd but readable about it.

    `is_ordinary` says that all characters are of the common ones: none that composes, and no tab.
    """

    content: str
    faults: tuple[Fault, ...]
    is_ordinary: bool = False


def decode(data: bytes) -> Text:
    """Return the text of a file. Raises Refused at the first byte or character that stops reading."""
    content = _plainly_right(data)
    return decode_exactly(data) if content is None else Text(content, (), is_ordinary=True)


def _plainly_right(data: bytes) -> str | None:
    """Return the text of bytes that have nothing of all that can be odd or wrong, for certain, else None.

    Bytes of other formats, of wide encodings and of line ends are no common ones, so that a look at all of
    them at once, in C, rules out nearly everything; the words that mark a conflict are looked for anywhere.
    """
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if data.translate(None, _COMMON) and (_RARER.search(content) or b"<<<<<<<" in data or b">>>>>>>" in data):
        return None
    if data[-1:] != b"\n" or data[:1] == b"%" or b"=======" in data or b"|||||||" in data:
        return None
    return content


def decode_exactly(data: bytes) -> Text:
    """Return the text of a file by the tests that tell what is wrong and where. Raises Refused as `decode` does."""
    content = _from_utf8(data)
    faults = list(_oddities(content))
    content = content.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_forbidden(content)
    if marker := _CONFLICT.search(content):
        raise Refused(Fault(FaultKind.CONFLICT_MARKER, span_at(content, *marker.span(marker.lastindex or 0))))
    if content and not content.endswith("\n"):
        raise Refused(Fault(FaultKind.CUT_OFF, span_at(content, len(content), len(content))))
    return Text(content, tuple(faults))


def refuse_what_is_no_record(content: str) -> None:
    """Raise Refused for text that a program has put where a record was."""
    for beginning, name in _OTHER_TEXTS:
        if beginning.match(content):
            raise Refused(Fault(FaultKind.NOT_A_MAPPING, detail=name))


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


def unseen_in(value: str) -> str | None:
    """Return the code of the first character that a value may not hold, also not by an escape, or None."""
    found = _FORBIDDEN_IN_VALUE.search(value)
    return f"U+{ord(found.group()):04X}" if found else None


def _from_utf8(data: bytes) -> str:
    foreign = _format_of(data)
    if foreign:
        raise Refused(Fault(FaultKind.NOT_UTF8, detail=foreign))
    try:
        content, wrong = data.decode("utf-8"), data.find(b"\0")
        detail = EMPTY_BYTES
    except UnicodeDecodeError as error:
        content, wrong, detail = "", error.start, WINDOWS
    if wrong < 0:
        return content
    before = data[:wrong].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    span = span_at(before, len(before), len(before))
    raise Refused(Fault(FaultKind.NOT_UTF8, span, detail))


def _format_of(data: bytes) -> str:
    """Return what a file is by its first bytes, or by the empty ones among them, when it is no text in UTF-8."""
    named = [(mark, name) for mark, name in _FORMATS if data.startswith(mark)]
    if named:
        return max(named, key=lambda found: len(found[0]))[1]
    return next((name for beginning, name in _WIDE if beginning.match(data)), "")


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
