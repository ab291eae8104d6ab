"""Run one command and tell what it took: by the clock, of processors, and of memory, all its processes together.

Processor time is what the kernel has noted of the command and of every process it waited for, and of those that it
left behind, which this process takes over. Memory is watched from outside in `/proc`, on Linux only: every 20 ms the
proportional set sizes of all processes in the tree are added up, so that what copies of a process share counts once.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_FIRST_PAUSE, _PAUSE = 0.001, 0.02
"""Seconds between two looks: short at first, or one that is soon done would hardly be seen."""
_WATCHED = 20
"""Times as long as a look takes of a processor it rests: looking at a large process holds it up."""
_GRACE = 5.0
"""Seconds that what a command left behind has to finish."""
_SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: prctl(2)."""
_SIZE = re.compile(rb"^(?:Pss|VmHWM):\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took: seconds by the clock and of processors, megabytes where it was watched, and how it ended."""

    clock: float
    processors: float
    megabytes: float | None
    code: int | None
    said: str

    @property
    def was_stopped(self) -> bool:
        """Whether it took too long and was ended."""
        return self.code is None


def run(
    words: Sequence[str],
    folder: Path,
    variables: Mapping[str, str],
    longest: float,
    *,
    is_watched: bool = False,
    is_alone: bool = False,
) -> Taken:
    """Run a command in a folder for at most so many seconds, on one processor only when `is_alone`.

    What it wrote is `said`, its last thousand bytes.
    """
    _adopt_orphans()
    with tempfile.TemporaryFile() as told:
        begun = time.perf_counter()
        with _one_processor() if is_alone else contextlib.nullcontext():
            child = subprocess.Popen(
                words,
                cwd=folder,
                env=dict(variables),
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        watcher = _Watcher(child.pid)
        with _ended_after(longest, child.pid), watcher.watching() if is_watched else contextlib.nullcontext():
            _, status, used = os.wait4(child.pid, 0)
            clock = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        with _ended_after(_GRACE, child.pid):
            processors = used.ru_utime + used.ru_stime + sum(_left_behind())
        code = None if clock >= longest else child.returncode
        return Taken(clock, processors, watcher.megabytes, code, _last(told))


@contextlib.contextmanager
def _one_processor() -> Iterator[None]:
    """Let what begins here have one of the processors that this process may use."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextlib.contextmanager
def _ended_after(longest: float, session: int) -> Iterator[None]:
    timer = threading.Timer(longest, _end, (session,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _adopt_orphans() -> None:
    """Let what a command leaves running become a child of this process, so that it is waited for and counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _left_behind() -> Iterator[float]:
    """Wait for what a command left, and yield the processor time of each."""
    while True:
        try:
            _, _, used = os.wait4(-1, 0)
        except ChildProcessError:
            return
        yield used.ru_utime + used.ru_stime


def _end(session: int) -> None:
    """End what still runs in a session that a command began."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(session, signal.SIGKILL)


def _last(told: IO[bytes]) -> str:
    length = told.seek(0, os.SEEK_END)
    told.seek(max(0, length - 1000))
    return told.read().decode("utf-8", "backslashreplace").strip()


class _Watcher:
    """Watches the memory of a process and of all that come from it."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._most = 0

    @property
    def megabytes(self) -> float | None:
        """The most that all held together, at least what any one held; None where it cannot be seen."""
        return self._most / 1024 or None

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Look at the memory, from another thread, for as long as this lasts."""
        ended = threading.Event()
        thread = threading.Thread(target=self._watch, args=(ended,))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _watch(self, ended: threading.Event) -> None:
        usual, pause = _FIRST_PAUSE, 0.0
        while not ended.wait(pause):
            begun = time.thread_time()
            self._look()
            pause = max(usual, _WATCHED * (time.thread_time() - begun))
            usual = min(2 * usual, _PAUSE)

    def _look(self) -> None:
        there = list(_tree(self._first))
        together = sum(_kilobytes(process, "smaps_rollup") for process in there)
        alone = max((_kilobytes(process, "status") for process in there), default=0)
        self._most = max(self._most, together, alone)


def _tree(process: int) -> Iterator[int]:
    yield process
    for thread in _names(Path(f"/proc/{process}/task")):
        for child in _bytes(Path(f"/proc/{process}/task/{thread}/children")).split():
            yield from _tree(int(child))


def _kilobytes(process: int, file: str) -> int:
    """Return `Pss` of the one file and `VmHWM` of the other; 0 of a process that is gone."""
    found = _SIZE.search(_bytes(Path(f"/proc/{process}/{file}")))
    return int(found[1]) if found else 0


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
