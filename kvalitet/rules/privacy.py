"""Rules that keep people out of the records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kvalitet.diagnostics import Place, Severity
from kvalitet.privacy.contacts import Contact
from kvalitet.privacy.glance import may_point_at_a_person
from kvalitet.privacy.names import find_names, may_name_someone
from kvalitet.privacy.numbers import Number
from kvalitet.privacy.pointers import Pointers, Spans
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.rules.proof import Shape, Test
from kvalitet.rules.rule import Hit, document_rule, rule
from kvalitet.source.document import Document
from kvalitet.source.exact import Path, Value
from kvalitet.source.text import span_at
from kvalitet.words import fold

_NUMBERS_STAND_IN = re.compile(r"\s*(?:- )?(?:id|diarienummer|arendenummer|nyckel|avtryck|skapad|version):")
"""Fields whose numbers are no telephone number and no day of birth, whatever they look like."""

_NAME_STANDS_IN = re.compile(r"\s*(?:- )?namn:")
"""The name of a unit, a role or a process."""


_pointers = lru_cache(maxsize=2)(Pointers)
"""The rules ask one after another about the text of one file and its name."""


def points_at_nobody(document: Document) -> bool:
    """Return whether SEK001 to SEK007 certainly have nothing to say of a file; False where they may have."""
    return "\\" not in document.text and not may_point_at_a_person(f"{document.path}\n{document.text}")


def _hits(document: Document, number: Number, message: str) -> Iterator[Hit]:
    """Look in the text as it is written, comments and keys too, in values with escapes, and in the file's name."""
    yield from _in_document(document, _pointers(document.text).of(number), number, message)
    if _pointers(document.path).of(number):
        yield Hit(Place(document.path), f"filens namn: {message}")


def _contact_hits(document: Document, contact: Contact, message: str) -> Iterator[Hit]:
    spans = [
        (start, end)
        for start, end in _pointers(document.text).of(contact)
        if contact is Contact.EMAIL or not _stands_in_a_number_field(document.text, start)
    ]
    yield from _in_document(document, spans, contact, message)


def _in_document(document: Document, spans: Spans, sort: Number | Contact, message: str) -> Iterator[Hit]:
    yield from _in_text(document, spans, message)
    if "\\" in document.text:
        yield from _in_values(document, spans, lambda text: bool(Pointers(text).of(sort)), message)


def _stands_in_a_number_field(text: str, start: int) -> bool:
    return _NUMBERS_STAND_IN.match(text, text.rfind("\n", 0, start) + 1) is not None


def _in_text(document: Document, spans: Spans, message: str) -> Iterator[Hit]:
    for start, end in spans:
        yield Hit(document.at(span_at(document.text, start, end)), message)


def _in_values(document: Document, spans: Spans, is_in: Callable[[str], bool], message: str) -> Iterator[Hit]:
    """Yield a hit for every value that holds what is looked for only when its escapes are undone."""
    lines = {span_at(document.text, start, end).line for start, end in spans}
    for path, text in _texts(document.values or {}, ()):
        if not is_in(text):
            continue  # before asking for the place, which reads the file once more
        place = document.place(path)
        if not any(place.line <= line <= max(place.line, place.end_line) for line in lines):
            lines.add(place.line)
            yield Hit(place, message)


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


@document_rule("SEK001", proof=points_at_nobody)
def holds_no_personnummer(document: Document) -> Iterator[Hit]:
    """Posten innehåller inget personnummer.

    Varför: Ett personnummer behövs inte för kvalitetsarbetet och får därför inte finnas här.
        Det som en gång sparats i git finns kvar i historiken hos alla som hämtat den.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Patienten (tolv siffror) fick fel dos.
    Rätt: beskrivning: En patient fick fel dos.
    Gör så här: Ta bort numret. Peka på ärendet med diarienummer i stället.
        Är posten redan incheckad: kontakta den som ansvarar för dataskydd innan du gör något mer.
        kvalitet privacy purge --plan visar sedan vad som ska bort ur git och hur.
    """
    yield from _hits(
        document,
        Number.PERSONNUMMER,
        "här står ett personnummer; ta bort det och ange diarienummer i stället",
    )


@document_rule("SEK002", proof=points_at_nobody)
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


@document_rule("SEK003", Severity.WARNING, proof=points_at_nobody)
def holds_nothing_like_a_personnummer(document: Document) -> Iterator[Hit]:
    """Posten innehåller inga siffror som kan vara ett personnummer.

    Varför: Tio siffror i rad med rätt kontrollsiffra är ofta ett personnummer utan bindestreck. Detsamma gäller ett
        nummer där en siffra har blivit fel, och ett som ett kalkylblad har skrivit om till 1,23456E+11.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: diarienummer: (tio siffror i rad)
    Rätt: diarienummer: HVN 2025/184
    Gör så här: Se efter vad siffrorna är. Är de ett personnummer, ta bort dem. Annars skriv dem med mellanrum eller streck.
    """
    yield from _hits(document, Number.MAYBE, "siffror som kan vara ett personnummer; ta bort dem om de är det")


