"""Identity numbers are stopped in whatever a commit or a push brings, and only there; none is shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.hooks.conftest import ROLE, UNIT, Git, change
from tests.screening.test_places import office

CANARY = "19121212-1212"


@pytest.fixture
def begun(git: Git, odd: Path, kvalitet: Callable[..., Run]) -> Git:
    """The repository with our hooks in place, all committed and sent to a server of its own."""
    git("add", "-A")
    git("commit", "-qm", "ett")
    git("init", "-q", "--bare", "../gemensam")
    git("remote", "add", "origin", "../gemensam")
    git("push", "-q", "-u", "origin", "main")
    assert kvalitet("-C", odd, "hook", "install").code == 0
    return git


def commit(git: Git, *words: str) -> None:
    git("commit", "-q", "--no-verify", "--allow-empty", "-m", "två", *words)


def stopped(git: Git, *words: str) -> str:
    done = git("push", "-q", *words, code=1)
    assert "Ingenting skickades" in done.stderr
    assert "läs sidan Personuppgifter i handboken" in done.stderr
    assert "docs/" not in done.stderr
    assert "1212" not in done.stdout + done.stderr
    return done.stderr


def test_a_file_of_any_kind_is_looked_through_before_a_commit(begun: Git, odd: Path) -> None:
    """A number stops the commit in a text, in a name and in a record, where it is told once; an old one does not."""
    (odd / "brev.txt").write_text(f"Hej\n{CANARY}\n", encoding="cp1252")
    (odd / f"{CANARY}.md").write_text("x", encoding="utf-8")
    change(odd / UNIT, "Boende Norr", f"Boende {CANARY}")
    begun("add", "-A")
    told = begun("commit", "-qm", "två", code=1).stderr
    assert "brev.txt:2:1: SEK001" in told
    assert told.count("SEK001") == 3
    assert "1212" not in told
    commit(begun)
    change(odd / "kvalitet.toml", "Exempelkommun", "Exempelkommunen")
    begun("commit", "-qam", "tre")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("brev.docx", office({"word/document.xml": f"<w:p>{CANARY}</w:p>"})),
        ("ENH-bred.yaml", f"pnr: {CANARY}\n".encode("utf-16")),
        ("ENH-stor.yaml", f"pnr: {CANARY}\n".encode() + b"#" * 1_000_000),
        ("ENH-trasig.yaml", f"pnr: {CANARY}\n\tx: [\n".encode()),
        ("kladd.txt", f"å {CANARY}\r\n".encode("cp1252")),
    ],
)
def test_a_file_among_the_records_that_is_none_hides_no_number(begun: Git, odd: Path, name: str, data: bytes) -> None:
    """What no rule can read is looked through as any other file, and a number that a rule tells is told once."""
    (odd / "records/enhet" / name).write_bytes(data)
    begun("add", "-A")
    told = begun("commit", "-qm", "två", code=1).stderr
    assert told.count("SEK001") == 1
    assert "1212" not in told


def test_a_number_that_was_in_a_record_stops_no_change_of_it(begun: Git, odd: Path) -> None:
    """A record that is read before and after is the rules' to judge: only what is new in it counts."""
    change(odd / ROLE, "namn: ", f"namn: {CANARY} ")
    commit(begun, "-a")
    change(odd / ROLE, "namn: ", "namn: Nya ")
    begun("commit", "-qam", "tre")


def test_a_staged_file_that_is_too_large_is_told(begun: Git, odd: Path) -> None:
    """It is not held in memory; that it was not looked through is said, and stops nobody."""
    (odd / "film.mp4").write_bytes(b"0" * 100_000_001)
    begun("add", "-A")
    told = begun("commit", "-qm", "två").stderr
    assert told.count("KVA002") == 1
    assert "film.mp4:1:1: KVA002" in told


@pytest.mark.parametrize("line", ["main", "refs/heads/main 1 refs/heads/main 2", f"a {'0' * 40} b -x"])
def test_what_git_would_never_send_is_told(
    kvalitet: Callable[..., Run], git: Git, odd: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """A line that is no line of git's is wrong usage, not a fault of ours."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
    run = kvalitet("-C", odd, "hook", "run", "pre-push", "origin")
    assert (run.code, "tar rader som git skickar" in run.err) == (2, True)


def test_a_number_that_is_new_stops_the_push(begun: Git, odd: Path) -> None:
    """In a file that a later commit has taken away again, in a message, in the name of a branch; what is right is sent."""
    (odd / "brev.txt").write_text(f"Rör {CANARY}\n", encoding="utf-8")
    begun("add", "-A")
    commit(begun)
    begun("rm", "-q", "brev.txt")
    commit(begun)
    assert "brev.txt" in stopped(begun)
    begun("reset", "-q", "--hard", "origin/main")
    commit(begun, "-m", f"Rör {CANARY}")
    assert "meddelandet till" in stopped(begun)
    begun("reset", "-q", "--hard", "origin/main")
    assert "SEK001" in stopped(begun, "origin", f"main:{CANARY}")
    commit(begun)
    begun("push", "-q", "origin", "main", "main:annan")


def test_what_the_server_has_already_stops_no_push(begun: Git, odd: Path) -> None:
    """An old number is not new because a branch is; a branch that has one in its name can be taken away."""
    (odd / "brev.txt").write_text(f"Rör {CANARY}\n", encoding="utf-8")
    begun("add", "-A")
    commit(begun)
    begun("push", "-q", "--no-verify", "origin", "main", f"main:{CANARY}")
    begun("checkout", "-qb", "gren")
    commit(begun)
    begun("push", "-q", "origin", "gren")
    begun("push", "-q", "origin", f":{CANARY}")


def test_a_clone_that_was_cut_short_can_send(begun: Git, odd: Path, kvalitet: Callable[..., Run]) -> None:
    """What is new is known also where the history is cut off."""
    commit(begun)
    begun("push", "-q")
    begun("clone", "-q", "--depth", "1", f"file://{odd.parent / 'gemensam'}", "../grund")
    assert kvalitet("-C", odd.parent / "grund", "hook", "install").code == 0
    begun("commit", "-q", "--allow-empty", "-m", "tre", at=odd.parent / "grund")
    begun("push", "-q", at=odd.parent / "grund")
    begun("commit", "-q", "--allow-empty", "--no-verify", "-m", CANARY, at=odd.parent / "grund")
    assert "SEK001" in begun("push", "-q", at=odd.parent / "grund", code=1).stderr
