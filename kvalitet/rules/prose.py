"""Rules on running text: that it says something, and something about just this."""

from __future__ import annotations

import datetime as dt
import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Related, Severity
from kvalitet.field_types import shown
from kvalitet.kinds import Field, Kind
from kvalitet.records.collection import Records
from kvalitet.records.record import Record, walk
from kvalitet.rules.rule import Hit, records_rule, rule

_SAYS_NOTHING = frozenset((
    *("ok", "okej", "okey", "ja", "nej", "klart", "gjort", "fixat", "löst", "åtgärdat", "dito", "test", "text"),
    *("inget", "inga", "ingen", "ingenting", "intet", "vet ej", "vet inte", "na", "n/a", "tbd", "todo"),
    *("se ovan", "se nedan", "se rubrik", "se rutin", "se rutinen", "se bilaga", "som ovan", "samma som ovan"),
    *("enligt ovan", "enl ovan", "enl. ovan", "enligt rutin", "enligt rutinen", "enl rutin", "enl. rutin"),
    *("att fylla i", "fylls i senare", "kompletteras", "kompletteras senare", "ej aktuellt", "inte aktuellt"),
))
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LETTERS_ONLY_X = re.compile(r"x*")
_LONGEST_EMPTY = 24

_MANY = 5
"""Records that have the same text before it is told: the same sentence now and then is no copying."""


def _is_said(field: Field, catalogue: Catalogue, day: dt.date) -> Callable[[str], bool] | None:
    """Every text is asked by itself. A long one says something, and a line that begins with a letter or a digit does."""
    if field.type == "prose":
        return lambda text: len(text) > _LONGEST_EMPTY or not _is_empty(text, is_prose=True)
    if field.type != "text":
        return None
    return lambda text: (text[:1].isascii() and text[:1].isalnum()) or not _is_empty(text, is_prose=False)


@rule("TXT001", severity=Severity.WARNING, values=_is_said)
def says_something(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En text säger något av egen kraft.

    Varför: Ett streck, ett x eller se ovan ser ifyllt ut men säger ingenting, och kan inte redovisas för någon.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: slutsats: Se ovan.
    Rätt: slutsats: Två arbetade var för sig med samma lista, och ingen av dem visste att den andra gav dosen.
    Gör så här: Skriv vad som gäller just här. Är det inte känt än, ta bort raden.
    """
    for field, path, value in walk(record):
        if field is None or field.type not in ("text", "prose") or not isinstance(value, str):
            continue
        if _is_empty(value, is_prose=field.type == "prose"):
            message = f"{field.name} säger bara ”{shown(value)}”; skriv vad som gäller här, eller ta bort raden"
            yield Hit(record.document.place(path), message, ".".join(map(str, path)))


def _is_empty(text: str, *, is_prose: bool) -> bool:
    """Return whether a text only seems to be one. A text without anything at all is told elsewhere."""
    if len(text) > _LONGEST_EMPTY or not text.strip():
        return False
    words = _EDGES.sub("", " ".join(text.lower().split()))
    return not words or (is_prose and (words in _SAYS_NOTHING or _LETTERS_ONLY_X.fullmatch(words) is not None))


@records_rule("TXT002", Severity.WARNING)
def is_not_copied(records: Records, day: dt.date) -> Iterator[Hit]:
    """Samma långa text står inte i många poster.

    Varför: En text som är kopierad från händelse till händelse säger inte vad som hände just då, och orsaken blir okänd.
        Gäller texter på minst 60 tecken som står i samma fält i minst fem poster av samma slag. Listor räknas inte:
        där står till exempel uppgifter som flera roller har gemensamt.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: Samma slutsats, ord för ord, i fem utredningar.
    Rätt: En slutsats som säger vad den här utredningen kom fram till.
    Gör så här: Skriv om texten i de poster där den inte säger det som hände. Är det samma händelse, behåll en post.
    """
    for kind in records.catalogue.kinds.values():
        paths = _prose_paths(kind)
        copied = _in_many(mark for record in records.of(kind.name) for _, mark in record.long_texts(paths))
        seen: dict[tuple[str, bytes], list[Record]] = defaultdict(list)
        for record in records.of(kind.name) if copied else ():
            for path, mark in record.long_texts(paths):
                if mark in copied:
                    seen[path, mark].append(record)
        yield from (_copied(path, same) for (path, _), same in seen.items() if len(same) >= _MANY)


def _in_many(marks: Iterable[bytes]) -> set[bytes]:
    """Return the marks that are met many times: sorted in one block, for there may be a million of them."""
    block = array("Q")
    for mark in marks:
        block.frombytes(mark)
    in_order = array("Q", sorted(block))
    later = zip(in_order, in_order[_MANY - 1 :], strict=False)
    return {first.to_bytes(8, sys.byteorder) for first, last in later if first == last}


def _prose_paths(kind: Kind) -> list[str]:
    """Return the fields of a kind that hold one running text a record."""
    lists = [field.path for field in kind.walk() if field.many]
    return [
        field.path
        for field in kind.walk()
        if field.type == "prose" and not any(f"{field.path}.".startswith(f"{path}.") for path in lists)
    ]


def _copied(path: str, same: list[Record]) -> Hit:
    first, second, *_ = same
    message = f"samma text står i {len(same)} poster; skriv vad som gällde i var och en"
    return Hit(first.place(path), message, path, (Related(second.place(path), "en av de andra"),))


RULES = (says_something, is_not_copied)
