"""The kvalitetsberättelse of the example: its figures are right, its files the same every time."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kvalitet.diagnostics import UsageError
from kvalitet.records.collection import Records
from kvalitet.reporting.batch import covers
from kvalitet.reporting.reports import REPORTS
from tests.conftest import ROOT, Run
from tests.reporting.conftest import Made
from tests.reporting.reading import Plain, table


@pytest.fixture(scope="module")
def markdown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report as its user makes it."""
    out = tmp_path_factory.mktemp("rapport")
    command = [
        sys.executable,
        "-m",
        "kvalitet",
        "report",
        "kvalitetsberattelse",
        "--year",
        "2025",
        "--format",
        "md",
    ]
    subprocess.run([*command, "--out", str(out)], cwd=ROOT, check=True, capture_output=True)
    return (out / "kvalitetsberattelse.md").read_text(encoding="utf-8")


def counted(rows: list[list[str]], column: int) -> dict[str, int]:
    return {row[0]: int(row[column]) for row in rows}


def test_months_units_and_laws_are_counted_right(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """Avvikelser per month and unit equal a count over the YAML files, this year's and the year before's."""
    kept, before = (
        [a for a in yaml["avvikelse"] if a["rapporterad"].year == year and a["status"] != "avskriven"]
        for year in (2025, 2024)
    )
    rows = table(markdown, "tbl-manader")
    names = {unit["id"]: unit["namn"] for unit in yaml["enhet"]}
    for column, events in ((1, kept), (2, before)):
        months = Counter(a["rapporterad"].month for a in events)
        assert [int(row[column]) for row in rows[:-1]] == [months[month] for month in range(1, 13)]
        units = Counter(names[a["enhet"]] for a in events)
        told = counted(table(markdown, "tbl-enheter"), column)
        assert {name: count for name, count in told.items() if count} == dict(units)
        assert set(told) == {unit["namn"] for unit in yaml["enhet"] if unit["niva"] == "enhet"}
    assert rows[-1] == ["Summa", str(len(kept)), str(len(before))]
    hsl = sum("hsl" in a["lagrum"] for a in kept)
    sol_lss = sum(bool({"sol", "lss"} & set(a["lagrum"])) for a in kept)
    assert f"rapporterades {len(kept)} avvikelser" in markdown.replace("\u00a0", " ")
    assert f"Av dem rörde {hsl} hälso- och sjukvård och {sol_lss} socialtjänst eller LSS" in markdown


def test_rates_are_events_by_thousand_days(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """A rate stands where the days are known, and nowhere else."""
    days = {
        e["enhet"]: v["varde"]
        for e in yaml["exponering"]
        if e["matt"] == "boendedygn"
        for v in e["varden"]
        if str(v["period"]) == "2025"
    }
    names = {unit["namn"]: unit["id"] for unit in yaml["enhet"]}
    for name, count, _, rate in table(markdown, "tbl-enheter"):
        known = days.get(names[name])
        assert rate == (f"{1000 * int(count) / known:.2f}".replace(".", ",") if known else "–")


def test_causes_grades_and_days_are_counted_right(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """Causes, grades and the median of days to decision equal a count over the YAML files."""
    kept = [a for a in yaml["avvikelse"] if a["rapporterad"].year == 2025 and a["status"] != "avskriven"]
    causes = Counter(cause for a in kept for cause in a.get("utredning", {}).get("orsaker", []))
    assert sorted(counted(table(markdown, "tbl-orsaker"), 1).values()) == sorted(causes.values())
    grades = Counter(
        a["beslut"][key] for a in kept for key in ("grad_hsl", "grad_sol_lss") if key in a.get("beslut", {})
    )
    assert sum(counted([[r[0] + r[1], r[2]] for r in table(markdown, "tbl-grader")], 1).values()) == sum(
        grades.values()
    )
    days = [(a["beslut"]["datum"] - a["rapporterad"]).days for a in kept if "beslut" in a]
    assert f"gick det {int(statistics.median(days))} dagar i medianvärde" in markdown.replace("\u00a0", " ")
    still_open = sum(a["status"] != "avslutad" for a in kept)
    assert f"{still_open} avvikelser är inte avslutade" in markdown.replace("\u00a0", " ")


def test_complaints_risks_and_measures_are_counted_right(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """Klagomål by art, risks with products and åtgärder by effect equal a count over the YAML files."""
    received = [k for k in yaml["klagomal"] if k["mottaget"].year == 2025]
    rows = table(markdown, "tbl-klagomal")
    assert sorted(int(row[1]) for row in rows[:-1] if row[1] != "0") == sorted(
        Counter(k["art"] for k in received).values()
    )
    assert rows[-1] == ["Summa", str(len(received))]
    judged = {r["handelse"]: r for r in yaml["risk"] if r["bedomd"]["datum"].year == 2025}
    told = table(markdown, "tbl-risker")
    assert {row[0] for row in told} == set(judged)
    for name, _, before, _, after, _ in told:
        assert int(before) == judged[name]["sannolikhet"] * judged[name]["konsekvens"]
        later = judged[name].get("efter")
        assert after == (str(later["sannolikhet"] * later["konsekvens"]) if later else "–")
    done = [a for a in yaml["atgard"] if a["id"][4:8] == "2025" and a["status"] == "genomford"]
    effects = Counter(a["effekt"]["onskad"] if "effekt" in a else "" for a in done)
    sums = [sum(int(row[column]) for row in table(markdown, "tbl-styrka")) for column in (1, 2, 3, 4)]
    assert sums == [effects["ja"], effects["delvis"], effects["nej"], effects[""]]
    told = table(markdown, "tbl-atgarder")
    strong = {"konstruktion", "system_teknik"}
    failed = [a["rubrik"] for a in done if a.get("effekt", {}).get("onskad") == "nej"]
    worth = failed + [
        a["rubrik"] for a in done if "effekt" in a and a.get("typ") in strong and a["effekt"]["onskad"] != "nej"
    ]
    assert sorted(row[0] for row in told) == sorted(worth)
    assert [row[3] for row in told[: len(failed)]] == ["nej"] * len(failed)
    assert f"Övriga {len(done) - len(worth)} genomförda åtgärder" in markdown.replace("\u00a0", " ")


def test_lex_cases_are_told(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """Every case reported to IVO in the year stands in the report, with what came of it."""
    cases = [a for a in yaml["avvikelse"] if a.get("ivo", {}).get("anmald") == "ja" and a["ivo"]["datum"].year == 2025]
    assert len(cases) == 2
    for case in cases:
        assert re.search(rf"\*\*Lex (Maria|Sarah): {re.escape(case['rubrik'])}\.\*\*", markdown)


def test_three_years_are_counted_side_by_side(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """The years' totals and quarters equal a count over the YAML files, and the last year is the report's."""
    head = markdown.split("{#tbl-trender}")[0].rsplit("| Mått |", 1)[1].split("\n")[0]
    years = [int(year) for year in head.strip(" |").split("|")]
    assert years == sorted(years)
    assert years[-1] == 2025
    kept = [a for a in yaml["avvikelse"] if a["status"] != "avskriven"]
    counts = Counter(a["rapporterad"].year for a in kept)
    rows = {row[0]: row[1:] for row in table(markdown, "tbl-trender")}
    assert rows["Avvikelser"] == [str(counts[year]) for year in years]
    received = Counter(k["mottaget"].year for k in yaml["klagomal"])
    assert rows["Klagomål och synpunkter"] == [str(received[year]) for year in years]
    done = Counter(a["genomford"].year for a in yaml["atgard"] if "genomford" in a)
    assert rows["Genomförda åtgärder"] == [str(done[year]) for year in years]
    quarters = Counter((a["rapporterad"].year, (a["rapporterad"].month - 1) // 3) for a in kept)
    for part, row in enumerate(table(markdown, "tbl-kvartal")):
        assert [int(cell) for cell in row[1:]] == [quarters[year, part] for year in years]


def test_what_was_improved_names_its_measure_and_why(markdown: str, yaml: dict[str, list[Plain]]) -> None:
    """Every process or rutin changed in the year because of an åtgärd is told with that åtgärd and its cause."""
    titles = {a["id"]: a["rubrik"] for a in yaml["atgard"]}
    documents = [(d, d.get("namn") or d["titel"]) for d in [*yaml["process"], *yaml["rutin"]]]
    expected = [
        (name, titles[measure])
        for document, name in documents
        if document.get("faststalld", {}).get("datum", date.min).year == 2025
        for measure in document.get("forbattrad_av", [])
    ]
    told = [(row[0], row[1]) for row in table(markdown, "tbl-forbattrade")] if expected else []
    assert sorted(told) == sorted(expected)


def test_the_checklist_is_an_annex_that_says_what_the_command_says(markdown: str, kvalitet: Callable[..., Run]) -> None:
    """The annex has every requirement of the three law lists, in the state that `checklist` gives that day."""
    day = re.search(r"^date: (\S+)$", markdown, re.MULTILINE)
    assert day is not None
    body = json.loads(kvalitet("-C", ROOT, "--day", day[1], "checklist", "--format", "json").out)
    expected = {found["id"]: found["results"][0]["status"] for found in body["requirements"]}
    told = {row[0]: row[3] for number in (1, 2, 3) for row in table(markdown, f"tbl-checklista-{number}")}
    assert told == expected


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """Another folder, time zone, locale and hash seed give the same bytes in every format, and the same charts."""
    made = []
    for number, mask in enumerate([
        {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
        {"TZ": "UTC", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
    ]):
        out = tmp_path / f"utgåva {number}"
        command = [
            sys.executable,
            "-m",
            "kvalitet",
            "-C",
            str(ROOT),
            "report",
            "kvalitetsberattelse",
            "--year",
            "2025",
            "--format",
            "md,html,pdf",
            "--out",
            str(out),
        ]
        subprocess.run(command, cwd=tmp_path, env={**os.environ, **mask}, check=True, capture_output=True)
        made.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert made[0] == made[1]
    assert {path.suffix for path in made[0]} == {".md", ".html", ".pdf", ".svg"}


def test_the_committed_report_is_what_the_records_say(markdown: str) -> None:
    """`reports/2025` holds what the tool makes of today's records."""
    assert (ROOT / "reports/2025/kvalitetsberattelse.md").read_text(encoding="utf-8") == markdown


def test_a_year_without_records_says_so(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A workspace with nothing but its skeleton gives a report that says what is missing."""
    run = kvalitet("-C", workspace, "report", "kvalitetsberattelse", "--year", "2024")
    assert run.code == 0, run.err
    text = (workspace / "reports/2024/kvalitetsberattelse.md").read_text(encoding="utf-8")
    told = "Det finns inga poster för 2024. Inget annat år har poster heller."
    assert text.index(told) < text.index("\n# ")
    assert f"varning: {told}" in run.err
    assert "Det finns inga poster om avvikelser" in text
    assert "::: saknas\nIngen sammanställning med analys är dokumenterad" in text
    assert (workspace / "reports/2024/kvalitetsberattelse.pdf").read_bytes().startswith(b"%PDF")


def test_last_year_stands_beside_where_there_is_one(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """With avvikelser of two years every count has the year before beside it."""
    for day in ("2024-05-02", "2024-06-03", "2025-05-02"):
        words = ("--set", "enhet=norr", "--set", f"intraffad={day}", "--set", "beskrivning=Larmet gick inte.")
        assert kvalitet("-C", workspace, "--day", day, "new", "avvikelse", "--no-input", *words).code == 0
    assert kvalitet("-C", workspace, "report", "kvalitetsberattelse", "--year", "2025", "--format", "md").code == 0
    text = (workspace / "reports/2025/kvalitetsberattelse.md").read_text(encoding="utf-8")
    assert table(text, "tbl-manader")[-1] == ["Summa", "1", "2"]
    assert "1\u00a0avvikelse, mot 2 året före" in text


def test_one_namnd_covers_what_lies_below_it(kvalitet: Callable[..., Run], tmp_path: Path) -> None:
    """The two nämnder's reports divide the whole between them."""
    sums = []
    for words in (
        [],
        ["--namnd", "ENH-halsa-och-valfardsnamnden"],
        ["--namnd", "ENH-barn-och-utbildningsnamnden"],
    ):
        run = kvalitet(
            "-C",
            ROOT,
            "report",
            "kvalitetsberattelse",
            "--year",
            "2025",
            "--format",
            "md",
            "--out",
            tmp_path,
            *words,
        )
        text = (tmp_path / Path(run.out.strip()).name).read_text(encoding="utf-8")
        sums.append(int(table(text, "tbl-manader")[-1][1]))
    assert sums[0] == sums[1] + sums[2]


@pytest.mark.parametrize(
    "report", [name for name in REPORTS if name not in ("enhetsrapport", "patientsakerhetsberattelse")]
)
def test_a_namnd_of_no_activity_is_told_so(made: Made, report: str) -> None:
    """Kommunstyrelsen carries on nothing that the regulation is about: no "0 av 0 krav", but that sentence."""
    with pytest.raises(UsageError, match="Kommunstyrelsen bedriver ingen verksamhet som föreskriften gäller") as told:
        made(report, "2025", "ENH-kommunstyrelsen")
    assert "skriv lagrum i den enhet som gör det" in str(told.value)


def test_all_reports_leave_out_a_namnd_of_no_activity(osby: Records) -> None:
    """Every report of a year is made for the nämnder and units that do what the regulation is about."""
    places = {enhet for _, _, enhet in covers(osby, 2025)}
    assert "ENH-kommunstyrelsen" not in places
    assert {"", "ENH-halsa-och-valfardsnamnden", "ENH-barn-och-utbildningsnamnden", "ENH-sabo-norr"} <= places


def test_a_unit_that_says_nothing_of_its_own_is_in_its_namnd(made: Made) -> None:
    """A unit without lagrum below a nämnd that has some gets its reports."""
    assert "Arbetsmarknadsenheten" in made("handlingsplan", "2025", "ENH-arbetsmarknad").markdown


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ finns_inte }}", "kvalitetsberattelse.md.j2:1:1"),
        ("---\ntitle: A\n{% if %}", ":3:1: mallen går inte att läsa"),
        ("rad\n\n{{ ar / 0 }}", ":3:1"),
    ],
)
def test_a_broken_template_is_told_with_its_line(
    kvalitet: Callable[..., Run], workspace: Path, template: str, says: str
) -> None:
    """A workspace's own template that cannot be filled gives file and line, exit 3, and no file."""
    (workspace / "templates").mkdir()
    (workspace / "templates/kvalitetsberattelse.md.j2").write_text(template, encoding="utf-8")
    run = kvalitet("-C", workspace, "report", "kvalitetsberattelse", "--year", "2025")
    assert run.code == 3
    assert says in run.err
    assert not (workspace / "reports").exists()


@pytest.mark.parametrize("text", ["id: a: b\n", "id: ENH-soder\nnamn: 19970517-2394\nniva: enhet\n"])
def test_a_report_is_not_made_of_what_cannot_be_read_or_names_a_person(
    kvalitet: Callable[..., Run], workspace: Path, text: str
) -> None:
    """An unreadable record or a personnummer stops the report: exit 1, the place, and no file."""
    (workspace / "records/enhet/ENH-soder.yaml").write_text(text, encoding="utf-8")
    run = kvalitet("-C", workspace, "report", "kvalitetsberattelse", "--year", "2025")
    assert (run.code, run.out) == (1, "")
    assert "ENH-soder.yaml:" in run.err
    assert "19970517" not in run.err
    assert not (workspace / "reports").exists()


def test_record_text_is_never_markup(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Markdown, HTML, table marks and template code in a record are shown as they were written."""
    nasty = "# *A* | <b>B</b> [c](http://d) {{ 7*7 }} `e` & ~f~ {#g}"
    words = (
        "--set",
        "enhet=norr",
        "--set",
        "handelse=" + nasty,
        "--set",
        "sannolikhet=3",
        "--set",
        "konsekvens=4",
    )
    assert kvalitet("-C", workspace, "--day", "2025-05-05", "new", "risk", "--no-input", *words).code == 0
    run = kvalitet("-C", workspace, "report", "kvalitetsberattelse", "--year", "2025")
    assert run.code == 0, run.err
    from pypdf import PdfReader

    text = " ".join(page.extract_text() for page in PdfReader(workspace / "reports/2025/kvalitetsberattelse.pdf").pages)
    assert "{{ 7*7 }}" in " ".join(text.split())
    assert "<b>B</b>" in text


def test_today_does_not_change_the_report(kvalitet: Callable[..., Run], tmp_path: Path) -> None:
    """The day of the report is the one on which the berättelse was drawn up, not the day of the run."""
    kvalitet("-C", ROOT, "report", "kvalitetsberattelse", "--year", "2025", "--format", "md", "--out", tmp_path)
    assert f"date: {date(2026, 2, 20)}" in (tmp_path / "kvalitetsberattelse.md").read_text(encoding="utf-8")
