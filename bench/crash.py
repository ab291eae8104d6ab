"""Kill and fail every command that writes at every system call that it makes on the workspace.

Run it from the root of the project: `.venv/bin/python bench/crash.py [--most N] [COMMAND ...]`. Needs strace.

Each command is first traced once. Then it is run anew for each call, killed there (SIGKILL) or refused there
(ENOSPC, EIO, EDQUOT, EACCES in turn). What is left must be the old state or the new one, whole, at the latest when
the next writer has put back what was begun; nothing but hidden files on their way may be left over, and they are
swept when they are old; the workspace must be without errors; and the same command must then succeed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

from kvalitet.cli.app import main as kvalitet
from kvalitet.diagnostics import WritingError
from kvalitet.writing.writer import alone
from tests.writing.commands import COMMANDS, DAY, Command, lay_out, ours, strays, whole

CALLS = (
    *("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "renameat", "renameat2"),
    *("link", "linkat", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "flock"),
)
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EACCES")
KILLED, TRACED_KILL = -9, 137
_CALL = re.compile(r"(\w+)\((.*)")
_AN_HOUR_AND_MORE = 7200
T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One system call on the workspace: its name, the how manieth of that name in the run, and its words."""

    name: str
    number: int
    words: str


@dataclass
class Found:
    """What killing and failing one command came to."""

    command: str
    calls: int = 0
    kills: int = 0
    errors: int = 0
    old: int = 0
    new: int = 0
    swept: int = 0
    faults: list[str] = field(default_factory=list)


def traced(folder: Path, command: Command, trace: Path) -> list[Call]:
    """Run a command under strace and return the calls that it makes on its workspace."""
    _run(folder, command, ["-y", "-s", "0", "-o", str(trace), "-e", f"trace={','.join(CALLS)}"])
    counts: Counter[str] = Counter()
    found = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if match := _CALL.match(line):
            counts[match[1]] += 1
            if str(folder) in match[2]:
                found.append(Call(match[1], counts[match[1]], match[2]))
    return found


