"""What was measured and foreseen: egenkontroll, indicators and risks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kvalitet.records.record import Entry, Record
from kvalitet.rendering.values import Number
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.sections.common import Values, in_order, label, outcome, unit_name
from kvalitet.reporting.sections.sharing import is_of, is_shared, marked, spoken_for, whose
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import key_of
from kvalitet.scales import Risk, Scale
from kvalitet.words import in_sentence, listing, number, sort_key

LIMITS = {"hogre": "minst", "lagre": "högst", None: ""}
"""How a goal is read: what is better higher is to be at least so much."""


def controls(basis: Basis) -> list[Values]:
    """Return every egenkontroll with its latest outcome of the year and of the year before.

    One of which only units in the covered part have outcomes of their own has a row for each; `delad` says that
    the outcome is not of the covered part alone.
    """
    selection = basis.selection
    rows = []
    for control in in_order(basis, "egenkontroll"):
        told = [*selection.outcomes(control), *selection.outcomes(control, selection.before)]
        rows += [_control_row(basis, control, unit) for unit in spoken_for(selection, control, told)]
    return rows


def _control_row(basis: Basis, control: Record, unit: str) -> Values:
    selection = basis.selection
    outcomes, earlier = (
        [entry for entry in selection.outcomes(control, period) if is_of(entry, unit)]
        for period in (selection.period, selection.before)
    )
    latest = outcomes[-1] if outcomes else None
    return {
        "id": control.id,
        "omrade": marked(selection, control, unit),
        "mal": goal_text(control),
        "utfall": outcome(basis, control, latest),
        "forra": outcome(basis, control, earlier[-1]) if earlier else None,
        "natt": is_reached(control, latest),
        "slutsats": (latest.text("slutsats") or "") if latest else "",
        "antal": len(outcomes),
        "delad": not unit and is_shared(selection, control),
    }


def goal_text(control: Record) -> str:
    """Return an egenkontroll's goal in words: minst 95 procent; nothing where it has none."""
    goal, unit = control.number("malvarde.varde"), control.text("malvarde.mattenhet") or ""
    return "" if goal is None else f"{LIMITS[control.text('malvarde.riktning')]} {number(goal)} {unit}".strip()


def is_reached(control: Record, outcome: Entry | None) -> bool | None:
    """Return whether an outcome reached the control's goal, or None where one of them is missing."""
    goal, value = control.number("malvarde.varde"), outcome.number("varde") if outcome else None
    if goal is None or value is None:
        return None
    return value >= goal if control.text("malvarde.riktning") == "hogre" else value <= goal


def indicators(basis: Basis) -> list[Values]:
    """Return every indicator over three years, with goal and comparison; none where no year has any value."""
    found = in_order(basis, "indikator")
    years = [str(basis.selection.year - back) for back in (2, 1, 0)]
    panels = [panel for record in found if (panel := _indicator(basis.selection, record, years)).values]
    if not panels:
        return []
    rows = [_indicator_row(basis, record) for record in found]
    basis.figures.add(lambda: charting.indicators(basis.named("indikatorer"), years, panels))
    return rows


def _indicator_row(basis: Basis, record: Record) -> Values:
    year = basis.selection.year
    by_year = _yearly(record)
    now = by_year.get(str(year))
    compared = now.number("jamforelsevarde") if now else None
    periods = {
        name: outcome(basis, record, by_year.get(str(year - back)))
        for back, name in enumerate(("ar", "forra", "forrforra"))
    }
    return {
        "namn": record.title,
        "enhet": "; ".join(filter(None, (record.text("mattenhet"), whose(basis.selection, record)))),
        "riktning": "högre" if record.text("riktning") == "hogre" else "lägre",
        "mal": basis.tally.figure(key_of("mal", record.id), record.number("malvarde"), [record.id]),
        "jamforelse": basis.tally.figure(key_of("jamforelse", record.id, year), compared, [record.id]),
        **periods,
    }


def _yearly(record: Record) -> dict[str, Entry]:
    return {str(entry.value("period")): entry for entry in record.entries("varden") if not entry.has("kon")}


