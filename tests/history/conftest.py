"""Repositories for the tests of what git knows, made by git itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Repo(NamedTuple):
    """A repository at a folder, driven by the git on this computer."""

    top: Path

    def git(self, *words: str, day: str = "2025-03-01", check: bool = True, **extra: Any) -> str:
        when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"}
        told = subprocess.run(
            ["git", *words], cwd=self.top, check=check, capture_output=True, env={**os.environ, **when}, **extra
        )
        return os.fsdecode(told.stdout).strip()

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def commit(self, message: str = "ändrat", day: str = "2025-03-01") -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", message, day=day)
        return self.git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """git as on a new computer, whoever runs the tests: it knows who writes, and nothing more."""
    home = tmp_path_factory.mktemp("home")
    file = home / "gitconfig"
    file.write_text("[user]\n\tname = Prov\n\temail = prov@example.invalid\n[init]\n\tdefaultBranch = main\n")
    for name in [name for name in os.environ if name.startswith("GIT_") and name != "GIT_PYTHON_REFRESH"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def unborn(folder: Path) -> Repo:
    """A repository without a commit."""
    found = Repo(folder)
    found.git("init", "-q")
    return found


@pytest.fixture
def repo(unborn: Repo) -> Repo:
    """A repository with two files in one commit."""
    unborn.write("records/a.yaml", "a: 1\n")
    unborn.write("records/djupt/b.yaml", "b: 1\n")
    unborn.commit()
    return unborn


@pytest.fixture
def held(workspace: Path) -> Repo:
    """A whole workspace in git, with two commits on different days."""
    found = Repo(workspace)
    found.git("init", "-q")
    found.commit("ett", day="2025-03-01")
    found.write("anteckning.md", "mer\n")
    found.commit("två", day="2025-05-10")
    return found
