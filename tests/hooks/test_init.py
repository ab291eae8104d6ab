"""`init` gives hooks where git is new, and files for CI that are pinned, ask for little and are filled in once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kvalitet.cli.ci_files import PROVIDERS, SCRIPT
from tests.conftest import Run
from tests.hooks.conftest import Git


def read(file: Path) -> Any:
    return YAML(typ="safe").load(file)


def shell(name: str, file: Path) -> str:
    """What a server's file says to run, less what needs to be root."""
    found = read(file)
    if name == "gitlab":
        return "\n".join(found["granska"]["script"])
    jobs = found["jobs"] if name == "azure" else found["jobs"].values()
    (ours,) = [
        text
        for job in jobs
        for step in job["steps"]
        for text in [step.get("run") or step.get("bash")]
        if text and SCRIPT in text
    ]
    return str(ours)


def test_hooks_come_with_a_new_repository_only(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """Where init makes the repository it puts hooks in it; in one that is there it says how, and touches nothing."""
    assert kvalitet("-C", odd.parent, "init", "ny $(touch PWN)").code == 0
    assert (odd.parent / "ny $(touch PWN)/.git/hooks/pre-commit").is_file()
    before = sorted(path.name for path in (odd / ".git/hooks").iterdir())
    run = kvalitet("-C", odd, "init", "inne")
    assert (run.code, "kvalitet hook install" in run.err) == (0, True)
    assert sorted(path.name for path in (odd / ".git/hooks").iterdir()) == before


def test_ci_files_are_made_once_and_kept_when_filled_in(kvalitet: Callable[..., Run], folder: Path) -> None:
    """With init or after it; what was filled in stays; another file in the place of one stops all of it."""
    assert kvalitet("-C", folder, "init", "--ci", "github,gitlab").code == 0
    for name in ("github", "gitlab"):
        assert (folder / PROVIDERS[name]).is_file()
    script = folder / SCRIPT
    script.write_text("ifylld", encoding="utf-8")
    run = kvalitet("-C", folder, "init", "--ci", "azure, gitlab")
    assert (run.code, run.out) == (0, "För CI: azure-pipelines.yml.\n")
    assert script.read_text(encoding="utf-8") == "ifylld"
    (folder / ".gitlab-ci.yml").write_text("eget: {}\n", encoding="utf-8")
    run = kvalitet("-C", folder, "init", "--ci", "forgejo,gitlab")
    assert (run.code, ".gitlab-ci.yml finns redan" in run.err) == (2, True)
    assert not (folder / ".forgejo").exists()
    assert "travis är ingen git-server; skriv github" in kvalitet("-C", folder, "init", "--ci", "travis").err
    assert kvalitet("-C", folder, "init").code == 2


def test_a_workspace_below_the_top_has_its_files_where_the_server_looks(
    kvalitet: Callable[..., Run], git: Git, odd: Path
) -> None:
    """The server's file lies at the top of the repository and names the folder; odd names are refused there."""
    assert kvalitet("-C", odd, "init", "omsorg åäö", "--ci", "forgejo").code == 0
    assert 'WORKSPACE: "omsorg åäö"' in (odd / PROVIDERS["forgejo"]).read_text(encoding="utf-8")
    assert (odd / "omsorg åäö" / SCRIPT).is_file()
    run = kvalitet("-C", odd, "init", "r ${{ github.token }}", "--ci", "forgejo")
    assert (run.code, "byt namn på den" in run.err) == (2, True)


@pytest.fixture
def made(kvalitet: Callable[..., Run], folder: Path) -> Path:
    """A new workspace with the files for every server."""
    assert kvalitet("-C", folder, "init", "--ci", ",".join(PROVIDERS)).code == 0
    return folder


def test_actions_are_pinned_and_ask_for_little(made: Path) -> None:
    """Actions are named by a whole commit, the token may only read and is not kept, all history comes along."""
    for name in ("github", "forgejo"):
        text = (made / PROVIDERS[name]).read_text(encoding="utf-8")
        used = re.findall(r"uses: (.+)", text)
        assert used
        assert all(re.fullmatch(r"[\w./:-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used), used
        assert "pull_request_target" not in text
        assert "secrets" not in text
        found = read(made / PROVIDERS[name])
        (job,) = found["jobs"].values()
        assert (job.get("permissions") or found["permissions"]) == {"contents": "read"}
        (checkout,) = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
        assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
        assert not any("${{" in step.get("run", "") for step in job["steps"])
    (job,) = read(made / PROVIDERS["azure"])["jobs"]
    assert job["steps"][0] == {"checkout": "self", "fetchDepth": 0, "persistCredentials": False}
    assert read(made / PROVIDERS["gitlab"])["granska"]["variables"]["GIT_DEPTH"] == "0"


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("commit", ["", "main", "v1.0", "a" * 39])
def test_a_script_that_is_not_filled_in_says_where(made: Path, name: str, commit: str) -> None:
    """What a server runs, run as it does it: without a whole commit's id it ends with 2 and names the file."""
    surroundings = {"WORKSPACE": ".", "KVALITET_URL": "x", "KVALITET_COMMIT": commit}
    done = subprocess.run(
        ["bash", "-eu", "-c", shell(name, made / PROVIDERS[name])],
        cwd=made,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, f"överst i ./{SCRIPT}" in done.stderr) == (2, True), done.stderr


def test_the_script_is_right_in_every_shell(made: Path) -> None:
    """It is plain sh, which every server's image has."""
    for program in filter(None, map(shutil.which, ("sh", "dash", "bash"))):
        assert subprocess.run([program, "-n", str(made / SCRIPT)], check=False).returncode == 0
