"""The year's kvalitetsberättelse: records to plain values, and the charts beside them.

Content: how the work was carried on, what was done, what came of it (SOSFS 2011:9 7 kap. 1 §,
allmänna råd), in the order of Osby's own management system.
"""

from __future__ import annotations

import datetime as dt

from kvalitet.reporting.figures import Figures
from kvalitet.reporting.sections import checklist, events, foundation, improvement, measured, trends
from kvalitet.reporting.sections.common import Values, has_boards, laws
from kvalitet.reporting.selection import Selection

NAME = "kvalitetsberattelse"
TEMPLATE = "kvalitetsberattelse.md.j2"
BERATTELSE = "kvalitet"


def values(selection: Selection, day: dt.date) -> tuple[Values, Figures]:
    """Return what the template is filled with, and the charts it names, for one year."""
    figures = Figures()
    found = {
        "ar": selection.year,
        "forra_ar": selection.year - 1,
        "dag": day,
        "lagar": laws(selection),
        "namnder": has_boards(selection.records),
        "system": foundation.system(selection),
        "roller": foundation.roles(selection),
        "mal": foundation.goals(selection),
        "processer": foundation.processes(selection),
        "samverkan": foundation.cooperation(selection),
        "kompetens": foundation.competence(selection),
        "egenkontroller": measured.controls(selection),
        "indikatorer": measured.indicators(selection),
        "risker": measured.risks(selection, figures),
        "avvikelser": events.deviations(selection, figures),
        "lex": events.lex(selection),
        "klagomal": events.complaints(selection),
        "trender": trends.trends(selection, figures),
        "analyser": improvement.analyses(selection),
        "atgarder": improvement.measures(selection, figures, day),
        "planerat": foundation.planned(selection),
        "checklista": checklist.checklist(selection, day),
    }
    return found, figures
