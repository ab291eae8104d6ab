"""`--since` limits what is told to what a change has to answer for, and knows the whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.hooks.conftest import ROLE, UNIT, Git, change

OTHER = "records/enhet/ENH-namnd.yaml"
WRONG = ("niva: enhet", "niva: vaning")


@pytest.fixture
def begun(git: Git, odd: Path) -> Git:
    """A repository whose first commit has a mistake in each of two files."""
    change(odd / UNIT, *WRONG)
    change(odd / OTHER, "niva: namnd", "niva: kommun")
    git("add", "-A")
    git("commit", "-qm", "ett")
    return git


@pytest.fixture
def told(kvalitet: Callable[..., Run], odd: Path) -> Callable[..., tuple[int, list[str]]]:
    """The exit code and the files and rules that `validate` tells of."""

    def run(*words: str) -> tuple[int, list[str]]:
        done = kvalitet("-C", odd, "validate", "--format", "short", *words)
        return done.code, [
            f"{line.split(':')[0].rpartition('/')[2]} {line.split()[1]}" for line in done.out.splitlines()
        ]

    return run


Told = Callable[..., tuple[int, list[str]]]


def test_files_that_changed_and_what_they_cause_elsewhere(begun: Git, odd: Path, told: Told) -> None:
    """Every finding in a changed file is told, also an old one; elsewhere only what was not there before."""
    assert told("--since", "HEAD") == (0, [])
    change(odd / UNIT, "Boende Norr", "Boende Norra")
    assert told("--since", "HEAD") == (1, ["ENH-norr.yaml FRM004"])
    begun("commit", "-qam", "två")
    (odd / ROLE).unlink()
    caused = {"ENH-namnd.yaml ROL001", "PRO-omsorg.yaml LNK001", "RUT-omsorg.yaml LNK001"}
    code, found = told("--since", "HEAD")
    assert (code, set(found)) == (1, caused)
    code, found = told("--since", "HEAD~1")
    assert (code, set(found)) == (1, {*caused, "ENH-norr.yaml FRM004"})
    assert told("--since", "HEAD~1", UNIT) == (1, ["ENH-norr.yaml FRM004"])
    assert told("--since", "HEAD~1", "--staged") == (1, ["ENH-norr.yaml FRM004"])
    assert told("--since", "HEAD", "--staged") == (0, [])


def test_a_new_file_that_git_does_not_know_is_a_change(begun: Git, odd: Path, told: Told) -> None:
    """What has not been added yet is told of, too; a copy of a name that another file has likewise."""
    shutil.copy(odd / UNIT, odd / "records/enhet/ENH-ny.yaml")
    code, found = told("--since", "HEAD")
    assert code == 1
    assert {name.split()[0] for name in found} == {"ENH-ny.yaml"}


def test_a_changed_setting_answers_for_what_it_causes(begun: Git, odd: Path, told: Told) -> None:
    """A kind with a new demand is no record, but the records that it makes wrong are told."""
    (odd / "kinds").mkdir()
    (odd / "kinds/roll.yaml").write_text(
        "extends: roll\nfields:\n  telefon:\n    type: text\n    label: Telefon\n    required: yes\n", encoding="utf-8"
    )
    assert told("--since", "HEAD") == (1, ["ROL-chef.yaml FRM002", "ROL-usk.yaml FRM002"])


def test_others_changes_since_the_branch_began_are_not_ours(begun: Git, odd: Path, told: Told) -> None:
    """What is compared is where the branch left the other, not where the other is now."""
    begun("checkout", "-qb", "gren")
    begun("commit", "-qm", "tomt", "--allow-empty")
    begun("checkout", "-q", "main")
    change(odd / UNIT, "Boende Norr", "Boende Norra")
    begun("commit", "-qam", "två")
    begun("checkout", "-q", "gren")
    assert told("--since", "main") == (0, [])


def test_where_it_was_no_workspace_all_is_new(begun: Git, odd: Path, told: Told) -> None:
    """Settings that were not there, or could not be read, say nothing of what was wrong; so all is told."""
    begun("mv", "kvalitet.toml", "k.toml")
    begun("commit", "-qm", "två")
    begun("mv", "k.toml", "kvalitet.toml")
    assert told("--since", "HEAD") == (1, ["ENH-namnd.yaml FRM004", "ENH-norr.yaml FRM004"])
    settings = (odd / "kvalitet.toml").read_text(encoding="utf-8")
    (odd / "kvalitet.toml").write_text("sönder", encoding="utf-8")
    begun("commit", "-qam", "tre")
    (odd / "kvalitet.toml").write_text(settings, encoding="utf-8")
    assert told("--since", "HEAD") == (1, ["ENH-namnd.yaml FRM004", "ENH-norr.yaml FRM004"])


def test_what_git_cannot_answer_is_told(kvalitet: Callable[..., Run], begun: Git, odd: Path, workspace: Path) -> None:
    """An unknown revision, a history cut short and a folder outside git end with 6, and say what to do."""
    begun("commit", "-qm", "tomt", "--allow-empty")
    begun("clone", "-q", "--depth", "1", f"file://{odd}", "../grund")
    for folder, revision, says in (
        (odd, "mian", "mian finns inte i git"),
        (odd, "0" * 40, "finns inte i git"),
        (odd.parent / "grund", "HEAD", "fetch-depth: 0"),
        (workspace, "HEAD", "kör git init"),
    ):
        run = kvalitet("-C", folder, "validate", "--since", revision)
        assert (run.code, run.out) == (6, ""), run.err
        assert says in run.err
    assert kvalitet("-C", odd, "validate", "--since", "--staged").code == 2
