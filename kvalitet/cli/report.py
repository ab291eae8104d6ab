"""`kvalitet report`: reports as files, what can be asked of them, and templates of the workspace's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kvalitet.cli import output, report_questions, report_templates
from kvalitet.cli.completing import FILE, FOLDER, REPORT, REPORT_FORMATS, UNIT
from kvalitet.cli.session import REFUSED, Session, one_of, session
from kvalitet.cli.show import the_unit
from kvalitet.diagnostics import Diagnostic, Severity, UsageError, WritingError
from kvalitet.periods import Period
from kvalitet.words import listing, plural

if TYPE_CHECKING:
    from kvalitet.reporting.reports import Report

_MOST_NAMED = 10
OWN_WORDS = "Läs analyser och egna texter i rapporten innan den läggs ut: i dem döljer verktyget inget."


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
    year: Annotated[int, typer.Option("--year", metavar="ÅR", help="Året som rapporten gäller.")] = 0,
    period: Annotated[
        str,
        typer.Option("--period", metavar="TID", help="Del av ett år i stället: 2025-T1, 2025-H2, 2025-Q3, 2025-03."),
    ] = "",
    namnd: Annotated[
        str, typer.Option("--namnd", metavar="ID", click_type=UNIT, help="Bara det som hör till den här nämnden.")
    ] = "",
    enhet: Annotated[
        str, typer.Option("--enhet", metavar="ID", click_type=UNIT, help="Bara det som hör till den här enheten.")
    ] = "",
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
        int, typer.Option("--minst", metavar="ANTAL", help="Minsta antal som --public visar, annars 5.")
    ] = 0,
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
    choice = _Choice(
        year,
        period,
        namnd or enhet,
        formats or "md,pdf",
        folder,
        public=_threshold(least) if public else 0,
        own=not no_overrides,
        attach=attach,
    )
    return _all(run, choice) if name == "all" else _make(run, name, choice)


class _Choice(NamedTuple):
    """What the options ask for."""

    year: int
    period: str
    unit: str
    formats: str
    folder: str
    public: int
    own: bool
    attach: bool


def _threshold(least: int) -> int:
    from kvalitet.reporting.orders import THRESHOLD

    if least and not 2 <= least <= 999:
        raise UsageError(f"--minst {least} går inte; skriv ett tal från 2 till 999")
    return least or THRESHOLD


def _list(run: Session) -> int:
    from kvalitet.reporting.reports import reports_of

    output.print_pairs(((one.name, one.help) for one in reports_of(run.workspace).values()), colour=run.colour)
    return 0


def _make(run: Session, name: str, choice: _Choice) -> int:
    from kvalitet.reporting.judging import judge
    from kvalitet.reporting.making import make
    from kvalitet.reporting.orders import Asked, Order
    from kvalitet.reporting.publishing import publish
    from kvalitet.reporting.reports import check_cover, report_of

    chosen = report_of(run.workspace, name)
    unit = the_unit(run, choice.unit)
    check_cover(chosen, run.records, unit)
    asked = Asked(name, _period(run, chosen, choice.year, choice.period), unit, choice.public)
    wanted = _formats(choice.formats)
    if choice.attach and "pdf" not in wanted:
        raise UsageError(f"--attach gäller pdf-filen; skriv --format {choice.formats},pdf eller ta bort --attach")
    if _is_refused(run):
        return REFUSED
    day = report_questions.day_of(run, chosen, asked)
    order = Order(chosen, asked.period, day, unit, choice.public)
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
    if choice.public:
        output.say_aside(OWN_WORDS)
    return _tell_lacks(judge(draft, made.document, f"{place}/{draft.name}"))


def _all(run: Session, choice: _Choice) -> int:
    from kvalitet.cli.report_all import make_every
    from kvalitet.reporting.batch import Task, covers
    from kvalitet.reporting.orders import Asked
    from kvalitet.reporting.reports import REPORTS

    if choice.period or choice.unit or choice.folder:
        raise UsageError("all gör årets alla rapporter; skriv bara --year, --format, --public och --no-overrides")
    year, wanted = _period(run, next(iter(REPORTS.values())), choice.year, "").year, _formats(choice.formats)
    if _is_refused(run):
        return REFUSED
    tasks = [
        Task(
            str(run.workspace.root),
            report.name,
            period.text,
            enhet,
            report_questions.day_of(run, report, Asked(report.name, period, enhet, choice.public)),
            choice.public,
            wanted,
            choice.own,
        )
        for report, period, enhet in covers(run.records, year)
    ]
    return make_every(run, tasks)


def _period(run: Session, report: Report, year: int, text: str) -> Period:
    """Return the period that the options ask for. Raises UsageError with what to write."""
    last = run.day.year - 1
    asked = Period.parse(text or str(year)) if text or year else None
    if asked is None or not 1990 <= asked.year <= run.day.year + 1:
        if not text and not year:
            raise UsageError(f"--year saknas; skriv till exempel --year {last}")
        advice = f"{last}-T1 eller {last}-Q3" if report.parts_of_years else f"fyra siffror, till exempel {last}"
        raise UsageError(f"{text or year} är ingen tid att redovisa; skriv {advice}")
    if text and year and asked.year != year:
        raise UsageError("--year och --period säger olika år; skriv bara det ena")
    if asked.text != str(asked.year) and not report.parts_of_years:
        raise UsageError(f"{report.name} görs för hela år; skriv --year {asked.year}")
    return asked


def tell_unshown(characters: Sequence[str]) -> None:
    """Tell which characters the PDF shows as a square."""
    named = [f"{char} (U+{ord(char):04X})" for char in characters[:_MOST_NAMED]]
    rest = f" och {len(characters) - _MOST_NAMED} till" if len(characters) > _MOST_NAMED else ""
    output.say_aside(
        f"Observera: tecken som inte finns i rapportens typsnitt visas som □ i pdf-filen: {', '.join(named)}{rest}."
    )


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
    from kvalitet.checking import check

    findings = check(run.records, run.day)
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


def names_someone(run: Session, files: dict[str, bytes], words: str) -> bool:
    """Judge what is about to be written, the last gate: with an identity number in it nothing is written.

    The records have been judged, so it comes from a person's words, a template, the settings or the folder's name.
    """
    from kvalitet.screening.places import screen_files
    from kvalitet.screening.texts import screen

    found = [one for path, data in files.items() for one in screen(path, data) if one.severity is Severity.ERROR]
    if not found:
        return False
    root = run.workspace.root
    possible = (words, "templates", "kinds", run.workspace.configuration.file)
    sources = [path for path in possible if (root / path).exists()]
    output.print_short([*found, *screen_files(root, sources)], aside=True)
    output.say_aside(
        "Rapporten skrevs inte: den skulle röja någon. Rätta texten, mallen eller inställningen och försök igen."
    )
    return True


def _formats(text: str) -> tuple[str, ...]:
    from kvalitet.reporting.publishing import FORMATS

    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise UsageError(f"formatet {text} finns inte; skriv {listing(FORMATS)}, eller flera som {','.join(FORMATS)}")
    return wanted


def write_files(run: Session, files: dict[str, bytes], folder: str) -> None:
    """Write every file of a report below its folder, each whole; what is made of the same records can be made again."""
    from kvalitet.paths import PathError, plain_path

    with run.writing() as writer:
        for path, data in files.items():
            try:
                writer.put(f"{folder}/{plain_path(path)}", data)
            except PathError as error:
                raise WritingError(f"{path} {error}") from None
            if not path.endswith(".svg"):
                output.say(f"{folder}/{path}")
