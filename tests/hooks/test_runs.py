"""What the hooks do when git runs them: beside others' hooks, without the tool, on messages, after a merge."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.hooks.message import kept
from kvalitet.hooks.scripts import NAMES, script
from tests.conftest import Run
from tests.hooks.conftest import ROLE, UNIT, Git, change

CANARY = "19121212-1212"
SCISSORS = "# ------------------------ >8 ------------------------"
WRONG = ("niva: enhet", "niva: vaning")


@pytest.fixture
def begun(git: Git, odd: Path, kvalitet: Callable[..., Run]) -> Git:
    """The repository with our hooks in place and all that is there committed."""
    git("add", "-A")
    git("commit", "-qm", "ett")
    assert kvalitet("-C", odd, "hook", "install").code == 0
    return git


def put(hook: Path, text: str, mode: int = 0o755) -> None:
    hook.write_text(text, encoding="utf-8")
    hook.chmod(mode)


def test_the_hook_that_was_there_runs_first(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """It gets git's own words and input, its refusal stands, and where it is not to be run it is not."""
    hooks, told = odd / ".git/hooks", odd.parent / "sagt"
    for name in NAMES:
        put(hooks / name, f'#!/bin/sh\necho "{name} $#" >>"{odd.parent}"/sagt\ncat >>"{odd.parent}"/sagt\n')
    put(hooks / "commit-msg", "#!/bin/sh\nexit 1\n", mode=0o644)
    git("init", "-q", "--bare", "../gemensam")
    assert kvalitet("-C", odd, "hook", "install").code == 0
    git("add", "-A")
    git("commit", "-qm", "ett")
    assert told.read_text(encoding="utf-8") == "pre-commit 0\n"
    git("push", "-q", "../gemensam", "main")
    commit = git("rev-parse", "main").stdout.strip()
    sent = f"refs/heads/main {commit} refs/heads/main {'0' * 40}\n"
    assert told.read_text(encoding="utf-8") == f"pre-commit 0\npre-push 2\n{sent}"
    (hooks / "commit-msg.before-kvalitet").chmod(0o755)
    git("commit", "--allow-empty", "-qm", "två", code=1)


@pytest.mark.parametrize("gone", ["/borta/python", "/bin/false", "cat"])
def test_a_tool_that_is_gone_is_told_and_stops_what_it_would_have_judged(begun: Git, odd: Path, gone: str) -> None:
    """Nothing is saved unjudged in silence: the message says how to mend it, and how to go on once without."""
    for name in ("pre-commit", "post-merge"):
        (odd / f".git/hooks/{name}").write_bytes(script(name, gone))
    change(odd / ROLE, "namn: ", "namn: Nya ")
    done = begun("commit", "-qam", "två", code=1)
    assert "kvalitet: verktyget finns inte längre" in done.stderr
    assert "kvalitet hook install" in done.stderr
    begun("commit", "-qam", "två", "--no-verify")
    begun("branch", "gren")
    begun("reset", "-q", "--hard", "HEAD~1")
    assert "Installera om det" in begun("merge", "-q", "gren").stderr


def test_a_tool_in_the_folder_is_not_run(begun: Git, odd: Path) -> None:
    """A `kvalitet` that lies where git runs the hook is a file like any other."""
    (odd / "kvalitet").mkdir()
    (odd / "kvalitet/__init__.py").write_text("raise SystemExit('fel kvalitet')\n", encoding="utf-8")
    begun("add", "-A")
    assert begun("commit", "-qm", "två").stderr == ""


def test_what_was_wrong_before_stops_nobody(begun: Git, odd: Path) -> None:
    """Only what a commit makes wrong stops it, in the file or in another; what was wrong already does not."""
    change(odd / UNIT, *WRONG)
    begun("commit", "-qam", "två", "--no-verify")
    change(odd / UNIT, "Boende Norr", "Boende Norra")
    begun("commit", "-qam", "tre")
    begun("rm", "-q", ROLE)
    stopped = begun("commit", "-qm", "fyra", code=1).stderr
    assert "LNK001" in stopped
    assert "FRM004" not in stopped


