"""Make unreadable in a text what may lead to a person."""

from __future__ import annotations

import unicodedata

from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.numbers import find, find_hidden

_MASK = "\u2022" * 6


def redact(text: str) -> str:
    """Return the text with every identity number, certain or not, and every contact detail made unreadable."""
    spans = [(found.start, found.end) for found in find(text)]
    spans += [span for contact in Contact for span in find_contact(text, contact)]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{_MASK}{text[end:]}"
    return text


def hide_numbers(text: str) -> str:
    """Return the text with every identity number, certain or not, made unreadable; contact details stay.

    Unseen characters go where they part the digits of one.
    """
    found = list(find(text))
    if not text.isprintable() and find_hidden(text) != {each.number for each in found}:
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
        found = list(find(text))
    for each in reversed(found):
        text = f"{text[: each.start]}{_MASK}{text[each.end :]}"
    return text
