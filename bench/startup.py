"""How long small commands take, as ratios to an empty Python, medians of turns in one run.

Run it with the interpreter that has kvalitet installed: `.venv/bin/python bench/startup.py [TURNS]`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TAB = "Tab after enhet=sabo"
NEW = ["new", "avvikelse", "--no-input", "--set", "enhet=sabo-norr", "--set", "intraffad=idag"]


def main(turns: int) -> None:
    """Time each command in turn, so that a slow moment of the machine meets them all."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "workspace"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
        tool = [sys.executable, "-m", "kvalitet", "-C", str(copy)]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "kvalitet --help": [*tool, "--help"],
            "kvalitet rule TID001": [*tool, "rule", "TID001"],
            "kvalitet new": [*tool, *NEW, "--set", "beskrivning=Larmet gick inte fram."],
            "kvalitet validate": [*tool, "validate"],
            TAB: [sys.executable, "-m", "kvalitet"],
        }
        asked = f"kvalitet -C {copy} new avvikelse --set enhet=sabo"
        typing = {"_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": asked, "COMP_WORD": "sabo"}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(turns + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                environment = {**os.environ, **(typing if name == TAB else {})}
                subprocess.run(command, check=True, capture_output=True, env=environment)
                if turn:  # the first turn warms the caches
                    times[name].append(time.perf_counter() - start)
    floor = statistics.median(times["python -c pass"])
    print(f"{'command':<24}{'median s':>10}{'min':>8}{'max':>8}{'ratio':>8}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<24}{median:>10.3f}{min(found):>8.3f}{max(found):>8.3f}{median / floor:>8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
