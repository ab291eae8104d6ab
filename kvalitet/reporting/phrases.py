"""Words that every format says around the document's own: its cover, its contents and its captions."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet import words
from kvalitet.reporting.tree import Form, FrontMatter

EXAMPLE = "Påhittat exempel: inga verkliga händelser eller personer"
CONTENTS = "Innehåll"
CONTENTS_DEPTH = 2
"""The lowest level of heading that the contents list."""

TABLE, FIGURE = "Tabell", "Figur"
NOTES = "Fotnoter"


def facts(front: FrontMatter) -> Iterator[tuple[str, str]]:
    """Yield the facts of the cover or letterhead, in order, each with its name; one that is not known is left out."""
    named = _letter(front) if front.form is Form.LETTER else _report(front)
    return ((name, value) for name, value in named.items() if value)


def _letter(front: FrontMatter) -> dict[str, str]:
    return {
        "Datum": words.long_date(front.date),
        "Diarienummer": front.case,
        "Handläggare": front.author,
        "Till": front.namnd,
    }


def _report(front: FrontMatter) -> dict[str, str]:
    return {
        "Nämnd": front.namnd,
        "Datum": words.long_date(front.date),
        "Ansvarig": front.author,
        "Status": front.status,
    }
