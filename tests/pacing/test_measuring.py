"""What a run took is told truly, whatever processes it was made by."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pacing.measuring import Taken, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is watched in /proc")

SPIN = "import time\nwhile time.process_time() < 0.3: pass\n"
HOLD = "import time\nheld = b'x' * 60_000_000\ntime.sleep(0.4)\n"


def python(code: str, folder: Path, *, longest: float = 60, **how: bool) -> Taken:
    return run([sys.executable, "-c", code], folder, os.environ, longest, **how)


def twice(code: str, *, is_waited_for: bool = True) -> str:
    wait = "\nfor child in children: child.wait()" if is_waited_for else ""
    begin = f"children = [subprocess.Popen([sys.executable, '-c', {code!r}]) for _ in range(2)]"
    return f"import subprocess, sys\n{begin}{wait}"


def test_processor_time_is_that_of_all_processes(tmp_path: Path) -> None:
    """Two children that each use 0.3 s make a run that took 0.6 s of processors."""
    assert python(twice(SPIN), tmp_path).processors >= 0.6


def test_processor_time_of_who_is_left_behind_counts(tmp_path: Path) -> None:
    """So do two that their parent never waited for."""
    assert python(twice(SPIN, is_waited_for=False), tmp_path).processors >= 0.6


def test_memory_is_that_of_all_processes_at_once(tmp_path: Path) -> None:
    """Two children that each hold 60 MB at the same time hold 120 together."""
    hold = "import sys; held = b'x' * 60_000_000; print(flush=True); sys.stdin.read()"
    begin = f"Popen([sys.executable, '-c', {hold!r}], stdin=PIPE, stdout=PIPE) for _ in range(2)"
    code = (
        f"import sys, time\nfrom subprocess import PIPE, Popen\nchildren = [{begin}]\n"
        "for child in children: child.stdout.readline()\ntime.sleep(1)\nfor child in children: child.communicate()"
    )
    held = python(code, tmp_path, is_watched=True).megabytes
    assert held is not None
    assert 115 < held < 190


def test_what_copies_share_is_counted_once(tmp_path: Path) -> None:
    """A process of 60 MB and the two copies that it makes of itself hold little more than 60."""
    code = f"import os\n{HOLD}\nfor _ in range(2):\n    if not os.fork(): time.sleep(0.4); os._exit(0)\nos.wait(); os.wait()"
    held = python(code, tmp_path, is_watched=True).megabytes
    assert held is not None
    assert 57 < held < 110


def test_who_takes_too_long_is_ended_with_all_its_processes(tmp_path: Path) -> None:
    """A run that is stopped tells so, and what it began has ended too."""
    code = "import subprocess, sys, os\nchild = subprocess.Popen(['sleep', '30'])\nprint(child.pid, flush=True)\nchild.wait()"
    taken = python(code, tmp_path, longest=0.5)
    assert taken.was_stopped
    assert taken.clock < 10
    assert not Path(f"/proc/{int(taken.said)}").exists()


def test_who_is_alone_has_one_processor(tmp_path: Path) -> None:
    """One processor is given to a run that is to be alone, and all are there for the next."""
    code = "import os; print(len(os.sched_getaffinity(0)))"
    assert python(code, tmp_path, is_alone=True).said == "1"
    assert python(code, tmp_path).said == str(len(os.sched_getaffinity(0)))
