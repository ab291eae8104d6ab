"""What a report is asked for: a wrong or double selection is refused by every way to a report, never read as another."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.reporting.reports import REPORTS, Per
from tests.conftest import ROOT, Run

BOARD, OTHER, UNIT = "ENH-halsa-och-valfardsnamnden", "ENH-barn-och-utbildningsnamnden", "ENH-sabo-norr"
YEAR = ["--year", "2025"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([*YEAR, "--namnd", BOARD, "--enhet", UNIT], "skriv bara det ena"),
        ([*YEAR, "--namnd", ""], "--namnd är tomt; skriv --namnd ID, eller ta bort --namnd"),
        ([*YEAR, "--enhet", " "], "--enhet är tomt"),
        ([*YEAR, "--out", ""], "--out är tomt; skriv --out MAPP"),
        ([*YEAR, "--namnd", UNIT], f"{UNIT} är ingen nämnd; skriv --enhet {UNIT}, eller --namnd {BOARD}"),
        ([*YEAR, "--namnd", "socialnämnden"], f"socialnämnden finns inte; skriv {OTHER}, {BOARD} eller"),
        ([*YEAR, "--namnd", "Hälsa- och välfärdsnämden"], f"menade du {BOARD}?"),
        ([*YEAR, "--enhet", "socialnämnden"], "socialnämnden finns inte; kvalitet list enhet visar alla"),
        ([*YEAR, "--enhet", "sabo-nor"], f"menade du {UNIT}?"),
        ([*YEAR, "--enhet", "ROL-mas"], "ROL-mas är ingen enhet"),
        ([*YEAR, "--rev", "HEAD"], "--rev gäller inte"),
        ([*YEAR, "--minst", "10"], "--minst gäller bara tillsammans med --public"),
        ([*YEAR, "--public", "--minst", "0"], "--minst 0 går inte; skriv ett tal från 2 till 999"),
        (
            ["--year", "2031"],
            "2031 har inte börjat än, så det finns inget att redovisa; skriv till exempel --year 2025",
        ),
        (["--year", "2131"], "2131 har inte börjat än"),
        (["--year", "1066"], "1066 är för länge sedan"),
        (["--year", "25"], "25 är inget år; skriv fyra siffror, till exempel --year 2025"),
        (["--year", "0"], "0 är inget år"),
        (["--period", "2026-12"], "2026-12 har inte börjat än"),
        (["--period", "2025-13"], "2025-13 är ingen tid; skriv en månad som 2025-03, ett kvartal som 2025-Q3"),
        (["--period", "2025-1"], "ett tertial som 2025-T1, ett halvår som 2025-H2, eller ett år"),
        (["--period", "2025-H3"], "är ingen tid"),
        (["--period", ""], "--period är tomt"),
        (["--year", "2024", "--period", "2025-03"], "säger olika år; skriv bara det ena"),
    ],
)
def test_a_wrong_selection_makes_no_report(
    kvalitet: Callable[..., Run], tmp_path: Path, words: list[str], says: str
) -> None:
    """Exit 2, what to write instead, and nothing written."""
    folder = [] if "--out" in words else ["--out", tmp_path]
    run = kvalitet("-C", ROOT, "report", "sammanstallning", "--format", "md", *folder, *words)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["trace", "handlingsplan/2025", "--enhet", UNIT], "--enhet gäller inte report trace; skriv det i nyckeln"),
        (["trace", "handlingsplan/2025", "--public"], "skriv det i nyckeln"),
        (["trace", "kvalitetsberattelse/2025/ENH-socialnamnden"], "ENH-socialnamnden finns inte"),
        (["trace", f"kvalitetsberattelse/2025/{BOARD[:-1]}"], f"menade du {BOARD}?"),
        (["trace", "kvalitetsberattelse/2025/ROL-mas"], "ROL-mas är ingen enhet"),
        (
            ["trace", "enhetsrapport/2025"],
            "enhetsrapport görs för en enhet i taget; skriv till exempel enhetsrapport/2025/ENH-",
        ),
        (["trace", "kvalitetsberattelse/2031"], "2031 har inte börjat än"),
        (["trace", "kvalitetsberattelse/2025-T1"], "görs för hela år; skriv kvalitetsberattelse/2025"),
        (["trace", f"tjansteskrivelse/2025/{UNIT}"], f"skriv tjansteskrivelse/2025/{BOARD}"),
        (["trace", "kvalitetsberattelse/2025/publik-0"], "är ingen nyckel"),
        (
            ["trace", "kvalitetsberattelse"],
            f"skriv som kvalitetsberattelse/2025 eller kvalitetsberattelse/2025/{OTHER}",
        ),
        (["tjansteskrivelse", *YEAR, "--enhet", UNIT], f"inte för Särskilt boende Norr; skriv --namnd {BOARD}"),
        (["kvalitetsberattelse", "--period", "2025-t1"], "görs för hela år; skriv --year 2025"),
        (["verksamhetsplan", "--year", "2028"], "2028 är för långt fram; den sista som kan planeras nu är 2027"),
        (["all", *YEAR, "--enhet", UNIT], "--enhet gäller inte report all"),
        (["all", *YEAR, "--out", "x"], "--out gäller inte report all"),
        (["all", "--year", "2031"], "2031 har inte börjat än"),
        (["all", *YEAR, "--public", "--minst", "1"], "--minst 1 går inte"),
        (["check", "reports/2025/lexrapport.md", *YEAR], "--year gäller inte report check; den tar bara --rev"),
        (["lint", "--year", "99999"], "99999 är inget år"),
        (["list", "--public"], "--public gäller inte report list; ta bort det"),
    ],
)
def test_every_action_judges_what_is_asked_for(kvalitet: Callable[..., Run], words: list[str], says: str) -> None:
    """trace, check, lint and all refuse what report refuses, and options that they would not look at."""
    run = kvalitet("-C", ROOT, "report", *words)
    assert (run.code, run.out) == (2, "")
    assert says in run.err


@pytest.mark.parametrize(
    ("option", "typed"),
    [
        *(
            ("--enhet", typed)
            for typed in ("ENH-norr", "norr", "enh-Norr", "Boende Norr", "records/enhet/ENH-norr.yaml")
        ),
        *(("--namnd", typed) for typed in ("ENH-namnd", "namnd", "Nämnden")),
    ],
)
def test_a_part_is_meant_by_its_id_its_short_name_or_its_name(
    kvalitet: Callable[..., Run], workspace: Path, option: str, typed: str
) -> None:
    """Each way to write it makes the report of that part."""
    words = ("-C", workspace, "report", "lexrapport", *YEAR, "--format", "md")
    name = {"--enhet": "norr", "--namnd": "namnd"}[option]
    assert kvalitet(*words, option, typed).out == f"reports/2025/lexrapport-{name}.md\n"


def test_a_short_name_in_a_key_means_the_unit(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """trace counts the same numbers for it as for the id."""
    words = ("-C", workspace, "report", "trace")
    found = kvalitet(*words, "lexrapport/2025/norr")
    assert found.code == 0
    assert found == kvalitet(*words, "lexrapport/2025/ENH-norr")


def test_a_period_may_be_typed_in_small_letters(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """2025-t1 is 2025-T1."""
    run = kvalitet("-C", workspace, "report", "lexrapport", "--period", "2025-t1", "--format", "md")
    assert (run.code, run.out) == (0, "reports/2025/lexrapport-t1.md\n")


def test_a_plan_is_made_for_the_year_to_come(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """What lies ahead is what a plan is about."""
    words = ("-C", workspace, "--day", "2026-02-20", "report", "egenkontrollplan", "--format", "md")
    assert kvalitet(*words, "--year", "2027").code == 0


def test_a_finished_report_of_a_unit_that_is_not_there_does_not_hold(
    kvalitet: Callable[..., Run], tmp_path: Path
) -> None:
    """check refuses a key that somebody has changed to a part that the records do not have."""
    text = (ROOT / "reports/2025/lexrapport.md").read_text(encoding="utf-8")
    changed = tmp_path / "lexrapport.md"
    changed.write_text(text.replace('nyckel: "lexrapport/2025"', 'nyckel: "lexrapport/2025/ENH-finns-inte"'), "utf-8")
    run = kvalitet("-C", ROOT, "report", "check", changed)
    assert (run.code, "ENH-finns-inte är ingen enhet här" in run.err) == (2, True)


def test_the_guide_says_what_each_report_is_made_for() -> None:
    """The page's table has every packaged report, with the parts of the organisation that the tool makes it for."""
    page = (ROOT / "docs/rapporter.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*`) \| .* \| (.*) \|$", page, re.MULTILINE)
    told = {name: made for names, made in rows for name in re.findall(r"`(\w+)`", names)}
    assert set(told) == set(REPORTS)
    for name, made in told.items():
        assert set(REPORTS[name].per) == {part for part in Per if part.value in made}, name
