"""A part of the organisation, as a command is told of it: its id, the end of that, or its name for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvalitet.cli.session import Session
from kvalitet.diagnostics import UsageError
from kvalitet.words import listing, nearest, slug

if TYPE_CHECKING:
    from kvalitet.records.record import Record

_FEW, _ALIKE = 5, 0.75


def the_unit(run: Session, typed: str) -> str:
    """Return the id of the enhet that a typed word means, or nothing for nothing. Raises UsageError."""
    return _found(run, typed, run.records.of("enhet")).id if typed else ""


def the_board(run: Session, typed: str) -> str:
    """Return the id of the nämnd that a typed word means, or nothing for nothing. Raises UsageError."""
    from kvalitet.records.organisation import Organisation

    boards = [unit for unit in run.records.of("enhet") if unit.text("niva") == "namnd"]
    if not typed:
        return ""
    found = _found(run, typed, boards)
    if found in boards:
        return found.id
    over = Organisation(run.records).body_of(found.id)
    own = f", eller --namnd {over} för hela nämnden" if over in {board.id for board in boards} else ""
    raise UsageError(f"{found.id} är ingen nämnd; skriv --enhet {found.id}{own}")


def _found(run: Session, typed: str, wanted: list[Record]) -> Record:
    """Return the enhet that is meant. Raises UsageError that offers those that are wanted, and no record of others."""
    from kvalitet.records.collection import name_of

    records = run.records
    found = records.named("enhet", typed)
    if found is not None:
        return found
    name = name_of(typed.strip())
    kind = run.catalogue.kind_of_id(name.upper())
    if kind is not None and kind.name != "enhet" and records.named(kind.name, name):
        raise UsageError(f"{typed} är ingen enhet; kvalitet list enhet visar alla")
    if records.knows(name):
        raise UsageError(f"{typed} går inte att läsa; kör kvalitet validate för att se varför")
    raise UsageError(f"{typed} finns inte{_advice(name, wanted)}")


def _advice(name: str, wanted: list[Record]) -> str:
    prefix = wanted[0].kind.prefix.lower() if wanted else ""
    short = {slug(word): unit.id for unit in wanted for word in (unit.title, unit.id.partition("-")[2])}
    near = nearest(slug(name).removeprefix(f"{prefix}-"), short, _ALIKE)
    if near:
        return f"; menade du {short[near]}?"
    if 0 < len(wanted) <= _FEW:
        return f"; skriv {listing(unit.id for unit in wanted)}"
    return "; kvalitet list enhet visar alla"
