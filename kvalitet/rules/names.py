"""Rules on where a record lies and what its file is called."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Place, Related
from kvalitet.field_types import shown
from kvalitet.records.collection import Records, name_of
from kvalitet.records.ids import LONGEST, canonical, example, is_home, is_id, path_of, pattern
from kvalitet.records.loading import is_leftover
from kvalitet.records.record import Record
from kvalitet.rules.proof import Shape, Test
from kvalitet.rules.rule import Hit, document_rule, records_rule, rule
from kvalitet.source.document import Document
from kvalitet.words import hint


def _is_readable(document: Document) -> bool:
    """The whole of what the rule asks."""
    return _has_plain_characters(document.path)


@document_rule("FIL005", proof=_is_readable)
def has_a_readable_name(document: Document) -> Iterator[Hit]:
    """Filnamnet är skrivet med vanliga tecken.

    Varför: Namn med å, ä, ö, mellanslag eller styrtecken blir olika på olika datorer.
    Lagrum: – (teknisk regel)
    Fel: records/rutin/RUT-läkemedel.yaml
    Rätt: records/rutin/RUT-lakemedel.yaml
    Gör så här: Byt namn på filen: a–z, siffror och bindestreck.
    """
    if not _has_plain_characters(document.path):
        yield Hit(Place(document.path), "filens namn får bara ha a–z, siffror och bindestreck")


def _has_plain_characters(path: str) -> bool:
    return path.isascii() and path.isprintable() and " " not in path


@records_rule("FIL006")
def has_names_apart(records: Records, day: dt.date) -> Iterator[Hit]:
    """Inga två filnamn skiljer sig bara i stora och små bokstäver.

    Varför: På Windows och Mac är de samma fil, och den ena skriver över den andra.
    Lagrum: – (teknisk regel)
    Fel: RUT-Fall.yaml och RUT-fall.yaml i samma mapp.
    Rätt: RUT-fall.yaml
    Gör så här: Ta bort den ena filen, eller ge den ett annat namn.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for document in [*records.unread, *(record.document for record in records)]:
        alike[_regardless_of_case(document.path)].append(document.path)
    for same in alike.values():
        paths = _home_first(same, records.catalogue) if len(same) > 1 else same
        for other in paths[1:]:
            related = (Related(Place(paths[0]), "den andra filen"),)
            message = (
                "ett annat filnamn skiljer sig bara i stora bokstäver; ta bort den här filen eller byt namn på den"
            )
            yield Hit(Place(other), message, "", related)


def _home_first(paths: list[str], catalogue: Catalogue) -> list[str]:
    """Return the paths that lie in kinds' folders, the one where a record of that name should lie first."""
    kept = [path for path in paths if belongs_to_a_kind(catalogue, path) is None]
    return sorted(kept, key=lambda path: (not is_home(path, name_of(path), catalogue.kinds[path.split("/")[1]]), path))


def _regardless_of_case(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _is_at_home(shape: Shape) -> Test:
    """A file that lies where the record of its name does, and says that name, is what the rule asks for."""
    prefix, id_ = shape.kind.prefix, pattern(shape.kind)
    year = rf"(?P<year>[0-9]{{4}})/(?={prefix}-(?P=year)-)" if shape.kind.drawn else ""
    home = re.compile(rf"records/{shape.kind.name}/{year}(?P<id>{id_})\.yaml")

    def proves(record: Record) -> bool:
        match = home.fullmatch(record.document.path)
        return match is not None and match["id"] == record.id == record.values.get("id") and len(record.id) <= LONGEST

    return proves


@rule("FIL007", proof=_is_at_home)
def is_named_as_its_id(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Filen heter som posten, och ligger där posten hör hemma.

    Varför: Andra poster pekar på den här med dess id. Filens namn är det som git håller isär.
    Lagrum: – (teknisk regel)
    Fel: id: RUT-fall i filen records/rutin/RUT-fallrapport.yaml
    Rätt: id: RUT-fallrapport i filen records/rutin/RUT-fallrapport.yaml
    Gör så här: Rätta id så att det är filens namn utan .yaml, eller byt namn på filen.
    """
    path = record.document.path
    if not _has_plain_characters(path):
        return
    problem = _misplaced(record)
    if problem and not _is_second(record, records):
        yield Hit(Place(path), problem)
    written = record.text("id")
    if is_id(record.id, record.kind) and written not in (None, record.id):
        yield Hit(record.place("id"), f"{shown(written)} är inte filens namn; skriv {record.id}", "id")


def _misplaced(record: Record) -> str | None:
    """Return why a file can hold no record of its kind by that name, or None."""
    if not is_id(record.id, record.kind):
        return f"filens namn är inget id för {record.kind.name}; ett id ser ut som {example(record.kind)}"
    expected = path_of(record.id, record.kind)
    return None if record.document.path == expected else f"filen ligger fel; flytta den till {expected}"


def _is_second(record: Record, records: Records) -> bool:
    """Return whether the place is taken, which another rule tells: a file moved there would overwrite the other."""
    path = record.document.path
    same, alike = records.find(record.id), records.find(canonical(record.id, record.kind))
    has_same_id = same is not None and same.document.path != path
    return has_same_id or (alike is not None and _are_alike(alike.document.path, path))


def _are_alike(one: str, other: str) -> bool:
    return one != other and _regardless_of_case(one) == _regardless_of_case(other)


def belongs_to_a_kind(catalogue: Catalogue, path: str) -> str | None:
    """Return why a file under records can be no record, or None."""
    parts = path.split("/")
    if len(parts) < 3:
        return "filen ligger direkt i records; lägg den i mappen för sitt slag, till exempel records/rutin"
    if parts[1] not in catalogue.kinds:
        return f"{shown(parts[1])} är inget slag av post{hint(parts[1], list(catalogue.kinds))}"
    if parts[-1].startswith("."):
        return "filens namn börjar med punkt, så den syns inte; ta bort den, eller byt namn på den om den är en post"
    if is_leftover(path):
        return "filen är kvar efter en sammanslagning; se efter att inget i den saknas i posten och ta bort den"
    if not path.endswith(".yaml"):
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
        if document.is_unopened:
            continue  # told by what it is
        problem = belongs_to_a_kind(records.catalogue, document.path)
        if problem and not is_leftover(document.path):
            yield Hit(Place(document.path), problem)


@records_rule("GIT002")
def has_no_leftovers(records: Records, day: dt.date) -> Iterator[Hit]:
    """Inga filer ligger kvar efter en sammanslagning.

    Varför: Verktyg som hjälper till att slå ihop lägger undan kopior. Ligger de kvar vet ingen vilken som gäller, och
        checkas de in finns det som togs bort kvar i git.
    Lagrum: – (teknisk regel)
    Fel: records/rutin/RUT-fall.yaml.orig och records/rutin/RUT-fall_BACKUP_4711.yaml
    Rätt: records/rutin/RUT-fall.yaml
    Gör så här: Se efter att allt som ska gälla står i posten och ta bort kopian. git config mergetool.keepBackup false
        gör att de inte blir kvar.
    """
    for document in records.unread:
        problem = belongs_to_a_kind(records.catalogue, document.path)
        if problem and is_leftover(document.path):
            yield Hit(Place(document.path), problem)


RULES = (
    has_a_readable_name,
    has_names_apart,
    is_named_as_its_id,
    lies_in_the_folder_of_a_kind,
    has_no_leftovers,
)
