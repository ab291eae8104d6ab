"""`validate` in every format: printed, written to files, chosen by itself, and with all that can be wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.formats.making import lay_out_odd_names
from tests.formats.payloads import CANARY
from tests.formats.runner import obeyed
from tests.formats.test_formats import read_json, read_junit, read_sarif
from tests.marked import lay_out_broken

FILES = ("short", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")


@pytest.fixture
def odd(workspace: Path) -> Path:
    """A small workspace with a broken record under every odd name."""
    lay_out_odd_names(workspace)
    return workspace


@pytest.fixture
def every_fault(folder: Path) -> Path:
    """The workspace in which every rule is broken, with a broken record under every odd name beside."""
    lay_out_broken(folder)
    lay_out_odd_names(folder)
    return folder


def test_every_fault_comes_back_in_every_format(
    kvalitet: Callable[..., Run], every_fault: Path, tmp_path: Path
) -> None:
    """One run writes eight files, each is read back by its own reader, and all tell the same findings."""
    outputs = [word for name in FILES for word in ("--output", f"{name}={tmp_path / name}")]
    run = kvalitet("-C", every_fault, "--day", "2026-02-20", "validate", *outputs, "--max-errors", "1")
    assert run.code == 1
    told = {name: (tmp_path / name).read_text(encoding="utf-8") for name in FILES}
    findings = read_json(told["json"])["findings"]
    assert len(findings) > 100
    assert len({finding["fingerprint"] for finding in findings}) == len(findings)
    codes = sorted(finding["code"] for finding in findings)
    assert sorted(line.split(": ")[1].split()[0] for line in told["short"].splitlines()) == codes
    assert sorted(read_json(line)["code"] for line in told["jsonl"].splitlines()) == codes
    assert sorted(result["ruleId"] for result in read_sarif(told["sarif"])["results"]) == codes
    assert sorted(entry["check_name"] for entry in read_json(told["gitlab"])) == codes
    assert [command.name for command in obeyed(told["github"])].count("error") == 10
    lines = [line for case in read_junit(told["junit"]).iter("testcase") for child in case for line in child.itertext()]
    assert sorted(line.split(": ")[1].split()[0] for text in lines for line in text.split("\n")) == codes
    assert told["markdown"].count("\n| ") == len(codes) + 1
    everything = run.out + run.err + "".join(told.values())
    assert CANARY not in everything
    assert CANARY.replace("-", "") not in everything
    assert f"Ytterligare {len(codes) - 1} fynd visas inte." in run.err


@pytest.mark.parametrize("name", FILES)
def test_what_is_printed_is_what_is_written(kvalitet: Callable[..., Run], odd: Path, tmp_path: Path, name: str) -> None:
    """--format and --output make the same bytes, and what is printed has no character that a terminal obeys."""
    file = tmp_path / "ut"
    run = kvalitet("-C", odd, "--day", "2026-02-20", "validate", "--format", name, "--output", f"{name}={file}")
    assert run.code == 1
    assert run.out == file.read_text(encoding="utf-8")
    assert {char for char in run.out + run.err if not char.isprintable()} <= set("\n\u00a0")


def test_the_screen_shows_two_hundred_and_tells_of_the_rest(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Very many findings are cut on the screen and in no other format, and the way to see all is told."""
    keys = "".join(f"okand{number}: x\n" for number in range(250))
    (workspace / "records/enhet/ENH-norr.yaml").write_text(f"{keys}id: ENH-norr\n", encoding="utf-8")
    run = kvalitet("-C", workspace, "validate")
    whole = kvalitet("-C", workspace, "validate", "--max-errors", "0")
    count = len(json.loads(kvalitet("-C", workspace, "validate", "--format", "json").out)["findings"])
    assert run.out.count("  fel  ") == 200
    assert whole.out.count("  fel  ") == count > 250
    assert f"Ytterligare {count - 200} fynd visas inte. --max-errors 0 visar alla." in run.err
    assert "--max-errors" not in whole.err
    assert len(kvalitet("-C", workspace, "validate", "--format", "short").out.splitlines()) == count


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--output", "sarif"], "sarif säger inte vilken fil; skriv till exempel --output sarif=fynd.sarif"),
        (["--output", "sarif="], "säger inte vilken fil"),
        (["--output", "text=x"], "text är till för skärmen"),
        (["--output", "srif=x"], "formatet srif finns inte"),
        (["--output", "sarif=saknas/x"], "mappen saknas finns inte; skapa den först"),
        (["--output", "sarif=x", "--output", "json=x"], "ge varje format en egen fil"),
        (["--output", "sarif=x", "--output", "sarif=y"], "ge varje format en egen fil"),
        (["--output", "sarif=records"], "ge varje format en egen fil"),
        (["--format", "xml"], "formatet xml finns inte"),
        (["--max-errors", "-1"], "--max-errors har fel sorts värde"),
    ],
)
def test_a_file_that_cannot_be_is_told_before_anything_is_done(
    kvalitet: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    """A wrong option is exit 2 with what to write, and no file is made."""
    monkeypatch.chdir(workspace)
    before = sorted(workspace.rglob("*"))
    run = kvalitet("-C", workspace, "validate", *words)
    assert run.code == 2
    assert says in run.err
    assert sorted(workspace.rglob("*")) == before


def test_paths_limit_every_format(kvalitet: Callable[..., Run], odd: Path) -> None:
    """What is told of is limited, in JUnit the files too: one that was not told of has not passed."""
    junit = kvalitet("-C", odd, "validate", "records/roll", "--format", "junit").out
    names = [case.get("name", "") for case in read_junit(junit).iter("testcase")]
    assert names
    assert all(name.startswith("records/roll/") for name in names)


class TestUnderGitHub:
    @pytest.fixture(autouse=True)
    def actions(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        """Run as a step of a workflow, with its page for a summary."""
        page = tmp_path / "summary.md"
        page.write_text("före\n", encoding="utf-8")
        monkeypatch.setitem(os.environ, "GITHUB_ACTIONS", "true")
        monkeypatch.setitem(os.environ, "GITHUB_STEP_SUMMARY", str(page))
        return page

    def test_the_format_chooses_itself(self, kvalitet: Callable[..., Run], odd: Path, actions: Path) -> None:
        """Without --format findings become annotations and are added to the page of the run."""
        run = kvalitet("-C", odd, "--day", "2026-02-20", "validate")
        assert run.code == 1
        assert [command.name for command in obeyed(run.out)].count("error") == 10
        assert obeyed(run.err) == []
        assert actions.read_text(encoding="utf-8").startswith("före\n# Granskning av ")

    def test_another_format_is_still_that(self, kvalitet: Callable[..., Run], odd: Path, actions: Path) -> None:
        """A format that is asked for is the one that is printed; nothing in it is obeyed, nothing is added."""
        for name in ("text", "short", "json", "markdown", "junit", "sarif", "gitlab", "jsonl"):
            run = kvalitet("-C", odd, "validate", "--format", name)
            assert obeyed(run.out + run.err) == [], name
        assert actions.read_text(encoding="utf-8") == "före\n"

    def test_a_clean_workspace_says_nothing_wrong(
        self, kvalitet: Callable[..., Run], workspace: Path, actions: Path
    ) -> None:
        """Without findings there is no annotation, and the page says so."""
        run = kvalitet("-C", workspace, "validate")
        assert (run.code, run.out) == (0, "")
        assert "inga fel" in actions.read_text(encoding="utf-8")


def commit(folder: Path) -> str:
    """Make a folder a repository with one commit of all that is in it; return the commit."""
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)
    found = subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return found.stdout.strip()


def test_the_document_tells_which_files_were_judged(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """JSON carries the commit, and whether the files differ from it; without git both are unknown."""

    def told() -> dict[str, Any]:
        return dict(json.loads(kvalitet("-C", workspace, "validate", "--format", "json").out)["workspace"])

    assert (told()["commit"], told()["dirty"]) == (None, None)
    made = commit(workspace)
    assert (told()["commit"], told()["dirty"]) == (made, False)
    (workspace / "records/enhet/ENH-soder.yaml").write_text("id: ENH-soder\n", encoding="utf-8")
    assert (told()["commit"], told()["dirty"]) == (made, True)


def test_a_workspace_in_a_folder_of_the_repository(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """CI's formats name files from the repository's root, the others from the workspace's."""
    (workspace / "records/enhet/ENH-norr.yaml").write_text("id: ENH-norr\n", encoding="utf-8")
    commit(workspace.parent)
    (entry, *_) = read_json(kvalitet("-C", workspace, "validate", "--format", "gitlab").out)
    assert entry["location"]["path"] == f"{workspace.name}/records/enhet/ENH-norr.yaml"
    assert kvalitet("-C", workspace, "validate", "--format", "short").out.startswith("records/enhet/ENH-norr.yaml:")


@pytest.mark.parametrize(("format_", "loads"), [("text", False), ("short", False), ("markdown", False), ("json", True)])
def test_git_is_asked_only_where_the_format_tells_of_it(workspace: Path, format_: str, loads: bool) -> None:
    """The library for git is loaded for the formats that carry a commit or a path in the repository, and no others."""
    commit(workspace)
    code = (
        "import sys; from kvalitet.cli.app import main; "
        f"main(['-C', {str(workspace)!r}, 'validate', '--format', {format_!r}]); sys.stderr.write(str('git' in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stderr.endswith(str(loads))
