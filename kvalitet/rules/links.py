"""Rules on links between records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Related, Severity
from kvalitet.field_types import shown
from kvalitet.kinds import Field
from kvalitet.records.collection import Records
from kvalitet.records.record import Link, Record
from kvalitet.rules.form import is_misspelt
from kvalitet.rules.rule import Hit, records_rule, rule
from kvalitet.words import listing


@rule("LNK001")
def links_to_what_exists(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Det som posten pekar på finns.

    Varför: En länk ut i tomma luften bryter kedjan från händelse till åtgärd till rutin.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: enhet: ENH-sabo-nor
    Rätt: enhet: ENH-sabo-norr
    Gör så här: Rätta id:t, eller skapa posten som saknas med kvalitet new.
    """
    for link in record.links():
        if not records.knows(link.target) and not _is_of_wrong_kind(link, records):
            yield Hit(record.document.place(link.path), _missing(link, records), link.field.path)


def _missing(link: Link, records: Records) -> str:
    near = records.nearest_id(link.target, link.field.targets)
    return f"{shown(link.target)} finns inte" + (f"; menade du {near}?" if near else _look_up(link))


def _look_up(link: Link) -> str:
    return f"; kvalitet list {link.field.targets[0]} visar vad som finns"


def _is_of_wrong_kind(link: Link, records: Records) -> bool:
    kind = records.catalogue.kind_of_id(link.target)
    return kind is not None and kind.name not in link.field.targets


def _is_of_right_kind(field: Field, catalogue: Catalogue, day: dt.date) -> Callable[[str], bool] | None:
    """Every link is asked by itself: its prefix alone says what kind it is of."""
    if not field.is_link:
        return None
    wrong = {kind.prefix for kind in catalogue.kinds.values() if kind.name not in field.targets}
    return lambda text: text.partition("-")[0] not in wrong


@rule("LNK002", values=_is_of_right_kind)
def links_to_the_right_kind(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Det som posten pekar på är av rätt slag.

    Varför: En roll är ingen enhet. Pekar fältet på fel slag blir både räkning och ansvar fel.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: enhet: ROL-enhetschef
    Rätt: enhet: ENH-sabo-norr
    Gör så här: Byt till ett id av det slag som meddelandet nämner.
    """
    for link in record.links():
        if _is_of_wrong_kind(link, records):
            wanted = listing(f"{records.catalogue.kinds[kind].prefix}-…" for kind in link.field.targets)
            message = (
                f"{link.field.name} ska peka på {listing(link.field.targets)}; skriv ett id som börjar med {wanted}"
            )
            yield Hit(record.document.place(link.path), message, link.field.path)


@records_rule("LNK003")
def has_an_id_of_its_own(records: Records, day: dt.date) -> Iterator[Hit]:
    """Varje id finns en gång.

    Varför: Med två poster med samma id vet ingen vilken händelse en åtgärd hör till.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: Samma filnamn i records/avvikelse/2024 och records/avvikelse/2025.
    Rätt: Två poster med var sitt id.
    Gör så här: Är det samma händelse, behåll en. Är det två, ge den ena ett nytt id: kvalitet renumber SÖKVÄG.
        Ett valt namn byts med kvalitet rename SÖKVÄG NYTT.
    """
    for record in records:
        first = records.find(record.id)
        if first is not None and first is not record:
            related = (Related(first.place("id"), "den andra posten"),)
            command = "renumber SÖKVÄG" if record.kind.drawn else "rename SÖKVÄG NYTT"
            message = f"id finns redan i {first.document.path}; behåll en av dem, eller kör kvalitet {command}"
            yield Hit(record.place("id"), message, "id", related)


@records_rule("LNK004")
def has_no_ring(records: Records, day: dt.date) -> Iterator[Hit]:
    """Ingen post ligger under sig själv.

    Varför: En enhet som är sin egen överordnade hör inte till någon nämnd, och dess händelser redovisas inte.
    Lagrum: SOSFS 2011:9 3 kap. 1 §
    Fel: overordnad: ENH-sabo-norr i posten ENH-sabo-norr
    Rätt: overordnad: ENH-aldreomsorg
    Gör så här: Peka på den som verkligen står över.
    """
    kinds = records.catalogue.kinds.values()
    chains = [(path, kind.name) for path in ("overordnad", "overordnat") for kind in kinds if path in kind.fields]
    for path, kind in chains:
        for record in records.of(kind):
            if record.text(path) and _comes_back(record, path, records):
                yield Hit(record.place(path), "kedjan av överordnade kommer tillbaka hit; peka på en annan", path)


def _comes_back(record: Record, path: str, records: Records) -> bool:
    """Return whether the chain upward reaches this record, and this is its first in the files."""
    seen = [record.id]
    current = records.find(record.text(path) or "")
    while current is not None and current.id not in seen:
        seen.append(current.id)
        current = records.find(current.text(path) or "")
    return current is not None and current.id == record.id and record.id == min(seen)


@records_rule("ENH001", Severity.WARNING)
def belongs_to_a_board(records: Records, day: dt.date) -> Iterator[Hit]:
    """Varje enhet under en nämnd säger vad den hör till.

    Varför: Det som händer i en enhet utan överordnad kommer inte med när nämndens händelser räknas.
    Lagrum: SOSFS 2011:9 3 kap. 1 §
    Fel: niva: enhet utan overordnad, i en organisation som har en nämnd
    Rätt: niva: enhet och overordnad: ENH-aldreomsorg
    Gör så här: Skriv den närmast högre delen i overordnad: området, förvaltningen eller nämnden.
    """
    units = records.of("enhet")
    if not any(unit.text("niva") == "namnd" for unit in units):
        return
    for unit in units:
        is_under = unit.text("niva") in ("forvaltning", "omrade", "enhet")
        is_told = "overordnad" in unit.values or is_misspelt(unit.values, unit.fields, "overordnad")
        if is_under and not is_told:
            yield Hit(unit.place("niva"), "enheten hör inte till någon nämnd; skriv overordnad", "overordnad")


RULES = (belongs_to_a_board, links_to_what_exists, links_to_the_right_kind, has_an_id_of_its_own, has_no_ring)
