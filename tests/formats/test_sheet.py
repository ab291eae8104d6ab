"""CSV that a spreadsheet opens: no cell is a formula, and every text comes back."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.formats import sheet
from kvalitet.words import visible
from tests.conftest import Run
from tests.formats.payloads import CANARY, EVERY, SHEET
from tests.formats.runner import obeyed
from tests.formats.test_terminal import quoted


def read(text: str) -> list[list[str]]:
    """Return the cells of CSV as a strict reader sees them."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))


def as_kept(text: str) -> str:
    """Return text as a cell can hold it: one sort of line break, and in letters what a terminal could obey."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet would take a cell for a formula, also after blanks."""
    return (cell.strip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20") and cell.strip() != "") or cell[:1] in tuple(
        "\t\r\n"
    )


def test_every_text_comes_back_and_none_is_a_formula() -> None:
    """Read with Python's reader, each cell is the text it was made of, and no cell begins as a formula does."""
    rows = [[text, "x", text] for text in EVERY]
    found = read(sheet.write(("=Id", "b", "c"), rows))
    assert len(found) == len(rows) + 1
    assert not [cell for row in found for cell in row if is_formula(cell)]
    assert [[sheet.from_cell(cell) for cell in row] for row in found[1:]] == [[as_kept(c) for c in row] for row in rows]
    assert sheet.from_cell(found[0][0]) == "=Id"


def test_the_payloads_would_be_formulas() -> None:
    """Without the apostrophe most of these are formulas, so that the test above says something."""
    assert sum(is_formula(as_kept(text)) for text in SHEET) >= 18


@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), max_size=4))
def test_any_text_comes_back(rows: list[list[str]]) -> None:
    """Whatever the cells hold, the same cells are read again, and rows and columns stand."""
    found = read(sheet.write(("a",), rows))[1:]
    assert [[sheet.from_cell(cell) for cell in row] for row in found] == [
        [as_kept(cell) for cell in row] for row in rows
    ]
    assert not [cell for row in found for cell in row if is_formula(cell)]


@given(st.sampled_from(["", "'", "''"]), st.sampled_from(list("=+-@\t\n \uff1da")), st.text(max_size=4))
def test_an_apostrophe_of_the_texts_own_is_kept(mark: str, first: str, rest: str) -> None:
    """A text that begins with apostrophes is told from one that was given one."""
    text = f"{mark}{first}{rest}"
    assert sheet.from_cell(sheet.to_cell(text)) == as_kept(text)


def test_list_prints_csv_that_is_safe(
    kvalitet: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command's own CSV: as many rows as records, no formula, no number, and in a CI log no command."""
    texts = [text for text in EVERY if text.strip()]
    for number, text in enumerate([*texts, f"nr {CANARY}"]):
        body = f"id: ENH-n{number}\nnamn: {quoted(text)}\nniva: enhet\noverordnad: ENH-namnd\nlagrum: [sol]\n"
        (workspace / f"records/enhet/ENH-n{number}.yaml").write_text(body, encoding="utf-8")
    monkeypatch.setitem(os.environ, "GITHUB_ACTIONS", "false")
    run = kvalitet("-C", workspace, "list", "enhet", "--format", "csv")
    cells = read(run.out)
    assert len(cells) == len(texts) + 4
    assert {len(row) for row in cells} == {len(cells[0])}
    assert not [cell for row in cells for cell in row if is_formula(cell)]
    assert CANARY not in run.out
    monkeypatch.setitem(os.environ, "GITHUB_ACTIONS", "true")
    log = kvalitet("-C", workspace, "list", "enhet", "--format", "csv").out
    assert obeyed(log) == []
    assert len(read(log)) == len(cells)