def _indicator(selection: Selection, record: Record, years: list[str]) -> charting.Indicator:
    by_year = _yearly(record)
    measured = {year: by_year[year].number("varde") for year in years if year in by_year}
    now = by_year.get(years[-1])
    return charting.Indicator(
        record.title,
        record.text("mattenhet") or "",
        "högre" if record.text("riktning") == "hogre" else "lägre",
        {year: value for year, value in measured.items() if value is not None},
        record.number("malvarde"),
        now.number("jamforelsevarde") if now else None,
        record.text("jamforelse") or "",
        whose(selection, record),
    )


class _Judged(NamedTuple):
    """A risk judged in the year, on the scale that it was judged on, and again where it was."""

    record: Record
    scale: Scale
    before: Risk
    after: Risk | None

    @property
    def share(self) -> float:
        """How much of the scale's highest product the risk has, so that scales of other sizes can be compared."""
        return self.before.varde / self.scale.size**2


def risks(basis: Basis) -> Values:
    """Return the risks judged in the year, worst first, and for each scale the matrix before and after."""
    selection = basis.selection
    judged = sorted(_judged(selection), key=lambda row: (-row.share, sort_key(row.record.title)))
    scales = dict.fromkeys(row.scale.name for row in judged)
    panels = [_panel([row for row in judged if row.scale.name == name], basis) for name in scales]
    followed = [row for row in judged if row.after is not None]
    return {
        "rader": [_risk_row(basis, row) for row in judged],
        "matriser": panels,
        "klasser": listing(dict.fromkeys(name for panel in panels for name in panel["klasser"])),
        "antal": _count(basis, "antal", judged),
        "hoga": _count(basis, "hoga", [row for row in judged if row.scale.is_high(row.before)]),
        "omprovade": _count(basis, "omprovade", followed),
        "sankta": _count(basis, "sankta", [r for r in followed if r.after and r.after.varde < r.before.varde]),
        "accepterade": _count(basis, "accepterade", [r for r in judged if r.record.text("status") == "accepterad"]),
    }


def _count(basis: Basis, measure: str, rows: list[_Judged]) -> Number:
    """Return how many risks there are; a risk is of the work, not of a person, so none is hidden."""
    key = basis.key("risker", basis.selection.period.text, measure)
    return basis.tally.count(key, [row.record.id for row in rows], guarded=False)


def _judged(selection: Selection) -> Iterator[_Judged]:
    for record in selection.dated("risk", "bedomd.datum"):
        before, after, scale = record.risk(""), record.risk("efter"), selection.records.scale_of(record, record)
        if before and scale and scale.classify(before):
            yield _Judged(record, scale, before, after if after and scale.classify(after) else None)


def _risk_row(basis: Basis, row: _Judged) -> Values:
    found = row.scale.classify(row.before)
    return {
        "handelse": row.record.title,
        "enhet": unit_name(basis.selection, row.record.text("enhet")),
        "fore": basis.tally.figure(key_of("riskvarde", row.record.id, "fore"), row.before.varde, [row.record.id]),
        "klass": found.label if found else "",
        "efter": basis.tally.figure(
            key_of("riskvarde", row.record.id, "efter"), row.after.varde if row.after else None, [row.record.id]
        ),
        "status": label(row.record, "status"),
    }


def _panel(rows: list[_Judged], basis: Basis) -> Values:
    """Draw the two matrices of one scale and return what they show."""
    scale = rows[0].scale
    is_usual = scale.name == basis.selection.records.catalogue.scale_name
    topic = "risker" if is_usual else f"risker-{scale.name}"
    name = basis.named(topic)
    before = [row.before for row in rows]
    after = [row.after for row in rows if row.after is not None]
    panels = {
        title: Counter((risk.sannolikhet, risk.konsekvens) for risk in found)
        for title, found in (("Första bedömningen", before), ("Efter åtgärd", after))
    }
    basis.figures.add(lambda: charting.risk_matrix(name, scale, panels))
    return {
        "figur": name,
        "skala": scale.label,
        "steg": scale.size,
        "klasser": [in_sentence(found.label) for found in reversed(scale.classes) if found.high],
        "antal": _count(basis, f"{topic}.antal", rows),
        "hoga": _count(basis, f"{topic}.hoga", [row for row in rows if scale.is_high(row.before)]),
        "omprovade": _count(basis, f"{topic}.omprovade", [row for row in rows if row.after]),
        "efter_hoga": _count(basis, f"{topic}.efter-hoga", [r for r in rows if r.after and scale.is_high(r.after)]),
    }
