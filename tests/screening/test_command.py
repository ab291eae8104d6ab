"""`kvalitet privacy`: what it answers, with which exit code, and that no number is shown."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.history.conftest import Repo
from tests.privacy.numbers import CANARY
from tests.screening.conftest import DAY, FOUR

Kvalitet = Callable[..., Run]


def test_a_clean_workspace_gives_zero(repo: Repo, kvalitet: Kvalitet) -> None:
    """Nothing found: exit 0 whatever is looked through."""
    for words in ((), ("--staged",), ("--history",), ("HEAD..HEAD",), ("records",), ("kvalitet.toml",)):
        run = kvalitet("-C", repo.top, "privacy", "scan", *words)
        assert (run.code, run.out) == (0, "")
        assert run.err == "Inget personnummer hittades.\n"


@pytest.mark.parametrize("format_", ["text", "short", "json"])
def test_what_is_found_is_told_with_its_place(format_: str, repo: Repo, kvalitet: Kvalitet) -> None:
    """Each format names path, line and column; a number is exit 1, a question alone is 0."""
    repo.write("kladd.txt", f"x\n  {DAY}-{FOUR}\n")
    run = kvalitet("-C", repo.top, "privacy", "scan", "--format", format_)
    assert run.code == 1
    assert FOUR not in run.out + run.err
    if format_ == "json":
        told = json.loads(run.out)
        assert told["kind"] == "personuppgifter"
        (found,) = told["findings"]
        assert (found["file"], found["line"], found["column"], found["code"]) == ("kladd.txt", 2, 3, "SEK001")
    else:
        assert run.out == "kladd.txt:2:3: SEK001 fel: här står ett personnummer\n"
    repo.write("kladd.txt", f"{DAY[2:]}{FOUR}\n")
    run = kvalitet("-C", repo.top, "privacy", "scan", "--format", format_)
    assert run.code == 0
    assert "SEK003" in run.out


def test_the_places_are_named_from_where_one_stands(repo: Repo, kvalitet: Kvalitet) -> None:
    """A path is read from the folder of -C, and what lies elsewhere is not looked through."""
    repo.write("records/kladd.txt", f"{CANARY}\n")
    assert kvalitet("-C", repo.top / "records", "privacy", "scan", "kladd.txt").code == 1
    assert kvalitet("-C", repo.top, "privacy", "scan", "kvalitet.toml").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sok"], "åtgärden sok finns inte"),
        (["scan", "--format", "xml"], "formatet xml finns inte"),
        (["scan", "--plan"], "--plan och --verify hör till kvalitet privacy purge"),
        (["scan", "--staged", "--history"], "välj ett av"),
        (["scan", "finns-inte"], "finns-inte finns inte i arbetsytan"),
        (["scan", "../.."], "finns inte i arbetsytan"),
        (["scan", "ingen..main"], "ingen finns inte i git"),
        (["purge"], "skriv kvalitet privacy purge --plan"),
        (["purge", "--plan", "--verify"], "skriv kvalitet privacy purge --plan"),
        (["purge", "--plan", "a", "b"], "planen skrivs i en enda fil"),
    ],
)
def test_what_makes_no_sense_is_told(words: list[str], said: str, repo: Repo, kvalitet: Kvalitet) -> None:
    """A wrong word is exit 2 and says what to write."""
    run = kvalitet("-C", repo.top, "privacy", *words)
    assert (run.code, run.out) == (2, "")
    assert said in run.err


def test_without_git_the_files_are_still_looked_through(workspace: Path, kvalitet: Kvalitet) -> None:
    """A workspace outside git has files to scan; what asks git ends with 6."""
    assert kvalitet("-C", workspace, "privacy", "scan").code == 0
    for words in (
        ("scan", "--staged"),
        ("scan", "--history"),
        ("scan", "a..b"),
        ("purge", "--plan"),
        ("purge", "--verify"),
    ):
        assert kvalitet("-C", workspace, "privacy", *words).code == 6


def test_a_clean_repository_needs_no_plan(repo: Repo, kvalitet: Kvalitet) -> None:
    """Nothing to purge is told, nothing is written."""
    run = kvalitet("-C", repo.top, "privacy", "purge", "--plan")
    assert (run.code, run.out) == (0, "Inget personnummer finns i git. Det finns inget att rensa.\n")
    assert not (repo.top / ".git/kvalitet-rensning").exists()


def test_the_plan_tells_all_but_the_numbers(spoilt: Repo, kvalitet: Kvalitet) -> None:
    """What is affected, the commands and the protocol; the numbers only in files of the owner's within .git."""
    before = spoilt.git("for-each-ref"), spoilt.git("status", "--porcelain")
    run = kvalitet("-C", spoilt.top, "privacy", "purge", "--plan")
    assert run.code == 1
    for said in (
        *("- 3 versioner av filer", "- 2 meddelanden", "- 1 filnamn eller mappnamn", "- 1 namn på en gren"),
        *("--replace-message", "--strip-blobs-with-ids", "--paths-from-file", "git for-each-ref --points-at"),
        *("## Protokoll att spara", "IMY", "personnummer-borttaget", "ingen som en gren når"),
    ):
        assert said in run.out.replace("\u00a0", " "), said
    assert FOUR not in (run.out + run.err).replace(" ", "")
    assert (spoilt.git("for-each-ref"), spoilt.git("status", "--porcelain")) == before
    kept = spoilt.top / ".git/kvalitet-rensning"
    assert [(file.name, file.stat().st_mode & 0o777) for file in sorted(kept.iterdir())] == [
        ("ersatt.txt", 0o600),
        ("innehall.txt", 0o600),
    ]


