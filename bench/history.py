"""How long reading git takes in a repository of N files, 100 000 unless told: what is staged, has changed, is anywhere.

Run it with the interpreter that has kvalitet installed: `.venv/bin/python bench/history.py [N]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kvalitet.history.comparing import changed_since
from kvalitet.history.objects import everything
from kvalitet.history.presence import is_known
from kvalitet.history.trees import index_listing
from kvalitet.tracked import TrackedFiles

BRANCHES = 20
BODY = "  Batteriet var slut.\n" * 20


def stream(count: int) -> Iterator[bytes]:
    """A first commit of many files on `main`, and one file more on each of some branches."""
    yield _commit("main", 1, "")
    for number in range(count):
        text = (
            f"id: AVV-2025-{number:06}\nrubrik: Larmet gick inte fram\nbeskrivning: |\n"
            + "  Batteriet var slut.\n" * 20
        )
        yield _file(f"records/avvikelse/{2016 + number % 10}/AVV-{number:06}.yaml", text)
    for branch in range(BRANCHES):
        yield _commit(f"gren-{branch}", branch + 2, "from refs/heads/main\n")
        yield _file(f"records/avvikelse/2025/AVV-G{branch:05}.yaml", f"id: AVV-G{branch:05}\n")


def _commit(branch: str, day: int, parent: str) -> bytes:
    return (
        f"commit refs/heads/{branch}\ncommitter Prov <prov@example.invalid> {1_700_000_000 + day} +0100\n"
        f"data 5\n\xe4ndra\n{parent}"
    ).encode("latin-1")


def _file(path: str, text: str) -> bytes:
    data = text.encode()
    return f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        git = ["git", "-C", folder]
        subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
        subprocess.run([*git, "fast-import", "--quiet"], check=True, input=b"".join(stream(count)))
        subprocess.run([*git, "reset", "-q", "--hard"], check=True)
        print(f"{count} files, {BRANCHES} branches; seconds by the clock, of processors, and how many were found")
        _time("staged", lambda: len(list(TrackedFiles(root, index_listing(root, "records")).paths("records"))))
        _time("changed_since, staged", lambda: len(changed_since(root, "records", "main", staged=True)))
        _time("changed_since, on disk", lambda: len(changed_since(root, "records", "main")))
        _time("a name on any branch", lambda: int(is_known(root, "records/avvikelse/2025/AVV-G00001.yaml")))
        _time("everything", lambda: sum(1 for _ in everything(root)))


def _time(name: str, work: Callable[[], int]) -> None:
    """Print what a piece of work took by the clock, and of all processors' time, git's too."""
    clock, before = time.perf_counter(), sum(os.times()[:4])
    found = work()
    print(f"{name:<24}{time.perf_counter() - clock:>8.2f}{sum(os.times()[:4]) - before:>8.2f}{found:>9}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
