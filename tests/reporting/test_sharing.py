"""Whose a figure is: a report of a part of the organisation tells no other's figures as its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.periods import Period
from kvalitet.records.loading import load
from kvalitet.reporting.making import make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.reports import REPORTS
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT
from tests.reporting.conftest import Made
from tests.reporting.reading import column, plain, table

BOU = "ENH-barn-och-utbildningsnamnden"
HOV = "ENH-halsa-och-valfardsnamnden"
UNITS = {
    "A": "namnd|",
    "B": "namnd|",
    "a1": "enhet|A",
    "a2": "enhet|A",
    "b1": "enhet|B",
}
CONTROL = """\
id: EGK-journaler
omrade: Journaler
metod: granskning_dokumentation
frekvens: P1Y
omfattning: Tio journaler.
enheter: [{units}]
malvarde:
  varde: 90
  riktning: hogre
utfall:
"""


def outcome(unit: str, value: int, year: int = 2025) -> str:
    where = f"    enhet: ENH-{unit.lower()}\n" if unit else ""
    return f"  - period: {year}\n    datum: {year}-10-0{1 + value % 9}\n{where}    varde: {value}\n"


def organised(folder: Path) -> None:
    for name, told in UNITS.items():
        level, over = told.split("|")
        above = f"overordnad: ENH-{over.lower()}\n" if over else ""
        place = folder / f"records/enhet/ENH-{name.lower()}.yaml"
        text = f"id: ENH-{name.lower()}\nnamn: Enhet {name}\nniva: {level}\n{above}lagrum: [hsl]\n"
        place.write_text(text, encoding="utf-8")


def controls(folder: Path, catalogue: Catalogue, enhet: str, units: str, outcomes: str) -> list[list[str]]:
    """The rows of a kvalitetsberättelse's table of egenkontroller: name, last year, this year, whether it was reached."""
    organised(folder)
    place = folder / "records/egenkontroll/EGK-journaler.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(CONTROL.format(units=units) + outcomes, encoding="utf-8")
    workspace, period = find_workspace(folder), Period.parse("2025")
    assert period is not None
    order = Order(REPORTS["kvalitetsberattelse"], period, dt.date(2026, 2, 20), enhet)
    text = make(order, workspace, load(workspace, catalogue)).markdown
    return [[row[0], row[2], row[3], row[4]] for row in table(plain(text), "tbl-egenkontroll")]


ALL, OF_A = "ENH-a1, ENH-a2, ENH-b1", "ENH-a1, ENH-a2"


@pytest.mark.parametrize(
    ("enhet", "units", "outcomes", "rows"),
    [
        # all together, of no more than the nämnd: its own
        ("ENH-a", OF_A, outcome("", 91), [["Journaler", "–", "91", "ja"]]),
        # all together, of another nämnd's unit too: marked
        ("ENH-a", ALL, outcome("", 91), [["Journaler (gäller även Enhet B)", "–", "91", "ja"]]),
        ("ENH-a1", OF_A, outcome("", 91), [["Journaler (gäller även Enhet a2)", "–", "91", "ja"]]),
        # of nobody in particular: of everyone
        ("ENH-a", "", outcome("", 91), [["Journaler (hela organisationen)", "–", "91", "ja"]]),
        # another's outcome is never told, not even when it is the last
        ("ENH-a", ALL, outcome("a1", 80) + outcome("b1", 97), [["Journaler (Enhet a1)", "–", "80", "nej"]]),
        ("ENH-a1", ALL, outcome("a1", 80) + outcome("b1", 97), [["Journaler", "–", "80", "nej"]]),
        # its own units' before that of all together
        ("ENH-a", ALL, outcome("a1", 80) + outcome("", 97), [["Journaler (Enhet a1)", "–", "80", "nej"]]),
        ("", ALL, outcome("a1", 80) + outcome("", 97), [["Journaler", "–", "97", "ja"]]),
        # each unit with its own year before
        (
            "ENH-a",
            ALL,
            outcome("a2", 70, 2024) + outcome("a1", 81, 2024) + outcome("a1", 92) + outcome("a2", 93),
            [["Journaler (Enhet a1)", "81", "92", "ja"], ["Journaler (Enhet a2)", "70", "93", "ja"]],
        ),
        (
            "",
            ALL,
            outcome("a1", 92) + outcome("b1", 80),
            [["Journaler (Enhet a1)", "–", "92", "ja"], ["Journaler (Enhet b1)", "–", "80", "nej"]],
        ),
    ],
)
def test_an_outcome_is_told_as_whose_it_is(
    workspace: Path, catalogue: Catalogue, enhet: str, units: str, outcomes: str, rows: list[list[str]]
) -> None:
    """The covered part's own outcome, else its units' by name, else that of all together with who else it is of."""
    assert controls(workspace, catalogue, enhet, units, outcomes) == rows


