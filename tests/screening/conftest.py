"""Repositories with numbers in every place where a number can lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.conftest import Repo, settings
from tests.privacy.numbers import CANARY

__all__ = ["settings"]

DAY, FOUR = CANARY[:8], CANARY[8:]


@pytest.fixture
def repo(workspace: Path) -> Repo:
    """A clean workspace in git, with one commit."""
    found = Repo(workspace)
    found.git("init", "-q")
    found.commit("start")
    return found


@pytest.fixture
def spoilt(repo: Repo) -> Repo:
    """A repository with numbers all over its history and none in what is checked out."""
    repo.write(
        "records/x/anteckning.txt", f"a: {DAY}-{FOUR}\nb: {DAY}\u2013{FOUR}\nc: |\n  hos {DAY}-\n  {FOUR} slut\n"
    )
    repo.write(f"bilaga-{CANARY}.txt", "hej\n")
    repo.write("bred.txt", f"pnr {CANARY}\n".encode("utf-16"))
    repo.commit(f"Gällde {DAY[2:]}-{FOUR}")
    repo.git("tag", "-a", "v1", "-m", f"tag {DAY}-{FOUR}")
    repo.git("branch", f"arende-{CANARY}")
    repo.git("rm", "-qr", "records/x", "bred.txt", f"bilaga-{CANARY}.txt")
    repo.commit("Ta bort")
    repo.git("checkout", "-qb", "borta")
    repo.write("z.txt", f"{CANARY}\n")
    repo.commit("z")
    repo.git("checkout", "-q", "main")
    repo.git("branch", "-qD", "borta")
    return repo
