"""What was measured and foreseen: egenkontroll, indicators and risks."""

from __future__ import annotations

from collections import Counter

from kvalitet.analysis import charts
from kvalitet.records.record import Entry, Record
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.sections.common import Values, in_order, label, outcome, unit_name
from kvalitet.reporting.selection import Selection
from kvalitet.words import number, sort_key

_LIMITS = {"hogre": "minst", "lagre": "högst", None: ""}


def controls(selection: Selection) -> list[Values]:
    """Return every egenkontroll with its latest outcome of the year and of the year before."""
    rows = []
    for control in in_order(selection, "egenkontroll"):
        outcomes, earlier = selection.outcomes(control), selection.outcomes(control, selection.year - 1)
        goal = control.number("malvarde.varde")
        unit = control.text("malvarde.mattenhet") or ""
        latest = outcomes[-1] if outcomes else None
        rows.append({
            "omrade": control.title,
            "mal": f"{_LIMITS[control.text('malvarde.riktning')]} {number(goal)} {unit}" if goal is not None else "",
            "utfall": outcome(latest),
            "forra": outcome(earlier[-1]) if earlier else "–",
            "natt": is_reached(control, latest),
            "slutsats": (latest.text("slutsats") or "") if latest else "",
            "antal": len(outcomes),
        })
    return rows


def is_reached(control: Record, outcome: Entry | None) -> bool | None:
    """Return whether an outcome reached the control's goal, or None where one of them is missing."""
    goal, value = control.number("malvarde.varde"), outcome.number("varde") if outcome else None
    if goal is None or value is None:
        return None
    return value >= goal if control.text("malvarde.riktning") == "hogre" else value <= goal


def indicators(selection: Selection) -> list[Values]:
    """Return every indicator over three years, with goal and comparison."""
    rows = []
    for record in in_order(selection, "indikator"):
        by_year = {str(entry.value("period")): entry for entry in record.entries("varden") if not entry.has("kon")}
        periods = {
            name: outcome(by_year.get(str(selection.year - back)))
            for back, name in enumerate(("ar", "forra", "forrforra"))
        }
        now = by_year.get(str(selection.year))
        compared = now.number("jamforelsevarde") if now else None
        rows.append({
            "namn": record.title,
            "enhet": record.text("mattenhet") or "",
            "riktning": "högre" if record.text("riktning") == "hogre" else "lägre",
            "mal": number(record.number("malvarde") or 0) if record.has("malvarde") else "–",
            "jamforelse": number(compared) if compared is not None else "–",
            **periods,
        })
    return rows


def risks(selection: Selection, figures: Figures) -> Values:
    """Return the risks judged in the year, worst first, and the matrix before and after."""
    scale = selection.records.catalogue.scale
    judged = [
        (record, risk, found)
        for record in selection.dated("risk", "bedomd.datum")
        if (risk := record.risk("")) and (found := scale.classify(risk))
    ]
    judged.sort(key=lambda row: (-row[1].varde, sort_key(row[0].title)))
    followed = [
        (risk, after, found)
        for record, risk, _ in judged
        if (after := record.risk("efter")) and (found := scale.classify(after))
    ]
    rows = [
        {
            "handelse": record.title,
            "enhet": unit_name(selection, record.text("enhet")),
            "fore": risk.varde,
            "klass": found.label,
            "efter": after.varde if (after := record.risk("efter")) else None,
            "status": label(record, "status"),
        }
        for record, risk, found in judged
    ]
    if judged:
        before = Counter((risk.sannolikhet, risk.konsekvens) for _, risk, _ in judged)
        later = Counter((after.sannolikhet, after.konsekvens) for _, after, _ in followed)
        steps = {factor: [step.label for step in found] for factor, found in scale.steps.items()}
        panels = {"Första bedömningen": before, "Efter åtgärd": later}
        figures.add("risker", charts.matrices(panels, scale.size, steps))
    return {
        "rader": rows,
        "antal": len(rows),
        "hoga": sum(found.high for _, _, found in judged),
        "omprovade": len(followed),
        "sankta": sum(after.varde < risk.varde for risk, after, _ in followed),
        "efter_hoga": sum(found.high for _, _, found in followed),
        "accepterade": sum(row["status"] == "Accepterad" for row in rows),
    }
