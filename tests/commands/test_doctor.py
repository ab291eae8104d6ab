"""`doctor`: each thing well and not well, what to write, exit codes, and nobody's name."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.reporting import pdf
from tests.conftest import Run

NAME, ADDRESS = "Kim Provsson", "kim.provsson@example.se"


@pytest.fixture
def well(kvalitet: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A new workspace on a machine where git knows who writes and an editor is chosen."""
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[user]\n\tname = {NAME}\n\temail = {ADDRESS}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("VISUAL", f"{sys.executable} -i")
    assert kvalitet("-C", folder, "init", "ny").code == 0
    return folder / "ny"


def line(run: Run, name: str) -> tuple[str, str]:
    """What a run says of one thing, and the lines that say what to write."""
    lines = run.out.split("\n")
    at = next(number for number, text in enumerate(lines) if text[9:].startswith(f"{name} "))
    action = []
    for text in lines[at + 1 :]:
        if not text.startswith(" "):
            break
        action.append(text.strip())
    return " ".join(lines[at].split()), "\n".join(action)


def test_all_is_well_in_a_new_workspace(kvalitet: Callable[..., Run], well: Path) -> None:
    """Every line says ok, exit is 0, nothing in the workspace changes, and nobody's name or address is shown."""
    before = {path: path.stat().st_mtime_ns for path in well.rglob("*")}
    run = kvalitet("-C", well, "doctor")
    assert run.code == 0
    assert {text.split()[0] for text in run.out.strip().split("\n")} == {"ok"}, run.out
    assert run.err == "15\u00a0saker undersökta: 0\u00a0fel, 0\u00a0varningar.\n"
    assert {path: path.stat().st_mtime_ns for path in well.rglob("*") if ".git" not in path.parts} == {
        path: time for path, time in before.items() if ".git" not in path.parts
    }
    told = run.out + kvalitet("-C", well, "doctor", "--format", "json").out
    assert "Kim" not in told
    assert "example.se" not in told


def test_json_says_the_same(kvalitet: Callable[..., Run], well: Path) -> None:
    """The JSON format has every check with its level and what to write, in the envelope that all commands share."""
    (well / ".kvalitet/schema/enhet.json").unlink()
    text, told = kvalitet("-C", well, "doctor"), json.loads(kvalitet("-C", well, "doctor", "--format", "json").out)
    assert (told["schema"], told["kind"], told["summary"]) == (
        1,
        "undersokning",
        {"checks": 15, "errors": 0, "warnings": 1},
    )
    assert [check["name"] for check in told["checks"]] == [
        text_[9:27].strip() for text_ in text.out.split("\n") if text_ and not text_.startswith(" ")
    ]
    (stale,) = [check for check in told["checks"] if check["level"] != "ok"]
    assert stale == {
        "name": "Scheman",
        "level": "varning",
        "found": "1 av 19\u00a0scheman saknas eller är gamla; editorns hjälp stämmer inte",
        "action": ["kvalitet schema"],
    }


def test_schemas_that_are_old_are_told_until_written(kvalitet: Callable[..., Run], well: Path) -> None:
    """A changed schema is a warning with the command that mends it; other line endings are no change."""
    file = well / ".kvalitet/schema/roll.json"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert line(kvalitet("-C", well, "doctor"), "Scheman")[0].startswith("ok")
    file.write_text("{}", encoding="utf-8")
    run = kvalitet("-C", well, "doctor")
    assert (run.code, line(run, "Scheman")[1]) == (0, "kvalitet schema")
    kvalitet("-C", well, "schema")
    assert line(kvalitet("-C", well, "doctor"), "Scheman")[0].startswith("ok")


def test_without_a_workspace_the_machine_is_still_looked_at(kvalitet: Callable[..., Run], well: Path) -> None:
    """Outside a workspace exit is 3, the message says what to run, and what is not of a workspace is told."""
    run = kvalitet("-C", well.parent, "doctor")
    assert run.code == 3
    assert "kör kvalitet init" in line(run, "Arbetsyta")[0]
    assert line(run, "PDF")[0].startswith("ok")
    assert "Scheman" not in run.out
    assert "Git-förråd" not in run.out


def test_a_broken_configuration_is_told_with_its_place(kvalitet: Callable[..., Run], well: Path) -> None:
    """Settings that cannot be read are exit 3, with file and line."""
    (well / "kvalitet.toml").write_text('namn = "Ny"\nfarg = "blå"\n', encoding="utf-8")
    run = kvalitet("-C", well, "doctor")
    assert run.code == 3
    assert "farg är ingen inställning" in line(run, "Arbetsyta")[0]
    assert "kvalitet.toml:2:1" in line(run, "Arbetsyta")[0]