def test_a_namnd_is_not_given_the_figures_of_the_municipality(made: Made) -> None:
    """Each figure in a nämnd's berättelse that others had a part in says so; none is counted as its own."""
    text = plain(made("patientsakerhetsberattelse", "2025", BOU).markdown)
    assert column(table(text, "tbl-kompetens"))["Medarbetarsamtal (gäller även Hälsa- och välfärdsnämnden)"] == "420"
    assert "Vaccination och svår allergisk reaktion" in column(table(text, "tbl-kompetens"))
    marks = {row[0] for row in table(text, "tbl-indikatorer")}
    assert "Dagar till svar på klagomål och synpunkter (dagar; hela organisationen)" in marks
    assert "Elever som kom på sitt hälsobesök (procent)" in marks
    assert all(row[0].endswith("(gäller även Hälsa- och välfärdsnämnden)") for row in table(text, "tbl-egenkontroll"))
    assert "2 egenkontroller med mätbart mål har ett utfall som är gemensamt med andra enheter" in text
    assert 'alt="Små linjediagram' in text
    assert "Dagar till svar på klagomål och synpunkter: hela organisationen." in text


def test_what_is_the_namnds_own_is_counted_and_what_is_shared_beside_it(made: Made) -> None:
    """The larger nämnd's own controls are counted; those that the smaller has a part in are told of apart."""
    text = plain(made("patientsakerhetsberattelse", "2025", HOV).markdown)
    rows = table(text, "tbl-egenkontroll")
    own = [row for row in rows if "(gäller även" not in row[0] and row[4] != "–"]
    shared = [row for row in rows if "(gäller även" in row[0] and row[4] != "–"]
    assert own
    assert shared
    reached = sum(row[4] == "ja" for row in own)
    assert f"- {reached} av {len(own)} egenkontroller med mätbart mål nådde målet." in text
    assert f"Därtill har {len(shared)} egenkontroller ett utfall som är gemensamt med andra enheter." in text


@pytest.mark.parametrize(
    ("report", "period", "says"),
    [
        ("verksamhetsberattelse", "2025", "Checklistor till personalen (gäller även Hälsa- och välfärdsnämnden)"),
        ("verksamhetsplan", "2026", "Dagar till svar på klagomål och synpunkter (hela organisationen)"),
        ("egenkontrollplan", "2025", "utfall 90 (målet nåddes) (gäller även Hälsa- och välfärdsnämnden)"),
    ],
)
def test_every_report_of_a_part_says_whose_its_figures_are(made: Made, report: str, period: str, says: str) -> None:
    """The mark stands in each report that tells them, with a line on what it means; a whole's report has neither."""
    explained = "står det inom parentes vem det gäller"
    text = plain(made(report, period, BOU).markdown)
    assert says in text
    assert explained in text
    committed = (ROOT / f"reports/{period}/{report}.md").read_text(encoding="utf-8")
    assert "gäller även" not in committed
    assert "hela organisationen)" not in committed
    assert explained not in committed


def test_a_small_namnd_gets_sentences_and_no_charts_of_next_to_nothing(made: Made) -> None:
    """What would be a table of one row is a sentence, and what a chart would show of too little stands in its table."""
    text = plain(made("patientsakerhetsberattelse", "2025", BOU).markdown)
    assert "Alla kom från Elevhälsans medicinska insats, den enda enheten här." in text
    assert "Målet för 2025 inom hälso- och sjukvården var: Alla elever erbjuds hälsobesök" in text
    assert "Den starka åtgärd vars effekt är bedömd är *Vaccin förvaras i skilda lådor med färg*" in text
    for name in ("#tbl-enheter", "#tbl-mal}", "#tbl-atgarder", "#fig-grupper", "#fig-atgarder"):
        assert name not in text
    assert len(table(text, "tbl-grupper")) == 2
    assert len(table(text, "tbl-styrka")) == 3
