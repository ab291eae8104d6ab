"""A repository in a folder with a name that would break careless code, and git as its users run it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.conftest import ROOT

UNIT, ROLE = "records/enhet/ENH-norr.yaml", "records/roll/ROL-chef.yaml"
Git: TypeAlias = "Callable[..., subprocess.CompletedProcess[str]]"


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """The workspace of the tests, in a folder that a shell would take for a command."""
    return Path(shutil.copytree(ROOT / "tests/background", tmp_path / "r t$(touch PWN) åäö"))


@pytest.fixture
def git(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in the workspace, which is a repository with nothing committed."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = n\nemail = e\n[init]\ndefaultBranch = main\n[core]\neditor = false\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*words: str, at: Path = odd, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(["git", *words], cwd=at, capture_output=True, text=True, env=os.environ, check=False)
        assert code is None or done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done

    run("init", "-q")
    return run


def change(file: Path, old: str, new: str) -> None:
    """Change a file, which must hold what is changed."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
