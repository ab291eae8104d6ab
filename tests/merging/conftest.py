"""Real repositories: one that is shared, and clones of it in which two people work at the same time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Run

Tool = Callable[..., Run]
DAY = "2025-03-20"


class Clone(NamedTuple):
    """One person's copy of the workspace."""

    top: Path

    def git(self, *words: str, check: bool = True) -> str:
        run = subprocess.run(["git", *words], cwd=self.top, check=False, capture_output=True)
        assert not (check and run.returncode), (words, run.stdout, run.stderr)
        return os.fsdecode(run.stdout)

    def write(self, path: str, text: str) -> Path:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def read(self, path: str) -> str:
        return (self.top / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert text.count(old) == 1, (path, old)
        self.write(path, text.replace(old, new))

    def commit(self, message: str = "ändrat") -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def merge(self, other: Clone, *options: str) -> bool:
        """Merge what another has committed; return whether git thinks that it went well."""
        self.git("fetch", "-q", str(other.top), "HEAD")
        run = subprocess.run(
            ["git", "merge", "-q", "--no-edit", *options, "FETCH_HEAD"], cwd=self.top, check=False, capture_output=True
        )
        return run.returncode == 0

    def records(self, kind: str) -> set[str]:
        return {file.stem for file in (self.top / "records" / kind).rglob("*.yaml")}


@pytest.fixture(autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """git as on a new computer, whoever runs the tests."""
    file = tmp_path_factory.mktemp("home") / "gitconfig"
    file.write_text("[user]\n\tname = Prov\n\temail = prov@example.invalid\n[init]\n\tdefaultBranch = main\n")
    for name in [name for name in os.environ if name.startswith("GIT_") and name != "GIT_PYTHON_REFRESH"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def shared(workspace: Path) -> Clone:
    """The workspace in git, as everyone has it from the start."""
    found = Clone(workspace)
    found.git("init", "-q")
    found.commit("Start")
    return found


@pytest.fixture
def clone(shared: Clone, tmp_path: Path) -> Callable[[str], Clone]:
    """Make one more copy of what is shared now."""

    def make(name: str) -> Clone:
        shared.git("clone", "-q", str(shared.top), str(tmp_path / name))
        return Clone(tmp_path / name)

    return make


@pytest.fixture
def pair(clone: Callable[[str], Clone]) -> tuple[Clone, Clone]:
    """Two people's copies."""
    return clone("anna"), clone("bo")


@pytest.fixture
def tool(kvalitet: Tool) -> Tool:
    """The tool in a person's copy, on a day after all that is in it."""
    return lambda who, *words: kvalitet("-C", who.top, "--day", DAY, *words)
