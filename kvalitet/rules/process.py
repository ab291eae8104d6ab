"""Rules on how processer, their aktiviteter and rutiner hang together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kvalitet.diagnostics import Severity
from kvalitet.records.collection import Records
from kvalitet.records.dates import has_ended
from kvalitet.rules.form import lacks
from kvalitet.rules.rule import Hit, records_rule

_BELONG_TO_A_PROCESS = ("rutin", "checklista")
"""A riktlinje may speak to every process, and a blankett goes with its rutin."""


@dataclass(frozen=True)
class _Ties:
    """Which rutiner aktiviteter name, and which processer name or are named by a rutin."""

    rutiner: frozenset[str]
    processer: frozenset[str]
    is_known: bool
    """Whether every tie can be read: one that cannot might be the one that seems to be missing."""


def _ties(records: Records) -> _Ties:
    rutiner, processer, is_known = set(), set(), not records.has_unread("rutin") and not records.has_unread("process")
    for process in records.of("process"):
        named = [rutin for aktivitet in process.entries("aktiviteter") for rutin in aktivitet.texts("rutiner")]
        rutiner.update(named)
        processer.update([process.id] if named else [])
        is_known &= all(records.knows(rutin) for rutin in named)
    for rutin in records.of("rutin"):
        process_id = rutin.text("process")
        processer.update([process_id] if process_id else [])
        is_known &= not rutin.has("process") or (process_id is not None and records.knows(process_id))
    return _Ties(frozenset(rutiner), frozenset(processer), is_known)


@records_rule("PRO001", Severity.WARNING)
def has_rutiner(records: Records, day: dt.date) -> Iterator[Hit]:
    """En process har rutiner.

    Varför: Utan rutiner vet den som är ny inte hur stegen görs, och det går inte att se om arbetet följer processen.
    Lagrum: SOSFS 2011:9 4 kap. 4 § (de rutiner som behövs; att en process inte behöver någon alls är ovanligt)
    Fel: En process där ingen aktivitet nämner någon rutin, och ingen rutin nämner processen.
    Rätt: aktiviteter: [{namn: Ge läkemedel, ansvarig: ROL-sjukskoterska, rutiner: [RUT-delegering]}]
    Gör så här: Skriv de rutiner som behövs, och nämn dem vid aktiviteten.
    """
    ties = _ties(records)
    for process in records.of("process"):
        is_alone = ties.is_known and process.id not in ties.processer and process.has("aktiviteter")
        if is_alone and not has_ended(process, day):
            message = "processen har inga rutiner; nämn dem vid aktiviteterna"
            yield Hit(process.document.key_place(("aktiviteter",)), message, "aktiviteter")


@records_rule("PRO002", Severity.WARNING)
def has_a_rutin_for_each_aktivitet(records: Records, day: dt.date) -> Iterator[Hit]:
    """Varje aktivitet i en process har en rutin.

    Varför: Det steg som saknar rutin görs på olika sätt av olika personer.
    Lagrum: SOSFS 2011:9 4 kap. 4 § (de rutiner som behövs; behöver ett steg ingen rutin är det er bedömning)
    Fel: aktiviteter: [{namn: Ge läkemedel, ansvarig: ROL-sjukskoterska}]
    Rätt: aktiviteter: [{namn: Ge läkemedel, ansvarig: ROL-sjukskoterska, rutiner: [RUT-delegering]}]
    Gör så här: Skriv rutinen och nämn den vid aktiviteten. Behövs ingen, slå ihop steget med ett som har en.
    """
    ties = _ties(records)
    for process in records.of("process"):
        if process.id not in ties.processer or has_ended(process, day):
            continue
        for aktivitet in process.entries("aktiviteter"):
            if lacks(aktivitet, "rutiner"):
                yield Hit(aktivitet.place("namn"), "aktiviteten har ingen rutin; skriv rutiner", "aktiviteter.rutiner")


@records_rule("RUT001", Severity.WARNING)
def belongs_to_a_process(records: Records, day: dt.date) -> Iterator[Hit]:
    """En rutin hör till en process.

    Varför: En rutin som ingen process nämner hittas inte av den som följer processen, och glöms när den ändras.
    Lagrum: SOSFS 2011:9 4 kap. 4 §
    Fel: En rutin utan process, som ingen aktivitet nämner.
    Rätt: process: PRO-lakemedelshantering
    Gör så här: Nämn rutinen vid den aktivitet som den beskriver, eller skriv process i rutinen.
        Används den inte längre, skriv galler_till.
    """
    ties = _ties(records)
    for rutin in records.of("rutin"):
        is_tied = rutin.has("process") or rutin.id in ties.rutiner or not ties.is_known
        if not is_tied and rutin.text("dokumenttyp") in _BELONG_TO_A_PROCESS and not has_ended(rutin, day):
            message = "rutinen hör inte till någon process; skriv process, eller nämn den vid en aktivitet"
            yield Hit(rutin.document.key_place(("id",)), message, "process")


RULES = (has_rutiner, has_a_rutin_for_each_aktivitet, belongs_to_a_process)
