"""Swedish in the small: folding to ASCII, sorting, nearest word, numbers and dates."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence

_FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u", "æ": "a", "ø": "o"})
_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y", "w": "v"})
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def nfc(text: str) -> str:
    """Return the text with composed letters, so that å is one character however it was typed."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the spelling that keys, ids and choices use: lower case, å ä to a, ö to o."""
    return nfc(text).lower().translate(_FOLD)


def slug(text: str) -> str:
    """Return a short name for an id or a file: folded letters and digits joined by hyphens."""
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(text))
    return "-".join(kept.split())


def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts the Swedish way: å ä ö after z, case last."""
    return (nfc(text).lower().translate(_LAST_LETTERS), text)


_NEAR, _VERY_NEAR = 0.6, 0.75
_FEW = 12


def nearest(word: str, known: Iterable[str], likeness: float = _NEAR) -> str | None:
    """Return the known word that is most like this one, or None when none is near.

    `likeness` runs from 0 to 1: the share of the letters that the two words have in common, in order.
    """
    from difflib import get_close_matches

    by_fold = {fold(candidate): candidate for candidate in known}
    found = get_close_matches(fold(word), by_fold, n=1, cutoff=likeness)
    return by_fold[found[0]] if found else None


def hint(word: str, known: Sequence[str]) -> str:
    """Return the end of a message about an unknown word: a very near one, all of a few, or a near one."""
    is_few = 0 < len(known) <= _FEW
    near = nearest(word, known, _VERY_NEAR if is_few else _NEAR)
    if near:
        return f"; menade du {near}?"
    return f"; skriv något av {listing(known)}" if is_few else ""


def listing(words: Iterable[str], last: str = "eller") -> str:
    """Return words as a Swedish list: a, b eller c."""
    items = list(words)
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def number(value: float, decimals: int | None = None) -> str:
    """Return a number with decimal comma and a no-break space between thousands."""
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1
    return f"{value:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")


def in_sentence(text: str) -> str:
    """Return a title as it stands inside a sentence: a small first letter, but for abbreviations."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def as_names(titles: Iterable[str]) -> str:
    """Return titles as one list that begins with a capital: Förvaltningschef, enhetschef och MAS."""
    return listing((title if number == 0 else in_sentence(title) for number, title in enumerate(titles)), "och")


def long_date(day: dt.date) -> str:
    """Return a date as it is written in running text: 3 mars 2025."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}"


def month_name(month: int) -> str:
    """Return the Swedish name of a month numbered from 1."""
    return _MONTHS[month - 1]


def plural(count: int, one: str, many: str) -> str:
    """Return a count with the right form of its noun: 1 fel, 3 varningar."""
    return f"{number(count)}\u00a0{one if count == 1 else many}"


def visible(text: str) -> str:
    """Return the text with every character that a terminal could obey made readable."""
    return "".join(char if char.isprintable() or char in "\n\u00a0" else f"\\u{ord(char):04x}" for char in text)
