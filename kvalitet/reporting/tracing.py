"""From a number in a report to the records behind it."""

from __future__ import annotations

from typing import NamedTuple

from kvalitet.diagnostics import UsageError
from kvalitet.rendering.printed import Printed
from kvalitet.reporting.making import Draft
from kvalitet.reporting.tally import Entry
from kvalitet.words import hint


class Trace(NamedTuple):
    """A number on a page, how it was counted, and the line that it stands on."""

    printed: Printed
    entry: Entry
    words: str


def numbers(draft: Draft) -> list[Trace]:
    """Return every number of a report with its records, in the order in which they are read."""
    lines = draft.markdown.split("\n")
    return [
        Trace(printed, draft.tally.entries[printed.key], lines[printed.line - 1].strip())
        for printed in draft.printed
        if printed.key in draft.tally.entries
    ]


def entry_of(draft: Draft, key: str) -> Entry:
    """Return how a number was counted. Raises UsageError for a key that the report does not have, with the nearest.

    A hidden number has no records to show.
    """
    entry = draft.tally.entries.get(key)
    if entry is None:
        raise UsageError(f"{key} är inget tal i {draft.order.key}{hint(key, list(draft.tally.entries))}")
    if draft.tally.hides(entry):
        raise UsageError(f"{key} är dolt i {draft.order.key}; visa det i rapporten utan --public")
    return entry
