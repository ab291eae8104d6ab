"""Each number of a report leads to its records, and a published report is held against the records it was made from."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.reporting.comparing import differences
from kvalitet.reporting.published import read_published
from tests.conftest import ROOT, Run

KEY = "kvalitetsberattelse/2025"
FILE = ROOT / "reports/2025/kvalitetsberattelse.md"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in a repository of its own, its report committed after its records."""
    root = tmp_path_factory.mktemp("exempel") / "arbets yta"
    for name in ("records", "reports"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "pyproject.toml", root)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "A"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=root, check=True)
    return root


def test_every_number_of_a_column_has_a_key_and_records(kvalitet: Callable[..., Run]) -> None:
    """Each number in a right-aligned column is listed by trace, at its line, and a count has as many records."""
    run = kvalitet("-C", ROOT, "report", "trace", KEY, "--format", "json")
    known: dict[int, list[dict[str, str]]] = {}
    for one in json.loads(run.out)["numbers"]:
        known.setdefault(int(one["line"]), []).append(one)
    lines, right = FILE.read_text(encoding="utf-8").split("\n"), list[bool]()
    seen = 0
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            right = [cell.endswith(":") and not cell.startswith(":") for cell in cells]
        elif cells and len(cells) == len(right):
            told = [one["text"] for one in known.get(number, [])]
            for cell, is_number in zip(cells, right, strict=True):
                header = "| ---" in lines[number] or "---:" in lines[number]
                if is_number and re.fullmatch(r"[\d\u00a0,]+", cell) and not header:
                    assert cell in told, (number, line)
                    seen += 1
        elif not cells:
            right = []
    assert seen > 200


def test_a_count_leads_to_its_records(kvalitet: Callable[..., Run]) -> None:
    """The records behind a number are as many as it says, and are those that another road finds."""
    key = "avvikelser.2025-03.antal"
    found = json.loads(kvalitet("-C", ROOT, "report", "trace", f"{KEY}#{key}", "--format", "json").out)
    listed = json.loads(
        kvalitet(
            *("-C", ROOT, "list", "avvikelse", "rapporterad>=2025-03-01", "rapporterad<=2025-03-31"),
            *("status!=avskriven", "--format", "json"),
        ).out
    )
    assert sorted(found["records"]) == sorted(record["id"] for record in listed["records"])
    assert found["value"] == len(found["records"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["trace"], "skriv vilken rapport det gäller"),
        (["trace", "kvalitetsberattelse"], "är ingen nyckel till en rapport"),
        (["trace", "kvalitetsberattelsen/2025"], "menade du kvalitetsberattelse"),
        (["trace", f"{KEY}#avvikelser.2025.anta"], "menade du avvikelser.2025.antal"),
        (["check"], "skriv filen"),
        (["check", "README.md"], "README.md: filen säger inte vilken rapport den är"),
        (["check", "pyproject.toml"], "skriv en fil som slutar på"),
        (["check", "reports/2025/finns-inte.md"], "går inte att öppna"),
        (
            ["check", "reports/2025/"],
            "är en mapp; skriv en eller flera filer i den, till exempel reports/2025/egenkontr",
        ),
    ],
)
def test_a_wrong_question_is_answered_with_how_to_ask(
    kvalitet: Callable[..., Run], words: list[str], says: str
) -> None:
    """Exit 2, and what to write instead."""
    run = kvalitet("-C", ROOT, "report", *words)
    assert (run.code, run.out) == (2, "")
    assert says in run.err


@pytest.mark.parametrize("name", ["kvalitetsberattelse.md", "kvalitetsberattelse.pdf"])
def test_a_report_that_the_records_give_holds(kvalitet: Callable[..., Run], name: str) -> None:
    """Each committed format is counted anew and found right."""
    run = kvalitet("-C", ROOT, "report", "check", f"reports/2025/{name}")
    assert (run.code, run.err) == (0, "")
    assert "alla stämmer med posterna här" in run.out


