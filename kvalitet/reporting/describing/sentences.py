"""Sentences about numbers: how they are joined, cut and how hidden values are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kvalitet.words import listing, number

MOST = 500
"""Characters of a text alternative: a reader by ear should not have to wait longer."""

_FEW = 3
_LONGEST_NAME = 60


class Noun(NamedTuple):
    """What is counted, in one and in many: avvikelse, avvikelser."""

    one: str
    many: str

    def counted(self, count: float) -> str:
        """Return a count with its noun."""
        return f"{number(count)} {self.one if count == 1 else self.many}"


def told(sentences: Iterable[str], unshown: str = "") -> str:
    """Return sentences as one text: the first ones that there is room for, and always what is not shown."""
    text, room = "", MOST - len(unshown) - 1
    for sentence in filter(None, sentences):
        longer = f"{text} {sentence}".strip()
        if len(longer) <= room:
            text = longer
    return f"{text} {unshown}".strip()


def named(names: Sequence[str], what: str = "") -> str:
    """Return names as a list, or how many of `what` there are where a list would say nothing."""
    if len(names) <= _FEW:
        return listing((short(name) for name in names), "och")
    return f"{number(len(names))} {what}" if what else f"{listing(map(short, names[:_FEW]), 'och')} med flera"


def short(name: str, longest: int = _LONGEST_NAME) -> str:
    """Return a name cut where it would take the whole text."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def seen(values: Iterable[float | None]) -> str:
    """Return the words that a largest or smallest value needs where some are hidden: one of those may be larger."""
    return " bland det som visas" if None in list(values) else ""


def hidden(names: Sequence[str], what: str) -> str:
    """Return the sentence about values that may not be shown, or nothing where there are none."""
    if not names:
        return ""
    if len(names) <= _FEW:
        return f"{'Värdet' if len(names) == 1 else 'Värdena'} för {named(names)} visas inte."
    return f"{number(len(names))} {what} visas inte."


def of_year(name: str, year: str) -> str:
    """Return a name with its year, the name cut where both would be too long."""
    return f"{short(name, _LONGEST_NAME - len(year) - 1)} {year}"


def percent(part: float, whole: float) -> str:
    """Return a share in whole per cent, and that it is a share."""
    return f"{number(100 * part / whole, 0)} procent"
