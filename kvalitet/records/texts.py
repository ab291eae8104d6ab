"""What long texts say, as marks that are alike when the texts are."""

from __future__ import annotations

from hashlib import blake2b

SHORTEST_COPY = 60
"""Characters below which two may well write the same: Ingen skada uppstod."""


def digest(text: str) -> bytes | None:
    """Return a mark of a text that is long enough to be a copy, alike for texts that differ in case and blanks only."""
    if len(text) < SHORTEST_COPY:
        return None
    plain = " ".join(text.lower().split())
    return blake2b(plain.encode(), digest_size=8).digest() if len(plain) >= SHORTEST_COPY else None
