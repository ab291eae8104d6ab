"""Rules on where a record lies and what its file is called."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Place, Related
from kvalitet.field_types import shown
from kvalitet.records.collection import Records
from kvalitet.records.ids import example, is_id, path_of
from kvalitet.records.record import Record
from kvalitet.rules.rule import Hit, document_rule, records_rule, rule
from kvalitet.source.document import Document
from kvalitet.words import hint


@document_rule("FIL005")
def has_a_readable_name(document: Document) -> Iterator[Hit]:
    """Filnamnet är skrivet med vanliga tecken.

    Varför: Namn med å, ä, ö, mellanslag eller styrtecken blir olika på olika datorer.
    Lagrum: – (teknisk regel)
    Fel: records/rutin/RUT-läkemedel.yaml
    Rätt: records/rutin/RUT-lakemedel.yaml
    Gör så här: Byt namn på filen: a–z, siffror och bindestreck.
    """
    if not document.path.isascii() or not document.path.isprintable() or " " in document.path:
        yield Hit(Place(document.path), "filens namn får bara ha a–z, siffror och bindestreck")


@records_rule("FIL006")
def has_names_apart(records: Records, day: dt.date) -> Iterator[Hit]:
    """Inga två filnamn skiljer sig bara i stora och små bokstäver.

    Varför: På Windows och Mac är de samma fil, och den ena skriver över den andra.
    Lagrum: – (teknisk regel)
    Fel: RUT-Fall.yaml och RUT-fall.yaml i samma mapp.
    Rätt: RUT-fall.yaml
    Gör så här: Ta bort den ena filen, eller ge den ett annat namn.
    """
    seen: dict[str, Document] = {}
    for document in sorted(_documents(records), key=lambda found: found.path):
        first = seen.setdefault(unicodedata.normalize("NFC", document.path).casefold(), document)
        if first is not document:
            related = (Related(Place(first.path), "den andra filen"),)
            yield Hit(Place(document.path), "ett annat filnamn skiljer sig bara i stora bokstäver", "", related)


def _documents(records: Records) -> list[Document]:
    return [*records.unread, *(record.document for record in records)]


@rule("FIL007")
def is_named_as_its_id(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Filen heter som posten, och ligger där posten hör hemma.

    Varför: Andra poster pekar på den här med dess id. Filens namn är det som git håller isär.
    Lagrum: – (teknisk regel)
    Fel: id: RUT-fall i filen records/rutin/RUT-fallrapport.yaml
    Rätt: id: RUT-fallrapport i filen records/rutin/RUT-fallrapport.yaml
    Gör så här: Rätta id så att det är filens namn utan .yaml, eller byt namn på filen.
    """
    if not record.document.path.isascii():
        return
    if not is_id(record.id, record.kind):
        message = f"filens namn är inget id för {record.kind.name}; ett id ser ut som {example(record.kind)}"
        yield Hit(Place(record.document.path), message)
        return
    expected = path_of(record.id, record.kind)
    if record.document.path != expected:
        yield Hit(Place(record.document.path), f"filen ligger fel; flytta den till {expected}")
    written = record.text("id")
    if written is not None and written != record.id:
        yield Hit(record.place("id"), f"{shown(written)} är inte filens namn; skriv {record.id}", "id")


def belongs_to_a_kind(catalogue: Catalogue, document: Document) -> str | None:
    """Return why a file under records can be no record, or None."""
    parts = document.path.split("/")
    if len(parts) < 3:
        return "filen ligger direkt i records; lägg den i mappen för sitt slag, till exempel records/rutin"
    if parts[1] not in catalogue.kinds:
        return f"{shown(parts[1])} är inget slag av post{hint(parts[1], list(catalogue.kinds))}"
    if not document.path.endswith(".yaml"):
        return "en post ska ha filnamn som slutar på .yaml"
    return None


@records_rule("FIL008")
def lies_in_the_folder_of_a_kind(records: Records, day: dt.date) -> Iterator[Hit]:
    """Varje fil i mappen records ligger i en mapp som heter som ett slag av post.

    Varför: Mappen säger vad filen är. Det som ligger fel granskas inte och räknas inte.
    Lagrum: – (teknisk regel)
    Fel: records/rutiner/RUT-fallrapport.yaml
    Rätt: records/rutin/RUT-fallrapport.yaml
    Gör så här: Flytta filen till rätt mapp, eller ut ur records om den inte är en post.
    """
    for document in records.unread:
        problem = belongs_to_a_kind(records.catalogue, document)
        if problem:
            yield Hit(Place(document.path), problem)


RULES = (has_a_readable_name, has_names_apart, is_named_as_its_id, lies_in_the_folder_of_a_kind)
