"""Rules on requirements that records name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from kvalitet.catalogue import Catalogue
from kvalitet.field_types import shown
from kvalitet.kinds import Field
from kvalitet.records.collection import Records
from kvalitet.records.record import Record, walk
from kvalitet.rules.rule import Hit, rule
from kvalitet.words import hint


def _is_known(field: Field, catalogue: Catalogue, day: dt.date) -> Callable[[str], bool] | None:
    """Every field that names requirements is asked, and no other; in a list that is known there is nothing to tell."""
    return catalogue.requirements.__contains__ if field.type == "requirement" else None


@rule("KRV001", values=_is_known)
def names_known_requirements(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett krav som posten nämner finns i en kravlista.

    Varför: Ett undantag eller en rutin för ett krav som inte finns räknas inte någonstans i checklistan.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: krav: R-4-7
    Rätt: krav: R-4-6
    Gör så här: Skriv beteckningen som den står i kvalitet checklist.
    """
    for field, path, value in walk(record):
        if field is None or field.type != "requirement" or not isinstance(value, str) or not value.strip():
            continue
        known = records.catalogue.requirements
        if value not in known:
            message = f"{shown(value)} finns inte i någon kravlista{hint(value, list(known))}"
            yield Hit(record.document.place(path), message, field.path)


RULES = (names_known_requirements,)