def test_git_that_does_not_know_who_writes_is_told_how(
    kvalitet: Callable[..., Run], well: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing of name and address is named, each with its command, and nothing else of it."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    run = kvalitet("-C", well, "doctor")
    assert run.code == 0
    assert line(run, "Git, avsändare") == (
        "varning Git, avsändare user.name och user.email saknas, så git kan inte spara",
        'git config --global user.name "Förnamn Efternamn"\ngit config --global user.email namn@kommun.se',
    )


def test_a_computer_without_git_is_told_how_to_get_it(
    kvalitet: Callable[..., Run], well: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without git exit is 1, the command to install it is there, and no more is asked of git."""
    (tmp_path / "tom").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "tom"))
    run = kvalitet("-C", well, "doctor")
    assert run.code == 1
    assert line(run, "Git")[0] == "fel Git git finns inte på datorn"
    assert line(run, "Git")[1]
    assert "Git-förråd" not in run.out


def test_a_workspace_outside_git_is_told(kvalitet: Callable[..., Run], well: Path) -> None:
    """Without a repository no history is kept, and the command that makes one is shown."""
    shutil.rmtree(well / ".git")
    run = kvalitet("-C", well, "doctor")
    assert (run.code, line(run, "Git-förråd")[1]) == (0, "git init")


def test_names_with_swedish_letters_are_told_where_git_hides_them(kvalitet: Callable[..., Run], well: Path) -> None:
    """Only a workspace with å, ä or ö in a file's name is told of the setting that shows them."""
    assert line(kvalitet("-C", well, "doctor"), "Git, å ä ö")[0].startswith("ok")
    (well / "lägesbild.md").write_text("x\n", encoding="utf-8")
    subprocess.run(["git", "-C", str(well), "add", "-A"], check=True)
    run = kvalitet("-C", well, "doctor")
    assert line(run, "Git, å ä ö")[1] == "git config --global core.quotepath false"
    subprocess.run(["git", "-C", str(well), "config", "core.quotepath", "false"], check=True)
    assert line(kvalitet("-C", well, "doctor"), "Git, å ä ö")[0].startswith("ok")


def test_a_workspace_without_records_is_wrong(kvalitet: Callable[..., Run], well: Path) -> None:
    """Without the folder of records nothing works: exit 1, and the command that makes it."""
    shutil.rmtree(well / "records")
    run = kvalitet("-C", well, "doctor")
    assert (run.code, line(run, "Disk")[1]) == (1, "mkdir records")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_workspace_that_nobody_may_write_in_is_wrong(kvalitet: Callable[..., Run], well: Path) -> None:
    """A folder without write permission is found by trying, and is exit 1."""
    (well / "records").chmod(0o555)
    run = kvalitet("-C", well, "doctor")
    (well / "records").chmod(0o755)
    assert run.code == 1
    assert "går inte att skriva" in line(run, "Disk")[0]


@pytest.mark.parametrize(
    ("visual", "editor", "says"),
    [
        ("", "finns-inte-alls --wait", "varning Editor EDITOR är satt till finns-inte-alls, som inte finns"),
        ("/home/kim/bin/penna", "", "varning Editor VISUAL är satt till penna, som inte finns"),
        ("", f"{sys.executable} -i", f"ok Editor {Path(sys.executable).name} (EDITOR)"),
        ("", "", "varning Editor ingen är vald i VISUAL eller EDITOR, och Visual Studio Code finns inte"),
    ],
)
def test_the_editor_is_looked_for(
    kvalitet: Callable[..., Run], well: Path, monkeypatch: pytest.MonkeyPatch, visual: str, editor: str, says: str
) -> None:
    """An editor that is not there is told with the command that chooses one; only the program's name is shown."""
    git = shutil.which("git")
    assert git
    (well.parent / "bin").mkdir()
    (well.parent / "bin" / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(well.parent / "bin"))
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", editor)
    found, action = line(kvalitet("-C", well, "doctor"), "Editor")
    assert found == says
    assert ("EDITOR" in action) == found.startswith("varning")


def test_an_engine_without_its_font_is_wrong(
    kvalitet: Callable[..., Run], well: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The trial page is really set: without the packaged font it fails, and exit is 1."""
    (tmp_path / "data" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(pdf, "files", lambda name: tmp_path)
    run = kvalitet("-C", well, "doctor")
    assert run.code == 1
    assert "provsidan gick inte att sätta: unknown font family" in line(run, "PDF")[0]


def test_a_narrow_terminal_is_told(well: Path) -> None:
    """On a real terminal the width is measured, and one that tables do not fit in is a warning."""
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "kvalitet", "-C", str(well), "doctor", "--quiet"],
            env={**os.environ, "COLUMNS": "60", "LC_ALL": "C.UTF-8"},
            stdout=theirs,
            check=True,
        )
        told = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert "60 tecken; tabeller behöver 80, gör fönstret bredare" in told
    assert "Terminal, å ä ö   UTF-8" in told


def test_hooks_that_are_gone_or_replaced_are_told(kvalitet: Callable[..., Run], well: Path) -> None:
    """A hook that is missing, another's, not to be run, or of another Python is named with the command that mends it."""
    assert line(kvalitet("-C", well, "doctor"), "Krokar")[0].startswith("ok Krokar pre-commit, commit-msg")
    hooks = well / ".git/hooks"
    (hooks / "pre-commit").unlink()
    (hooks / "commit-msg").write_text("#!/bin/sh\n", encoding="utf-8")
    (hooks / "pre-push").chmod(0o600)
    run = kvalitet("-C", well, "doctor")
    assert run.code == 0
    assert line(run, "Krokar") == (
        "varning Krokar pre-commit, commit-msg och pre-push saknas, är utbytta eller pekar på en annan Python",
        "kvalitet hook install",
    )
    kvalitet("-C", well, "hook", "install")
    assert line(kvalitet("-C", well, "doctor"), "Krokar")[0].startswith("ok")
    kvalitet("-C", well, "hook", "uninstall")
    assert line(kvalitet("-C", well, "doctor"), "Krokar")[1] == "kvalitet hook install"
