"""Run the real command, with its time and memory measured and bounded."""

from __future__ import annotations

import ctypes
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faulting.record import ROOT

LONGEST, LARGEST = 10.0, 200.0
"""Seconds and megabytes that any run may take."""

_STOP_AFTER = 60
_ADDRESSES = 2_000_000_000
_DROP, _OVERRIDE, _READ_SEARCH = 24, 1, 2
"""prctl's PR_CAPBSET_DROP, and the two capabilities by which root reads what is closed: prctl(2), capabilities(7)."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run gave, how long it took and the most memory that it held, in megabytes."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def broken(self) -> str:
        """How the tool broke, or nothing."""
        if "Traceback" in self.out + self.err or "Exception ignored" in self.err:
            return "a traceback"
        return f"ended by signal {-self.code}" if self.code < 0 else ""

    @property
    def too_much(self) -> str:
        """What a run of a light command took too much of, or nothing."""
        if self.seconds > LONGEST:
            return f"{self.seconds:.1f} s"
        return f"{self.megabytes:.0f} MB" if self.megabytes > LARGEST else ""


def run(
    words: Sequence[str], folder: Path, *, shell: str = "{}", variables: Mapping[str, str | None] | None = None
) -> Ran:
    """Run kvalitet in a folder, within a line of shell, and return what it gave. Output is buffered, as a user's."""
    command = shlex.join([sys.executable, "-m", "kvalitet", *words])
    known = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONUNBUFFERED": None, **(variables or {})}
    environment = {name: value for name, value in known.items() if value is not None}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            ["/bin/bash", "-c", shell.replace("{}", f"exec {command}" if shell == "{}" else command)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            preexec_fn=_bound,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        out.seek(0)
        err.seek(0)
        said, aside = (stream.read().decode("utf-8", "backslashreplace") for stream in (out, err))
        return Ran(child.returncode, said, aside, seconds, used.ru_maxrss / 1024)


def _bound() -> None:
    """Bound time and memory, and let closed files be closed for root too."""
    resource.setrlimit(resource.RLIMIT_CPU, (_STOP_AFTER, _STOP_AFTER))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (_OVERRIDE, _READ_SEARCH):
            libc.prctl(_DROP, capability, 0, 0, 0)
