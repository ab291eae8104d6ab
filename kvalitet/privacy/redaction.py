"""Make unreadable in a text what may lead to a person."""

from __future__ import annotations

import re

from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.numbers import CERTAIN, find

MASK = "\u2022" * 6
_LINE = re.compile(r"[^\s#>][^\n]*")


def redact(text: str) -> str:
    """Return the text with every identity number, certain or not, and every contact detail made unreadable.

    What goes on over the end of a line is made unreadable on both, so that lines stay as many.
    """
    numbers = [(found.start, found.end) for found in find(text)]
    return _masked(text, [*numbers, *(span for contact in Contact for span in find_contact(text, contact))])


def hide_numbers(text: str, *, certain: bool = False) -> str:
    """Return the text with every identity number made unreadable, or those that are certain; contact details stay."""
    return _masked(text, [(found.start, found.end) for found in find(text) if not certain or found.number in CERTAIN])


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{_LINE.sub(MASK, text[start:end])}{text[end:]}"
    return text
