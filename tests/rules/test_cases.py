"""Every rule fires on its case, once, at the line that is marked there, and nowhere in its right one.

A case file holds two small workspaces, `wrong` and `right`. The expected finding stands on the
offending line as `#! CODE`; what cannot be written plainly stands as `escaped` bytes with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.data_files import Node, read_data
from kvalitet.records.collection import Records
from kvalitet.records.loading import load, record_from_text
from kvalitet.workspace import find_workspace
from tests.conftest import DAY
from tests.test_example import broken, values_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
_MARK = re.compile(r" *#! ([A-Z0-9 ]+)$")

Found = list[tuple[str, str, int]]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_rule_fires_once_at_the_marked_line(file: Path, workspace: Path, catalogue: Catalogue) -> None:
    """The wrong workspace gives exactly the findings that its marks say."""
    expected = _lay_out(read_data(file, file.name).child("wrong"), workspace)
    assert _findings(workspace, catalogue) == expected
    assert file.stem in {code for code, _, _ in expected}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_right_way_gives_no_finding(file: Path, workspace: Path, catalogue: Catalogue) -> None:
    """The right workspace gives no finding of any rule."""
    assert _lay_out(read_data(file, file.name).child("right"), workspace) == []
    assert _findings(workspace, catalogue) == []


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_any_broken_value_of_the_right_way_gives_one_finding(file: Path, workspace: Path, catalogue: Catalogue) -> None:
    """Every value of the right workspace, broken alone: that line is told and nothing else, by no rule over all."""
    _lay_out(read_data(file, file.name).child("right"), workspace)
    records = list(load(find_workspace(workspace), catalogue))
    for at, record in enumerate(records):
        for field, path, _ in values_of(record):
            changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
            assert changed is not None, (record.id, path)
            found = check(Records(catalogue, [*records[:at], changed, *records[at + 1 :]]), DAY)
            expected = [(record.document.path, record.document.place(path).line)]
            assert [(f.place.path, f.place.line) for f in found] == expected, (record.id, path, found)


def _findings(workspace: Path, catalogue: Catalogue) -> Found:
    records = load(find_workspace(workspace), catalogue)
    found = [(finding.code, finding.place.path, finding.place.line) for finding in check(records, DAY)]
    return sorted(found)


def _lay_out(files: Node, workspace: Path) -> Found:
    """Write the files of a case and return the findings that it expects."""
    expected: Found = []
    for path, node in files.children():
        if isinstance(node.value, Mapping):
            data = node.text("escaped").encode("latin-1").decode("unicode_escape").encode("latin-1")
            code = Path(files.document.path).stem
            expected.append((code, path, int(node.text("at").split(":")[0])))
        else:
            lines, marks = _unmarked(node.string())
            data = "\n".join(lines).encode()
            expected += [(code, path, line) for code, line in marks]
        target = workspace / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return sorted(expected)


def _unmarked(text: str) -> tuple[list[str], list[tuple[str, int]]]:
    lines, marks = [], []
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.search(line)
        if mark:
            marks += [(code, number) for code in mark[1].split()]
        lines.append(_MARK.sub("", line))
    return lines, marks
