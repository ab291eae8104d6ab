"""Every rule fires on its case, once, at the line that is marked there, and nowhere in its right one.

A case file holds two small workspaces, `wrong` and `right`. The expected finding stands on the
offending line as `#! CODE`; what cannot be written plainly is made as tests/marked.py says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.data_files import read_data
from kvalitet.records.collection import Records
from kvalitet.records.loading import load, record_from_text
from kvalitet.workspace import find_workspace
from tests.conftest import DAY
from tests.marked import findings, lay_out
from tests.test_example import broken, values_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))

pytestmark = pytest.mark.usefixtures("ordinary_user")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_rule_fires_once_at_the_marked_line(file: Path, workspace: Path, catalogue: Catalogue) -> None:
    """The wrong workspace gives exactly the findings that its marks say."""
    expected = lay_out(read_data(file, file.name).child("wrong"), workspace)
    assert findings(workspace, catalogue) == expected
    assert file.stem in {code for code, _, _ in expected}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_right_way_gives_no_finding(file: Path, workspace: Path, catalogue: Catalogue) -> None:
    """The right workspace gives no finding of any rule."""
    assert lay_out(read_data(file, file.name).child("right"), workspace) == []
    assert findings(workspace, catalogue) == []


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_any_broken_value_of_the_right_way_gives_one_finding(file: Path, workspace: Path, catalogue: Catalogue) -> None:
    """Every value of the right workspace, broken alone: that line is told and nothing else, by no rule over all."""
    lay_out(read_data(file, file.name).child("right"), workspace)
    records = list(load(find_workspace(workspace), catalogue))
    for at, record in enumerate(records):
        for field, path, _ in values_of(record):
            changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
            assert changed is not None, (record.id, path)
            found = check(Records(catalogue, [*records[:at], changed, *records[at + 1 :]]), DAY)
            expected = [(record.document.path, record.document.place(path).line)]
            assert [(f.place.path, f.place.line) for f in found] == expected, (record.id, path, found)
