"""The reports of parts of the year and of the inspector, wherever they are made: no holes, and nothing told that is not so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.reporting.conftest import Made
from tests.reporting.reading import faults

NAMES = ("sammanstallning", "lexrapport", "tillsynspaket")


def written(folder: Path, name: str) -> str:
    return next((folder / "reports").rglob(f"{name}*.md")).read_text(encoding="utf-8")


def copied(folder: Path) -> Path:
    """A private provider's workspace in a folder of its own."""
    return Path(shutil.copytree(ROOT / "tests/workspaces/privat-omsorg", folder / "privat"))


@pytest.mark.parametrize("name", NAMES)
def test_a_fresh_workspace_gives_a_report_that_says_so(kvalitet: Callable[..., Run], tmp_path: Path, name: str) -> None:
    """What `init` makes has nothing to report: the page says so, is whole, and becomes a PDF."""
    root = tmp_path / "ny"
    assert kvalitet("init", root).code == 0
    run = kvalitet("-C", root, "report", name, "--year", "2025")
    assert run.code == 0, run.err
    text = written(root, name)
    assert not faults(text)
    assert re.search(r"\b(?:Inga|Inget|Ingen|[Ee]j visat)\b", text)
    assert list((root / "reports/2025").glob("*.pdf"))


@pytest.mark.parametrize("name", NAMES)
def test_a_time_without_records_says_so(made: Made, name: str) -> None:
    """A year of which nothing is recorded gives a whole page that claims no noughts."""
    text = made(name, "2019").markdown
    assert not faults(text)
    if name != "tillsynspaket":
        assert "behöver inte betyda att inget har hänt" in text


@pytest.mark.parametrize(
    "words",
    [
        ["sammanstallning"],
        ["lexrapport"],
        ["tillsynspaket"],
        ["enhetsrapport", "--enhet", "ENH-norra-gruppen"],
        ["sammanstallning", "--public"],
    ],
)
def test_a_private_provider_is_spoken_of_as_it_is(
    kvalitet: Callable[..., Run], tmp_path: Path, words: list[str]
) -> None:
    """A provider of hemtjänst has no nämnd and no hälso- och sjukvård, and neither is spoken of."""
    root = copied(tmp_path)
    run = kvalitet("-C", root, "report", *words, "--year", "2025", "--format", "md")
    assert run.code == 0, run.err
    text = written(root, words[0])
    assert not faults(text)
    assert not re.search(r"nämnd|[Ll]ex Maria", text.split("# Så här är det räknat")[0].split("# Krav för krav")[0])


def test_all_public_reports_are_to_be_read_before_they_are_published(
    kvalitet: Callable[..., Run], tmp_path: Path
) -> None:
    """As of a single one, what the tool cannot hide is told."""
    assert kvalitet("init", tmp_path / "ny").code == 0
    run = kvalitet("-C", tmp_path / "ny", "report", "all", "--year", "2025", "--format", "md", "--public")
    assert run.code in (0, 1)
    assert "Läs analyser och egna texter i rapporten innan den läggs ut" in run.err


def test_the_same_records_give_the_same_files(tmp_path: Path) -> None:
    """Made in two folders, time zones and orders of sets, all reports of a year and what comes with them are the same."""
    made = []
    for place, mask in (
        ("a", {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}),
        ("b c", {"TZ": "UTC", "PYTHONHASHSEED": "2"}),
    ):
        root = copied(tmp_path / place)
        command = [
            sys.executable,
            "-m",
            "kvalitet",
            "-C",
            str(root),
            "report",
            "all",
            "--year",
            "2025",
            "--format",
            "md",
        ]
        subprocess.run(command, env={**os.environ, **mask}, check=False, capture_output=True)
        files = [path for path in sorted((root / "reports").rglob("*")) if path.is_file()]
        made.append({path.relative_to(root).as_posix(): path.read_bytes() for path in files})
    assert made[0] == made[1]
    assert {"reports/2025/sammanstallning.md", "reports/2025/tillsynspaket/SHA256SUMS"} <= made[0].keys()
