"""`kvalitet schema`: what an editor needs to help while one writes a record."""

from __future__ import annotations

from typing import Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import FOLDER, KIND
from kvalitet.cli.list_ import named_kind
from kvalitet.cli.session import Session, session
from kvalitet.diagnostics import UsageError
from kvalitet.words import plural


def schema(
    ctx: typer.Context,
    word: Annotated[
        str, typer.Argument(metavar="SLAG", click_type=KIND, help="Visa schemat för ett slag i stället för att spara.")
    ] = "",
    folder: Annotated[
        str,
        typer.Option(
            "--out", metavar="MAPP", click_type=FOLDER, help="Mapp för filerna i stället för .kvalitet/schema."
        ),
    ] = "",
) -> None:
    """Spara scheman som låter en editor hjälpa till: fältens namn, val, hjälptext och lagrum.

    Med ett slag visas dess schema (JSON Schema, draft-07). Utan slag sparas ett schema för varje slag
    i arbetsytan. Kör kommandot igen när kvalitet eller arbetsytans egna slag har ändrats.
    """
    from kvalitet.schema.files import SCHEMAS, schema_text
    from kvalitet.schema.properties import schema as schema_of

    run = session(ctx)
    if word and folder:
        raise UsageError("--out gäller alla scheman; ta bort slaget eller --out")
    if word:
        kind, _ = named_kind(run, word)
        output.say(schema_text(schema_of(kind, run.catalogue)).rstrip("\n"))
        return
    count = write_schemas(run, folder or SCHEMAS)
    if not run.quiet:
        changed = plural(count, "ändrad fil", "ändrade filer") if count else "inget att ändra"
        where = f"{plural(len(run.catalogue.kinds), 'schema', 'scheman')} i {folder or SCHEMAS}"
        output.say_aside(f"{where}: {changed}.")


def write_schemas(run: Session, folder: str) -> int:
    """Write every schema that is not in a folder as it should be, and return how many that were."""
    from kvalitet.schema.files import stale_files

    with run.writing() as writer:
        stale = stale_files(run.workspace.root / folder, run.catalogue)
        for name, data in stale.items():
            writer.put(f"{folder}/{name}", data)
    return len(stale)
