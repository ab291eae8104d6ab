"""`kvalitet show`: one record, with what it links to and what links to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import RECORD, choice
from kvalitet.cli.session import Session, one_of, session
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.kinds import Field
    from kvalitet.records.record import Record
    from kvalitet.source.exact import Path, Value


def show(
    ctx: typer.Context,
    record_id: Annotated[str, typer.Argument(metavar="ID", click_type=RECORD, help="Postens id.")],
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", click_type=choice("text", "json"), help="text eller json.")
    ] = "text",
) -> None:
    """Visa en post: dess fält, vad den pekar på och vad som pekar på den."""
    run = session(ctx)
    one_of(format_, ("text", "json"), "formatet")
    record = the_record(run, record_id)
    if format_ == "json":
        incoming = [{"record": link.source, "field": link.field.path} for link in run.records.links_to(record.id)]
        body = {"id": record.id, "file": record.document.path, "values": dict(record.values)}
        output.print_json("post", {**body, "links_from": incoming})
        return
    output.say(f"{record.title}\n{record.kind.label} {record.id} · {record.document.path}\n")
    output.print_pairs(_rows(record, run), colour=run.colour)
    incoming_rows = [
        (link.source, f"{run.records.title(link.source)} ({link.field.label.lower()})")
        for link in run.records.links_to(record.id)
    ]
    if incoming_rows:
        output.say("\nPekar hit:")
        output.print_pairs(incoming_rows, colour=run.colour)


def the_record(run: Session, typed: str) -> Record:
    """Return the record that a typed id, path or end of an id means. Raises UsageError with the nearest id."""
    from kvalitet.records.collection import name_of
    from kvalitet.records.ids import canonical

    name = name_of(typed)
    kind = run.catalogue.kind_of_id(name.upper())
    record_id = canonical(name, kind) if kind else typed
    found = run.records.find(record_id) or run.records.find(name) or _only_one_ending_in(record_id, run)
    if found is None and run.records.knows(record_id):
        raise UsageError(f"{typed} går inte att läsa; kör kvalitet validate för att se varför")
    if found is None:
        near = run.records.nearest_id(record_id, list(run.catalogue.kinds))
        ending = f"; menade du {near}?" if near else "; kvalitet list visar vad som finns"
        raise UsageError(f"{typed} finns inte{ending}")
    return found


def _only_one_ending_in(typed: str, run: Session) -> Record | None:
    """Return the record whose id ends in a typed name, as `new` takes it, when there is only one."""
    from kvalitet.records.ids import ends_in

    found = [record for record in run.records if ends_in(record.id, typed, record.kind)]
    return found[0] if len(found) == 1 else None


def _rows(record: Record, run: Session) -> Iterator[tuple[str, str]]:
    from kvalitet.records.record import walk

    shown: set[Path] = set()
    for field, path, value in walk(record):
        if field is None or field.name == "id" or isinstance(value, dict | list):
            if field is not None and isinstance(value, dict) and isinstance(path[-1], int):
                yield f"{'  ' * (len(path) - 2)}{field.label} {path[-1] + 1}", ""
            continue
        group = path[:1]
        if len(path) > 1 and isinstance(path[1], str) and group not in shown:
            shown.add(group)
            yield record.fields[str(path[0])].label, ""
        indent = "  " * (sum(isinstance(part, str) for part in path) - 1)
        yield f"{indent}{field.label}", in_words(field, value, run)
    yield from _risk(record, run)


def _risk(record: Record, run: Session) -> Iterator[tuple[str, str]]:
    from kvalitet.records.record import groups

    for group, path in groups(record):
        risk, scale = group.risk(""), run.records.scale_of(group, record)
        found = scale.classify(risk) if risk and scale else None
        if risk and found:
            label = f"Riskvärde, {record.kind.fields[str(path[0])].label.lower()}" if path else "Riskvärde"
            yield label, f"{risk.varde} ({found.label.lower()})"


def in_words(field: Field, value: Value, run: Session) -> str:
    """Return one value as a person reads it: choices by label, links with the title of their record."""
    text = value.strip() if isinstance(value, str) else ""
    if field.choices:
        return field.choices.get(text, text)
    if field.is_link:
        title = run.records.title(text)
        return text if title == text else f"{title} ({text})"
    if field.type == "category":
        return run.catalogue.categories.label(text)
    return text
