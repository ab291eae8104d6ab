"""The patientsäkerhetsberättelse of the example: it tells of hälso- och sjukvård alone, and its figures are right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kvalitet.records.collection import Records
from kvalitet.reporting.making import Draft
from kvalitet.reporting.publishing import publish
from kvalitet.reporting.tree import Heading, plain
from tests.conftest import ROOT, Run
from tests.reporting.patient_safety import BOU, HV, SETS, drafted, with_headings
from tests.reporting.reading import table
from tests.reporting.test_report import counted

GOLDEN = Path(__file__).parent / "headings"


class Event(NamedTuple):
    """What the tests count of an avvikelse."""

    year: int
    month: int
    enhet: str
    laws: frozenset[str]
    status: str
    grade: str


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    return match[1] if match else ""


@pytest.fixture(scope="module")
def events() -> list[Event]:
    """All avvikelser, read by another road than the tool's own: line by line."""
    found = []
    for file in sorted((ROOT / "records/avvikelse").rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        year, month = _found(r"^rapporterad: (\d{4}-\d\d)", text).split("-")
        laws = frozenset(_found(r"^lagrum: \[(.*)\]", text).split(", "))
        grade = _found(r"^  grad_hsl: (\w+)", text)
        status, enhet = _found(r"^status: (\w+)", text), _found(r"^enhet: (\S+)", text)
        found.append(Event(int(year), int(month), enhet, laws, status, grade))
    return found


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """What every unit is called, by its id."""
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "records/enhet").glob("*.yaml")]
    return {_found(r"^id: (\S+)", text): _found(r"^namn: (.+)", text) for text in texts}


@pytest.fixture(scope="module")
def drafts(osby: Records) -> dict[str, Draft]:
    """The report of the whole and of each nämnd, in the usual headings."""
    return {enhet: drafted(osby, with_headings(SETS[0]), enhet) for enhet in ("", HV, BOU)}


def of_year(events: list[Event], year: int) -> list[Event]:
    return [one for one in events if one.year == year and one.status != "avskriven" and "hsl" in one.laws]


def test_events_of_health_care_are_counted_right(
    drafts: dict[str, Draft], events: list[Event], names: dict[str, str]
) -> None:
    """Months, units and grades equal a count over the YAML files of the events that name HSL, this year and before."""
    markdown = drafts[""].markdown
    rows = {name: table(markdown, name) for name in ("tbl-manader", "tbl-enheter", "tbl-grader")}
    labels = {
        "Ingen vårdskada": "ej_vardskada",
        "Risk för vårdskada": "risk_for_vardskada",
        "Vårdskada": "vardskada",
        "Risk för allvarlig vårdskada": "risk_for_allvarlig_vardskada",
        "Allvarlig vårdskada": "allvarlig_vardskada",
    }
    for column, year in ((1, 2025), (2, 2024)):
        kept = of_year(events, year)
        months = Counter(one.month for one in kept)
        assert [int(row[column]) for row in rows["tbl-manader"]] == [*(months[m] for m in range(1, 13)), len(kept)]
        units = Counter(names[one.enhet] for one in kept)
        assert {n: c for n, c in counted(rows["tbl-enheter"], column).items() if c} == dict(units)
        grades = Counter(one.grade for one in kept)
        assert counted(rows["tbl-grader"], column) == {label: grades[name] for label, name in labels.items()}


def test_harm_is_what_was_graded_as_harm(drafts: dict[str, Draft], events: list[Event]) -> None:
    """The summary counts vårdskador of both kinds, and those investigated among what must be."""
    kept = of_year(events, 2025)
    entries = drafts[""].tally.entries
    harm = sum(one.grade in ("vardskada", "allvarlig_vardskada") for one in kept)
    assert entries["avvikelser-hsl.2025.vardskador"].value == harm
    assert f"{harm} av dem bedömdes som vårdskador" in drafts[""].markdown.replace("\u00a0", " ")
    must = sum(one.grade not in ("", "ej_vardskada") for one in kept)
    assert entries["avvikelser-hsl.2025.att-utreda"].value == must


