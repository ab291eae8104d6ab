"""What git holds is judged with what is kept of the disk, and the other way round."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import catalogue_of
from kvalitet.checking import check
from kvalitet.diagnostics import Diagnostic
from kvalitet.records.loading import load
from kvalitet.register.store import Store
from kvalitet.register.verdict import Judging
from kvalitet.tracked import staged_workspace, workspace_at
from kvalitet.workspace import Workspace
from tests.register.conftest import DAY, SECRET, git, kept, plainly
from tests.register.test_changes import CHANGES, records, saved

HELD: dict[str, Callable[[Path], Workspace | None]] = {
    "staged": staged_workspace,
    "committed": lambda root: workspace_at(root, "HEAD"),
}


def ways(root: Path, held: str) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return what is found in what git holds, plainly and with what is kept."""
    workspaces: list[Workspace | None] = [HELD[held](root) for _ in range(2)]
    plain, quick = (found for found in workspaces if found is not None)
    store = Store(root / ".git" / "kvalitet", SECRET)
    found = Judging(quick, catalogue_of(quick), DAY, store).verdict.findings
    return check(load(plain, catalogue_of(plain)), DAY, proofs=False), list(found)


@pytest.mark.parametrize("held", HELD)
def test_after_any_changes(held: str, known: Path) -> None:
    """The findings in what is staged, and in what is committed, are those of all of it read anew."""
    chance = random.Random(held)
    for number in range(8):
        changed = chance.choices(CHANGES, k=chance.randint(1, 3))
        for change in changed:
            if records(known):
                change(known, chance)
        git(known, "add", "-A", check=False)
        plain, quick = ways(known, held)
        assert quick == plain, (number, [change.__name__ for change in changed])
        assert kept(known) == plainly(known)
        if chance.random() < 0.5:
            saved(known, chance)


def test_what_was_kept_of_the_index_serves_the_disk(known: Path) -> None:
    """A hook keeps what it judged; the next run on disk finds the same in it."""
    plain, quick = ways(known, "staged")
    assert quick == plain == kept(known) == plainly(known)
