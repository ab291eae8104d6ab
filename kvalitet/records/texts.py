"""What long texts say, as marks that are alike when the texts are."""

from __future__ import annotations

from hashlib import blake2b

SHORTEST_COPY = 60
"""Characters below which two may well write the same: Ingen skada uppstod."""

_BLANKS = b" \t\n\r\v\f"


def digest(text: str) -> bytes | None:
    """Return a mark of a text that is long enough to be a copy, alike for texts that differ in case and blanks only."""
    if len(text) < SHORTEST_COPY:
        return None
    letters = text.lower().encode().translate(None, _BLANKS)
    return blake2b(letters, digest_size=8).digest() if len(text.strip()) >= SHORTEST_COPY else None
