"""Every report of a year: for the whole, each nämnd and each unit, made by several processes at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kvalitet.catalogue import catalogue_of
from kvalitet.diagnostics import Diagnostic, KvalitetError
from kvalitet.periods import Period
from kvalitet.processes import processors, spread
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.reporting.judging import judge
from kvalitet.reporting.making import demand_activity, make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.publishing import publish
from kvalitet.reporting.reports import REPORTS, Per, Report, report_of
from kvalitet.workspace import Workspace, find_workspace

_MOST = 4
"""Processes at a time: each holds all records."""


class Task(NamedTuple):
    """One report to be made, in words that another process understands."""

    root: str
    name: str
    period: str
    enhet: str
    day: dt.date
    public: int
    formats: tuple[str, ...]
    own: bool


class Made(NamedTuple):
    """What became of a task: its files by path below the year's folder and what they lack, or why there are none."""

    task: Task
    files: dict[str, bytes]
    findings: list[Diagnostic]
    unshown: tuple[str, ...] = ()
    words: str = ""
    error: str = ""
    exit_code: int = 0


def covers(records: Records, year: int) -> Iterator[tuple[Report, Period, str]]:
    """Yield every packaged report with the period and the part of the organisation that it is made for.

    A plan is made for the year after. A nämnd or unit that carries on nothing of a report's kind gets none. Those that
    come with files about the others are last.
    """
    for report in sorted(REPORTS.values(), key=lambda report: report.attach is not None):
        period = Period.of_year(year + report.years_ahead)
        for enhet in _parts(report, records):
            try:
                demand_activity(report, enhet, records)
            except KvalitetError:
                continue
            yield report, period, enhet


def _parts(report: Report, records: Records) -> Iterator[str]:
    """Yield what a report is made for: a unit gets what is made for units alone, and the rest when it is asked for."""
    levels = {Per.BOARD: "namnd", Per.UNIT: "enhet"}
    if Per.WHOLE in report.per:
        yield ""
    for per, level in levels.items():
        if per in report.per and (per is Per.BOARD or report.per == (Per.UNIT,)):
            yield from (unit.id for unit in records.of("enhet") if unit.text("niva") == level)


def make_all(tasks: Iterable[Task]) -> Iterator[Made]:
    """Yield what becomes of each task, in their order. A task that fails stops no other.

    What comes with files about other reports is made when those have been taken care of.
    """
    ordered = list(tasks)
    about = [task for task in ordered if task.name in REPORTS and REPORTS[task.name].attach]
    if about and len(about) < len(ordered):
        yield from make_all(task for task in ordered if task not in about)
        ordered = about
    yield from spread(produce, ordered, min(_MOST, processors()))


def produce(task: Task) -> Made:
    """Return what becomes of one task."""
    try:
        workspace, records = _opened(task.root)
        period = Period.parse(task.period)
        assert period is not None
        order = Order(report_of(workspace, task.name), period, task.day, task.enhet, task.public)
        draft = make(order, workspace, records, own_templates=task.own)
        made = publish(draft, task.formats)
    except KvalitetError as error:
        return Made(task, {}, [], error=str(error), exit_code=error.exit_code)
    file = f"reports/{period.year}/{draft.name}"
    return Made(task, made.files, judge(draft, made.document, file), made.unshown, draft.words.place)


@cache
def _opened(root: str) -> tuple[Workspace, Records]:
    workspace = find_workspace(Path(root))
    return workspace, load(workspace, catalogue_of(workspace))
