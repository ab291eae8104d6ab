"""Ask a person for one field at a time, with help at `?` and the answer judged at once."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from functools import partial

from kvalitet.cli.dates import WAYS, read_date
from kvalitet.cli.session import Session
from kvalitet.diagnostics import UsageError
from kvalitet.kinds import Field, Kind
from kvalitet.privacy.numbers import holds_any
from kvalitet.privacy.redaction import redact
from kvalitet.records.answers import read_value
from kvalitet.records.collection import Records
from kvalitet.source.exact import Value
from kvalitet.words import listing, visible

_MOST_SHOWN = 30


def ask(kind: Kind, field: Field, own: Value, run: Session, records: Records, take: Callable[[Value], None]) -> None:
    """Hand over the answer to one field; Enter takes the value that stands in brackets.

    A list of groups is handed over anew with every part that is answered, so that none is lost.
    """
    if field.fields and field.many:
        _groups(kind, field, run, records, take)
    else:
        take(_one(kind, field, own, run, records))


def _one(kind: Kind, field: Field, own: Value, run: Session, records: Records) -> Value:
    suggestion = ", ".join(own) if isinstance(own, list) else own  # type: ignore[arg-type]
    while True:
        answer = _line(f"{kind.called(field)}{_way(field)}{f' [{suggestion}]' if suggestion else ''}: ")
        if answer == "?":
            _tell(_help(field, run))
            continue
        if not answer and own is not None:
            return own
        if not answer:
            _tell("  Här behövs ett svar. Skriv ? för hjälp, eller Ctrl-C för att avbryta.")
            continue
        try:
            return _accepted(field, answer, run, records)
        except UsageError as error:
            _tell(f"  {error}")


def one_of_fields(fields: Sequence[Field], run: Session) -> Field:
    """Return the field that a person chooses to answer, where any one of several will do."""
    for number, field in enumerate(fields, 1):
        _tell(f"  {number:>2}  {field.label} ({field.path})")
    while True:
        answer = _line("Ett av dem behövs. Vilket? ")
        if answer.isdigit() and 1 <= int(answer) <= len(fields):
            return fields[int(answer) - 1]
        if answer == "?":
            _tell("\n".join(_help(field, run) for field in fields))
        else:
            _tell(f"  Skriv 1 till {len(fields)}, eller ? för hjälp.")


def _groups(kind: Kind, field: Field, run: Session, records: Records, take: Callable[[Value], None]) -> None:
    """Ask for groups one by one until the answer is empty."""
    groups: list[Value] = []
    while True:
        _tell(f"{field.label}, nummer {len(groups) + 1}:")
        group: dict[str, Value] = {}
        groups.append(group)
        for part in field.fields.values():
            if part.required:
                group[part.name] = _one(kind, part, None, run, records)
                take(groups)
        if not confirm("En till? (ja eller Retur för nej): "):
            return


def confirm(question: str) -> bool:
    """Return whether a person answers ja."""
    return _line(question).lower() in ("ja", "j")


def _accepted(field: Field, answer: str, run: Session, records: Records) -> Value:
    if holds_any(answer):
        raise UsageError("svaret har ett personnummer; skriv om det utan")
    to_date = partial(read_date, day=run.day, ahead=field.ahead)
    value = read_value(field, answer, records, to_date)
    if field.is_link:
        value = _known(field, value, run, records)
    if field.type == "date" and not field.ahead and str(value) > run.day.isoformat():
        raise UsageError(f"{value} har inte varit än (dagen är {run.day}); skriv {WAYS}")
    for item in value if isinstance(value, list) else [value]:
        if field.type == "category" and str(item) not in run.catalogue.categories:
            raise UsageError(f"{item} finns inte i kategoriträdet; skriv ? för att se det")
        if field.type == "scale" and not 1 <= int(str(item)) <= run.catalogue.scale.size:
            raise UsageError(f"{item} är inget steg; skriv 1 till {run.catalogue.scale.size}")
    return value


def _known(field: Field, value: Value, run: Session, records: Records) -> Value:
    """Return links as ids that are there, also where a record's name was typed instead of its id."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        named = [str(item)] if records.knows(str(item)) else run.records.titled(field.targets, str(item))
        if len(named) > 1:
            raise UsageError(f"{item} kan vara {listing(named)}; skriv vilket")
        if not named:
            near = run.records.nearest_id(str(item), field.targets)
            raise UsageError(
                f"{item} finns inte; {f'menade du {near}?' if near else 'skriv ? för att se vad som finns'}"
            )
        found += named
    return list(found) if isinstance(value, list) else found[0]


def _way(field: Field) -> str:
    """Return how to answer, where the label alone does not say it."""
    if field.type == "yes_no":
        return " (ja/nej)"
    if field.choices and len(field.choices) <= 4:
        return f" ({'/'.join(field.choices)})"
    return " (flera skiljs med komma)" if field.many and field.type != "prose" else ""


def _help(field: Field, run: Session) -> str:
    lines = [f"  {field.help}"]
    if field.law:
        lines.append(f"  Lagrum: {field.law}")
    if field.type == "date":
        lines.append(f"  Skriv {WAYS}.")
    lines += [f"  {number:>2}  {name:<28} {label}" for number, (name, label) in enumerate(field.choices.items(), 1)]
    lines += [f"  {path:<44} {run.catalogue.categories.label(path)}" for path in _leaves(field, run)]
    if field.type == "scale":
        steps = run.catalogue.scale.steps[field.scale]
        lines += [f"  {step.value}  {step.label}: {step.help}" for step in steps]
    lines += [f"  {word:<36} {role}" for word, role in _own_words(field, run)]
    candidates = [record for kind in field.targets for record in run.records.of(kind)]
    lines += [f"  {record.id:<36} {record.title}" for record in candidates[:_MOST_SHOWN]]
    if len(candidates) > _MOST_SHOWN:
        lines.append(f"  … och {len(candidates) - _MOST_SHOWN} till; kvalitet list visar alla.")
    return "\n".join(lines)


def _own_words(field: Field, run: Session) -> list[tuple[str, str]]:
    return list(run.catalogue.roles.items()) if "roll" in field.targets else []


def _leaves(field: Field, run: Session) -> list[str]:
    return run.catalogue.categories.leaves() if field.type == "category" else []


def _line(prompt: str) -> str:
    """Return one line that a person typed, with arrow keys working where the system can."""
    shown = visible(redact(prompt))
    if sys.stdout.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 - gives `input` its line editing
        return input(shown).strip()
    sys.stderr.write(shown)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _tell(text: str) -> None:
    sys.stderr.write(f"{visible(redact(text))}\n")
