"""What tests of the register share: workspaces in git, and their findings judged in every way there is."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

from kvalitet.catalogue import catalogue_of
from kvalitet.checking import check
from kvalitet.diagnostics import Diagnostic
from kvalitet.records.loading import load
from kvalitet.register.store import Store
from kvalitet.register.verdict import Judging
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT
from tests.marked import lay_out_broken

DAY = dt.date(2026, 2, 20)
SECRET = b"s" * 32


def git(root: Path, *words: str, check: bool = True) -> str:
    """Run git in a workspace, as nobody, and return what it prints."""
    who = ("-c", "user.name=Ingen", "-c", "user.email=ingen@example.se", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, "-C", str(root), *words], check=check, capture_output=True, text=True).stdout


def plainly(root: Path, day: dt.date = DAY) -> list[Diagnostic]:
    """Return the findings by every rule on every record, all read whole in this process, nothing kept."""
    workspace = find_workspace(root)
    return check(load(workspace, catalogue_of(workspace)), day, proofs=False)


def kept(root: Path, day: dt.date = DAY, secret: bytes = SECRET) -> list[Diagnostic]:
    """Return the findings with what is kept from earlier runs, as a run of the tool gives them."""
    workspace = find_workspace(root)
    store = Store(root / ".git" / "kvalitet", secret)
    return list(Judging(workspace, catalogue_of(workspace), day, store).verdict.findings)


@pytest.fixture
def broken(folder: Path, ordinary_user: None) -> Path:
    """The workspace in which every rule fires, all of it committed that git can hold."""
    lay_out_broken(folder)
    return committed(folder)


@pytest.fixture(params=["komplett", "privat-omsorg"])
def known(request: pytest.FixtureRequest, folder: Path) -> Path:
    """A copy of a workspace of the tests, all of it committed."""
    shutil.copytree(ROOT / "tests" / "workspaces" / request.param, folder, dirs_exist_ok=True)
    return committed(folder)


@pytest.fixture
def complete(folder: Path) -> Path:
    """A copy of the workspace in which nothing is lacking, all of it committed."""
    shutil.copytree(ROOT / "tests" / "workspaces" / "komplett", folder, dirs_exist_ok=True)
    return committed(folder)


def committed(root: Path) -> Path:
    """Make a folder a repository, and commit all in it that git can hold."""
    git(root, "init", "-q")
    git(root, "add", "-A", "-f", "--ignore-errors", check=False)
    git(root, "commit", "-q", "-m", "Börja")
    return root
