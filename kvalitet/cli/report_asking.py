"""Which report is asked for on the command line, by options or by a key: read in one way, and judged by one judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click
import typer
from click.core import ParameterSource

from kvalitet.cli.session import Session
from kvalitet.cli.units import the_board, the_unit
from kvalitet.diagnostics import UsageError
from kvalitet.periods import Period
from kvalitet.words import listing

if TYPE_CHECKING:
    from kvalitet.reporting.orders import Asked
    from kvalitet.reporting.reports import Report

_PERIODS = (
    "en månad som 2025-03, ett kvartal som 2025-Q3, ett tertial som 2025-T1, ett halvår som 2025-H2, eller ett år"
)
_TAKEN = {
    "list": (),
    "trace": ("--format",),
    "check": ("--rev",),
    "new": (),
    "lint": ("--year",),
    "all": ("--year", "--format", "--public", "--minst", "--no-overrides"),
}
"""The options that each action takes; a report takes all but those of a single action."""

_OF_ACTIONS = ("--rev",)
_IN_KEY = ("--year", "--period", "--namnd", "--enhet", "--public", "--minst")


class Options(NamedTuple):
    """What the options say of the report, as they were written; None is not written."""

    year: int | None
    period: str | None
    namnd: str | None
    enhet: str | None
    public: bool
    least: int | None


def refuse_unused(ctx: typer.Context, action: str) -> None:
    """Raise UsageError for an option that says nothing, or that the action does not look at."""
    for option in ctx.command.params:
        name = option.name or ""
        if not isinstance(option, click.Option) or ctx.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        written = option.opts[0]
        if isinstance(ctx.params[name], str) and not ctx.params[name].strip():
            raise UsageError(f"{written} är tomt; skriv {written} {option.metavar}, eller ta bort {written}")
        taken = written in _TAKEN[action] if action in _TAKEN else written not in _OF_ACTIONS
        if not taken:
            raise UsageError(f"{written} gäller inte report {_named(action)}; {_instead(action, written)}")


def _named(action: str) -> str:
    return action if action in _TAKEN else "med en rapports namn"


def _instead(action: str, written: str) -> str:
    if action == "trace" and written in _IN_KEY:
        return "skriv det i nyckeln, som RAPPORT/TID/ENHET eller RAPPORT/TID/ENHET/publik"
    if action == "all":
        return f"den gör årets alla rapporter, och tar bara {listing(_TAKEN['all'], 'och')}"
    return f"den tar bara {listing(_TAKEN[action], 'och')}" if _TAKEN.get(action) else "ta bort det"


def by_options(run: Session, report: Report, options: Options) -> Asked:
    """Return what the options ask for. Raises UsageError with what to write."""
    from kvalitet.reporting.asking import AsOptions, check_cover, check_time
    from kvalitet.reporting.orders import Asked

    if options.namnd and options.enhet:
        raise UsageError("--namnd och --enhet säger var sin del av organisationen; skriv bara det ena")
    unit = the_board(run, options.namnd or "") or the_unit(run, options.enhet or "")
    check_cover(report, run.records, unit, AsOptions())
    period = period_of(run, options.year, options.period)
    check_time(report, period, run.day, AsOptions())
    return Asked(report.name, period, unit, threshold(options.public, options.least))


def by_key(run: Session, key: str) -> tuple[Report, Asked]:
    """Return the report that a key names, and what it asks for. Raises UsageError with what to write."""
    from kvalitet.reporting.asking import AsKey, check_cover, check_time
    from kvalitet.reporting.orders import parse_key
    from kvalitet.reporting.reports import report_of

    asked = parse_key(key)
    if asked is None:
        year = run.day.year - 1
        units = sorted(run.records.of("enhet"), key=lambda unit: unit.text("niva") != "namnd")
        example = f" eller kvalitetsberattelse/{year}/{units[0].id}" if units else ""
        raise UsageError(f"{key} är ingen nyckel till en rapport; skriv som kvalitetsberattelse/{year}{example}")
    report = report_of(run.workspace, asked.name)
    asked = asked._replace(name=report.name, enhet=the_unit(run, asked.enhet))
    check_cover(report, run.records, asked.enhet, AsKey(asked))
    check_time(report, asked.period, run.day, AsKey(asked))
    return report, asked


def period_of(run: Session, year: int | None, text: str | None) -> Period:
    """Return the time that the options say. Raises UsageError with the ways to write one."""
    last = run.day.year - 1
    if text is None:
        if year is None:
            raise UsageError(f"--year saknas; skriv till exempel --year {last}")
        if len(str(year)) != 4:
            raise UsageError(f"{year} är inget år; skriv fyra siffror, till exempel --year {last}")
        return Period.of_year(year)
    found = Period.parse(text.strip().upper())
    if found is None:
        raise UsageError(f"{text} är ingen tid; skriv {_PERIODS}")
    if year is not None and found.year != year:
        raise UsageError("--year och --period säger olika år; skriv bara det ena")
    return found


def threshold(public: bool, least: int | None) -> int:
    """Return the least count that is shown, 0 for all. Raises UsageError for what can be none."""
    from kvalitet.reporting.orders import THRESHOLD, is_threshold

    if least is None:
        return THRESHOLD if public else 0
    if not public:
        raise UsageError("--minst gäller bara tillsammans med --public; skriv båda, eller ta bort --minst")
    if not is_threshold(least):
        raise UsageError(f"--minst {least} går inte; skriv ett tal från 2 till 999")
    return least
