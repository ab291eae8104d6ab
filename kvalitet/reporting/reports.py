"""Every report by name: what it covers, and which sections fill its template.

A report is an entry here and a template in `templates/`. Its template can use the section values under the names that
stand here, and what `making.py` gives every report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kvalitet.diagnostics import UsageError
from kvalitet.reporting.basis import Section
from kvalitet.reporting.sections import (
    checklist,
    complaints,
    deviations,
    foundation,
    improvement,
    lex,
    measured,
    patient_safety,
    trends,
)
from kvalitet.words import fold, hint
from kvalitet.workspace import Workspace

SECTIONS: Mapping[str, Section] = {
    "system": foundation.system,
    "roller": foundation.roles,
    "mal": foundation.goals,
    "processer": foundation.processes,
    "samverkan": foundation.cooperation,
    "kompetens": foundation.competence,
    "planerat": foundation.planned,
    "egenkontroller": measured.controls,
    "indikatorer": measured.indicators,
    "risker": measured.risks,
    "avvikelser": deviations.deviations,
    "lex": lex.lex,
    "klagomal": complaints.complaints,
    "trender": trends.trends,
    "analyser": improvement.analyses,
    "atgarder": improvement.measures,
    "checklista": checklist.checklist,
    "vard": patient_safety.patient_safety,
}
"""What templates can be filled with, by the name that they call it."""


class Per(StrEnum):
    """For which parts of the organisation a report is made when all are: the whole, every nämnd, every unit."""

    WHOLE = "hela verksamheten"
    BOARD = "varje nämnd"
    UNIT = "varje enhet"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is called, what fills it and what it can cover."""

    name: str
    label: str
    help: str
    sections: tuple[str, ...]
    berattelse: str = ""
    """The type of the berättelse record that says who drew it up, when, and what was decided about it."""
    per: tuple[Per, ...] = (Per.WHOLE,)
    parts_of_years: bool = False
    """It can be made of a part of a year, such as a tertial."""
    half: str = ""
    """The half that everything in it is narrowed to, `hsl` or `sol_lss`; it is made only where that is carried on."""
    has_headings: bool = False
    """Its headings are data, and the workspace chooses among sets of them."""

    @property
    def template(self) -> str:
        """The file name of its template."""
        return f"{self.name}.md.j2"


_ALL = (
    Report(
        "kvalitetsberattelse",
        "Kvalitetsberättelse",
        "Årets systematiska kvalitetsarbete: vad som gjordes, vad det gav och vad som återstår.",
        tuple(name for name in SECTIONS if name != "vard"),
        berattelse="kvalitet",
        per=(Per.WHOLE, Per.BOARD),
    ),
    Report(
        "patientsakerhetsberattelse",
        "Patientsäkerhetsberättelse",
        "Årets patientsäkerhetsarbete inom hälso- och sjukvården, klar senast den 1 mars.",
        tuple(name for name in SECTIONS if name not in ("checklista", "analyser")),
        berattelse="patientsakerhet",
        per=(Per.WHOLE, Per.BOARD),
        half="hsl",
        has_headings=True,
    ),
)

_PARTS = ("rapport", "psb_delar")
"""Templates that others are made of."""

REPORTS: Mapping[str, Report] = {report.name: report for report in _ALL}
"""The packaged reports, in the order in which they are listed."""


_SUFFIX = ".md.j2"


def reports_of(workspace: Workspace) -> Mapping[str, Report]:
    """Return the packaged reports and those that the workspace has templates of its own for, by name."""
    folder = workspace.root / "templates"
    names = sorted(path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []
    own = {name: _own(name) for name in names if name not in REPORTS and name not in _PARTS and name == fold(name)}
    return {**REPORTS, **own}


def _own(name: str) -> Report:
    label = name.replace("-", " ").replace("_", " ")
    return Report(
        name,
        label[:1].upper() + label[1:],
        "Arbetsytans egen rapport.",
        tuple(SECTIONS),
        per=(),
        parts_of_years=True,
    )


def report_of(workspace: Workspace, name: str) -> Report:
    """Return a report by its name. Raises UsageError with the nearest one."""
    known = reports_of(workspace)
    found = known.get(fold(name))
    if found is None:
        raise UsageError(f"{name} är ingen rapport{hint(name, list(known))}")
    return found