def test_two_boards_divide_the_whole(drafts: dict[str, Draft]) -> None:
    """Events, klagomål, risks and åtgärder of the two nämnder add up to the whole's, and none is in both."""
    for key in (
        "avvikelser-hsl.2025.antal",
        "avvikelser-hsl.2025.vardskador",
        "klagomal-hsl.2025.antal",
        "risker-hsl.2025.antal",
        "lex-maria-hsl.2025.anmalda",
    ):
        whole, one, other = (drafts[enhet].tally.entries[key] for enhet in ("", HV, BOU))
        assert set(whole.ids) == {*one.ids, *other.ids}
        assert whole.value == one.value + other.value


def test_each_board_has_its_author_and_its_decision(drafts: dict[str, Draft]) -> None:
    """The cover names the role that drew the report up, as the records of the two berättelser say."""
    heads = {enhet: drafts[enhet].markdown.split("\n---\n")[0] for enhet in drafts}
    assert 'author: "Medicinskt ansvarig sjuksköterska"' in heads[HV]
    assert 'status: "Förslag till nämnden"' in heads[HV]
    assert 'author: "Skolläkare"' in heads[BOU]
    assert 'status: "Fastställd den 17\u00a0februari\u00a02026, § 15"' in heads[BOU]
    assert 'author: "Skolläkare och medicinskt ansvarig sjuksköterska"' in heads[""]
    assert 'status: "Förslag till nämnden"' in heads[""]


def test_nothing_of_social_services_is_in_it(drafts: dict[str, Draft]) -> None:
    """Goals, indicators, competence, samverkan and cases of SoL and LSS are left to the kvalitetsberättelse."""
    markdown = drafts[""].markdown
    for words in ("Lex Sarah:", "genomförandeplan yngre", "nöjda med sin hemtjänst", "Vägen till egen försörjning"):
        assert words.lower() not in markdown.lower()
    for words in (
        "Ingen patient får en vårdskada av ett läkemedelsfel",
        "Trygg hemgång från sjukhus",
        "anmäls till IVO enligt lex Maria",
    ):
        assert words in markdown
    assert "Integration" not in {row[0] for row in table(markdown, "tbl-enheter")}


def test_roles_for_patient_safety_are_told_with_all_their_tasks(drafts: dict[str, Draft]) -> None:
    """Every role with patientsakerhetsansvar that works under the nämnd stands there, and no other nämnd's."""
    own, other = drafts[HV].markdown, drafts[BOU].markdown
    assert "**Medicinskt ansvarig sjuksköterska** (förvaltning). Svarar för" in own
    assert "**Skolläkare**" not in own
    assert "**Skolläkare** (förvaltning). Har det medicinska ledningsansvaret" in other
    assert "**Medicinskt ansvarig sjuksköterska**" not in other
    assert "**Verksamhetsutvecklare**" not in own + other


@pytest.mark.parametrize("enhet", [HV, BOU])
@pytest.mark.parametrize("name", SETS)
def test_every_set_becomes_a_pdf_for_both_boards(name: str, enhet: str, osby: Records) -> None:
    """Either nämnd's report has the headings of the set's golden file, and its PDF builds with every character shown."""
    made = publish(drafted(osby, with_headings(name), enhet), ("md", "pdf"))
    (pdf,) = [data for path, data in made.files.items() if path.endswith(".pdf")]
    assert pdf.startswith(b"%PDF")
    assert made.unshown == ()
    told = [f"{one.number} {plain(one.content)}" for one in made.document.blocks if isinstance(one, Heading)]
    assert "\n".join(told) + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_a_board_without_health_care_is_told_so(kvalitet: Callable[..., Run], tmp_path: Path) -> None:
    """Kommunstyrelsen carries on no hälso- och sjukvård: exit 2, what to write if that is wrong, and no file."""
    words = ("--year", "2025", "--namnd", "ENH-kommunstyrelsen", "--out", tmp_path / "ut")
    run = kvalitet("-C", ROOT, "report", "patientsakerhetsberattelse", *words)
    assert run.code == 2
    assert "Kommunstyrelsen bedriver ingen hälso- och sjukvård" in run.err
    assert "skriv lagrum i den enhet som gör det" in run.err
    assert not (tmp_path / "ut").exists()


def test_a_public_report_names_no_single_matter(osby: Records) -> None:
    """For all to read: no case, no investigation by its title."""
    open_, public = (drafted(osby, with_headings(SETS[0]), public=yes).markdown for yes in (False, True))
    for title in ("Smärtpump gav dubbel dos efter byte av kassett", "Dubbel dos från smärtpump i hemsjukvården"):
        assert f"**{title}.**" in open_
        assert f"**{title}.**" not in public