def test_a_branch_without_a_workspace_is_let_through(begun: Git, odd: Path) -> None:
    """Where nothing of the workspace is staged there is nothing to judge; records without settings are told."""
    begun("checkout", "-q", "--orphan", "annat")
    begun("rm", "-rqf", ".")
    (odd / "LÄSMIG").write_text("x\n", encoding="utf-8")
    begun("add", "-A")
    begun("commit", "-qm", "annat")
    begun("checkout", "-q", "main")
    begun("rm", "-q", "kvalitet.toml")
    assert "lägg tillbaka den med git add kvalitet.toml" in begun("commit", "-qm", "två", code=3 % 2).stderr


def test_a_number_in_the_message_stops_the_commit(begun: Git, odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by line and never shown; what git drops is no part of the message, what git keeps is."""
    for message in (f"Rör {CANARY}", f"Två rader\n\n{CANARY.replace('-', '')}", f"# {CANARY}"):
        done = begun("commit", "--allow-empty", "-qm", message, code=1)
        line = 3 if "\n" in message else 1
        assert f"meddelandet:{line}:" in done.stderr, message
        assert "SEK001" in done.stderr
        assert "1212" not in done.stderr
    written = f"Namnet\n# {CANARY}\n{SCISSORS}\n-{CANARY}\n"
    editor = odd.parent / "editor"
    put(editor, f"#!/bin/sh\ncat >\"$1\" <<'SLUT'\n{written}SLUT\n")
    monkeypatch.setenv("GIT_EDITOR", "../editor")
    begun("commit", "--allow-empty", "-q", "-v")
    assert begun("log", "-1", "--format=%B").stdout.strip() == "Namnet"
    begun("config", "commit.cleanup", "scissors")
    assert "SEK001" in begun("commit", "--allow-empty", "-q", code=1).stderr
    begun("config", "commit.cleanup", "strip")
    begun("config", "core.commentChar", ";")
    assert "SEK001" in begun("commit", "--allow-empty", "-q", code=1).stderr
    begun("config", "core.commentChar", "auto")
    assert "SEK001" in begun("commit", "--allow-empty", "-q", code=1).stderr
    begun("commit", "--allow-empty", "-qm", "Kontakt: namn@example.se", "-m", "Rör 5566778899 AB")


@given(
    lines=st.lists(st.sampled_from(["text", "# text", " # text", "", SCISSORS, "#", f"{SCISSORS} "]), max_size=6),
    cleanup=st.sampled_from(["", "strip", "default", "whitespace", "verbatim", "scissors"]),
)
def test_what_is_kept_of_a_message(lines: list[str], cleanup: str) -> None:
    """Lines keep their numbers; nothing is kept below the scissors, nor comments unless git keeps them."""
    found = kept("\n".join(lines), "#", cleanup, edited=True).split("\n")
    above = lines[: lines.index(SCISSORS)] if SCISSORS in lines else lines
    if cleanup in ("whitespace", "verbatim", "scissors"):
        assert found[: len(above)] == above
    else:
        assert found[: len(above)] == ["" if line.startswith("#") else line for line in above]
    assert not any(found[len(above) :])
    assert kept("\n".join(lines), "#", cleanup, edited=False).split("\n") == (lines or [""])


def test_what_a_merge_made_wrong_is_told(begun: Git, odd: Path) -> None:
    """Two changes that are right by themselves and wrong together are told after the merge, which stands."""
    begun("checkout", "-qb", "gren")
    (odd / "records/enhet/ENH-ny.yaml").write_text(
        "id: ENH-ny\nnamn: Ny\nniva: enhet\noverordnad: ENH-norr\nlagrum: [sol]\n", encoding="utf-8"
    )
    begun("add", "-A")
    begun("commit", "-qm", "två", "--no-verify")
    begun("checkout", "-q", "main")
    for file in ("records/rutin/RUT-omsorg.yaml", "records/process/PRO-omsorg.yaml", UNIT):
        begun("rm", "-q", file)
    begun("commit", "-qm", "tre", "--no-verify")
    done = begun("merge", "-q", "--no-edit", "gren")
    assert "LNK001" in done.stderr
    assert "ENH-norr finns inte" in done.stderr
    assert "Det som hämtades gav 1" in done.stderr
    assert len(begun("rev-list", "--parents", "-1", "HEAD").stdout.split()) == 3


def test_the_python_of_the_tests_is_the_hooks(begun: Git, odd: Path) -> None:
    """The script that is put in place is the one for the Python that runs now."""
    assert (odd / ".git/hooks/pre-push").read_bytes() == script("pre-push", sys.executable)
