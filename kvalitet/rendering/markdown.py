"""Text in Markdown: what people wrote shows as it stands, whatever it holds."""

from __future__ import annotations

import json
import re

_BLANK = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\s*)(?:(?=[-+=:])|(\d+)(?=[.)]))")
_REPLACEMENT = "\ufffd"


class Raw(str):
    """Text that is Markdown already and goes into the page as it is."""

    __slots__ = ()


def escape(value: object) -> object:
    """Return a value as text that Markdown shows as it stands: no markup, no line breaks.

    A character that no page can show becomes the replacement character.
    """
    if isinstance(value, (dict, list, tuple)):
        value = str(value)
    if isinstance(value, Raw) or not isinstance(value, str):
        return value
    return _LINE_START.sub(r"\1\2\\", _SPECIAL.sub(r"\\\1", _flat(value)))


def paragraphs(text: str) -> Raw:
    """Return prose as Markdown paragraphs, broken where it has blank lines."""
    parts = re.split(r"\n\s*\n", text.strip())
    return Raw("\n\n".join(str(escape(" ".join(part.split()))) for part in parts))


def alternative(text: str) -> Raw:
    """Return text as it stands between the quotation marks of an image's `alt`."""
    return Raw(str(escape(text)).replace('"', '\\"'))


def scalar(value: object) -> Raw:
    """Return a value as a quoted line of the document's head, which YAML and JSON read alike.

    What Markdown would obey is written as a number: some programs show the head as text.
    """
    written = json.dumps(_flat(str(value)), ensure_ascii=False)
    return Raw(re.sub(r"[`*_{}\[\]<>#|~&$]", lambda found: f"\\u{ord(found[0]):04x}", written))


def _flat(text: str) -> str:
    return _UNSHOWABLE.sub(_REPLACEMENT, _BLANK.sub(" ", text.strip("\n")))
