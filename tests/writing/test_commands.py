"""Every command that writes, stopped at every call that it makes on its way: nothing lost, nothing half."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.cli.app import main
from kvalitet.writing import journal
from kvalitet.writing.changes import Change
from kvalitet.writing.writer import alone
from tests.conftest import Run
from tests.writing.commands import AVVIKELSE, COMMANDS, DAY, Command, lay_out, ours, strays, whole
from tests.writing.faults import failing

Tool = Callable[..., Run]
FAST = [command for command in COMMANDS if command.name not in ("schema", "report", "init", "edit", "new --edit")]
"""The commands that are failed at every call here; bench/crash.py does it to all of them."""


@pytest.fixture
def small(folder: Path) -> Path:
    lay_out(folder)
    return folder


def _restore(folder: Path, before: dict[str, bytes]) -> None:
    for path in ours(folder):
        (folder / path).unlink()
    for path, data in before.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@pytest.mark.parametrize("command", FAST, ids=lambda command: command.name)
@pytest.mark.parametrize("make", [lambda: OSError(28, ""), KeyboardInterrupt], ids=["full disk", "ctrl-c"])
def test_stopped_at_any_call_a_command_has_done_all_or_nothing(
    small: Path, monkeypatch: pytest.MonkeyPatch, kvalitet: Tool, command: Command, make: Callable[[], BaseException]
) -> None:
    """What is told is true: with 0 or `hann sparas` all is written, else nothing; the next try succeeds."""
    monkeypatch.setattr(os, "environ", {**os.environ, **command.environment()})
    before, run = ours(small), Run(-1, "", "")
    for number in range(200):
        with failing(monkeypatch, number, make) as calls:
            run = kvalitet("-C", small, "--day", DAY, *command.words)
        if not calls.has_failed:
            break
        now = ours(small)
        is_done = run.code == 0 or "Ändringen hann sparas" in run.err
        assert run.code in (0, 6, 130), run.err
        assert "Traceback" not in run.err
        assert len(strays(now)) <= 1
        assert (whole(now) != before) is is_done, (number, calls.made, run)
        _restore(small, before)
    assert number >= 5
    assert run.code == 0
    assert kvalitet("-C", small, "--day", DAY, "validate").code == 0


def test_a_killed_rename_is_told_by_validate_and_undone_by_the_next_try(small: Path, kvalitet: Tool) -> None:
    """Files that do not agree are told, without a verdict of its own; the same command again finds all as it was."""
    before = ours(small)
    role = "records/roll/ROL-usk.yaml"
    with alone(small, "provet") as writer:
        journal.begin(small, [Change(role, before[role], None)])
        writer._place([Change(role, before[role], None)], {})
    run = kvalitet("-C", small, "--day", DAY, "validate")
    assert run.code == 1
    assert "En ändring i flera filer avbröts på vägen" in run.err
    run = kvalitet("-C", small, "--day", DAY, "rename", "ROL-usk", "vardare")
    assert (run.code, "Sparat." in run.err) == (0, True)
    assert f"En ändring som avbröts på vägen är ogjord; filerna är som före den: {role}" in run.err
    run = kvalitet("-C", small, "--day", DAY, "validate")
    assert (run.code, "avbröts" in run.err) == (0, False)


def test_what_someone_changed_after_a_kill_is_left_and_told(small: Path, kvalitet: Tool) -> None:
    """What a person wrote since is not taken; they are told to look."""
    role = "records/roll/ROL-usk.yaml"
    data = (small / role).read_bytes()
    with alone(small, "provet"):
        journal.begin(small, [Change(role, data, None)])
    (small / role).write_bytes(data + b"# mitt\n")
    run = kvalitet("-C", small, "--day", DAY, "set", AVVIKELSE, "rubrik=Ny")
    assert f"De här filerna har ändrats sedan dess och lämnades; se efter med git diff: {role}" in run.err
    assert (small / role).read_bytes() == data + b"# mitt\n"


def test_what_someone_saves_while_a_change_fails_is_told(
    small: Path, kvalitet: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that could not be put back, since a person has saved it, is named beside the error."""
    really, gone, new = os.unlink, small / "records/roll/ROL-usk.yaml", small / "records/roll/ROL-vardare.yaml"

    def refuse(path: str | Path) -> None:
        if Path(path) == gone:
            new.write_bytes(b"# mitt\n")
            raise PermissionError(13, "", str(path))
        really(path)

    before = ours(small)
    monkeypatch.setattr(os, "unlink", refuse)
    run = kvalitet("-C", small, "--day", DAY, "rename", "ROL-usk", "vardare")
    assert run.code == 6
    says = "De här filerna ändrades av någon annan just då och lämnades; se efter i dem: records/roll/ROL-vardare.yaml"
    assert says in run.err
    assert ours(small) == {**before, "records/roll/ROL-vardare.yaml": b"# mitt\n"}