def test_a_changed_figure_is_told_where_it_stands(kvalitet: Callable[..., Run], copy: Path) -> None:
    """A figure changed by hand, a row taken away and a sentence with a number put in are each told."""
    text = (copy / "reports/2025/kvalitetsberattelse.md").read_text(encoding="utf-8")
    january = next(line for line in text.split("\n") if line.startswith("| Januari |"))
    february = next(line for line in text.split("\n") if line.startswith("| Februari |"))
    changed = text.replace(january, "| Januari | 999 | 1 |").replace(f"{february}\n", "")
    changed = changed.replace("# Mål\n", "Vi hade 77 möten.\n\n# Mål\n", 1)
    (copy / "andrad.md").write_text(changed, encoding="utf-8")
    run = kvalitet("-C", copy, "report", "check", "andrad.md")
    assert run.code == 1
    line = changed.split("\n").index("| Januari | 999 | 1 |") + 1
    assert f"andrad.md:{line}:13: här står 999, posterna ger" in run.out
    assert "(avvikelser.2025-01.antal)" in run.out
    assert "(avvikelser.2025-02.antal) saknas i filen" in run.out
    assert "77 finns inte i det som posterna ger" in run.out


def test_records_may_have_gone_on_since(kvalitet: Callable[..., Run], copy: Path) -> None:
    """A report made of earlier records is held against the commit that has them; of records nowhere, it is refused."""
    report = copy / "reports/2025/kvalitetsberattelse.md"
    record = next((copy / "records/avvikelse/2025").iterdir())
    kept = record.read_bytes()
    record.unlink()
    try:
        run = kvalitet("-C", copy, "report", "check", report)
        assert run.code == 0, run.err
        assert "stämmer med posterna i incheckning" in run.out
        (copy / "annan.md").write_text(
            re.sub(r'underlag: "\w+"', 'underlag: "0123456789ab"', report.read_text(encoding="utf-8")), encoding="utf-8"
        )
        run = kvalitet("-C", copy, "report", "check", "annan.md")
        assert (run.code, "är gjord av andra poster" in run.err) == (2, True)
    finally:
        record.write_bytes(kept)


def test_words_in_the_text_do_not_change_what_a_report_is() -> None:
    """What it is stands in its head: the same words further down, as a person may write them, are words."""
    text = FILE.read_text(encoding="utf-8")
    read = read_published("kvalitetsberattelse.md", text.encode())
    for line in ("date: 2019-01-01", "nyckel: lexrapport/2019", "underlag: 0123456789ab"):
        assert read_published("kvalitetsberattelse.md", f"{text}\n{line}\n".encode()).identity == read.identity
    assert read.identity.key == KEY


@given(st.lists(st.lists(st.integers(0, 99), max_size=4), max_size=8), st.data())
def test_one_changed_number_is_one_difference(numbers: list[list[int]], data: st.DataObject) -> None:
    """Whatever the lines, equal ones differ in nothing, and one number changed is told alone, at its place."""
    lines = [
        f"rad {'x' * row} " + "; ".join(f"{'y' * row}{value}" for value in found) for row, found in enumerate(numbers)
    ]
    assert not list(differences(lines, lines))
    places = [(row, column) for row, found in enumerate(numbers) for column in range(len(found))]
    if not places:
        return
    row, column = data.draw(st.sampled_from(places))
    changed = [list(found) for found in numbers]
    changed[row][column] += 100
    other = [
        f"rad {'x' * at} " + "; ".join(f"{'y' * at}{value}" for value in found) for at, found in enumerate(changed)
    ]
    (found,) = differences(lines, other)
    assert (found.line, found.found, found.expected) == (
        row + 1,
        str(changed[row][column]),
        str(numbers[row][column]),
    )


def test_a_number_of_requirements_is_traced_to_them(kvalitet: Callable[..., Run]) -> None:
    """The requirements behind it are as many as it says, each with its words."""
    words = ("-C", ROOT, "report", "trace", f"{KEY}#krav.tillampliga", "--format")
    body = json.loads(kvalitet(*words, "json").out)
    assert body["value"] == len(body["requirements"]) > 30
    assert body["records"] == []
    lines = kvalitet(*words, "csv").out.splitlines()
    assert lines[0].endswith('"Krav";"Rubrik"')
    assert len(lines) == body["value"] + 1
    assert any(line.startswith('"R-3-1a";"Den som är ansvarig') for line in lines)


def test_a_torn_pdf_is_told_in_our_words(tmp_path: Path) -> None:
    """One line on the screen: what the library says of the file does not reach it."""
    torn = tmp_path / "rapport.pdf"
    torn.write_bytes((ROOT / "reports/2025/kvalitetsberattelse.pdf").read_bytes()[:20_000])
    command = [sys.executable, "-m", "kvalitet", "report", "check", str(torn)]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == f"kvalitet: {torn} går inte att läsa som pdf; hämta filen på nytt\n"
