"""What a report can be asked: which records are behind a number, and whether a published one still holds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.report_asking import by_key
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import UsageError
from kvalitet.words import number, plural

if TYPE_CHECKING:
    from kvalitet.reporting.comparing import Difference
    from kvalitet.reporting.making import Draft
    from kvalitet.reporting.orders import Asked
    from kvalitet.reporting.reports import Report
    from kvalitet.reporting.tally import Entry
    from kvalitet.reporting.tracing import Trace

_PARTING = "#"
_NO_KEY = "skriv vilken rapport det gäller, till exempel kvalitet report trace kvalitetsberattelse/2025"
_NO_FILE = "skriv filen, till exempel kvalitet report check reports/2025/kvalitetsberattelse.md"


def trace(run: Session, words: list[str], format_: str) -> int:
    """Print the numbers of a report with their keys or, for one of them, the records behind it."""
    from kvalitet.reporting.tracing import entry_of, numbers

    if len(words) != 1:
        raise UsageError(_NO_KEY)
    report, _, key = words[0].partition(_PARTING)
    draft = _draft(run, report)
    if key:
        _print_entry(run, draft, entry_of(draft, key), format_)
    else:
        _print_numbers(run, draft, numbers(draft), format_)
    return 0


def _draft(run: Session, key: str) -> Draft:
    from kvalitet.reporting.making import make
    from kvalitet.reporting.orders import Order

    report, asked = by_key(run, key)
    return make(
        Order(report, asked.period, day_of(run, report, asked), asked.enhet, asked.public), run.workspace, run.records
    )


def day_of(run: Session, report: Report, asked: Asked) -> dt.date:
    """Return the day that a report speaks as of: the one given, the berättelse's own, or the last commit's."""
    from kvalitet.history.repository import last_commit_day
    from kvalitet.reporting.orders import drawn_up

    if run.given_day:
        return run.given_day
    found = drawn_up(run.records, report, asked.period, asked.enhet)
    return found or last_commit_day(run.workspace.root) or run.day


def _print_numbers(run: Session, draft: Draft, found: list[Trace], format_: str) -> None:

    def row(trace: Trace) -> list[str]:
        entry: Entry = trace.entry
        count = "" if draft.tally.hides(entry) else str(len(entry.ids))
        return [str(trace.printed.line), trace.printed.text, entry.key, count]

    headings, rows = ["Rad", "Tal", "Nyckel", "Poster"], [row(trace) for trace in found]
    if format_ == "json":
        names = ("line", "text", "key", "records")
        output.print_json(
            "tal", {"report": draft.order.key, "numbers": [dict(zip(names, r, strict=True)) for r in rows]}
        )
    elif format_ == "csv":
        output.print_csv(headings, rows)
    else:
        output.print_table(headings, rows, colour=run.colour)
        output.say(f"Skriv kvalitet report trace {draft.order.key}#NYCKEL för att se posterna bakom ett tal.")


def _print_entry(run: Session, draft: Draft, entry: Entry, format_: str) -> None:
    requirements = run.catalogue.requirements
    counted = [name for name in entry.ids if name in requirements]
    headings = ["Krav" if counted else "Post", "Rubrik"]
    rows = [[name, requirements[name].text if name in requirements else run.records.title(name)] for name in entry.ids]
    if format_ == "json":
        body = {"report": draft.order.key, "key": entry.key, "value": entry.value}
        records = [name for name in entry.ids if name not in requirements]
        output.print_json("spår", {**body, "records": records, "requirements": counted, "derived_from": list(entry.of)})
    elif format_ == "csv":
        output.print_csv(headings, rows)
    else:
        output.print_pairs([("Tal", number(entry.value)), ("Nyckel", entry.key)], colour=run.colour)
        if entry.of:
            output.say(f"Räknat ur {', '.join(entry.of)}.")
        if rows:
            output.print_table(headings, rows, colour=run.colour)


def check(run: Session, words: list[str], rev: str) -> int:
    """Count every figure of published reports anew, and tell those that differ."""
    if not words:
        raise UsageError(_NO_FILE)
    return max(_check_one(run, word, rev) for word in words)


def _check_one(run: Session, word: str, rev: str) -> int:
    from kvalitet.history.repository import commit_of
    from kvalitet.reporting.recounting import recount

    file = run.folder / word
    try:
        data = file.read_bytes()
    except OSError:
        if file.is_dir():
            inside = next((f", till exempel {word.rstrip('/')}/{one.name}" for one in sorted(file.glob("*.md"))), "")
            raise UsageError(f"{word} är en mapp; skriv en eller flera filer i den{inside}") from None
        raise UsageError(f"{word} går inte att öppna; skriv vägen till en fil under reports") from None
    root = run.workspace.root
    path = (
        file.resolve().relative_to(root.resolve()).as_posix() if file.resolve().is_relative_to(root.resolve()) else word
    )
    found = recount(run.workspace, path, data, commit_of(root, rev) if rev else "")
    for one in found.differences:
        output.say(f"{word}:{one.line}:{one.column}: {_told(one)}")
    where = f"posterna i incheckning {found.commit[:10]}" if found.commit else "posterna här"
    if found.differences:
        output.say_aside(f"{word}: {plural(len(found.differences), 'tal stämmer', 'tal stämmer')} inte med {where}.")
        return REFUSED
    output.say(f"{word}: {plural(found.counted, 'tal', 'tal')} räknade på nytt; alla stämmer med {where}.")
    return 0


def _told(one: Difference) -> str:
    key = f" ({one.key})" if one.key else ""
    if not one.found:
        return f"{one.expected}{key} saknas i filen"
    if not one.expected:
        return f"{one.found} finns inte i det som posterna ger"
    return f"här står {one.found}, posterna ger {one.expected}{key}"
