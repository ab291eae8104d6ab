"""No command reaches a network, starts a program that is not named, or writes where it should not."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kvalitet.cli.frame import SUMMARIES
from tests.conftest import ROOT
from tests.injection.watch import COMMANDS

EDITOR = "redigeraren"


class Watched(NamedTuple):
    """What each command did, and where it was allowed to do it."""

    commands: dict[str, list[dict[str, Any]]]
    folder: Path
    calls: str


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """Every command run once, without a network where the system can take it away, its system calls noted."""
    folder = tmp_path_factory.mktemp("nat")
    workspace, home, temporary = (folder / name for name in ("arbetsyta", "hem", "tillfalligt"))
    home.mkdir()
    temporary.mkdir()
    shutil.copytree(ROOT / "tests" / "background", workspace)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(workspace), *words], check=True)
    editor = folder / EDITOR
    editor.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    editor.chmod(0o755)
    calls = folder / "calls"
    calls.touch()
    command = [*_without_network(), *_noted(calls), sys.executable, "-m", "tests.injection.watch", str(workspace)]
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    environment = kept | {"EDITOR": f"'{editor}'", "VISUAL": "", "HOME": str(home), "TMPDIR": str(temporary)}
    run = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    return Watched(json.loads(run.stdout)["commands"], folder, calls.read_text(encoding="utf-8", errors="replace"))


def _without_network() -> list[str]:
    words = ["unshare", "--net", "--map-root-user"]
    can = shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    return words if can else []


def _noted(calls: Path) -> list[str]:
    words = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,connect,execve"]
    can = shutil.which("strace") and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    return [*words, "-o", str(calls)] if can else []


def every(watched: Watched, what: str) -> list[tuple[str, Any]]:
    return [(name, done) for name, runs in watched.commands.items() for run in runs for done in run[what]]


def test_every_command_is_watched() -> None:
    """A new command stands among those that are run here."""
    assert set(COMMANDS) == set(SUMMARIES)


def test_every_command_does_its_work_without_a_network(watched: Watched) -> None:
    """With sockets refused, and in a network of its own where the system allows it, each ends well."""
    failed = [
        (name, run["code"], run["said"]) for name, runs in watched.commands.items() for run in runs if run["code"]
    ]
    assert not failed


def test_no_command_touches_a_socket(watched: Watched) -> None:
    """Neither we nor a library asks for an address, a name or a socket."""
    assert every(watched, "reached") == []


def test_no_child_asks_for_an_internet_socket(watched: Watched) -> None:
    """Nor do git, the editor and our own children, by the system calls that they make."""
    if not watched.calls:
        pytest.skip("needs strace")
    assert "execve" in watched.calls
    assert not re.findall(r".*AF_INET.*", watched.calls)


def test_only_git_the_editor_and_our_own_child_are_started(watched: Watched) -> None:
    """Every program that a command starts is one of these; and fc-list, with which matplotlib once looks for fonts."""
    started = every(watched, "started")
    ours = [sys.executable, "-I", "-X", "utf8", "-c"]
    strange = [
        (name, words)
        for name, words in started
        # GitPython asks for its version as it is imported: there `git` is pointed at nothing
        if words != [os.devnull, "version"]
        and Path(words[0]).name not in ("git", "fc-list", EDITOR)
        and words[:5] != ours
    ]
    assert not strange
    assert {name for name, words in started if words[0] == sys.executable} == {"report", "doctor"}
    assert {name for name, words in started if Path(words[0]).name == EDITOR} == {"edit", "new"}


def test_commands_write_in_the_workspace_and_in_temporary_folders(watched: Watched) -> None:
    """And in the user's own cache: matplotlib's, and the secret by which the tool knows what it keeps. Nowhere else."""
    allowed = [
        watched.folder / name
        for name in (
            "arbetsyta",
            "tillfalligt",
            "hem/.cache/matplotlib",
            "hem/.cache/kvalitet",
            "hem/.config/matplotlib",
        )
    ]
    strange = [
        (name, path)
        for name, path in every(watched, "wrote")
        if path != os.devnull and not any(Path(path).is_relative_to(place) for place in allowed)
    ]
    assert not strange
    writers = {name for name, path in every(watched, "wrote") if "arbetsyta" in path and ".git/kvalitet" not in path}
    assert not writers & {"show", "list", "validate", "checklist", "rule", "completion"}


def test_nothing_temporary_is_left(watched: Watched) -> None:
    """Temporary folders are gone when the commands are."""
    assert list((watched.folder / "tillfalligt").iterdir()) == []
