"""The ids that a typed word may become, from the names of files: no record is read, however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvalitet.folders import FILE, names_below
from kvalitet.words import fold

_MOST = 400
"""Ids that are offered at once. More are offered as what they begin with, up to the next hyphen."""


def begun(folder: str, typed: str) -> Iterator[tuple[str, bool]]:
    """Yield the ids in a folder that begin as the typed word, or else those with a part that does.

    With each, whether it is a whole id: of many, what they have in common is offered first.
    """
    word = fold(typed)
    known = list(_names(folder, word))
    found = [name for name in known if name.lower().startswith(word)]
    found = found or [name for name in known if f"-{word}" in name.lower()]
    if len(found) > _MOST:
        found = list({name[: name.find("-", len(typed)) + 1] or name for name in found})
    yield from ((name, not name.endswith("-")) for name in sorted(name.removesuffix(FILE) for name in found))


def _names(folder: str, word: str) -> Iterator[str]:
    """Yield the names of records. Of a begun id that has its year, the folders of other years are left unread."""
    year = re.match(r"[a-z]+-(\d{4})-", word)

    def may_hold_it(name: str) -> bool:
        return not name.startswith(".") and (year is None or name == year[1] or not re.fullmatch(r"\d{4}", name))

    for _, names in names_below(folder, may_hold_it):
        yield from (name for name in names if name.endswith(FILE) and not name.startswith("."))
