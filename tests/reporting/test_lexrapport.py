"""The lexrapport: every matter under lex Sarah and lex Maria, reported to IVO or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from tests.conftest import Run
from tests.reporting.conftest import Made
from tests.reporting.reading import Plain, column, faults, plain, table

Yaml = dict[str, list[Plain]]
GRAVE = {
    "grad_hsl": ("risk_for_allvarlig_vardskada", "allvarlig_vardskada"),
    "grad_sol_lss": ("pataglig_risk_allvarligt_missforhallande", "allvarligt_missforhallande"),
}


def matters(yaml: Yaml, year: int) -> tuple[list[Plain], list[Plain]]:
    """The matters of a year by another road: lex Sarah, lex Maria."""
    found = [a for a in yaml["avvikelse"] if a["rapporterad"].year == year and a["status"] != "avskriven"]
    sarah = [a for a in found if a["slag"] in ("missforhallande", "risk") and {"sol", "lss"} & set(a["lagrum"])]
    return sarah, [a for a in found if a.get("beslut", {}).get("grad_hsl") in GRAVE["grad_hsl"]]


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_every_matter_is_told_and_counted(made: Made, yaml: Yaml, year: int) -> None:
    """The counts of both laws and the chapters of the matters equal the files, whether IVO was told or not."""
    text = made("lexrapport", str(year)).markdown
    sarah, maria = matters(yaml, year)
    rows = column(table(text, "tbl-antal"))
    assert rows["Lex Sarah: rapporter"] == str(len(sarah))
    assert rows["Lex Maria: allvarliga händelser"] == str(len(maria))
    sent = [a for a in yaml["avvikelse"] if a.get("ivo", {}).get("anmald") == "ja" and a["ivo"]["datum"].year == year]
    for name, grade in (("Lex Sarah", "grad_sol_lss"), ("Lex Maria", "grad_hsl")):
        told = sum(a["beslut"].get(grade) in GRAVE[grade] for a in sent)
        assert rows[f"{name}: anmälda till IVO"] == str(told)
    for event in [*sarah, *maria]:
        assert event["id"] in text
        assert event["rubrik"] in text
    assert not faults(text)


def test_a_matter_tells_its_whole_way(made: Made, yaml: Yaml) -> None:
    """Dates, grade, information, IVO, causes, åtgärder with their state and the nämnd stand with each matter."""
    text = plain(made("lexrapport", "2025").markdown)
    told = text.split("## Lex Sarah: Boende var utan tillsyn under en natt")[1].split("\n## ")[0]
    for words in (
        "Hände den 18 september 2025, rapporterades den 18 september 2025",
        "**Bedömning.** Allvarligt missförhållande.",
        "Ja, den 18 september 2025.",
        "Anmäld den 26 september 2025, utredningen lämnades den 17 oktober 2025. IVO: avslutat utan ytterligare åtgärd.",
        "Bemanning och arbetsbelastning; rutin finns men följs inte.",
        "En nattpersonal per hus (ATG-2025-0G5KJM): genomförd, den 3 november 2025. Önskad effekt: ja.",
        "(lag; SOSFS 2011:5 6 kap.*): senast den 26 november 2025, hölls, gjort den 17 oktober 2025",
        "**Redovisad** för Hälsa- och välfärdsnämnden den 20 november 2025.",
    ):
        assert words in told.replace("\\*", "*"), words


def test_a_word_of_the_law_is_never_called_a_time_in_law(made: Made) -> None:
    """Only the two months of SOSFS 2011:5 rest on law; genast, snarast and utan dröjsmål are limits of one's own."""
    rows = column(table(made("lexrapport", "2025").markdown, "tbl-tider"))
    assert {name for name, rests_on in rows.items() if rests_on == "Lag"} == {
        "Utredningen enligt lex Sarah lämnas till IVO"
    }
    assert rows["Allvarligt missförhållande anmäls snarast till IVO"] == "Egen gräns"


def test_a_provision_is_cited_as_on_the_day_of_the_event(made: Made, catalogue: Catalogue) -> None:
    """An event before July 2025 cites the old socialtjänstlag, one after it the new."""
    old, new = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    assert catalogue.laws.as_of("SoL 27 kap. 6 §; LSS 24 f §", old) == "SoL (2001:453) 14 kap. 7 §; LSS 24 f §"
    assert catalogue.laws.as_of("SoL 27 kap. 6 §; LSS 24 f §", new) == "SoL 27 kap. 6 §; LSS 24 f §"
    assert "14 kap. 3 §" in made("lexrapport", "2024").markdown
    assert "27 kap." not in made("lexrapport", "2024").markdown.split("# Ärendena")[1].split("# Så här")[0]


LATE = """id: AVV-2025-{id}
status: utredning
rubrik: Larmet {id}
enhet: ENH-norr
intraffad: 2025-03-01
rapporterad: 2025-03-01
lagrum: [sol]
slag: missforhallande
beskrivning: Larmet gick inte.
ivo:
  anmald: ja
  datum: 2025-03-10
  diarienummer: N 2025/1
{sent}skapad: 2025-03-01T10:00:00+01:00
"""


def test_what_is_late_says_so(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """An inquiry sent after its two months broke the law's limit, one not sent has let it run out, one in time kept it."""
    sent = {
        "AAAAAA": "  utredning_inskickad: 2025-05-10\n",
        "BBBBBB": "  utredning_inskickad: 2025-05-11\n",
        "CCCCCC": "",
    }
    folder = workspace / "records/avvikelse/2025"
    folder.mkdir(parents=True)
    for name, line in sent.items():
        (folder / f"AVV-2025-{name}.yaml").write_text(LATE.format(id=name, sent=line), encoding="utf-8")
    words = ("report", "lexrapport", "--year", "2025", "--format", "md")
    for day, counts in (("2025-05-10", ["1", "1", "1"]), ("2025-05-12", ["1", "2", "0"])):
        assert kvalitet("-C", workspace, "--day", day, *words).code == 0
        text = (workspace / "reports/2025/lexrapport.md").read_text(encoding="utf-8")
        rows = {row[0]: row[2:] for row in table(text, "tbl-tider")}
        assert rows["Utredningen enligt lex Sarah lämnas till IVO"] == counts
    text = (workspace / "reports/2025/lexrapport.md").read_text(encoding="utf-8")
    told = plain(text.split("Larmet BBBBBB")[1])
    assert "senast den 10 maj 2025, hölls inte, gjort den 11 maj 2025" in told
    assert "senast den 10 maj 2025, har gått ut." in plain(text.split("Larmet CCCCCC")[1])


def test_matters_left_from_before_stand_apart(made: Made, yaml: Yaml) -> None:
    """A matter of an earlier period that is open, or that was reported to IVO now, has a chapter of its own."""
    text = made("lexrapport", "2025-Q4").markdown
    earlier = [a for year in (2023, 2024, 2025) for part in matters(yaml, year) for a in part]
    left = [
        a
        for a in earlier
        if a["rapporterad"] < dt.date(2025, 10, 1)
        and (a["status"] != "avslutad" or (a.get("ivo", {}).get("datum") or dt.date.min) >= dt.date(2025, 10, 1))
    ]
    assert ("# Ärenden från tidigare" in text) is bool(left)
    assert all(a["id"] in text for a in left)
