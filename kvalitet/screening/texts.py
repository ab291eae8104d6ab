"""Look for identity numbers in any bytes: a file of any kind, its name, a commit's message.

Nothing of what is found is told but what kind of number it is and where it stands.
"""

from __future__ import annotations

from kvalitet.diagnostics import Diagnostic, Place
from kvalitet.privacy.numbers import CERTAIN, Found, Number, find
from kvalitet.privacy.redaction import redact
from kvalitet.rules import privacy
from kvalitet.rules.rule import Rule
from kvalitet.screening.contents import is_text, parts
from kvalitet.source.text import span_at

_TOLD: dict[Number, tuple[Rule, str]] = {
    Number.PERSONNUMMER: (privacy.holds_no_personnummer, "ett personnummer"),
    Number.SAMORDNINGSNUMMER: (privacy.holds_no_samordningsnummer, "ett samordningsnummer"),
    Number.RESERVNUMMER: (privacy.holds_no_reservnummer, "något som kan vara ett reservnummer"),
    Number.MAYBE: (privacy.holds_nothing_like_a_personnummer, "siffror som kan vara ett personnummer"),
}

MESSAGE = "meddelandet"
"""How findings name the message of a commit that is being made."""


def screen(path: str, data: bytes) -> list[Diagnostic]:
    """Return every identity number in a file's contents and in its name, as findings with places."""
    return [*screen_name(path), *screen_data(path, data)]


def screen_name(path: str) -> list[Diagnostic]:
    """Return every identity number in a name: of a file, a folder, a branch or a tag."""
    return [_told(found, Place(redact(path)), "namnet har ") for found in find(path)]


def screen_data(path: str, data: bytes) -> list[Diagnostic]:
    """Return every identity number in contents; in what is no text only what is certain, for chance makes the rest."""
    named = redact(path)
    return [
        _told(found, _place(f"{named}{part}", text, found), "här står ")
        for part, text in parts(data)
        for found in find(text)
        if found.number in CERTAIN or is_text(data)
    ]


def screen_message(data: bytes) -> list[Diagnostic]:
    """Return every identity number in the message of a commit, as git will keep it."""
    return screen_data(MESSAGE, data)


def _place(path: str, text: str, found: Found) -> Place:
    span = span_at(text, found.start, found.end)
    return Place(path, span.line, span.column, span.end_line, span.end_column)


def _told(found: Found, place: Place, opening: str) -> Diagnostic:
    rule, what = _TOLD[found.number]
    return Diagnostic(place, rule.code, rule.severity, f"{opening}{what}", law=rule.law)
