"""Our tool and others that check records, on the same generated records, side by side in one run.

Run it from the root of the project with the interpreter that has kvalitet's dependencies:

    .venv/bin/python bench/speed.py --records 1000 10000 100000 --turns 5 --install --work FOLDER

It prints a table for each number of records and what must hold; `--readme` puts them into bench/README.md. What it
makes is kept in the folder of `--work` for the next run. `--profile` tells where our own time goes instead.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from pacing import ourselves, peers
from pacing.bars import Figures
from pacing.contest import Contestant, Result, race
from pacing.installing import Installed
from pacing.profiling import profile
from pacing.telling import machine, table, verdicts
from pacing.workspaces import clone, workspace

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- begin: bench/speed.py --readme -->\n", "<!-- end: bench/speed.py -->\n"


def main(words: list[str]) -> int:
    """Run the race, or the profile, that the words ask for."""
    asked = _asked(words)
    if asked.work:
        asked.work.mkdir(parents=True, exist_ok=True)
        return _run(asked, asked.work.resolve())
    with tempfile.TemporaryDirectory() as made:
        return _run(asked, Path(made))


def _run(asked: argparse.Namespace, work: Path) -> int:
    if asked.profile:
        for size in asked.records:
            print(*profile(clone(workspace(work, size), "cold")), sep="\n")
        return 0
    installed = Installed(work / "peers")
    if asked.install:
        installed.install()
    before, lines = os.getloadavg()[0], []
    for line in _raced(asked, work, installed):
        print(line, flush=True)
        lines.append(line)
    made_on = machine((before, os.getloadavg()[0]))
    print(made_on)
    if asked.readme:
        put_into(README, "\n".join([made_on, *lines, ""]))
    return 0


def _raced(asked: argparse.Namespace, work: Path, installed: Installed) -> Iterator[str]:
    """Yield what each took as lines of tables, the smaller numbers of records first, and at last what must hold."""
    found: dict[tuple[int, str], Result] = {}
    for size in sorted(asked.records):
        print(f"{size} records", file=sys.stderr)
        made = workspace(work, size)
        there: list[Contestant] = ourselves.contestants(made, asked.only)
        if not asked.ours:
            there += peers.contestants(made, installed, too_slow(found, size, asked.minutes * 60), asked.only)
        found |= {(size, result.name): result for result in race(there, asked.turns, asked.minutes * 60)}
        yield from ("", *table(size, found))
    yield from ("", *verdicts(found))


def too_slow(found: Figures, size: int, longest: float) -> dict[str, str]:
    """Return who would take too long, each with why, by what it took with fewer records.

    Time is taken to grow as the records do; that of processors is asked too, which a busy machine does not lengthen.
    """
    told = {}
    for (fewer, name), result in found.items():
        seconds = min(result.clock, result.processors) if result.clock and result.processors else result.at_least or 0.0
        if fewer < size and seconds * size / fewer > longest:
            told[name] = f"would take over {longest / 60:g} min ({seconds:.1f} s at {fewer})"
    return told


def put_into(file: Path, text: str) -> None:
    """Put results between the two marks of a file. Raises ValueError where these are not."""
    before, _, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{file} has no place for the results")
    file.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--records", type=int, nargs="+", default=[1000, 10_000], help="how many records, at least 1000"
    )
    parser.add_argument("--turns", type=int, default=5, help="timed turns (5)")
    parser.add_argument("--minutes", type=float, default=10, help="the most that one run may take (10)")
    parser.add_argument("--work", type=Path, help="a folder that keeps what is made, else a temporary one")
    parser.add_argument("--install", action="store_true", help="install the tools of others in the folder of --work")
    parser.add_argument("--ours", action="store_true", help="run no tool but ours")
    parser.add_argument("--only", nargs="+", default=[""], help="run those only whose names hold one of these words")
    parser.add_argument("--readme", action="store_true", help="put the results into bench/README.md")
    parser.add_argument("--profile", action="store_true", help="tell where our time goes, and run no race")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
