"""Two people report in two clones at the same time, and their work is merged: is any event lost, fused or doubled?

    python bench/merging.py [EVENTS] [MERGES] [collide]

Each of the two makes EVENTS avvikelser (200) before each of the MERGES (20). With `collide` both draw the same ids
again and again, so that every event meets another with its id: git must stop, `validate` must name each, and
`renumber` must make them two. Takes a quarter of an hour; with `collide` longer, so give it smaller numbers.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from kvalitet.cli.app import main

DAY = "2025-03-20"
_WHO = ("-c", "user.name=Prov", "-c", "user.email=prov@example.invalid", "-c", "init.defaultBranch=main")
_MARK = re.compile(r"Händelse nummer (\d+) hos (anna|bo)\.")


@dataclass
class Tally:
    """What became of the events."""

    made: int = 0
    met: int = 0
    told: int = 0
    lost: int = 0
    fused: int = 0
    doubled: int = 0
    errors: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether every event is there once with an id of its own, and every meeting was told."""
        return not (self.lost or self.fused or self.doubled or self.errors) and self.met == self.told


def run(folder: Path, events: int, merges: int, *, collide: bool = False) -> Tally:
    """Let two people report and merge in a folder, and count."""
    found = Tally()
    anna, bo = _clones(folder)
    for turn in range(merges):
        for name, who in (("anna", anna), ("bo", bo)):
            _report(who, name, turn * events, events, found, seed=turn if collide else None)
            git(who, "add", "-A")
            git(who, "commit", "-qm", f"{name} {turn}")
        _merge(anna, bo, found)
        git(bo, "pull", "-q", "--ff-only", str(anna), "main")
    _count(anna, found)
    return found


def git(who: Path, *words: str, check: bool = True) -> str:
    """Run git as it is on this computer."""
    done = subprocess.run(["git", *_WHO, *words], cwd=who, check=check, capture_output=True)
    return done.stdout.decode()


def tool(who: Path, *words: str) -> tuple[int, str]:
    """Run the tool in a clone; return its exit code and what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(["-C", str(who), "--day", DAY, *words])
    return code, out.getvalue()


def _clones(folder: Path) -> tuple[Path, Path]:
    anna, bo = folder / "anna", folder / "bo"
    folder.mkdir(parents=True, exist_ok=True)
    tool(folder, "init", "anna", "--name", "Prov")
    git(anna, "add", "-A")
    git(anna, "commit", "-qm", "Start")
    git(anna, "branch", "-qM", "main")
    git(folder, "clone", "-q", str(anna), str(bo))
    return anna, bo


def _report(who: Path, name: str, first: int, count: int, found: Tally, *, seed: int | None) -> None:
    """Make events; with a seed the draws are the same for everyone who has it."""
    draws = random.Random(seed)
    patch = mock.patch("kvalitet.records.ids.secrets.choice", draws.choice) if seed is not None else mock.MagicMock()
    with patch:
        for number in range(first, first + count):
            start = time.perf_counter()
            said = f"beskrivning=Händelse nummer {number} hos {name}."
            words = ("--no-input", "--set", "enhet=enheten", "--set", "intraffad=igår", "--set", said)
            code, _ = tool(who, "new", "avvikelse", *words)
            if code:
                raise SystemExit(f"new ended with {code}")
            took = time.perf_counter() - start
            found.made, found.seconds, found.slowest = found.made + 1, found.seconds + took, max(found.slowest, took)


def _merge(anna: Path, bo: Path, found: Tally) -> None:
    """Merge as anna does, with the tool's help where git stops."""
    git(anna, "fetch", "-q", str(bo), "main")
    git(anna, "merge", "-q", "--no-edit", "FETCH_HEAD", check=False)
    waiting = sorted({line.split("\t")[1] for line in git(anna, "ls-files", "-u").splitlines()})
    found.met += len(waiting)
    if not waiting:
        return
    _, told = tool(anna, "validate", "--format", "json")
    named = {one["file"] for one in json.loads(told)["findings"] if one["code"] == "GIT001"}
    found.told += len(named & set(waiting))
    for path in waiting:
        code, _ = tool(anna, "renumber", path, "--side", "theirs", "--no-input")
        if code:
            raise SystemExit(f"renumber ended with {code}")
    git(anna, "add", "-A")
    git(anna, "commit", "-qm", "Sammanslagning")


def _count(who: Path, found: Tally) -> None:
    """Count what is in the files, without the tool, and then what the tool finds."""
    texts = {file: file.read_text(encoding="utf-8") for file in (who / "records/avvikelse").rglob("*.yaml")}
    events = Counter(mark for text in texts.values() for mark in _MARK.findall(text))
    ids = Counter(line for text in texts.values() for line in re.findall(r"^id: (\S+)$", text, re.MULTILINE))
    found.lost = found.made - len(events)
    found.fused = sum(len(_MARK.findall(text)) > 1 for text in texts.values())
    found.doubled = sum(count > 1 for count in [*events.values(), *ids.values()])
    found.errors, _ = tool(who, "validate", "--quiet")


def _print(found: Tally) -> None:
    print(f"{found.made} events made, {found.met} met another with their id, {found.told} of these named by validate")
    print(f"lost {found.lost}, fused {found.fused}, doubled {found.doubled}, validate ends with {found.errors}")
    print(f"new: mean {1000 * found.seconds / found.made:.0f} ms, slowest {1000 * found.slowest:.0f} ms")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    with tempfile.TemporaryDirectory() as made:
        tally = run(Path(made) / "prov", *(numbers + [200, 20][len(numbers) :]), collide="collide" in sys.argv)
    _print(tally)
    sys.exit(0 if tally.is_whole else 1)