def test_what_the_disk_does_not_vouch_for_is_told_as_saved(
    small: Path, kvalitet: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be brought safely to disk is no failure: the record is there."""
    monkeypatch.setattr("kvalitet.writing.writer.sync", lambda _: False)
    run = kvalitet("-C", small, "--day", DAY, "set", AVVIKELSE, "rubrik=Ny")
    assert run.code == 0
    assert "Sparat, men disken bekräftar inte" in run.err


def test_who_waits_in_vain_is_told_for_whom(small: Path, kvalitet: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy workspace is exit code 6 with a person, a computer and a process; reading is not hindered."""
    monkeypatch.setattr("kvalitet.writing.lock.time.sleep", lambda _: None)
    before = ours(small)
    with alone(small, "anna på DATOR7 (process 4711)"):
        run = kvalitet("-C", small, "--day", DAY, "set", AVVIKELSE, "rubrik=Ny")
        assert run == Run(
            6,
            "",
            "kvalitet: arbetsytan ändras just nu av anna på DATOR7 (process 4711). Vänta och försök igen. "
            "Ingenting sparades\n",
        )
        assert kvalitet("-C", small, "--day", DAY, "validate").code == 0
        assert kvalitet("-C", small, "--day", DAY, "set", AVVIKELSE, "rubrik=Ny", "--dry-run").code == 0
    assert ours(small) == before


def test_the_other_end_of_a_link_that_cannot_be_read_stops_both(
    small: Path, kvalitet: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the other record cannot be opened at the last moment, no new record is left linking one way only."""
    before, really, opened = ours(small), os.open, 0

    def fail(path: object, flags: int, *more: int) -> int:
        nonlocal opened
        opened += str(path).endswith(f"{AVVIKELSE}.yaml")
        if opened >= 2 and str(path).endswith(f"{AVVIKELSE}.yaml"):
            raise OSError(5, "")
        return really(path, flags, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", fail)
    run = kvalitet("-C", small, "--day", DAY, *COMMANDS[1].words)
    assert (run.code, opened >= 2) == (2, True)
    assert f"{AVVIKELSE} går inte att" in run.err
    assert ours(small) == before


def test_a_copy_that_cannot_be_taken_away_is_no_failure(
    small: Path, kvalitet: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was edited is saved, and told so, also when the editor's copy stays behind."""
    monkeypatch.setattr(os, "environ", {**os.environ, **COMMANDS[4].environment()})
    really = os.unlink

    def fail(path: object, **more: int) -> None:
        if "utkast" in str(path) and not str(path).endswith(".tmp"):
            raise OSError(5, "")
        really(path, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "unlink", fail)
    run = kvalitet("-C", small, "--day", DAY, *COMMANDS[4].words)
    assert (run.code, run.err) == (0, "Sparat.\n")


def test_a_trial_run_writes_nothing_at_all(small: Path, kvalitet: Tool) -> None:
    """With --dry-run not even a lock is made, so that it can be tried where one may only read."""
    for words in (["set", AVVIKELSE, "rubrik=Ny"], ["rename", "ROL-usk", "x"], COMMANDS[0].words):
        assert kvalitet("-C", small, "--day", DAY, *words, "--dry-run").code == 0
    assert not (small / ".kvalitet").exists()


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_while_waiting_ends_with_its_code(small: Path, name: str, code: int) -> None:
    """A shutdown, a closed terminal and Ctrl-C put everything away, and say that nothing is saved."""
    before = ours(small)
    with alone(small, "provet"):
        command = [sys.executable, "-m", "kvalitet", "-C", str(small), "--day", DAY, "set", AVVIKELSE, "rubrik=Ny"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=_listen)
        end = time.monotonic() + 20
        while not _waits_for_lock(process.pid) and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(getattr(signal, name))
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (code, "\nAvbrutet. Inget sparades.\n")
    assert ours(small) == before


def _listen() -> None:
    """Undo what a shell and nohup do to programs in the background: ignore Ctrl-C and a closed terminal."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _waits_for_lock(process: int) -> bool:
    try:
        return any(file.readlink().name == "lock" for file in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return False


def test_a_signal_that_is_to_be_ignored_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under nohup a closed terminal ends nothing, and what was set before the run is set after it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        main(["--version"])
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
class TestTraced:
    """What the system sees; bench/crash.py does this to every command and call."""

    @pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[3], COMMANDS[6]], ids=lambda command: command.name)
    def test_bytes_are_on_disk_before_they_get_their_name(self, tmp_path: Path, command: Command) -> None:
        """In this order: write, fsync of the file, its name, fsync of the folder; so a power cut tears nothing."""
        from crash import out_of_order, traced

        folder = tmp_path / "workspace"
        lay_out(folder)
        calls = traced(folder, command, tmp_path / "trace")
        assert {"write", "fsync"} <= {call.name for call in calls}
        assert out_of_order(calls, folder) == []

    def test_killed_or_refused_at_a_call_nothing_is_lost(self, tmp_path: Path) -> None:
        """A sample of the kills and failures that the bench makes."""
        from crash import judge_command

        found = judge_command(COMMANDS[6], tmp_path / "workspace", most=3)
        assert (found.kills, found.errors, found.faults) == (3, 3, [])
