"""What Tab offers: types for typer's arguments and options that know which words can stand there.

A command uses one by naming it: `typer.Argument(metavar="ID", click_type=completing.RECORD)`.
Ids come from the names of files; no record is read, so that typing never waits for the workspace's size.
What å, ä, ö and capitals were typed with does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import CompletionItem

from kvalitet.words import fold

if TYPE_CHECKING:
    from pathlib import Path

    from kvalitet.cli.session import Session
    from kvalitet.kinds import Field, Kind

OPEN = "open"
"""The type of an item that is only a beginning: the shell puts no space after it."""

_OF_LISTS = r"\[\d+\]|[+-]$"
"""What a field's path has more where a list is changed: utfall[2].varde, lagrum+."""

_WORD = r"[\w=,./:@%+\[\]-]*"
"""The characters of ids, fields and choices."""

Item = CompletionItem[str]
Offer: TypeAlias = "Callable[[Session, click.Context, str], Iterable[Item]]"


class Words(click.ParamType):  # type: ignore[type-arg]  # generic only in the newer of the versions we allow
    """A text for which Tab offers words. It takes any text: the command itself judges what was written."""

    name = "text"

    def __init__(self, offer: Offer) -> None:
        self._offer = offer

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text as it was written."""
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Item]:
        """Return what can stand where a word has been begun."""
        from pathlib import Path

        from kvalitet.cli.session import Session

        folder = str(ctx.find_root().params.get("folder") or ".")
        return [_harmless(item) for item in self._offer(Session(Path(folder).resolve()), ctx, incomplete) if _may(item)]


def _may(item: Item) -> bool:
    """Whether a word may be put on a command line: of a file's name a shell could make more than a word."""
    from kvalitet.privacy.redaction import hide_numbers

    return re.fullmatch(_WORD, item.value) is not None and hide_numbers(item.value) == item.value


def _harmless(item: Item) -> Item:
    from kvalitet.formats.characters import one_line
    from kvalitet.privacy.redaction import hide_numbers

    return CompletionItem(item.value, type=item.type, help=one_line(hide_numbers(item.help)) if item.help else None)


def choice(*words: str) -> Words:
    """Return the type of an option with a fixed choice of words, such as --format."""
    return Words(lambda run, ctx, typed: _beginning(typed, ((word, "") for word in words)))


def beginnings(*words: str) -> Words:
    """Return the type of an option whose words go on after an equals sign, such as --output."""
    return Words(lambda run, ctx, typed: _of_type(OPEN, _beginning(typed, ((f"{word}=", "") for word in words))))


