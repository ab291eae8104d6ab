"""How the checklist looks: on the screen, as Markdown, as CSV and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kvalitet.cli import output
from kvalitet.formats.markdown import escape
from kvalitet.fulfilment.checklist import WHOLE, Checklist, Count, Row
from kvalitet.fulfilment.verdict import Status, Verdict
from kvalitet.requirements import NOT_READ
from kvalitet.words import long_date, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEVELS = {"ska": "ska", "bor": "bör", "upplysning": "upplysning"}
_CONTENT = {Status.SHOWN, Status.FOLLOWED}
_MOST_RECORDS = 12


@dataclass(frozen=True)
class View:
    """What is to be shown: the rows, for which unit, of which organisation."""

    listed: Checklist
    rows: Sequence[Row]
    unit: str
    organisation: str

    @property
    def name(self) -> str:
        """The part of the organisation that is shown, for people."""
        return self.title(self.unit)

    def title(self, unit: str) -> str:
        """Return a unit's name, or the organisation's for the whole."""
        return self.organisation if unit == WHOLE else self.listed.title(unit)


def units(listed: Checklist, unit: str, *, all_units: bool) -> list[str]:
    """Return the units to judge: the chosen one, the bodies beside the whole, and every workplace if asked."""
    organisation = listed.organisation
    if unit != WHOLE:
        inside = organisation.within(unit) if all_units else set()
        return [unit, *(place.id for place in organisation.workplaces if place.id in inside - {unit})]
    bodies = [body.id for body in organisation.bodies]
    places = [place.id for place in organisation.workplaces if place.id not in bodies] if all_units else []
    return [WHOLE, *bodies, *places]


def summary(found: Count, day: dt.date) -> str:
    """Return how much is shown, as one sentence that promises no more than that."""
    if not found.applicable:
        return f"Inget ska-krav är tillämpligt här den {long_date(day)}."
    of = plural(found.applicable, "tillämpligt ska-krav", "tillämpliga ska-krav")
    shown = "är visat" if found.applicable == 1 else "är visade"
    return (
        f"{found.shown} av {of} {shown} ({found.percent} %) den {long_date(day)}. "
        "Det säger vad som är dokumenterat, inte att kraven nås."
    )


def print_all(view: View, format_: str, *, colour: bool) -> None:
    """Print the whole checklist in a format."""
    if format_ == "json":
        output.print_json("checklista", _as_json(view))
    elif format_ == "csv":
        output.print_csv(_CSV_HEADINGS, _csv_rows(view))
    elif format_ == "markdown":
        output.say(_markdown(view))
    else:
        _print_table(view, colour=colour)


def _print_table(view: View, *, colour: bool) -> None:
    for pack in view.listed.packs:
        rows = [row for row in view.rows if row.pack is pack]
        if not rows:
            continue
        output.say(f"\n{pack.label}\n{view.name}, {long_date(view.listed.day)}")
        output.print_table(("Läge", "Krav", "Lagrum", "Innebörd"), _cells(rows, view.unit), colour=colour)
        for row in rows:
            _print_lines(row, row.verdicts[view.unit])
    if any(not row.requirement.verified for row in view.rows):
        output.say(f"\n* {NOT_READ}. kvalitet checklist KRAV visar källa och vad som är osäkert.")


def _cells(rows: Sequence[Row], unit: str) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield row.verdicts[unit].status.value, row.requirement.id, _label(row), row.requirement.text


def _print_lines(row: Row, verdict: Verdict) -> None:
    lines = [*verdict.missing, *(verdict.notes if verdict.status not in _CONTENT else ())]
    if lines:
        output.say(f"{row.requirement.id}: {_state(verdict)}")
        for line in lines:
            output.say(f"  - {line}")


def print_one(view: View, *, colour: bool) -> None:
    """Print one requirement with its source, its state everywhere and the records that show it."""
    (row,) = view.rows
    requirement, verdict = row.requirement, row.verdicts[view.unit]
    output.say(f"{requirement.id}  {row.citation} ({_LEVELS[requirement.level]})\n{requirement.text}\n")
    output.say(f"Källa: {row.pack.source}")
    if not requirement.verified:
        output.say(f"Obs: {NOT_READ}.")
    if requirement.note:
        output.say(f"Anmärkning: {requirement.note}")
    output.say("")
    pairs = [(view.title(unit), _state(found)) for unit, found in row.verdicts.items()]
    output.print_pairs(pairs, colour=colour)
    for line in (*verdict.missing, *verdict.notes):
        output.say(f"  - {line}")
    if verdict.shown_by:
        output.say("\nDet här visar kravet:")
        shown = verdict.shown_by[:_MOST_RECORDS]
        output.print_pairs([(name, view.listed.title(name)) for name in shown], colour=colour)
        if len(verdict.shown_by) > len(shown):
            output.say(f"… och {len(verdict.shown_by) - len(shown)} till; --format json visar alla.")


def _label(row: Row) -> str:
    return row.label.text if row.requirement.verified else f"{row.label.text} *"


def _state(verdict: Verdict) -> str:
    return f"{verdict.status.value} sedan {verdict.since}" if verdict.since else verdict.status.value


def _markdown(view: View) -> str:
    columns = list(view.rows[0].verdicts) if view.rows else [view.unit]
    head = ["Krav", "Lagrum", "Innebörd", *(escape(view.title(unit)) for unit in columns)]
    lines = [f"# Checklista, {escape(view.name)}, {long_date(view.listed.day)}", ""]
    for pack in view.listed.packs:
        rows = [row for row in view.rows if row.pack is pack]
        lines += [f"## {escape(pack.label)}", "", _line(head), _line([":---"] * len(head))]
        for row in rows:
            states = [_state(row.verdicts[unit]) for unit in columns]
            cells = (row.requirement.id, _label(row), row.requirement.text)
            lines.append(_line([*map(escape, cells), *states]))
        lines.append("")
        for row in rows:
            verdict = row.verdicts[view.unit]
            lines += [
                f"- **{escape(row.requirement.id)}** {escape(line)}" for line in (*verdict.missing, *_notes(verdict))
            ]
        lines.append("")
    if any(not row.requirement.verified for row in view.rows):
        lines.append(f"\\* {NOT_READ}.")
    return "\n".join(lines).strip()


def _notes(verdict: Verdict) -> tuple[str, ...]:
    return () if verdict.status in _CONTENT else verdict.notes


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


_CSV_HEADINGS = (
    *("Lista", "Krav", "Lagrum", "Nivå", "Innebörd", "Källkontroll", "Enhet", "Enhetens namn", "Läge", "Sedan"),
    *("Visas av", "Saknas", "Upplysning"),
)


def _csv_rows(view: View) -> Iterator[tuple[str, ...]]:
    for row in view.rows:
        requirement = row.requirement
        for unit, verdict in row.verdicts.items():
            yield (
                *(row.pack.name, requirement.id, row.citation, _LEVELS[requirement.level], requirement.text),
                *("läst vid källa" if requirement.verified else NOT_READ, unit, view.title(unit)),
                *(verdict.status.value, str(verdict.since or ""), " ".join(verdict.shown_by)),
                *(" ".join(verdict.missing), " ".join(verdict.notes)),
            )


def _as_json(view: View) -> dict[str, Any]:
    from kvalitet.fulfilment.checklist import count

    found = count(view.rows, view.unit)
    return {
        "workspace": {"name": view.organisation, "day": view.listed.day.isoformat()},
        "unit": view.unit,
        "summary": {"shown": found.shown, "applicable": found.applicable, "percent": found.percent},
        "requirements": [_row_as_json(row, view) for row in view.rows],
    }


def _row_as_json(row: Row, view: View) -> dict[str, Any]:
    requirement = row.requirement
    return {
        "pack": row.pack.name,
        "id": requirement.id,
        "law": row.citation,
        "level": _LEVELS[requirement.level],
        "text": requirement.text,
        "verified": requirement.verified,
        "note": requirement.note,
        "results": [
            {
                "unit": unit,
                "name": view.title(unit),
                "status": verdict.status.value,
                "since": verdict.since.isoformat() if verdict.since else None,
                "shown_by": list(verdict.shown_by),
                "missing": list(verdict.missing),
                "notes": list(verdict.notes),
            }
            for unit, verdict in row.verdicts.items()
        ],
    }
