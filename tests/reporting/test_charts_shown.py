"""Charts in the reports: shown in one way, each with words that say what it shows and a table, and put into the PDF."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import ROOT, Run
from tests.reporting.conftest import Made
from tests.reporting.pdf_check import faults
from tests.reporting.reading import Plain, table

Yaml = dict[str, list[Plain]]
UNIT = "ENH-sabo-norr"
EXPECTED = {
    "kvalitetsberattelse": {"indikatorer", "risker", "manader", "grupper", "enheter", "tid", "utveckling", "atgarder"},
    "patientsakerhetsberattelse": {"indikatorer-hsl", "risker-hsl", "manader-hsl", "grupper-hsl", "atgarder-hsl"},
    "sammanstallning": {"enheter", "manader-hsl", "grupper-hsl", "manader-sol-lss", "grupper-sol-lss"},
    "enhetsrapport": {"manader"},
    "lexrapport": {"mellanrum"},
    "handlingsplan": {"effekter"},
    "verksamhetsberattelse": {"indikatorer", "indikatorer-2"},
}


def test_no_template_draws_or_tells_a_chart_by_itself() -> None:
    """What a chart shows is said by the chart, so that it cannot become untrue when the drawing changes."""
    for path in sorted((ROOT / "templates").glob("*.j2")):
        assert not re.search(r"!\[|\balt=", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_shows_what_its_reader_looks_for(made: Made, name: str) -> None:
    """Each chart is there, with words that hold figures, and with a table right after it or just before."""
    draft = made(name, "2025", UNIT if name == "enhetsrapport" else "")
    assert {path.rpartition("/")[2] for path in draft.charts} >= EXPECTED[name]
    blocks = draft.markdown.split("\n\n")
    shown = [place for place, block in enumerate(blocks) if block.startswith("![")]
    assert len(shown) == len(draft.charts)
    for place in shown:
        caption, alt = re.findall(r'!\[([^\]]+)\].* alt="([^"]+)"\}', blocks[place])[0]
        assert len(alt) > len(caption)
        assert re.search(r"\d", alt)
        near = [block for block in blocks[max(0, place - 3) : place + 4] if not block.startswith("![")]
        assert any(block.startswith("|") for block in near), blocks[place]


def test_strength_and_effect_are_counted_right(made: Made, yaml: Yaml) -> None:
    """The handlingsplan's table has the åtgärder done by the day, each once, by its effect."""
    rows = table(made("handlingsplan", "2025").markdown, "tbl-styrka-effekt")
    done = [a for a in yaml["atgard"] if a["id"].startswith("ATG-2025") and a["status"] == "genomford"]
    for column, effect in enumerate(("ja", "delvis", "nej"), start=1):
        judged = [a for a in done if a.get("effekt", {}).get("onskad") == effect]
        assert sum(int(row[column]) for row in rows) == len(judged)


def test_days_between_the_gravest_events_are_counted_right(made: Made, yaml: Yaml) -> None:
    """The table has the days from each event to the next; the public report has neither table nor chart."""
    grave = {"risk_for_allvarlig_vardskada", "allvarlig_vardskada", "allvarligt_missforhallande"}
    grave |= {"pataglig_risk_allvarligt_missforhallande"}
    found = [a for a in yaml["avvikelse"] if grave & set(map(str, a.get("beslut", {}).values()))]
    days = sorted(a["intraffad"] for a in found if a["intraffad"].year <= 2025)
    rows = table(made("lexrapport", "2025").markdown, "tbl-mellanrum")
    assert [int(row[1]) for row in rows] == [(after - before).days for before, after in pairwise(days)]
    assert "mellanrum" not in made("lexrapport", "2025", public=True).markdown


@pytest.mark.parametrize("public", [False, True])
def test_the_pdf_holds_the_figures_of_each_chart(kvalitet: Callable[..., Run], tmp_path: Path, public: bool) -> None:
    """One CSV a chart, which says what its table says and hides what is hidden; the file is PDF/A-3a and holds."""
    options = ["--year", "2025", "--enhet", UNIT, "--attach", "--out", tmp_path, *(["--public"] if public else [])]
    run = kvalitet("-C", ROOT, "report", "enhetsrapport", *options)
    assert run.code == 0, run.err
    stem = "enhetsrapport-sabo-norr-publik" if public else "enhetsrapport-sabo-norr"
    markdown = (tmp_path / f"{stem}.md").read_text(encoding="utf-8")
    data = (tmp_path / f"{stem}.pdf").read_bytes()
    assert not faults(data)
    with pikepdf.open(io.BytesIO(data)) as file, file.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")
        assert set(file.attachments) == {f"{name}.csv" for name in re.findall(r"/([\w-]+)\.svg\)", markdown)}
        held = file.attachments["manader.csv"].get_file().read_bytes().decode("utf-8-sig")
    rows = [
        [row["Månad"].capitalize(), row["2025"], row["2024"]]
        for row in csv.DictReader(io.StringIO(held), delimiter=";")
    ]
    assert rows == table(markdown, "tbl-manader")
    assert (".." in {count for row in rows for count in row}) is public
    assert kvalitet("-C", ROOT, "report", "check", tmp_path / f"{stem}.pdf").code == 0


def test_figures_are_attached_to_a_pdf_alone(kvalitet: Callable[..., Run], tmp_path: Path) -> None:
    """Without a PDF nothing is made, and the message says what to write; without the option the PDF holds no file."""
    options = ("-C", ROOT, "report", "sammanstallning", "--period", "2025-Q2", "--out", tmp_path)
    run = kvalitet(*options, "--attach", "--format", "md,html")
    assert (run.code, "skriv --format md,html,pdf" in run.err) == (2, True)
    assert not list(tmp_path.iterdir())
    assert kvalitet(*options).code == 0
    with pikepdf.open(tmp_path / "sammanstallning-q2.pdf") as file:
        assert not file.attachments
