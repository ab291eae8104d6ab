"""Every report by name: what it covers, and which sections fill its template.

A report is an entry here and a template in `templates/`. Its template can use the section values under the names that
stand here, and what `making.py` gives every report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kvalitet.diagnostics import UsageError
from kvalitet.records.collection import Records
from kvalitet.reporting.basis import Section
from kvalitet.reporting.manifest import manifest
from kvalitet.reporting.sections import (
    action_plan,
    assignment,
    checklist,
    complaints,
    control_plan,
    deviations,
    foundation,
    goal_chain,
    improvement,
    inspection,
    letter,
    lex,
    lex_cases,
    measured,
    patient_safety,
    times,
    together,
    trends,
    workplace,
    year_plan,
    year_wheel,
)
from kvalitet.reporting.tally import Tally
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
    "tider": times.times,
    "analyser": improvement.analyses,
    "atgarder": improvement.measures,
    "checklista": checklist.checklist,
    "arbetsplats": workplace.workplace,
    "fragor": workplace.talk,
    "tillsyn": inspection.inspection,
    "lexfall": lex_cases.lex_cases,
    "samlat": together.together,
    "delar": together.halves,
    "beslutat": improvement.decided,
    "handlingsplan": action_plan.action_plan,
    "egenkontrollplan": control_plan.control_plan,
    "tackning": control_plan.coverage,
    "plan": year_plan.year_plan,
    "arshjul": year_wheel.year_wheel,
    "uppdrag": assignment.assignment,
    "forutsattningar": assignment.conditions,
    "malkedja": goal_chain.goal_chain,
    "skrivelse": letter.letter,
    "vard": patient_safety.patient_safety,
}
"""What templates can be filled with, by the name that they call it."""


Attach = Callable[[Records, Tally, Mapping[str, Any], Path], Mapping[str, bytes]]
"""What makes the files beside a report, by name: of the records, the numbers, the template's values and the root."""


class Per(StrEnum):
    """The parts of the organisation that a report can be made for."""

    WHOLE = "helheten"
    BOARD = "en nämnd"
    UNIT = "en enhet"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is called, what fills it and what it can cover."""

    name: str
    label: str
    help: str
    sections: tuple[str, ...]
    berattelse: str = ""
    """The type of the berättelse record that says who drew it up, when, and what was decided about it."""
    per: tuple[Per, ...] = tuple(Per)
    """What it can be made for. With all reports, units get only those that are made for nothing else."""
    parts_of_years: bool = False
    """It can be made of a part of a year, such as a tertial."""
    status: str = ""
    """What it is, where it is no proposal for a nämnd to decide on."""
    attach: Attach | None = None
    """What makes the files that come with it, in the folder of its charts."""
    is_plan: bool = False
    """It can be about a year that has not begun."""
    years_ahead: int = 0
    """How many years after the one that is reported it is about: a plan is for the next."""
    half: str = ""
    """The half that everything in it is narrowed to, `hsl` or `sol_lss`; it is made only where that is carried on."""
    has_headings: bool = False
    """Its headings are data, and the workspace chooses among sets of them."""

    @property
    def template(self) -> str:
        """The file name of its template."""
        return f"{self.name}.md.j2"


_QUALITY = (
    *("system", "roller", "mal", "processer", "samverkan", "kompetens", "planerat", "egenkontroller", "indikatorer"),
    *("risker", "avvikelser", "lex", "klagomal", "trender", "tider", "analyser", "atgarder", "checklista"),
)

_ALL = (
    Report(
        "kvalitetsberattelse",
        "Kvalitetsberättelse",
        "Årets systematiska kvalitetsarbete: vad som gjordes, vad det gav och vad som återstår.",
        _QUALITY,
        berattelse="kvalitet",
    ),
    Report(
        "sammanstallning",
        "Sammanställning och analys",
        "Avvikelser, klagomål och lex Sarah tillsammans, för en månad, ett kvartal, tertial, halvår eller år.",
        ("samlat", "delar", "analyser", "beslutat"),
        parts_of_years=True,
    ),
    Report(
        "enhetsrapport",
        "Enhetsrapport",
        "En enhets läge för arbetsplatsträffen: vad som hänt, vad som ska göras av vem, och vad att tala om.",
        ("avvikelser", "klagomal", "arbetsplats", "fragor"),
        per=(Per.UNIT,),
        parts_of_years=True,
        status="Underlag för arbetsplatsträff",
    ),
    Report(
        "lexrapport",
        "Lex Sarah och lex Maria",
        "Alla ärenden enligt lex Sarah och lex Maria för nämnden, även de som inte anmäldes till IVO.",
        ("lexfall",),
        parts_of_years=True,
    ),
    Report(
        "tillsynspaket",
        "Underlag för tillsyn",
        "För inspektören: vad som inte är visat, vad som visar varje krav, och kontrollsummor för filerna.",
        ("tillsyn", "egenkontroller", "avvikelser", "lex", "klagomal"),
        status="Underlag för tillsyn",
        attach=manifest,
    ),
    Report(
        "verksamhetsberattelse",
        "Verksamhetsberättelse",
        "Förvaltningens år: uppdraget, målen och hur de uppfylldes, vad som gjordes och vad det gav.",
        (
            *("uppdrag", "forutsattningar", "malkedja", "indikatorer", "processer", "samverkan", "kompetens"),
            *("egenkontroller", "risker", "avvikelser", "lex", "klagomal", "analyser", "atgarder", "planerat"),
        ),
        berattelse="verksamhet",
    ),
    Report(
        "verksamhetsplan",
        "Verksamhetsplan",
        "Året som kommer: mål, risker, åtgärder, kompetens, och ett årshjul med allt som har en dag.",
        ("uppdrag", "plan", "arshjul", "egenkontrollplan"),
        berattelse="verksamhetsplan",
        is_plan=True,
        years_ahead=1,
    ),
    Report(
        "egenkontrollplan",
        "Egenkontrollplan",
        "Årets egenkontroller: hur, hur ofta och av vem, när de ska göras, och vad ingen kontrollerar.",
        ("egenkontrollplan", "tackning"),
        is_plan=True,
    ),
    Report(
        "handlingsplan",
        "Handlingsplan",
        "Alla åtgärder: vad som är försenat, vad som återstår, vad som avslogs och vad som gav effekt.",
        ("handlingsplan",),
        is_plan=True,
    ),
    Report(
        "tjansteskrivelse",
        "Tjänsteskrivelse",
        "Skrivelsen som lägger fram årets berättelser för beslut, med förslag till beslut och de viktigaste talen.",
        ("avvikelser", "lex", "klagomal", "risker", "atgarder", "skrivelse"),
        per=(Per.WHOLE, Per.BOARD),
    ),
    Report(
        "patientsakerhetsberattelse",
        "Patientsäkerhetsberättelse",
        "Årets patientsäkerhetsarbete inom hälso- och sjukvården, klar senast den 1 mars.",
        (*(name for name in _QUALITY if name not in ("checklista", "analyser")), "vard"),
        berattelse="patientsakerhet",
        half="hsl",
        has_headings=True,
    ),
)

_PARTS = ("rapport", "psb_delar", "ivo_antal", "ivo_anmalda", "oftast_om")
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
        parts_of_years=True,
        is_plan=True,
    )


def report_of(workspace: Workspace, name: str) -> Report:
    """Return a report by its name. Raises UsageError with the nearest one."""
    known = reports_of(workspace)
    found = known.get(fold(name))
    if found is None:
        raise UsageError(f"{name} är ingen rapport{hint(name, list(known))}")
    return found
