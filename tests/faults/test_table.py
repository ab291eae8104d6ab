"""Every fault of the table gives its finding, at its place, and nothing else; the other files are still judged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faulting.making import ALWAYS, CANARY, Expected, Fault
from faulting.record import TARGET, lay_out
from faulting.table import BULK, FAULTS
from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.records.loading import load
from kvalitet.source import files
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, Run

_OF_THE_CANARY = "SEK001"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_gives_its_finding_where_it_stands(
    fault: Fault, folder: Path, catalogue: Catalogue, ordinary_user: None
) -> None:
    """Code, file, line and column are the documented ones, no message shows the number, and no rule breaks."""
    fault.make(lay_out(folder))
    found = check(load(find_workspace(folder), catalogue), DAY)
    told = [Expected(one.code, one.place.line, one.place.column, one.place.path) for one in found]
    assert sorted(one for one in told if one.code != _OF_THE_CANARY) == sorted([*fault.expected, ALWAYS])
    assert not [one for one in found if CANARY in one.message]
    assert not list(folder.rglob("PWNED"))


def test_each_fault_has_a_name_of_its_own() -> None:
    """No fault is in the table twice."""
    names = [fault.name for fault in (*FAULTS, *BULK)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("format_", ["text", "short", "json"])
def test_all_small_faults_at_once(format_: str, folder: Path, kvalitet: Callable[..., Run]) -> None:
    """A file for every fault that is one of bytes: the tool ends with 1, tells each of them, and shows no number."""
    target = lay_out(folder)
    count = 0
    for number, fault in enumerate(FAULTS):
        fault.make(target)
        is_small = not target.is_symlink() and target.is_file() and 0 < target.stat().st_size < 5_000
        data = target.read_bytes() if is_small else b""  # one of them is larger than any memory
        _put_back(target)
        if data:
            (target.parent / f"AVV-2025-{number:06}.yaml").write_bytes(data)
            count += 1
    run = kvalitet("-C", folder, "validate", "--format", format_)
    assert run.code == 1
    assert CANARY not in run.out + run.err
    assert "Traceback" not in run.err
    assert count > 200
    if format_ == "json":
        told = {one["file"] for one in json.loads(run.out)["findings"]}
        assert len(told) >= count


def _put_back(target: Path) -> None:
    """Make room for the next fault, also after one that closed or replaced a folder."""
    for folder in (target.parents[1], target.parents[0]):
        folder.chmod(0o755)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    target.write_bytes(b"")


def test_a_file_that_goes_while_others_are_read_is_no_fault(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was listed and is gone when it is opened is passed over, with its folder too; the rest is judged."""
    target = lay_out(folder)
    really = files.read_bytes

    def vanish(path: Path) -> bytes:
        target.unlink(missing_ok=True)
        return really(path)

    monkeypatch.setattr("kvalitet.workspace.read_bytes", vanish)
    found = check(load(find_workspace(folder), catalogue), DAY)
    assert [one.place.path for one in found] == [ALWAYS.path]
    assert not (folder / TARGET).exists()
