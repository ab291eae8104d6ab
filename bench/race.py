"""Many who write at once: is anything lost?

Run it from the root of the project: `.venv/bin/python bench/race.py`. Eight processes make 100 records each with
`new`, and four change one record 500 times each, every time to a number one higher than what they read. Lost is
what was told as saved and is not there; refused is who was told to try again.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kvalitet.changing import open_version
from kvalitet.cli.app import main as kvalitet
from kvalitet.cli.conclusion import conclude
from kvalitet.cli.dates import read_date
from kvalitet.cli.session import Session, swedish_now
from kvalitet.diagnostics import WritingError
from kvalitet.source.document import read_file
from tests.writing.commands import AVVIKELSE, COMMANDS, DAY, lay_out, ours, strays

RECORD = f"records/avvikelse/2025/{AVVIKELSE}.yaml"


@dataclass(frozen=True)
class Outcome:
    """What a race came to."""

    saved: int
    refused: int
    lost: int
    strays: int
    seconds: float


def creations(folder: Path, processes: int, times: int) -> Outcome:
    """Let processes make records at once."""
    lay_out(folder)
    before = set(ours(folder))
    saved, refused, seconds = _at_once(_create, folder, processes, times)
    made = set(ours(folder)) - before
    readable = [path for path in made if read_file(folder / path, path).values]
    return Outcome(saved, refused, saved - len(readable), len(strays(ours(folder))), seconds)


def edits(folder: Path, processes: int, times: int) -> Outcome:
    """Let processes count up a number in one record at once."""
    lay_out(folder)
    file = folder / RECORD
    file.write_text(
        file.read_text(encoding="utf-8").replace("Larmet gick inte fram\n", "Nummer 0\n", 1), encoding="utf-8"
    )
    saved, refused, seconds = _at_once(_edit, folder, processes, times)
    values = read_file(file, RECORD).values or {}
    return Outcome(saved, refused, saved - _number(str(values["rubrik"])), len(strays(ours(folder))), seconds)


def _at_once(
    work: Callable[[Path, int], tuple[int, int]], folder: Path, processes: int, times: int
) -> tuple[int, int, float]:
    start = time.monotonic()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        counts = pool.starmap(work, [(folder, times)] * processes, chunksize=1)
    return sum(saved for saved, _ in counts), sum(refused for _, refused in counts), time.monotonic() - start


def _create(folder: Path, times: int) -> tuple[int, int]:
    words = ["-C", str(folder), "--day", DAY, *COMMANDS[0].words]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        codes = [kvalitet(words) for _ in range(times)]
    return codes.count(0), codes.count(6)


def _edit(folder: Path, times: int) -> tuple[int, int]:
    saved = refused = 0
    day = read_date(DAY, swedish_now().date())
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stderr(nowhere):
        for _ in range(times):
            run = Session(folder, day, quiet=True)
            try:
                with run.changing(dry_run=False):
                    record = run.records.find(AVVIKELSE)
                    assert record is not None
                    now = open_version(folder, record)
                    after = now.with_value(("rubrik",), f"Nummer {_number(str(now.value(('rubrik',)))) + 1}")
                    saved += conclude(run, [now.change_to(after)]) == 0
            except WritingError:
                refused += 1
    return saved, refused


def _number(title: str) -> int:
    return int(title.rpartition(" ")[2])


def main() -> int:
    """Run both races and print what was lost; return 1 when anything was."""
    print(f"{'race':<28}{'saved':>7}{'refused':>9}{'lost':>6}{'strays':>8}{'s':>7}")
    lost = 0
    for name, race, processes, times in (
        ("8 processes x 100 creations", creations, 8, 100),
        ("4 processes x 500 edits", edits, 4, 500),
    ):
        with tempfile.TemporaryDirectory() as parent:
            found = race(Path(parent) / "workspace", processes, times)
        print(
            f"{name:<28}{found.saved:>7}{found.refused:>9}{found.lost:>6}{found.strays:>8}{found.seconds:>7.0f}",
            flush=True,
        )
        lost += found.lost + found.strays
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
