"""In every state that a repository may be in, each command that asks git has one exit and a message, and changes nothing.

After each run all files, git's own too, are as they were, no process and no descriptor is left, and no command
of the repository's has run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kvalitet.workspace import MEMORY
from tests.conftest import Run
from tests.history import states
from tests.history.conftest import Repo
from tests.history.reading import ask_everything
from tests.history.states import BEFORE, BETWEEN, LATER, Setting, State

Kvalitet = Callable[..., Run]
WORKS: tuple[State, ...] = (
    states.ordinary,
    states.detached,
    states.worktree,
    states.submodule,
    states.sub_directory,
    states.foreign_but_trusted,
    states.foreign_but_trusted_by_environment,
    states.locked,
    states.conflict,
    states.merge_not_committed,
    states.nobody,
    states.failing_hook,
    states.signing,
    states.windows_endings,
    states.odd_names,
    states.renamed,
    states.newer_hashes,
    states.of_another,
    states.hostile,
    states.git_in_the_folder,
)
"""States that stand in the way of nothing that is only read."""

REFUSED: dict[State, str] = {
    states.bare: "här finns bara gits egna filer och inga poster",
    states.foreign: "dubious ownership in repository",
    states.broken_settings: "bad config line 1",
    states.broken_branch: "your current branch appears to be broken",
    states.gone_worktree: "git läser inte arbetsytan: not a git repository: ",
    states.without_git: "git finns inte på datorn; installera git och försök igen",
}
"""States in which history is refused, and what is said."""

NO_HISTORY: tuple[State, ...] = (states.outside, states.unborn, states.outside_without_git)


@pytest.fixture
def made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    return Setting(folder, monkeypatch)


def tree(top: Path) -> dict[str, str]:
    """Every file below a folder with what it holds, git's own files too, but for what is kept between runs."""
    found = {}
    for home, folders, names in os.walk(top):
        if (Path(home) / "HEAD").is_file() and MEMORY in folders:
            folders.remove(MEMORY)
        for name in [*folders, *names]:
            path = Path(home, name)
            held = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path.relative_to(top))] = f"{path.lstat().st_mode} {held}"
    return found


@contextlib.contextmanager
def leaving_nothing(top: Path, but: str = "\0") -> Iterator[None]:
    """Hold that all below a folder is as it was, save new files at `but` and our own lock, and that no process or descriptor is left."""
    files, open_before, variables = tree(top), set(Path("/proc/self/fd").iterdir()), dict(os.environ)
    yield
    after = {path: held for path, held in tree(top).items() if but not in path and ".kvalitet" not in path}
    assert after == {path: held for path, held in files.items() if but not in path}
    assert set(Path("/proc/self/fd").iterdir()) == open_before
    assert dict(os.environ) == variables
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def names(chosen: object) -> str:
    return getattr(chosen, "__name__", "")


@pytest.mark.parametrize("state", WORKS, ids=names)
def test_what_git_held_is_read_in_every_state_in_which_git_reads(
    kvalitet: Kvalitet, made: Setting, state: State
) -> None:
    """The checklist of an earlier day names the commit of that day, and before history the day it begins."""
    root = state(made)
    with leaving_nothing(made.folder):
        between = kvalitet("-C", root, "checklist", "--as-of", BETWEEN)
        before = kvalitet("-C", root, "checklist", "--as-of", BEFORE)
    assert (between.code, "från 2025-03-01" in between.err) == (0, True), between.err
    assert (before.code, "Historiken i git börjar 2025-03-01" in before.err) == (0, True), before.err


