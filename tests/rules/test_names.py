"""A file with a bad name, or in a bad place, is one finding at that file: the right one is left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace
from tests.conftest import DAY

HOME = "mal/MAL-trygg.yaml"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["mal/MAL-trygg i natt.yaml"], [("FIL005", "mal/MAL-trygg i natt.yaml")]),
        (["mal/ny mapp/MAL-trygg.yaml"], [("FIL005", "mal/ny mapp/MAL-trygg.yaml")]),
        (["mal/MAL-Trygg.yaml"], [("FIL007", "mal/MAL-Trygg.yaml")]),
        (["mal/MAL-Trygg.yaml", HOME], [("FIL006", "mal/MAL-Trygg.yaml")]),
        (["mal/2025/MAL-trygg.yaml"], [("FIL007", "mal/2025/MAL-trygg.yaml")]),
        (["mal/2025/MAL-trygg.yaml", HOME], [("LNK003", "mal/2025/MAL-trygg.yaml")]),
        (["mal/gammal/MAL-trygg.yaml", HOME], [("LNK003", "mal/gammal/MAL-trygg.yaml")]),
        (["rutin/MAL-trygg.yaml", HOME], [("LNK003", "rutin/MAL-trygg.yaml")]),
        (["Mal/MAL-trygg.yaml", HOME], [("FIL008", "Mal/MAL-trygg.yaml")]),
        (["Las.md", "las.md"], [("FIL008", "Las.md"), ("FIL008", "las.md")]),
        (
            ["mal/2025/MAL-trygg.yaml", "mal/2026/MAL-trygg.yaml"],
            [("FIL007", "mal/2025/MAL-trygg.yaml"), ("LNK003", "mal/2026/MAL-trygg.yaml")],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) else value[0][0],
)
def test_a_misnamed_file_is_one_finding(
    files: list[str], expected: list[tuple[str, str]], workspace: Path, catalogue: Catalogue
) -> None:
    """A name that is taken is told as taken, so that nobody is asked to move a file over another."""
    for path in files:
        file = workspace / "records" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"id: {file.stem}\ntext: Trygg hela dygnet\nniva: namnd\n", encoding="utf-8")
    found = check(load(find_workspace(workspace), catalogue), DAY)
    assert [(one.code, one.place.path.removeprefix("records/")) for one in found] == expected


def test_a_link_leads_to_the_record_in_its_place(workspace: Path, catalogue: Catalogue) -> None:
    """Of two records with one id, the one that lies where it should is the one that others mean."""
    (workspace / "records/mal/2025").mkdir(parents=True)
    for path, text in {"2025/MAL-trygg.yaml": "Kopian", "MAL-trygg.yaml": "Målet"}.items():
        file = workspace / "records/mal" / path
        file.write_text(f"id: MAL-trygg\ntext: {text}\nniva: namnd\n", encoding="utf-8")
    assert load(find_workspace(workspace), catalogue).title("MAL-trygg") == "Målet"
