"""How long small commands take as ratios to an empty Python: medians of one run, by the clock and of processors.

`python bench/startup.py [--turns N] [--workspace DIR]`, with the interpreter that kvalitet's libraries are in: on the
example, or on a copy of a workspace such as `bench/generate.py` makes. The tool is run as its installed script runs
it, from bytecode, which the first turn of each command makes; that turn is not counted.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SCRIPT = "import sys; from kvalitet.cli.app import main; sys.exit(main())"
FLOOR = "python -c pass"


class Command(NamedTuple):
    """What is run, and the line at whose end Tab is pressed, if that is what it is."""

    words: list[str]
    line: str = ""


class Cost(NamedTuple):
    """Seconds by the clock and of processors, those of git too."""

    clock: float
    processors: float


def copied(workspace: Path, to: Path) -> Path:
    """Return a copy of a workspace with all of it committed, as it mostly is where people work."""
    git = ["git", "-C", str(to), "-c", "user.name=Osby", "-c", "user.email=osby@example.org"]
    if (workspace / ".git").exists():
        subprocess.run(["git", "clone", "-q", str(workspace), str(to)], check=True)
        return to
    shutil.copytree(workspace, to, symlinks=True)
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Alla poster"], ["gc", "-q"]):
        subprocess.run([*git, *words], check=True)
    return to


def commands(workspace: Path) -> dict[str, Command]:
    """Return what is measured, by the name that is printed."""
    unit = min((workspace / "records/enhet").rglob("*.yaml")).stem
    year = max((workspace / "records/avvikelse").iterdir()).name
    given = {"enhet": unit, "intraffad": "idag", "beskrivning": "Larmet gick inte fram."}
    new = ["new", "avvikelse", "--no-input", *(f"--set={name}={value}" for name, value in given.items())]
    tool = [sys.executable, "-c", SCRIPT, "-C", str(workspace)]
    lines = [f"show AVV-{year}-", "show ", f"new avvikelse --set enhet={unit[:6]}"]
    return {
        FLOOR: Command([sys.executable, "-c", "pass"]),
        **{f"kvalitet {words[0]}": Command([*tool, *words]) for words in (["--help"], ["--version"])},
        "kvalitet rule TID001": Command([*tool, "rule", "TID001"]),
        "kvalitet new": Command([*tool, *new]),
        **{f"Tab: {line}": Command(tool[:3], f"kvalitet -C {workspace} {line}") for line in lines},
    }


def cost(command: Command, cache: Path) -> Cost:
    """Run a command to its end and return what it took."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache)}
    if command.line:
        word = command.line.rpartition(" ")[2].rpartition("=")[2]
        environment |= {"_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": command.line, "COMP_WORD": word}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command.words, check=True, capture_output=True, env=environment)
    end, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(end - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(turns: int, workspace: Path) -> None:
    """Run each command in turn, so that a slow moment of the machine meets them all."""
    with tempfile.TemporaryDirectory() as folder:
        measured = commands(copied(workspace, Path(folder) / "workspace"))
        costs: dict[str, list[Cost]] = {name: [] for name in measured}
        for turn in range(turns + 1):
            for name, command in measured.items():
                found = cost(command, Path(folder) / "bytecode")
                if turn:  # the first makes the bytecode and warms the caches
                    costs[name].append(found)
    print(f"{turns} turns, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':<36}{'clock s':>9}{'least':>8}{'most':>8}{'ratio':>8}{'processors s':>14}{'ratio':>8}")
    clock, processors = (statistics.median(each) for each in zip(*costs[FLOOR], strict=True))
    for name, found_costs in costs.items():
        clocks, used = ([cost[at] for cost in found_costs] for at in (0, 1))
        line = f"{name:<36}{statistics.median(clocks):>9.3f}{min(clocks):>8.3f}{max(clocks):>8.3f}"
        line += f"{statistics.median(clocks) / clock:>8.1f}{statistics.median(used):>14.3f}"
        print(f"{line}{statistics.median(used) / processors:>8.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time small commands against an empty Python.")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    options = parser.parse_args()
    main(options.turns, options.workspace)