def _run(folder: Path, command: Command, strace: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **command.environment(), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    tool = [sys.executable, "-m", "kvalitet", "-C", str(folder), "--day", DAY, *command.words]
    return subprocess.run(
        ["strace", "-qq", *strace, *tool], check=False, capture_output=True, text=True, env=environment, timeout=120
    )


def out_of_order(calls: Sequence[Call], folder: Path) -> list[str]:
    """Return what would be lost if the power went: a name given before its bytes, or never brought to disk itself."""
    faults: list[str] = []
    written: set[str] = set()
    safe: set[str] = set()
    named: set[str] = set()
    for call in calls:
        paths = [path for path in re.findall(r'[<"](/[^">]*)[">]', call.words) if path.startswith(str(folder))]
        if call.name == "write":
            written.add(paths[0])
        elif call.name == "fsync":
            safe.add(paths[0])
            named -= {path for path in named if str(Path(path).parent) == paths[0]}
        elif call.name.startswith(("rename", "link")):
            source, target = paths[-2:]
            named.add(target)
            if source not in written & safe:
                faults.append(f"{target} got its name before its bytes were on disk")
    return faults + [f"the name of {path} is not on disk" for path in sorted(named)]


def judge_command(command: Command, folder: Path, most: int) -> Found:
    """Kill and fail a command at its calls, at most so many of each, spread over the run."""
    found = Found(command.name)
    lay_out(folder)
    before = ours(folder)
    with tempfile.NamedTemporaryFile() as trace:
        traced(folder, command, Path(trace.name))  # the first run makes the lock, as most first runs have
        _restore(folder, before)
        calls = traced(folder, command, Path(trace.name))
    after = _without_drafts(ours(folder))
    found.faults += out_of_order(calls, folder)
    found.calls = len(calls)
    points = [(call, "signal=SIGKILL") for call in _spread(calls, most)]
    points += [(call, f"error={error}") for call, error in _spread([(c, e) for c in calls for e in ERRORS], most)]
    for call, how in points:
        _restore(folder, before)
        ran = _run(folder, command, ["-o", "/dev/null", "-e", f"inject={call.name}:{how}:when={call.number}"])
        is_kill = how.startswith("signal")
        found.kills += is_kill
        found.errors += not is_kill
        where = f"{call.name} {call.number} {how} ({call.words[:90]})"
        found.faults += [f"{where}: {fault}" for fault in _faults(command, folder, before, after, ran, is_kill, found)]
    return found


def _spread(points: Sequence[T], most: int) -> list[T]:
    step = max(1.0, len(points) / most)
    return [points[int(index * step)] for index in range(min(most, len(points)))]


def _faults(
    command: Command,
    folder: Path,
    before: dict[str, bytes],
    after: dict[str, bytes],
    ran: subprocess.CompletedProcess[str],
    is_kill: bool,
    found: Found,
) -> Iterator[str]:
    """Yield what is wrong with what a run left."""
    allowed = {KILLED, TRACED_KILL} if is_kill else {0, 1, 2, 3, 6}
    if ran.returncode not in allowed or "Traceback" in ran.stderr:
        yield f"ended with {ran.returncode}: {ran.stderr[-300:]}"
    root = folder / "ny" if command.name == "init" else folder
    if root.exists():
        with contextlib.suppress(WritingError), alone(root, "bench"):  # the next writer
            pass
    left = ours(folder)
    state = _state(command, before, after, _without_drafts(whole(left)))
    if not state:
        yield f"neither the old state nor the new: {sorted(set(whole(left).items()) ^ set(before.items()))!r:.300}"
        return
    if not is_kill and (state == "new") != (ran.returncode == 0):
        yield f"told {ran.returncode}, but the state is {state}"
    found.old += state == "old"
    found.new += state == "new"
    found.swept += len(strays(left))
    for path in strays(left):
        os.utime(folder / path, (time.time() - _AN_HOUR_AND_MORE,) * 2)
    yield from _retry(command, folder, root, state)


def _state(command: Command, before: dict[str, bytes], after: dict[str, bytes], now: dict[str, bytes]) -> str:
    """Return which state files are in, or nothing for none: a name that is drawn is another in each run."""
    if now == before:
        return "old"
    if not command.makes:
        each = command.name in ("schema", "report")  # files that can be made again, each whole
        is_new = now == after or (each and all(now[path] in (before.get(path), after.get(path)) for path in now))
        return "new" if now == after else "old" if is_new else ""
    made, gone = set(now) - set(before), set(before) - set(now)
    changed = {path for path in set(now) & set(before) if now[path] != before[path]}
    should_change = {path for path in set(after) & set(before) if after[path] != before[path]}
    is_linked = all(Path(path).stem.encode() in now[other] for path in made for other in changed)
    return "new" if len(made) == command.makes and not gone and changed == should_change and is_linked else ""


def _retry(command: Command, folder: Path, root: Path, state: str) -> Iterator[str]:
    """Yield what is wrong with a second try, and with the workspace after it."""
    out, code, variables = io.StringIO(), 0, command.environment()
    with patch.dict(os.environ, variables), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        if state == "old":
            code = kvalitet(["-C", str(folder), "--day", DAY, *command.words])
        else:
            with alone(root, "bench"):
                pass
        valid = kvalitet(["-C", str(root), "--day", DAY, "validate"])
    if code:
        yield f"the next try ended with {code}: {out.getvalue()[-300:]}"
    if valid:
        yield f"validate ended with {valid}: {out.getvalue()[-300:]}"
    if left := strays(ours(folder)):
        yield f"not swept: {left}"


def _restore(folder: Path, before: dict[str, bytes]) -> None:
    for name in ("ny", ".kvalitet/utkast", ".kvalitet/schema", "reports"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in set(ours(folder)) - set(before):
        (folder / path).unlink()
    for path, data in before.items():
        (folder / path).write_bytes(data)
    (folder / ".kvalitet/journal").unlink(missing_ok=True)


def _without_drafts(found: dict[str, bytes]) -> dict[str, bytes]:
    """What a person wrote in the editor is kept when it cannot be saved: that is no stray."""
    return {path: data for path, data in found.items() if not path.startswith(".kvalitet/utkast/")}


def main(names: Sequence[str], most: int) -> int:
    """Judge the named commands, or all, and print a table; return 1 when anything was lost, torn or left."""
    print(f"{'command':<12}{'calls':>7}{'kills':>7}{'errors':>8}{'old':>6}{'new':>6}{'swept':>7}{'faults':>8}{'s':>7}")
    bad = 0
    for command in COMMANDS:
        if names and command.name not in names:
            continue
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as parent:
            found = judge_command(command, Path(parent).resolve() / "workspace", most)
        numbers = (found.calls, found.kills, found.errors, found.old, found.new, found.swept, len(found.faults))
        widths = (7, 7, 8, 6, 6, 7, 8)
        columns = "".join(f"{number:>{width}}" for number, width in zip(numbers, widths, strict=True))
        print(f"{found.command:<12}{columns}{time.monotonic() - start:>7.0f}", flush=True)
        for fault in found.faults[:10]:
            print(f"    {fault}", flush=True)
        bad += len(found.faults)
    return 1 if bad else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("commands", nargs="*", metavar="COMMAND")
    parser.add_argument("--most", type=int, default=100, help="kill points, and error points, per command")
    given = parser.parse_args()
    sys.exit(main(given.commands, given.most))