def test_the_plan_can_be_a_file_and_be_made_again(spoilt: Repo, kvalitet: Kvalitet) -> None:
    """The file holds what the screen would have shown; a file that is there is not written over."""
    shown = kvalitet("-C", spoilt.top, "privacy", "purge", "--plan").out
    run = kvalitet("-C", spoilt.top, "privacy", "purge", "--plan", "plan.md")
    assert (run.code, run.out) == (1, "plan.md\n")
    assert (spoilt.top / "plan.md").read_text(encoding="utf-8").strip() == shown.strip()
    assert kvalitet("-C", spoilt.top, "privacy", "purge", "--plan", "plan.md").code == 6


def test_verify_tells_what_is_left(spoilt: Repo, kvalitet: Kvalitet) -> None:
    """Before the purge everything is left: exit 1 and each place."""
    run = kvalitet("-C", spoilt.top, "privacy", "purge", "--verify")
    assert run.code == 1
    assert "z.txt (" in run.out


def test_verify_reminds_of_the_numbers_on_disk(repo: Repo, kvalitet: Kvalitet) -> None:
    """A clean repository is not done while the folder with the numbers is there."""
    assert "0 kvar" in kvalitet("-C", repo.top, "privacy", "purge", "--verify").err
    kept = repo.top / ".git/kvalitet-rensning"
    kept.mkdir()
    run = kvalitet("-C", repo.top, "privacy", "purge", "--verify")
    assert run.code == 1
    assert "Kvar att ta bort: mappen" in run.err


@pytest.mark.skipif(not shutil.which("git-filter-repo"), reason="git-filter-repo is not installed")
def test_the_plan_is_carried_out_and_nothing_is_left(spoilt: Repo, kvalitet: Kvalitet) -> None:
    """The plan's own commands, run as they stand, and then verify says that 0 are left; the rest is as it was."""
    plan = kvalitet("-C", spoilt.top, "privacy", "purge", "--plan").out
    spoilt.git("branch", "-m", f"arende-{CANARY}", "arende")
    script = "\n".join(
        line.strip() for line in plan.splitlines() if line.startswith("       ") and "for-each" not in line
    )
    assert script.count("git filter-repo") == 2
    subprocess.run(["bash", "-ec", script], cwd=spoilt.top, check=True, capture_output=True)
    shutil.rmtree(spoilt.top / ".git/kvalitet-rensning")
    run = kvalitet("-C", spoilt.top, "privacy", "purge", "--verify")
    assert (run.code, run.out) == (0, "")
    assert "0 kvar" in run.err
    assert spoilt.git("log", "--format=%s", "main").splitlines() == [
        "Ta bort",
        "Gällde personnummer-borttaget",
        "start",
    ]
    assert "personnummer-borttaget" in spoilt.git("show", "main~1:records/x/anteckning.txt")
    assert spoilt.git("show", "main:kvalitet.toml")
