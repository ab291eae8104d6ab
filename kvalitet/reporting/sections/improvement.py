"""What was understood and done about it: analyses and åtgärder."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from kvalitet.analysis import charts
from kvalitet.periods import period_name
from kvalitet.records.record import Record
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.sections.common import Values, label, unit_name
from kvalitet.reporting.selection import Selection

_STRENGTHS = {
    "konstruktion": "Stark",
    "system_teknik": "Stark",
    "standardisering": "Medel",
    "bemanning_organisation": "Medel",
    "kontroll": "Medel",
}
"""How well each type of åtgärd holds without anyone's memory; every other type is weak."""

_OPEN = ("foreslagen", "beslutad", "pagar")
_EFFECTS = {"ja": "Ja", "delvis": "Delvis", "nej": "Nej", "": "Inte bedömd"}


def analyses(selection: Selection) -> list[Values]:
    """Return the analyses of the year and its parts: what people saw and concluded."""
    year = str(selection.year)
    chosen = [record for record in selection.of("analys") if str(record.value("period")).startswith(year)]
    return [
        {
            "titel": record.title,
            "period": period_name(str(record.value("period"))),
            "monster": record.text("monster") or "",
            "slutsats": record.text("slutsats") or "",
        }
        for record in sorted(chosen, key=lambda record: str(record.value("period")), reverse=True)
    ]


def measures(selection: Selection, figures: Figures, day: dt.date) -> Values:
    """Return the åtgärder of the year by strength and effect, and all that are still to be done."""
    found = [record for record in selection.of("atgard") if record.year == selection.year]
    done = [record for record in found if record.text("status") == "genomford"]
    table = Counter(
        (_STRENGTHS.get(record.text("typ") or "", "Svag"), record.text("effekt.onskad") or "") for record in done
    )
    strengths = ("Stark", "Medel", "Svag")
    rows = [
        {"styrka": strength, **{name or "obedomd": table[strength, name] for name in _EFFECTS}}
        for strength in strengths
    ]
    if done:
        figures.add(
            "atgarder",
            charts.stacked(
                strengths,
                {label: [table[strength, name] for strength in strengths] for name, label in _EFFECTS.items()},
            ),
        )
    open_ones = [
        record
        for record in selection.of("atgard")
        if record.text("status") in _OPEN and (record.year or 0) <= selection.year
    ]
    told = sorted((record for record in done if _is_worth_telling(record)), key=_failed_first)
    return {
        "antal": len(found),
        "genomforda": len(done),
        "bedomda": sum(record.has("effekt.onskad") for record in done),
        "ja": sum(record.text("effekt.onskad") == "ja" for record in done),
        "avslagna": sum(record.text("status") == "avslagen" for record in found),
        "styrka": rows,
        "rader": [_measure_row(selection, record) for record in told],
        "ovriga": len(done) - len(told),
        "kvar": [
            {
                **_measure_row(selection, record),
                "klart": record.date("klart_senast"),
                "sen": bool((due := record.date("klart_senast")) and due < day),
                "status": label(record, "status"),
            }
            for record in sorted(open_ones, key=lambda record: record.date("klart_senast") or dt.date.max)
        ],
    }


def _is_worth_telling(record: Record) -> bool:
    """A nämnd of a hundred åtgärder reads of those that failed and of the strong ones that can be judged."""
    is_strong = _STRENGTHS.get(record.text("typ") or "") == "Stark" and record.has("effekt.onskad")
    return is_strong or record.text("effekt.onskad") == "nej"


def _failed_first(record: Record) -> tuple[bool, str]:
    return record.text("effekt.onskad") != "nej", record.id


def _measure_row(selection: Selection, record: Record) -> Values:
    return {
        "rubrik": record.title,
        "enhet": unit_name(selection, record.text("enhet")),
        "orsak": label(record, "orsak"),
        "styrka": _STRENGTHS.get(record.text("typ") or "", "Svag").lower(),
        "effekt": _EFFECTS[record.text("effekt.onskad") or ""].lower(),
        "beskrivning": record.text("effekt.beskrivning") or "",
    }