@document_rule("SEK004", Severity.WARNING, proof=points_at_nobody)
def holds_no_email_address(document: Document) -> Iterator[Hit]:
    """Posten innehåller ingen e-postadress.

    Varför: En e-postadress leder till den som har den. En adress till en roll byter ägare och blir snart fel.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Svar lämnades till (e-postadress).
    Rätt: beskrivning: Svar lämnades per e-post.
    Gör så här: Ta bort adressen. Skriv rollen, eller peka på ärendet med diarienummer.
    """
    yield from _contact_hits(document, Contact.EMAIL, "här står en e-postadress; ta bort den och skriv rollen")


@document_rule("SEK005", Severity.WARNING, proof=points_at_nobody)
def holds_no_telephone_number(document: Document) -> Iterator[Hit]:
    """Posten innehåller inget telefonnummer.

    Varför: Ett telefonnummer leder till den som har det. Ett nummer till en enhet hör hemma i en kontaktlista.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: omedelbar_atgard: Dottern nås på (telefonnummer).
    Rätt: omedelbar_atgard: En närstående kontaktades.
    Gör så här: Ta bort numret. Är det inget telefonnummer, skriv det så att det inte kan tas för ett.
    """
    yield from _contact_hits(document, Contact.PHONE, "här står något som kan vara ett telefonnummer; ta bort det")


@document_rule("SEK006", Severity.WARNING, proof=points_at_nobody)
def holds_no_day_of_birth(document: Document) -> Iterator[Hit]:
    """Posten säger inte när någon är född.

    Varför: En födelsedag pekar ut en person nästan lika säkert som ett personnummer, i en liten enhet räcker året.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Kvinna född (år, månad och dag) föll i badrummet.
    Rätt: beskrivning: En boende föll i badrummet.
    Gör så här: Ta bort uppgiften. Behövs åldern, skriv den i stora drag, till exempel över 80 år.
    """
    yield from _contact_hits(document, Contact.BIRTH, "här står när någon är född; ta bort det")


@document_rule("SEK007", Severity.WARNING, proof=points_at_nobody)
def holds_no_reservnummer(document: Document) -> Iterator[Hit]:
    """Posten innehåller inget reservnummer.

    Varför: Den som saknar personnummer får ett reservnummer i vården. Det pekar ut en person på samma sätt.
        Formerna skiljer sig mellan regionerna, så en del går inte att känna igen.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Patienten (födelsedag och fyra tecken) fick fel dos.
    Rätt: beskrivning: En patient fick fel dos.
    Gör så här: Ta bort numret. Är det något annat, skriv det med mellanrum eller streck på annat sätt.
    """
    yield from _hits(document, Number.RESERVNUMMER, "här står något som kan vara ett reservnummer; ta bort det")


def _names_nobody(shape: Shape) -> Test:
    """The glance at names sees everything that the closer look may find."""
    return lambda record: not may_name_someone(record.document.text)


@rule("SEK008", proof=_names_nobody, severity=Severity.WARNING)
def names_no_person(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Posten nämner ingen vid namn.

    Varför: Ett namn behövs inte för att lära av det som hände, och i en liten enhet räcker förnamnet.
        Verktyget ser bara ord med stor bokstav efter ord som brukaren, dottern, fru och Namn: och kan ta miste.
    Lagrum: OSL 26 kap. 1 §; dataskyddsförordningen artikel 5.1 c
    Fel: beskrivning: Brukaren (namn) föll i badrummet.
    Rätt: beskrivning: En brukare föll i badrummet.
    Gör så här: Ta bort namnet, skriv vem det är: en brukare, en närstående, sjuksköterskan. Är det inget namn utan
        en plats eller ett system, skriv ordet i inställningen inga_namn. Enheternas egna namn är redan kända.
    """
    document = record.document
    found = list(find_names(document.text, records.catalogue.not_names))
    units = records.unit_words if found else frozenset()
    for start, end in found:
        if not _stands_in_a_key(document.text, start) and fold(document.text[start:end].split()[0]) not in units:
            yield Hit(document.at(span_at(document.text, start, end)), _NAMED)


_NAMED = "här står ett namn, som det ser ut; skriv vem det är i stället, till exempel en brukare"


def _stands_in_a_key(text: str, start: int) -> bool:
    return _NAME_STANDS_IN.match(text, text.rfind("\n", 0, start) + 1) is not None


RULES = (
    holds_no_personnummer,
    holds_no_samordningsnummer,
    holds_nothing_like_a_personnummer,
    holds_no_email_address,
    holds_no_telephone_number,
    holds_no_day_of_birth,
    holds_no_reservnummer,
    names_no_person,
)
