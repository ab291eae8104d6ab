"""`kvalitet list`: the records of a kind, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import ASSIGNMENT, KIND, choice
from kvalitet.cli.session import Session, one_of, session
from kvalitet.cli.show import in_words
from kvalitet.diagnostics import UsageError
from kvalitet.words import hint

if TYPE_CHECKING:
    from kvalitet.kinds import Field, Kind
    from kvalitet.records.record import Record


def list_(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="SLAG", click_type=KIND, help="Slag av post, till exempel avvikelse.")],
    filters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILTER",
            click_type=ASSIGNMENT,
            help='Till exempel enhet=ENH-aldreomsorg status=utredning "intraffad>=2025-01".',
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", click_type=choice("table", "json", "csv"), help="table, json eller csv."
        ),
    ] = "table",
) -> None:
    """Lista poster av ett slag. Ett filter på enhet tar med det som ligger under den."""
    from kvalitet.records.filters import parse_filter

    run = session(ctx)
    one_of(format_, ("table", "json", "csv"), "formatet")
    kind, preset = named_kind(run, word)
    wanted = [
        parse_filter(text, kind, run.records) for text in [*(f"{k}={v}" for k, v in preset.items()), *(filters or [])]
    ]
    found = [record for record in run.records.of(kind.name) if all(condition.keeps(record) for condition in wanted)]
    if format_ == "json":
        output.print_json("lista", {"records": [dict(record.values) for record in found]})
    else:
        _print(run, kind, found, format_)


def named_kind(run: Session, word: str) -> tuple[Kind, dict[str, str]]:
    """Return the kind that a word means and what it presets. Raises UsageError with the nearest kind."""
    named = run.catalogue.named(word)
    if named is None:
        known = [
            *run.catalogue.kinds,
            *(alias for kind in run.catalogue.kinds.values() for alias in kind.aliases),
        ]
        ending = hint(word, known) or f"; välj bland {', '.join(run.catalogue.kinds)}"
        raise UsageError(f"{word} är inget slag av post{ending}")
    return named[0], dict(named[1])


def _print(run: Session, kind: Kind, found: list[Record], format_: str) -> None:
    fields = [field for path in kind.columns if (field := kind.find(path))]
    headings = ["Id", *(field.label for field in fields)]
    rows = [
        [
            record.id,
            *("; ".join(_cell(field, text, run) for text in record.texts(field.path)) for field in fields),
        ]
        for record in found
    ]
    if format_ == "csv":
        output.print_csv(headings, rows)
        return
    if rows:
        output.print_table(headings, rows, colour=run.colour)
    if not run.quiet:
        unread = _unread(run, kind)
        hidden = f"; {unread} går inte att läsa, kör kvalitet validate" if unread else ""
        output.say_aside(f"{len(rows)} av {len(run.records.of(kind.name)) + unread} {kind.plural.lower()}{hidden}")


def _unread(run: Session, kind: Kind) -> int:
    """Return how many files of a kind cannot be read, so that a list never seems whole when it is not."""
    return sum(found.path.split("/")[1] == kind.name for found in run.records.unread)


def _cell(field: Field, text: str, run: Session) -> str:
    """A list shows the title of what is linked; the id stands in `show`."""
    return run.records.title(text) if field.is_link else in_words(field, text, run)
