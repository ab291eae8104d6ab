"""The same work on many things, by several processes where that is quicker.

Where a process can be copied (Linux, one thread) the others are copies of this one and cost next to nothing; elsewhere
they are begun from nothing, which takes a good part of a second. What a process gives back is pickled.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST = 8
"""Processes: what they give back is gathered by one, which more could not hasten."""

_SELDOM = 20_000
"""Values made between two rounds of the collector: what a process makes is soon given back."""


def can_be_copied() -> bool:
    """Return whether this process can be copied: no other thread may hold a lock that the copy would wait for."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[Result]:
    """Yield what a function makes of each task, in their order, by so many processes; by this one alone if only one.

    They are at most MOST. Where processes cannot be copied, the function is pickled, once for each of them. When a
    process dies on the way, what is left is done here.
    """
    if workers < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("fork" if can_be_copied() else "spawn")
    done = 0
    with frozen(), ProcessPoolExecutor(min(workers, len(tasks), MOST), context, _begin, (work,)) as pool:
        try:
            for result in pool.map(_do, tasks):
                done += 1
                yield result
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    yield from map(work, tasks[done:])


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    """Make many lasting values without the collector looking through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_work: Callable[[Any], Any] | None = None
"""What this process was begun to do. It is set once, and only in a process that does nothing else."""


def _do(task: Any) -> Any:
    return _work(task) if _work is not None else None


def _begin(work: Callable[[Any], Any]) -> None:
    """Learn what to do. What interrupts the tool is for the process that began this one: it ends it."""
    global _work
    _work = work
    gc.enable()
    gc.freeze()
    gc.set_threshold(_SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
