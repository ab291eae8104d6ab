"""`kvalitet report`: reports as files, what can be asked of them, and templates of the workspace's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from kvalitet.cli import output, report_asking, report_questions, report_templates
from kvalitet.cli.completing import FILE, FOLDER, REPORT, REPORT_FORMATS, UNIT
from kvalitet.cli.report_files import OWN_WORDS, names_someone, tell_unshown, write_files
from kvalitet.cli.session import REFUSED, Session, one_of, session
from kvalitet.diagnostics import Diagnostic, Severity, UsageError
from kvalitet.words import listing, plural


def report(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="RAPPORT", click_type=REPORT, help="Rapportens namn, eller all, list, trace, check, new eller lint."
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="VAD", click_type=FILE, help="trace: nyckeln. check: filerna. new och lint: namnet."),
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="ÅR", help="Året som rapporten gäller.")] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="TID", help="Del av ett år i stället: 2025-T1, 2025-H2, 2025-Q3, 2025-03."),
    ] = None,
    namnd: Annotated[
        str | None,
        typer.Option("--namnd", metavar="ID", click_type=UNIT, help="Bara det som hör till den här nämnden."),
    ] = None,
    enhet: Annotated[
        str | None,
        typer.Option("--enhet", metavar="ID", click_type=UNIT, help="Bara det som hör till den här enheten."),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            click_type=REPORT_FORMATS,
            help="md, html, pdf, docx, eller flera som md,pdf. trace: csv, json.",
        ),
    ] = "",
    folder: Annotated[
        str, typer.Option("--out", metavar="MAPP", click_type=FOLDER, help="Mapp för filerna i stället för reports/ÅR.")
    ] = "",
    public: Annotated[
        bool, typer.Option("--public", help="För alla att läsa: små antal som rör enskilda visas inte.")
    ] = False,
    least: Annotated[
        int | None, typer.Option("--minst", metavar="ANTAL", help="Minsta antal som --public visar, annars 5.")
    ] = None,
    attach: Annotated[
        bool, typer.Option("--attach", help="Lägg siffrorna bakom varje diagram i pdf-filen, som csv-filer.")
    ] = False,
    rev: Annotated[str, typer.Option("--rev", metavar="REV", help="check: posterna i den här incheckningen.")] = "",
    no_overrides: Annotated[
        bool, typer.Option("--no-overrides", help="Använd bara verktygets egna mallar, inte arbetsytans.")
    ] = False,
) -> int:
    """Ta fram en rapport som Markdown, webbsida, Word-fil eller PDF. Filerna hamnar i mappen reports och året.

    Uppgifterna räknas per den dag då berättelsen upprättades, enligt posten för
    berättelsen, annars per dagen för senaste incheckningen. Med --day väljs en annan dag.
    list visar alla rapporter. trace visar talens nycklar, och posterna bakom ett tal:
    kvalitet report trace kvalitetsberattelse/2025. check räknar om en färdig rapport.
    new påbörjar en egen mall, lint granskar de egna mallarna. all gör årets alla rapporter, för helheten,
    varje nämnd och varje enhet, och verksamhetsplanen för året efter.
    """
    run = session(ctx)
    report_asking.refuse_unused(ctx, name)
    if name == "list":
        return _list(run)
    if name == "trace":
        return report_questions.trace(
            run, words or [], one_of(formats or "table", ("table", "json", "csv"), "formatet")
        )
    if name == "check":
        return report_questions.check(run, words or [], rev)
    if name == "new":
        return report_templates.begin(run, words or [])
    if name == "lint":
        return report_templates.lint(run, words or [], year)
    if words:
        raise UsageError(f"{words[0]} går inte att tolka; skriv till exempel --year {run.day.year - 1} efter {name}")
    asked = report_asking.Options(year, period, namnd, enhet, public, least)
    choice = _Choice(formats or "md,pdf", folder, own=not no_overrides, attach=attach)
    return _all(run, asked, choice) if name == "all" else _make(run, name, asked, choice)


class _Choice(NamedTuple):
    """How the report is to be made, as the options ask for."""

    formats: str
    folder: str
    own: bool
    attach: bool


def _list(run: Session) -> int:
    from kvalitet.reporting.reports import reports_of

    output.print_pairs(((one.name, one.help) for one in reports_of(run.workspace).values()), colour=run.colour)
    return 0


def _make(run: Session, name: str, options: report_asking.Options, choice: _Choice) -> int:
    from kvalitet.reporting.judging import judge
    from kvalitet.reporting.making import make
    from kvalitet.reporting.orders import Order
    from kvalitet.reporting.publishing import publish
    from kvalitet.reporting.reports import report_of

    chosen = report_of(run.workspace, name)
    asked = report_asking.by_options(run, chosen, options)
    wanted = _formats(choice.formats)
    if choice.attach and "pdf" not in wanted:
        raise UsageError(f"--attach gäller pdf-filen; skriv --format {choice.formats},pdf eller ta bort --attach")
    if _is_refused(run):
        return REFUSED
    day = report_questions.day_of(run, chosen, asked)
    order = Order(chosen, asked.period, day, asked.enhet, asked.public)
    draft = make(order, run.workspace, run.records, own_templates=choice.own)
    if choice.attach:
        draft = draft.with_figures()
    made = publish(draft, wanted)
    place = choice.folder or f"reports/{asked.period.year}"
    shown = {**made.files, **draft.enclosed}
    if names_someone(run, {f"{place}/{path}": data for path, data in shown.items()}, draft.words.place):
        return REFUSED
    write_files(run, made.files, place)
    if made.unshown:
        tell_unshown(made.unshown)
    if asked.public:
        output.say_aside(OWN_WORDS)
    return _tell_lacks(judge(draft, made.document, f"{place}/{draft.name}"))


def _all(run: Session, options: report_asking.Options, choice: _Choice) -> int:
    from kvalitet.cli.report_all import make_every
    from kvalitet.reporting.asking import AsOptions, check_time
    from kvalitet.reporting.batch import Task, covers
    from kvalitet.reporting.orders import Asked

    period, wanted = report_asking.period_of(run, options.year, None), _formats(choice.formats)
    public = report_asking.threshold(options.public, options.least)
    every = list(covers(run.records, period.year))
    for report, covered, _ in every:
        check_time(report, covered, run.day, AsOptions())
    if _is_refused(run):
        return REFUSED
    tasks = [
        Task(
            str(run.workspace.root),
            report.name,
            covered.text,
            enhet,
            report_questions.day_of(run, report, Asked(report.name, covered, enhet, public)),
            public,
            wanted,
            choice.own,
        )
        for report, covered, enhet in every
    ]
    return make_every(run, tasks)


def _tell_lacks(findings: Sequence[Diagnostic]) -> int:
    """Tell what the written report still lacks. Return 1 where it is something that a law demands."""
    output.print_short(findings, aside=True)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        parts = plural(errors, "del som ska vara med", "delar som ska vara med")
        output.say_aside(f"Rapporten är skriven som ett utkast: den saknar {parts}.")
    return 1 if errors else 0


def _is_refused(run: Session) -> bool:
    """Judge the records first: a report is not made of records that cannot be read or name a person."""
    findings = run.findings
    unread = {found.path for found in run.records.unread}
    stops = [
        f for f in findings if f.severity is Severity.ERROR and (f.place.path in unread or f.code.startswith("SEK"))
    ]
    if stops:
        output.print_short(stops, aside=True)
        output.say_aside(
            "Rapporten togs inte fram: de här felen gör den ofullständig eller röjer någon. Rätta dem först."
        )
        return True
    errors = sum(f.severity is Severity.ERROR for f in findings)
    if errors:
        output.say_aside(
            f"Observera: {plural(errors, 'fel', 'fel')} i posterna kan påverka rapporten. Kör kvalitet validate."
        )
    return False


def _formats(text: str) -> tuple[str, ...]:
    from kvalitet.reporting.publishing import FORMATS

    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise UsageError(f"formatet {text} finns inte; skriv {listing(FORMATS)}, eller flera som {','.join(FORMATS)}")
    return wanted
