"""Work on what others wrote, done by a process of its own that has little time, little memory and no secrets.

The child is this interpreter with an empty environment in an empty folder. It gets one function of ours and a
request of plain JSON, and answers with bytes. On POSIX it is bound in memory, processor time and files; on every
system by the clock.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

Request = dict[str, Any]

_BOOT = (
    "import json, sys; task = json.load(sys.stdin.buffer); sys.path[:] = task['path'];"
    "from kvalitet.confinement import serve; serve(task)"
)
_NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""What some interpreters cannot start without."""

_FEW_THREADS = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "4"}
"""Each thread reserves memory; on a computer of many cores that alone would reach the limit."""

_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a child may use: megabytes of memory, seconds of processor time, seconds by the clock."""

    memory: int
    processor: int
    clock: int


class RefusedError(Exception):
    """The work could not be done, for a reason that it tells as plain values."""

    def __init__(self, **details: str | int) -> None:
        super().__init__()
        self.details = details


class StoppedError(Exception):
    """The child used up its time or its memory, or broke down."""


def run_apart(work: Callable[[Request], bytes], request: Request, limits: Limits) -> bytes:
    """Return what a function of a module makes of a request, in a process of its own.

    Raises RefusedError with what the function told, StoppedError when it never answered.
    """
    task = {
        "path": [entry for entry in sys.path if entry],
        "module": work.__module__,
        "name": work.__name__,
        "limits": asdict(limits),
        "request": request,
    }
    environment = _FEW_THREADS | {name: os.environ[name] for name in _NEEDED if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="kvalitet-") as empty:
        try:
            child = subprocess.run(
                [sys.executable, "-I", "-X", "utf8", "-c", _BOOT],
                input=json.dumps(task).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=limits.clock,
                cwd=empty,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise StoppedError from None
    return _answer(child.stdout)


def _answer(told: bytes) -> bytes:
    head, end, payload = told.partition(b"\n")
    if not end:
        raise StoppedError
    details = json.loads(head)
    if details:
        raise RefusedError(**details)
    return payload


def serve(task: Request) -> None:
    """Do the work of a task in the child and print the answer: a line of JSON, empty when all is well, then bytes."""
    _bind(Limits(**task["limits"]))
    work = getattr(importlib.import_module(task["module"]), task["name"])
    try:
        head, payload = b"{}", work(task["request"])
    except RefusedError as refused:
        head, payload = json.dumps(refused.details).encode(), b""
    sys.stdout.buffer.write(head + b"\n" + payload)


def _bind(limits: Limits) -> None:
    """Bound this process; where the system has no such limits, the parent's clock is what remains."""
    try:
        import resource
    except ImportError:
        return
    signal.signal(signal.SIGXCPU, _out_of_time)
    for what, soft, hard in (
        (resource.RLIMIT_CPU, limits.processor, limits.processor + 1),
        (resource.RLIMIT_AS, limits.memory * _MEGABYTE, limits.memory * _MEGABYTE),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses a limit of memory
            resource.setrlimit(what, (soft, hard))


def _out_of_time(*_: object) -> NoReturn:
    raise TimeoutError


_HARMLESS = frozenset(("compile", "exec", "code.__new__", "sys._getframe", "object.__getattr__", "marshal.loads"))


def close_all_doors() -> None:
    """Let this process open, start, reach and import nothing from now on; it can never be undone."""

    def refuse(event: str, _: tuple[object, ...]) -> None:
        if event not in _HARMLESS:
            raise PermissionError(event)

    sys.addaudithook(refuse)
