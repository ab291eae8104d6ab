"""See at a glance that a text points at no person: most texts need no closer look.

A text is reduced to an outline of digits, the signs that may stand among them and a few letters; all else is left out.
What was left out only brings the rest closer together, so all that makes up a number or a contact is still side by
side: the glance may say maybe where there is nothing, and never says nothing where there is something.
"""

from __future__ import annotations

import re

from kvalitet.privacy.spelling import is_plain, plain

_DIGIT, _CAPITAL, _LOOK_CLOSER = "0", "A", "\0"
_AS = {
    **dict.fromkeys("0123456789", _DIGIT),
    **dict.fromkeys("ABCDEGHIJKLMNOPQRSTUVWXYZx*", _CAPITAL),
    **dict.fromkeys("Ff", "f"),
    **dict.fromkeys(".,", "."),
    **dict.fromkeys("-+", "-"),
    "ö": "o",
    "e": "e",  # or 1,23456e+11 could hide in a stamp
    ":": ":",
    "\n": "\n",
    "@": _LOOK_CLOSER,
}
_LATIN_1 = bytes(range(256)).decode("latin-1")
_SHAPE = {char: _AS.get(char, "" if is_plain(char) else _LOOK_CLOSER) for char in _LATIN_1}
_TABLE = "".join(shape or char for char, shape in _SHAPE.items()).encode("latin-1")
_LEFT_OUT = "".join(char for char, shape in _SHAPE.items() if not shape).encode("latin-1")

_STAMP, _DAY = b":0000-00-00A00:00:00.000000-00:00\n", b":0000-00-00\n"
_SEEN = b":0000\n"
"""What stands for a moment or a day alone after a colon: nothing in itself, but a number may begin with it.

Four digits or more must follow it then, and these make eight.
"""
_FEWEST = b"00000000"
"""The digits of the shortest telephone number; all numbers have as many, or eight in a row."""

_YEAR_IN_ID = re.compile(r"(?<=[A-Z]-)\d{4}-")
"""No number ends or goes on in it, no telephone number begins after a hyphen, and others have eight digits more."""
_BORN = re.compile("[Ff]ö[dt]")


def may_point_at_a_person(text: str) -> bool:
    """Return whether a text may hold an identity number or a contact, however spelt; False is certain."""
    try:
        outline = text.encode("latin-1").translate(_TABLE, _LEFT_OUT)
    except UnicodeEncodeError:
        return _may_when_plain(plain(text).text)
    if b"\0" in outline:
        return _may_when_plain(plain(text).text)
    return _stands_out(outline, text) and _may_when_plain(_YEAR_IN_ID.sub("", text))


def _may_when_plain(spelt: str) -> bool:
    outline = spelt.replace("\u2022", "*").encode("latin-1", "ignore").translate(_TABLE, _LEFT_OUT)
    return "@" in spelt or _stands_out(outline, spelt)


def _stands_out(outline: bytes, text: str) -> bool:
    """Return whether an outline has as many digits together as a number has, or what goes before a day of birth."""
    outline = outline.replace(_STAMP, _SEEN).replace(_DAY, _SEEN)
    digits = outline.translate(None, b"-.\n")
    return (
        _FEWEST in digits
        or b"f000000" in digits  # f. and a day
        or (b"00000" in outline and (b".00000" in outline or b"000000-A" in outline))  # a power of ten; a day-XXXX
        or (b"o0" in outline.translate(None, b".:e") and _BORN.search(text) is not None)
    )
