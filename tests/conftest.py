"""What tests share: the packaged catalogue, the example's records, and a run of the whole tool."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kvalitet.catalogue import Catalogue, standard_catalogue
from kvalitet.cli.app import main
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace

ROOT = Path(__file__).parent.parent
DAY = dt.date(2026, 2, 20)
"""The day on which the example's data ends."""


class Run(NamedTuple):
    """What one run of the tool gave."""

    code: int
    out: str
    err: str


def files(workspace: Path) -> dict[str, bytes]:
    """What a workspace holds, but for the lock and what keeps git from it: these come with the first change."""
    own = {workspace / ".kvalitet/lock", workspace / ".kvalitet/.gitignore"}
    found = sorted(path for path in workspace.rglob("*") if path.is_file() and path not in own)
    return {path.relative_to(workspace).as_posix(): path.read_bytes() for path in found}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the long runs of generated input be asked for."""
    parser.addoption("--generated", type=int, default=0, help="how many inputs to generate, for a long run")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return standard_catalogue()


@pytest.fixture(scope="session")
def osby(catalogue: Catalogue) -> Records:
    """The example's records; nobody changes them."""
    return load(find_workspace(ROOT), catalogue)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose name would break careless code."""
    made = tmp_path / "arbets yta åäö $(x)"
    made.mkdir()
    return made


@pytest.fixture
def workspace(folder: Path) -> Path:
    """A small workspace: two units, two roles, a rutin in its process."""
    shutil.copytree(ROOT / "tests" / "background", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def kvalitet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the tool as `main` does and return exit code, stdout and stderr."""
    monkeypatch.setitem(os.environ, "COLUMNS", "100")
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")

    def run(*words: object) -> Run:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run


@pytest.fixture
def ordinary_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open files as one who is bound by their permissions, also where the tests run as root."""
    closed = tmp_path / "closed"
    closed.touch(mode=0)
    really, really_scan = os.open, os.scandir

    def refuse(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        is_read = not flags & (os.O_WRONLY | os.O_RDWR)
        if is_read and not os.stat(path, dir_fd=dir_fd, follow_symlinks=False).st_mode & 0o777:
            raise PermissionError(path)
        return really(path, flags, mode, dir_fd=dir_fd)

    def refuse_to_list(path: Any) -> Any:
        if not Path(path).stat().st_mode & 0o777:
            raise PermissionError(path)
        return really_scan(path)

    if os.access(closed, os.R_OK):
        monkeypatch.setattr("kvalitet.workspace.os.scandir", refuse_to_list)
        monkeypatch.setattr("kvalitet.source.files.os.open", refuse)
