"""`kvalitet checklist`: the requirements with what shows them, on any day, and CI's gate."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import PACK, REQUIREMENT, UNIT, choice
from kvalitet.cli.dates import read_date
from kvalitet.cli.session import Session, one_of, session, sweden, swedish_now
from kvalitet.cli.units import the_unit
from kvalitet.diagnostics import UsageError
from kvalitet.words import hint

if TYPE_CHECKING:
    from kvalitet.records.collection import Records
    from kvalitet.requirements import Pack

NOT_REACHED = 5
_FORMATS = ("table", "markdown", "json", "csv")


def checklist(
    ctx: typer.Context,
    requirement: Annotated[
        str,
        typer.Argument(
            metavar="KRAV", click_type=REQUIREMENT, help="Visa bara det här kravet, med allt som visar det: R-4-2."
        ),
    ] = "",
    packs: Annotated[
        list[str] | None,
        typer.Option(
            "--requirements",
            metavar="LISTA",
            click_type=PACK,
            help="Kravlista, till exempel osby-2019. Får anges flera gånger.",
        ),
    ] = None,
    enhet: Annotated[
        str,
        typer.Option(
            "--enhet", metavar="ID", click_type=UNIT, help="Läget i den här nämnden, förvaltningen eller enheten."
        ),
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATUM", help="Läget en annan dag, med posterna som git hade dem då.")
    ] = "",
    minimum: Annotated[
        int, typer.Option("--minimum", metavar="PROCENT", help="Sluta med 5 när färre ska-krav än så är visade.")
    ] = -1,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", click_type=choice(*_FORMATS), help="table, markdown, json eller csv."
        ),
    ] = "table",
) -> int:
    """Bocka av föreskriftens krav: vad som visar dem, vad som saknas och vad som har blivit inaktuellt.

    Listan säger vad som är dokumenterat, aldrig att verksamheten når kraven.
    Utan val räknas SOSFS 2011:9, patientsäkerhetslagen 3 kap., lex Sarah och arbetsytans egna listor.
    """
    from kvalitet.cli import checklist_views
    from kvalitet.fulfilment.checklist import WHOLE, Checklist, count

    run = session(ctx)
    one_of(format_, _FORMATS, "formatet")
    if minimum != -1 and not 0 <= minimum <= 100:
        raise UsageError(f"--minimum {minimum} går inte; skriv en procent från 0 till 100")
    day = read_date(as_of, run.day) if as_of else run.day
    records = _records(run, day) if as_of else run.records
    unit = the_unit(run, enhet) if enhet else WHOLE
    only = _named(run, requirement) if requirement else ""
    listed = Checklist(_packs(run, packs or [], only), records, day)
    units = checklist_views.units(listed, unit, all_units=format_ in ("json", "csv") or bool(only))
    rows = [row for row in listed.rows(units) if only in ("", row.requirement.id)]
    if not rows:
        raise UsageError(f"{only or 'ingen av listorna'} gällde inte {day}")
    view = checklist_views.View(listed, rows, unit, run.workspace.name)
    if format_ == "table" and only:
        checklist_views.print_one(view, colour=run.colour)
    else:
        checklist_views.print_all(view, format_, colour=run.colour)
    found = count(rows, unit)
    if not run.quiet and not only:
        output.say_aside(checklist_views.summary(found, day))
    if found.percent < minimum:
        output.say_aside(f"Gränsen {minimum} procent är inte nådd.")
        return NOT_REACHED
    return 0


def _named(run: Session, typed: str) -> str:
    """Return the id of a requirement that was typed in any case. Raises UsageError with the nearest."""
    known = {name.upper(): name for name in run.catalogue.requirements}
    if typed.upper() not in known:
        raise UsageError(f"{typed} är inget krav{hint(typed.upper(), list(known.values()))}")
    return known[typed.upper()]


def _packs(run: Session, names: list[str], only: str) -> list[Pack]:
    """Return the lists that were asked for; for a single requirement the list that it stands in."""
    known = run.catalogue.packs
    wanted = list(dict.fromkeys(part.strip() for name in names for part in name.split(",") if part.strip()))
    for name in wanted:
        if name not in known:
            raise UsageError(f"kravlistan {name} finns inte{hint(name, list(known))}")
    if only:
        home = next(pack.name for pack in known.values() if only in {found.id for found in pack.requirements})
        if wanted and home not in wanted:
            raise UsageError(f"{only} står inte i den listan; utelämna --requirements, eller skriv {home}")
        wanted = [home]
    return [known[name] for name in wanted] or run.catalogue.standard_packs


def _records(run: Session, day: dt.date) -> Records:
    """Return the records as git had them at the end of a day; a day to come is judged by those of today."""
    from kvalitet.history.repository import first_commit_day
    from kvalitet.history.trees import snapshot
    from kvalitet.records.loading import from_documents
    from kvalitet.source.document import document
    from kvalitet.workspace import RECORDS

    if day >= swedish_now().date():
        return run.records
    end = dt.datetime.combine(day, dt.time(23, 59, 59), sweden())
    found = snapshot(run.workspace.root, RECORDS, end)
    if found is None:
        begins = first_commit_day(run.workspace.root)
        since = f"börjar {begins}" if begins else "saknas"
        output.say_aside(
            f"Historiken i git {since}. Posterna räknas därför som de är nu, efter de datum som står i dem. "
            "Det som saknar datum räknas som om det fanns då."
        )
        return run.records.known_on(day)
    output.say_aside(f"Posterna som de var {day}: incheckning {found.commit[:10]} från {found.day}.")
    return from_documents((document(path, data) for path, data in found.files.items()), run.catalogue)
