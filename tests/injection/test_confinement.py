"""Work done apart has no secrets, little room and no way out, and its end is always told."""

from __future__ import annotations

import importlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kvalitet.confinement import Limits, RefusedError, Request, StoppedError, close_all_doors, run_apart
from tests.conftest import ROOT

LIMITS = Limits(memory=256, processor=2, clock=120)


def tell_surroundings(_: Request) -> bytes:
    told = {
        "environment": dict(os.environ),
        "folder": [str(file) for file in Path().iterdir()],
        "flags": sys.flags.isolated,
        "path": sys.path,
    }
    return json.dumps(told).encode()


def refuse(_: Request) -> bytes:
    raise RefusedError(what="x", line=3)


def die(request: Request) -> bytes:
    if request["how"] == "abort":
        os.abort()
    if request["how"] == "leave":
        os._exit(0)
    if request["how"] == "raise":
        raise ValueError
    if request["how"] == "memory":
        return b"x" * 10**9
    if request["how"] == "sleep":
        time.sleep(60)
    return Path("x").write_bytes(b"x").to_bytes()


def try_doors(request: Request) -> bytes:
    close_all_doors()
    doors = {
        "read": lambda: Path(request["file"]).read_bytes(),
        "write": lambda: Path(request["file"]).write_bytes(b""),
        "list": os.listdir,
        "remove": lambda: Path(request["file"]).unlink(),
        "socket": socket.socket,
        "start": lambda: subprocess.run(["true"], check=False),
        "shell": lambda: os.system("true"),
        "fork": os.fork,
        "import": lambda: importlib.import_module("http.client"),
        "kill": lambda: os.kill(os.getpid(), 9),
    }
    return json.dumps([name for name, door in doors.items() if _opens(door)]).encode()


def _opens(door: object) -> bool:
    try:
        assert callable(door)
        door()
    except PermissionError:
        return False
    return True


def test_the_child_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment but what an interpreter needs to start; an empty folder; our own path for modules."""
    monkeypatch.setenv("GITHUB_TOKEN", "hemligt")
    monkeypatch.setenv("PYTHONSTARTUP", "/tmp/x.py")
    told = json.loads(run_apart(tell_surroundings, {}, LIMITS))
    allowed = {
        "MALLOC_ARENA_MAX",
        "RAYON_NUM_THREADS",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "SYSTEMROOT",
        "LC_CTYPE",
    }
    assert set(told["environment"]) <= allowed
    assert told["folder"] == []
    assert told["flags"] == 1
    assert "" not in told["path"]


def test_a_refusal_arrives_as_it_was_told() -> None:
    """Reasons come back as plain values."""
    with pytest.raises(RefusedError) as raised:
        run_apart(refuse, {}, LIMITS)
    assert raised.value.details == {"what": "x", "line": 3}


@pytest.mark.parametrize("how", ["abort", "leave", "raise", "memory", "write"])
def test_a_child_that_breaks_down_breaks_nothing_else(how: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Abort, a silent end, a fault of ours, too much memory and a file that may not be written are one error."""
    with pytest.raises(StoppedError):
        run_apart(die, {"how": how}, LIMITS)
    assert capfd.readouterr() == ("", "")


def wait_alone() -> None:
    """Be stopped by the clock in a process that has had no other child, and hold that none is left."""
    with pytest.raises(StoppedError):
        run_apart(die, {"how": "sleep"}, Limits(memory=256, processor=2, clock=2))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_child_that_waits_is_ended() -> None:
    """The clock holds also for what uses no processor time, and no child is left."""
    words = [sys.executable, "-c", f"from {__name__} import wait_alone; wait_alone()"]
    subprocess.run(words, cwd=ROOT, check=True, timeout=60)


def test_no_door_opens_once_all_are_closed(tmp_path: Path) -> None:
    """Files, folders, sockets, processes, signals and modules are out of reach."""
    file = tmp_path / "x"
    file.write_bytes(b"x")
    assert json.loads(run_apart(try_doors, {"file": str(file)}, LIMITS)) == []
    assert file.read_bytes() == b"x"
