"""Rules that keep people out of the records."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet.diagnostics import Place, Severity
from kvalitet.privacy import Number, find, find_hidden
from kvalitet.rules.rule import Hit, document_rule
from kvalitet.source.document import Document
from kvalitet.source.exact import Path, Value
from kvalitet.source.text import span_at


def _hits(document: Document, number: Number, message: str) -> Iterator[Hit]:
    """Look in the text as it is written, in values that are written with escapes, and in the name."""
    lines = set()
    for found in find(document.text):
        if found.number is number:
            place = document.at(span_at(document.text, found.start, found.end))
            lines.add(place.line)
            yield Hit(place, message)
    if "\\" in document.text or not document.text.isascii():
        for path, text in _texts(document.values or {}, ()):
            if number not in find_hidden(text):
                continue  # before asking for the place, which reads the file once more
            place = document.place(path)
            if not any(place.line <= line <= max(place.line, place.end_line) for line in lines):
                lines.add(place.line)
                yield Hit(place, message)
    if any(found.number is number for found in find(document.path)):
        yield Hit(Place(document.path), f"filens namn: {message}")


def _texts(value: Value, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every key and scalar with its place, as it reads when escapes are undone."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), key
            yield from _texts(item, (*path, key))


@document_rule("SEK001")
def holds_no_personnummer(document: Document) -> Iterator[Hit]:
    """Posten innehåller inget personnummer.

    Varför: Ett personnummer behövs inte för kvalitetsarbetet och får därför inte finnas här.
        Det som en gång sparats i git finns kvar i historiken hos alla som hämtat den.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Patienten (tolv siffror) fick fel dos.
    Rätt: beskrivning: En patient fick fel dos.
    Gör så här: Ta bort numret. Peka på ärendet med diarienummer i stället.
        Är posten redan incheckad: kontakta den som ansvarar för dataskydd innan du gör något mer.
    """
    yield from _hits(
        document,
        Number.PERSONNUMMER,
        "här står ett personnummer; ta bort det och ange diarienummer i stället",
    )


@document_rule("SEK002")
def holds_no_samordningsnummer(document: Document) -> Iterator[Hit]:
    """Posten innehåller inget samordningsnummer.

    Varför: Ett samordningsnummer pekar ut en person lika säkert som ett personnummer.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Rör klient (nummer där dagen är ökad med 60).
    Rätt: beskrivning: Rör en klient.
    Gör så här: Ta bort numret. Peka på ärendet med diarienummer i stället.
    """
    yield from _hits(
        document,
        Number.SAMORDNINGSNUMMER,
        "här står ett samordningsnummer; ta bort det och ange diarienummer i stället",
    )


@document_rule("SEK003", Severity.WARNING)
def holds_nothing_like_a_personnummer(document: Document) -> Iterator[Hit]:
    """Posten innehåller inte tio siffror som kan vara ett personnummer.

    Varför: Tio siffror i rad med rätt kontrollsiffra är ofta ett personnummer utan bindestreck.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: diarienummer: (tio siffror i rad)
    Rätt: diarienummer: HVN 2025/184
    Gör så här: Se efter vad siffrorna är. Är de ett personnummer, ta bort dem. Annars skriv dem med mellanrum eller streck.
    """
    yield from _hits(document, Number.MAYBE, "tio siffror som kan vara ett personnummer; ta bort dem om de är det")


RULES = (holds_no_personnummer, holds_no_samordningsnummer, holds_nothing_like_a_personnummer)
