"""The files of a report on disk: all of them or none, and a message that is true of what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, files


@pytest.fixture
def eventful(kvalitet: Callable[..., Run], workspace: Path) -> Path:
    """A workspace whose reports have charts."""
    for month in range(1, 7):
        words = (
            "--set",
            "enhet=norr",
            "--set",
            f"intraffad=2025-0{month}-02",
            "--set",
            "beskrivning=Larmet gick inte.",
        )
        assert (
            kvalitet("-C", workspace, "--day", f"2025-0{month}-03", "new", "avvikelse", "--no-input", *words).code == 0
        )
    return workspace


@pytest.mark.parametrize("blocked", ["reports/2025/sammanstallning", "reports/2025", "reports", "ut.txt"])
@pytest.mark.parametrize("words", [["sammanstallning"], ["all"]])
def test_a_file_in_the_place_of_a_folder_leaves_no_half_report(
    kvalitet: Callable[..., Run], eventful: Path, blocked: str, words: list[str]
) -> None:
    """Exit 6, the file that stands in the way named, and no file of that report written; all makes the others."""
    if blocked == "ut.txt" and words == ["all"]:
        pytest.skip("all takes no folder")
    (eventful / blocked).parent.mkdir(parents=True, exist_ok=True)
    (eventful / blocked).write_text("x", encoding="utf-8")
    before = files(eventful)
    folder = ["--out", "ut.txt"] if blocked == "ut.txt" else []
    options = ("--year", "2025", "--format", "md", *folder)
    run = kvalitet("-C", eventful, "--day", "2026-02-01", "report", *words, *options)
    assert run.code == 6
    assert f"{blocked} är en fil, men ska vara en mapp; flytta filen" in run.err
    made = {path for path in files(eventful) if path not in before}
    assert not any("sammanstallning" in path and "namnd" not in path for path in made)
    assert any("lexrapport" in path for path in made) is (words == ["all"] and blocked.endswith("sammanstallning"))