@pytest.mark.parametrize("state", NO_HISTORY, ids=names)
def test_where_there_is_no_history_it_is_said(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """Without a repository, or before its first commit, the dates in the records decide, with git or without."""
    root = state(made)
    with leaving_nothing(made.folder):
        run = kvalitet("-C", root, "checklist", "--as-of", BETWEEN)
    assert (run.code, "Historiken i git saknas" in run.err) == (0, True), run.err


@pytest.mark.parametrize("state", REFUSED, ids=names)
def test_what_git_does_not_read_is_refused(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """What the day before today was like, and the day that a report holds for, are not guessed: exit 6, git's own words."""
    root = state(made)
    with leaving_nothing(made.folder):
        checklist = kvalitet("-C", root, "checklist", "--as-of", BETWEEN)
        report = kvalitet("-C", root, "report", "kvalitetsberattelse", "--year", "2024", "--format", "md")
    for run in (checklist, report):
        assert (run.code, run.out) == (6, ""), run
        assert REFUSED[state] in run.err
        assert "Traceback" not in run.err


def test_a_short_history_is_refused_only_where_it_is_too_short(kvalitet: Kvalitet, made: Setting) -> None:
    """A clone of the last commit knows its own day, not what was before; `first` and `last` alike."""
    root = states.shallow(made)
    with leaving_nothing(made.folder):
        for day in (BEFORE, BETWEEN):
            run = kvalitet("-C", root, "checklist", "--as-of", day)
            assert (run.code, run.out) == (6, "")
            assert "hämta hela med git fetch --unshallow (i CI: fetch-depth: 0)" in run.err
        assert "från 2025-05-10" in kvalitet("-C", root, "checklist", "--as-of", LATER).err


def test_a_lost_object_is_told(kvalitet: Kvalitet, made: Setting) -> None:
    """Where git has lost the content of a file, no checklist is made of the rest."""
    root = states.lost_object(made)
    with leaving_nothing(made.folder):
        run = kvalitet("-C", root, "checklist", "--as-of", LATER)
    assert (run.code, run.out) == (6, "")
    assert "git saknar ett innehåll som hör till historiken" in run.err


@pytest.mark.parametrize(
    "state", [*NO_HISTORY, *REFUSED, states.shallow, states.lost_object, states.conflict, states.hostile], ids=names
)
def test_what_lies_on_disk_is_judged_in_every_state(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """`validate` and today's checklist need no git, whatever state it is in."""
    root = state(made)
    with leaving_nothing(made.folder):
        assert kvalitet("-C", root, "validate").code == 0
        assert kvalitet("-C", root, "checklist").code == 0


DOCTOR: dict[State, tuple[str, str]] = {
    states.outside: ("varning", "arbetsytan ligger inte i git"),
    states.shallow: ("varning", "avkortad, så läget en tidigare dag går inte att visa"),
    states.locked: ("varning", "index.lock sedan "),
    states.conflict: ("varning", "en sammanslagning är inte avslutad"),
    states.merge_not_committed: ("varning", "en sammanslagning är inte avslutad"),
    states.nobody: ("varning", "user.name och user.email saknas"),
    states.odd_names: ("varning", "filnamn visas med siffror"),
    states.without_git: ("fel", "git finns inte på datorn"),
    **{state: ("fel", text) for state, text in REFUSED.items() if state is not states.without_git},
}


@pytest.mark.parametrize(
    "state", [states.ordinary, states.unborn, states.hostile, states.of_another, *DOCTOR], ids=names
)
def test_the_doctor_tells_the_state_once(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """`doctor` names the one thing that stands in the way, and nothing where nothing does."""
    root = state(made)
    with leaving_nothing(made.folder):
        run = kvalitet("-C", root, "doctor", "--format", "json")
    checks = [check for check in json.loads(run.out)["checks"] if check["name"].startswith("Git")]
    told = [(check["level"], check["found"]) for check in checks if check["level"] != "ok"]
    level, text = DOCTOR.get(state, ("", ""))
    assert [found[0] for found in told] == ([level] if level else [])
    assert all(text in found for _, found in told)


def test_a_git_that_is_too_old_is_told(kvalitet: Kvalitet, made: Setting) -> None:
    """Older than what the commands here need: the doctor says so, and which is enough; its odd answers are no fault of ours."""
    root = states.ordinary(made)
    old = made.folder.parent / "gammal" / "git"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho git version 2.29.3\n")
    old.chmod(0o755)
    made.environment.setenv("PATH", str(old.parent), prepend=os.pathsep)
    told = {
        check["name"]: check for check in json.loads(kvalitet("-C", root, "doctor", "--format", "json").out)["checks"]
    }
    assert told["Git"]["found"] == "2.29.3 är för gammal; kvalitet behöver 2.30 eller senare"
    assert told["Git-förråd"]["found"].startswith("git svarade något oväntat")
    assert kvalitet("-C", root, "checklist", "--as-of", BETWEEN).code == 6


@pytest.mark.parametrize("state", [state for state in WORKS if state is not states.ordinary], ids=names)
def test_all_that_history_reads_leaves_nothing(made: Setting, state: State) -> None:
    """What the next commit holds, what has changed, names on branches, and everything, in every state."""
    root = state(made)
    ask_everything(root)  # the first call loads the library
    with leaving_nothing(made.folder):
        ask_everything(root)


@pytest.mark.parametrize("state", [states.ordinary, states.of_another, states.hostile, states.without_git], ids=names)
def test_a_record_is_made_in_every_state(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """`new` saves its record and touches nothing of git's."""
    root = state(made)
    with leaving_nothing(made.folder, but="records/avvikelse"):
        said = ("enhet=ENH-norr", "lagrum=hsl", "intraffad=2025-06-01", "beskrivning=Larmet gick inte fram.")
        run = kvalitet(
            "-C", root, "--day", LATER, "new", "avvikelse", "--no-input", *(f"--set={word}" for word in said)
        )
    assert run.code == 0, run.err


@pytest.mark.parametrize("state", [states.detached, states.shallow, states.sub_directory], ids=names)
def test_a_report_holds_for_the_day_of_the_last_commit(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """That day is known also without a branch and without the earlier history."""
    root = state(made)
    with leaving_nothing(made.folder, but="reports"):
        run = kvalitet("-C", root, "report", "kvalitetsberattelse", "--year", "2025", "--format", "md")
    assert run.code == 0, run.err
    assert "date: 2025-05-10" in (root / "reports" / "2025" / "kvalitetsberattelse.md").read_text(encoding="utf-8")


def test_the_hostile_repository_is_hostile(made: Setting) -> None:
    """Plain git, asked plainly, does run what that repository says: or the tests with it would show nothing."""
    ran = set()
    for asked in (("status",), ("diff",), ("log", "-1", "--patch", "--ext-diff"), ("update-index", "--refresh")):
        root = states.hostile(Setting(made.folder / "-".join(asked), made.environment))
        Repo(root).git(*asked, check=False)
        if (root / "PWNED").exists():
            ran.add(asked[0])
    assert ran == {"status", "diff", "log", "update-index"}


def test_a_new_workspace_gets_a_repository_of_its_own(kvalitet: Kvalitet, made: Setting) -> None:
    """`init` leaves the repository that git's variables name as it is."""
    states.of_another(made)
    with leaving_nothing(made.folder, but="ny"):
        (made.folder / "ny").mkdir()
        assert kvalitet("-C", made.folder / "ny", "init").code == 0
    assert (made.folder / "ny" / ".git" / "HEAD").is_file()


@pytest.mark.parametrize("state", [states.bare, states.foreign, states.broken_settings, states.without_git], ids=names)
def test_a_new_workspace_is_not_half_made(kvalitet: Kvalitet, made: Setting, state: State) -> None:
    """Where git refuses, `init` writes nothing."""
    root = state(made)
    with leaving_nothing(made.folder):
        run = kvalitet("-C", root, "init", "ny")
    assert run.code == 6
    assert REFUSED[state] in run.err
