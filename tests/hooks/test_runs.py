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


def test_a_workspace_that_has_moved_is_told(begun: Git, odd: Path, kvalitet: Callable[..., Run]) -> None:
    """A commit that renames its folder says that the hooks no longer judge it, until they are put in place there."""
    begun("mv", "records", "flyttad")
    (odd / "ny").mkdir()
    begun("mv", "flyttad", "ny/records")
    begun("mv", "kvalitet.toml", "ny/kvalitet.toml")
    for place in ("annat/pyproject.toml", "annat/records/a.yaml", "tom/kvalitet.toml"):
        (odd / place).parent.mkdir(parents=True, exist_ok=True)
        (odd / place).touch()
    begun("add", "-A")
    said = begun("commit", "-qm", "två").stderr
    expected = "Arbetsytan i förrådets översta mapp är borta, och den i ny granskas inte av krokarna."
    assert said == f"{expected} Kör kvalitet hook install i den.\n"
    assert kvalitet("-C", odd / "ny", "hook", "install").code == 0
    change(odd / "ny" / UNIT, *WRONG)
    said = begun("commit", "-qam", "tre", code=1).stderr
    assert ("FRM004" in said, "är borta" in said) == (True, False)
    begun("checkout", "-q", "HEAD", ".")
    begun("mv", "ny", CANARY)
    begun("config", "--unset-all", "kvalitet.workspace", "^ny$")
    (odd / CANARY / "kvalitet.toml").write_text("trasig", encoding="utf-8")
    begun("add", "-A")
    assert "den i •••••• granskas inte" in begun("commit", "-qm", "fyra", code=1).stderr


def test_a_number_in_the_message_stops_the_commit(begun: Git, odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by line and never shown; what git drops is no part of the message, what git keeps is."""
    for message in (f"Rör {CANARY}", f"Två rader\n\n{CANARY.replace('-', '')}", f"# {CANARY}"):
        done = begun("commit", "--allow-empty", "-qm", message, code=1)
        line = 3 if "\n" in message else 1
        assert f"meddelandet:{line}:" in done.stderr, message
        assert "SEK001" in done.stderr
        assert "1212" not in done.stderr
    begun("commit", "--allow-empty", "-qm", "Kontakt: namn@example.se", "-m", "Rör 5566778899 AB")


@pytest.fixture
def editor(begun: Git, odd: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let git's editor write a text before what git has laid there."""
    program = odd.parent / "editor"
    monkeypatch.setenv("GIT_EDITOR", "../editor")

    def write(text: str) -> None:
        put(program, f'#!/bin/sh\nhelp="$(cat "$1")"\n{{ cat <<\'SLUT\'\n{text}SLUT\necho "$help"; }} >"$1"\n')

    return write


def test_what_git_shows_while_a_message_is_written_is_no_part_of_it(
    begun: Git, odd: Path, editor: Callable[[str], None]
) -> None:
    """A commit that takes a number away can be made, though git lists the file and shows its lines below the message."""
    (odd / f"{CANARY}.md").write_text(f"{CANARY}\n", encoding="utf-8")
    begun("add", "-A")
    begun("commit", "-qm", "två", "--no-verify")
    begun("rm", "-q", f"{CANARY}.md")
    editor("Namnet\n")
    for words in (["-q"], ["-q", "--amend", "-v"], ["-q", "--amend", "-vv"], ["-q", "--amend", "--cleanup=scissors"]):
        begun("config", "commit.cleanup", "scissors" if "--cleanup=scissors" in words else "default")
        begun("commit", *words)
        assert begun("log", "-1", "--format=%B").stdout.split()[0] == "Namnet"


def test_what_git_keeps_of_an_edited_message_is_judged(begun: Git, odd: Path, editor: Callable[[str], None]) -> None:
    """A line that looks like git's scissors hides nothing, nor does a line that begins as git's comments do."""
    for written, words in (
        (f"Namnet\n{SCISSORS}\n{CANARY}\n", ["-q"]),
        (f"Namnet\n{SCISSORS}\n# Ändra inte raden ovan.\n{CANARY}\n", ["-q"]),
        (f"Namnet\n# {CANARY}\n\nText\n", ["-q", "--cleanup=verbatim"]),
        (f"Namnet\n# {CANARY}\n", ["-q", "--cleanup=verbatim"]),
    ):
        editor(written)
        assert "SEK001" in begun("commit", "--allow-empty", *words, code=1).stderr, written
    for key, value in (("commit.cleanup", "whitespace"), ("core.commentChar", ";"), ("core.commentChar", "auto")):
        editor(f"Namnet\n\n# {CANARY}\n")
        begun("config", key, value)
        assert "SEK001" in begun("commit", "--allow-empty", "-q", code=1).stderr, value


HELP = ["# Ändra inte raden ovan.", "# Allt under den tas bort.", "diff --git a/a b/a", f"-{CANARY}"]


@given(
    lines=st.lists(st.sampled_from(["text", "# text", " # text", "", "#", f"{SCISSORS} "]), max_size=6),
    cleanup=st.sampled_from(["", "strip", "default", "whitespace", "verbatim", "scissors"]),
    mark=st.sampled_from(["#", ";", ""]),
)
def test_what_is_kept_of_a_message(lines: list[str], cleanup: str, mark: str) -> None:
    """Lines keep their numbers; what is dropped stands below git's own scissors, or is the comments at the end."""
    below = [line.replace("#", mark or "#") for line in (SCISSORS, *HELP)]
    whole = "\n".join([*lines, *below])
    found = kept(whole, mark, cleanup, edited=True).split("\n")
    drops = mark == "#" and cleanup in ("", "strip", "default")
    last = next((at for at in range(len(lines), 0, -1) if not drops or not lines[at - 1].startswith("#")), 0)
    assert found[:last] == lines[:last]
    assert not any(found[last:])
    assert kept(whole, mark, cleanup, edited=False) == whole


@pytest.mark.parametrize("after", ["", "text", "# text", "# text\ntext"])
def test_scissors_that_git_does_not_obey_are_text(after: str) -> None:
    """Only where git is set to cut there, or has laid the changes below, is anything cut."""
    text = f"a\n{SCISSORS}\n{after}\nb\n"
    assert kept(text, "#", "default", edited=True) == text
    assert kept(text, ";", "scissors", edited=True) == text
    for mark in ("#", ""):
        assert kept(text, mark, "scissors", edited=True) == "a\n"


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