def _beginning(typed: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """Yield the words, with what they mean, that begin as the typed one."""
    begun = fold(typed)
    for word, label in pairs:
        if fold(word).startswith(begun):
            yield CompletionItem(word, help=label or None)


def _kinds(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    kinds = run.catalogue.kinds.values()
    yield from _beginning(typed, ((kind.name, kind.label) for kind in kinds))
    yield from _beginning(typed, ((alias, kind.label) for kind in kinds for alias in kind.aliases))


def _records(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    yield from _ids(run.workspace.records, typed)


def _units(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    yield from _ids(run.workspace.records / "enhet", typed)


def _roles(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    yield from _ids(run.workspace.records / "roll", typed)


def _ids(folder: Path, typed: str) -> Iterator[Item]:
    from kvalitet.cli.record_names import begun

    for word, is_whole in begun(str(folder), typed):
        yield CompletionItem(word, type="plain" if is_whole else OPEN)


def _assignments(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    """Yield FIELD= for the kind that stands earlier on the line, and after the equals sign what the field takes."""
    kind = _kind_on_the_line(run, ctx)
    if kind is None:
        return
    name, sign, value = typed.partition("=")
    if not sign:
        fields = ((f"{field.path}=", field.label) for field in kind.walk() if not field.fields)
        yield from _of_type(OPEN, _beginning(name, fields))
        return
    field = kind.find(fold(re.sub(_OF_LISTS, "", name)))
    if field is not None:
        earlier, comma, last = value.rpartition(",") if field.many else ("", "", value)
        head = f"{name}{sign}{earlier}{comma}"
        for item in _values(run, field, last):
            yield CompletionItem(f"{head}{item.value}", type=item.type, help=item.help)


def _of_type(type_: str, items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield CompletionItem(item.value, type=type_, help=item.help)


def _values(run: Session, field: Field, typed: str) -> Iterator[Item]:
    if field.is_link:
        if "roll" in field.targets:
            yield from _beginning(typed, run.catalogue.roles.items())
        for target in field.targets:
            folder = run.workspace.records / target
            yield from _ids(folder, typed) if folder.is_dir() else ()
        return
    yield from _beginning(typed, _words_of(run, field))


def _words_of(run: Session, field: Field) -> Iterable[tuple[str, str]]:
    """Return the words that a field takes, with what they mean; nothing where any text goes."""
    catalogue = run.catalogue
    match field.type:
        case "yes_no":
            return (("ja", ""), ("nej", ""))
        case "category":
            return ((path, catalogue.categories.label(path)) for path in catalogue.categories.labels)
        case "requirement":
            return ((name, found.text) for name, found in catalogue.requirements.items())
        case "scale":
            return ((str(step.value), step.label) for step in catalogue.scale.steps[field.scale])
        case "date":
            return (("idag", ""), ("igår", ""))
    return field.choices.items()


def _states(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    kind = _kind_on_the_line(run, ctx)
    if kind is not None:
        yield from _beginning(typed, ((state.name, state.label) for state in kind.states.values()))


def _kind_on_the_line(run: Session, ctx: click.Context) -> Kind | None:
    """Return the kind that the first word of the command names: itself, or by an id of one of its records."""
    first = next((param.name for param in ctx.command.params if isinstance(param, click.Argument)), None)
    word = ctx.params.get(first or "")
    if not isinstance(word, str) or not word:
        return None
    named = run.catalogue.named(word)
    if named is not None:
        return named[0]
    name = word.rpartition("/")[2].removesuffix(".yaml")
    ids = [item.value for item in _ids(run.workspace.records, name)]
    return run.catalogue.kind_of_id(name.upper()) or (run.catalogue.kind_of_id(ids[0]) if len(ids) == 1 else None)


def _rules(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    from kvalitet.cli.rule_pages import pages

    yield from (CompletionItem(code, help=page.partition("\n")[0]) for code, _, page in pages(fold(typed).upper()))


def _requirements(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    yield from _beginning(typed, ((name, found.text) for name, found in run.catalogue.requirements.items()))


def _packs(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    yield from _beginning(typed, ((name, pack.label) for name, pack in run.catalogue.packs.items()))


REPORT_ACTIONS = {
    "all": "Gör årets alla rapporter",
    "list": "Visa alla rapporter",
    "trace": "Visa talens nycklar och posterna bakom dem",
    "check": "Räkna om en färdig rapport",
    "new": "Påbörja en egen mall",
    "lint": "Granska de egna mallarna",
}


def _reports(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    from kvalitet.reporting.reports import REPORTS

    yield from _beginning(typed, ((name, report.label) for name, report in REPORTS.items()))
    yield from _beginning(typed, REPORT_ACTIONS.items())


def _formats(run: Session, ctx: click.Context, typed: str) -> Iterator[Item]:
    from kvalitet.reporting.publishing import FORMATS

    yield from _beginning(typed, ((name, "") for name in [*FORMATS, ",".join(FORMATS)]))


KIND = Words(_kinds)
"""A kind of record, or one of the words that mean one."""

RECORD = Words(_records)
"""The id of any record."""

UNIT = Words(_units)
"""The id of an enhet."""

ROLE = Words(_roles)
"""The id of a roll."""

ASSIGNMENT = Words(_assignments)
"""FIELD=VALUE, or a filter, for the kind or the record that the command's first word names."""

STATE = Words(_states)
"""A state of the record that the command's first word names."""

RULE = Words(_rules)
"""A rule's code."""

REQUIREMENT = Words(_requirements)
"""A requirement's id."""

PACK = Words(_packs)
"""The name of a list of requirements."""

REPORT = Words(_reports)
"""A report's name."""

REPORT_FORMATS = Words(_formats)
"""The formats of a report, one or several."""

FOLDER = Words(lambda run, ctx, typed: [CompletionItem(typed, type="dir")])
"""A folder: the shell finds it itself."""

FILE = Words(lambda run, ctx, typed: [CompletionItem(typed, type="file")])
"""A file: the shell finds it itself."""
