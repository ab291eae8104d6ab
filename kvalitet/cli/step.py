"""`kvalitet step`: a record moved on, with what its new state demands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import STATE
from kvalitet.cli.options import DryRun, Given, NoInput, RecordId
from kvalitet.cli.session import REFUSED, Session, session
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError
from kvalitet.words import fold, hint, in_sentence, listing

if TYPE_CHECKING:
    from kvalitet.changing import Version
    from kvalitet.kinds import Field, Kind, State
    from kvalitet.source.exact import Path, Value


def step(
    ctx: typer.Context,
    record_id: RecordId,
    word: Annotated[str, typer.Argument(metavar="STEG", click_type=STATE, help="Steget som posten ska till.")] = "",
    given: Given = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
) -> int:
    """Flytta en post till nästa steg. Frågar efter det som steget kräver och som inte är ifyllt.

    Utan STEG visas var posten är, vart den kan gå och vad varje steg kräver.
    """
    from kvalitet.cli.stopping import STOPS

    run = session(ctx)
    if not word:
        now = _opened(run, record_id)
        _show_way(now, _state(now))
        return 0
    move = Move(run, record_id, word, tuple(given or ()))
    try:
        if sys.stdin.isatty() and not no_input:
            _ask(move)
        code = _moved(move, dry_run=dry_run)
    except STOPS:
        _keep(move)
        raise
    if code == REFUSED:
        _keep(move)
    return code


@dataclass(frozen=True, slots=True)
class Move:
    """A record on its way to a state: what is given on the line, and what a person has answered since."""

    run: Session
    record_id: str
    word: str
    given: tuple[str, ...]
    answers: dict[Path, Value] = field(default_factory=dict)


def _opened(run: Session, record_id: str) -> Version:
    from kvalitet.changing import open_version

    return open_version(run.workspace.root, the_record(run, record_id))


def _moved(move: Move, *, dry_run: bool) -> int:
    """Judge the move on the record as it is now, and save it."""
    from kvalitet.cli.assigning import completed
    from kvalitet.cli.conclusion import conclude
    from kvalitet.drafting import all_missing

    run = move.run
    with run.changing(dry_run=dry_run):
        now = _opened(run, move.record_id)
        moved = _after(move, now)
        lacking = all_missing(moved.record.kind, dict(moved.record.values))
        if lacking:
            state = _wanted(now.record.kind, _state(now), move.word)
            output.say_aside("\n".join(_told(lacking, f"{state.name} kräver mer än vad posten har:")))
            output.say_aside("Ingenting ändrades. Ange vart och ett med --set fält=värde.")
            return REFUSED
        return conclude(run, [now.change_to(completed(now, moved, run))], dry_run=dry_run)


def _after(move: Move, now: Version) -> Version:
    """Return the record as it is after the move, with what is given and answered so far."""
    from kvalitet.cli.assigning import assigned

    wanted = _wanted(now.record.kind, _state(now), move.word)
    moved = assigned(now.with_value(_path(now), wanted.name), move.given, move.run)
    for path, value in move.answers.items():
        moved = moved.with_value(path, value)
    return moved


def _ask(move: Move) -> None:
    """Ask for all that the record lacks in its new state; an answer may make it need more."""
    from kvalitet.cli.asking import ask, one_of_fields
    from kvalitet.records.lacking import missing

    run, now = move.run, _opened(move.run, move.record_id)
    kind = now.record.kind
    while lacking := missing(kind, dict(_after(move, now).record.values)):
        fields = lacking[0]
        chosen = fields[0] if len(fields) == 1 else one_of_fields(fields, run)
        path = (*chosen.path.split("."),)
        ask(kind, chosen, None, run, run.records, partial(move.answers.__setitem__, path))


def _keep(move: Move) -> None:
    """Keep the record with what a person has answered, if anything, to go on with in their editor."""
    from kvalitet.cli.drafts import keep

    if move.answers:
        now = _opened(move.run, move.record_id)
        text = _after(move, now).data.decode()
        keep(move.run, now.record.document.path, text, f"kvalitet edit {now.record.id}")


def _path(version: Version) -> tuple[str, ...]:
    field = version.record.kind.state_field
    if field is None:
        raise UsageError(f"{version.record.kind.name} har inga steg; kvalitet set ändrar fälten i posten")
    return (field.path,)


def _state(version: Version) -> State:
    """Return the state that a record is in. Raises UsageError where it says none that the kind has."""
    path = ".".join(_path(version))
    states = version.record.kind.states
    found = states.get(version.record.text(path) or "")
    if found is None:
        raise UsageError(f"{version.record.id} har inget steg som finns; skriv ett med kvalitet set {path}=…")
    return found


def _wanted(kind: Kind, now: State, word: str) -> State:
    """Return the state that a typed word means. Raises UsageError where the present one does not lead to it."""
    by_word = {fold(name): state for state in kind.states.values() for name in (state.label, state.name)}
    wanted = by_word.get(fold(word.strip()))
    if wanted is None:
        raise UsageError(f"{word} är inget steg{hint(word, list(kind.states))}")
    if wanted is now:
        raise UsageError(f"posten är redan i {now.name}{_onward(now)}")
    if wanted.name not in now.next:
        raise UsageError(f"från {now.name} går det inte till {wanted.name}{_onward(now)}")
    return wanted


def _onward(state: State) -> str:
    return f"; härifrån går det till {listing(state.next)}" if state.next else "; det är det sista steget"


def _show_way(version: Version, state: State) -> None:
    """Print where a record is, where it can go, and what it lacks for each."""
    from kvalitet.drafting import all_missing

    kind = version.record.kind
    output.say(f"{version.record.title}\n{version.record.id} är i {_named(state)}.")
    if not state.next:
        output.say("Det är det sista steget.")
    for name in state.next:
        onward = version.with_value(_path(version), name)
        lacking = all_missing(kind, dict(onward.record.values))
        ending = "kräver" if lacking else "kräver inget mer"
        output.say("\n".join(["", *_told(lacking, f"{_named(kind.states[name])} {ending}")]))


def _named(state: State) -> str:
    return state.name if fold(state.label) == state.name else f"{state.name} ({in_sentence(state.label)})"


def _told(lacking: list[tuple[Field, ...]], heading: str) -> Iterator[str]:
    yield heading
    for fields in lacking:
        names = listing(f"{field.path} ({in_sentence(field.label)})" for field in fields)
        yield f"  {names}: {fields[0].help}" if len(fields) == 1 else f"  {names}"
