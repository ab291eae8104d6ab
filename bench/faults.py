"""Run the real command on every fault of the table, on random mutations and in odd surroundings, and measure it.

Run it with the interpreter that has kvalitet installed: `.venv/bin/python bench/faults.py [--seeds 1 2 3 4 5]
[--random N]`. Each fault lies in a workspace of its own. A run fails when it tells other than the table says, shows the
number that stands in the record, ends with another code than 0 or 1, breaks off, or takes more than 10 s or 200 MB.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from faulting.making import ALWAYS, CANARY, Expected, Fault
from faulting.mutations import mutate
from faulting.record import TARGET, TEXT, lay_out
from faulting.running import Ran, run
from faulting.surroundings import COMMANDS, SURROUNDINGS
from faulting.table import BULK, FAULTS

ROOT = Path(__file__).parent.parent
DAY = ["--day", "2026-02-20", "-C", "."]
MANY = 3_000
FOUND = 1

Result = tuple[str, Ran, str]
"""The name of a run, what it gave, and what is wrong with that."""


def main(words: list[str]) -> int:
    """Run everything and print a table; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3, 4, 5], help="what chance begins from")
    parser.add_argument("--random", type=int, default=140, help="random mutations for each seed (140)")
    parser.add_argument("--only", choices=("table", "random", "many", "surroundings"), help="one of the four parts")
    asked = parser.parse_args(words)
    parts: dict[str, list[tuple[str, Iterator[Result]]]] = {
        "table": [("the table", _faults((*FAULTS, *BULK)))],
        "random": [(f"random, seed {seed}", _random(seed, asked.random)) for seed in asked.seeds],
        "many": [(f"{MANY} broken files", _many())],
        "surroundings": [("surroundings", _surroundings())],
    }
    groups = [group for part, found in parts.items() if asked.only in (None, part) for group in found]
    print(f"{'what':<22}{'runs':>6}{'failed':>8}{'worst s':>9}{'worst MB':>10}")
    failed = [failure for name, results in groups for failure in _tell(name, results)]
    print(*failed, sep="\n")
    return 1 if failed else 0


def _tell(name: str, results: Iterator[Result]) -> list[str]:
    """Print a line on a group of runs, and return its failures."""
    known = list(results)
    seconds = max((ran.seconds for _, ran, _ in known), default=0)
    megabytes = max((ran.megabytes for _, ran, _ in known), default=0)
    failures = [f"{name}: {what}: {wrong}" for what, ran, wrong in known if wrong]
    print(f"{name:<22}{len(known):>6}{len(failures):>8}{seconds:>9.2f}{megabytes:>10.0f}", flush=True)
    return failures


def _in_a_workspace(make: Callable[[Path], object], words: list[str]) -> tuple[Ran, bool]:
    """Run the tool where a fault lies; the second answer is whether something in a file was run."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "arbets yta åäö $(x)"
        folder.mkdir()
        make(lay_out(folder))
        ran = run([*DAY, *words], folder)
        obeyed = any(Path(made).rglob("PWNED"))
        for inner in (folder / TARGET).parents[:2]:
            inner.chmod(0o755)
        shutil.rmtree(folder)
        return ran, obeyed


def _faults(faults: tuple[Fault, ...]) -> Iterator[Result]:
    for fault in faults:
        ran, obeyed = _in_a_workspace(fault.make, ["validate", "--format", "json"])
        yield fault.name, ran, "a file was obeyed" if obeyed else _wrong(ran) or _told_otherwise(ran, fault)


def _wrong(ran: Ran) -> str:
    if CANARY in ran.out + ran.err or CANARY.replace("-", "") in ran.out + ran.err:
        return "the number is shown"
    return ran.broken or ran.too_much or ("" if ran.code in (0, FOUND) else f"ended with {ran.code}")


def _told_otherwise(ran: Ran, fault: Fault) -> str:
    """Compare what was told with the table, file, line and column."""
    found = [one for one in json.loads(ran.out)["findings"] if one["code"] != "SEK001"]
    told = sorted(Expected(one["code"], one["line"], one["column"], one["file"]) for one in found)
    expected = sorted(
        replace(one, path=one.path.encode("utf-8", "backslashreplace").decode()) for one in (*fault.expected, ALWAYS)
    )
    return "" if told == expected else f"told {told[:3]}, not {expected[:3]}"


def _random(seed: int, count: int) -> Iterator[Result]:
    chance = random.Random(seed)
    data = TEXT.replace("åtta minuter", CANARY).replace("Larmet saknar", f"Larmet {CANARY} saknar").encode()
    for number in range(count):
        mutant = mutate(data, chance, [data])
        format_ = ("text", "json", "short")[number % 3]
        ran, _ = _in_a_workspace(lambda target, m=mutant: target.write_bytes(m), ["validate", "--format", format_])  # type: ignore[misc]
        others = "" if ALWAYS.path in ran.out else "the other file was not judged"
        yield f"number {number}", ran, _wrong(ran) or others


def _many() -> Iterator[Result]:
    """A workspace in which a few thousand files are broken, each by a mutation of its own."""

    def make(target: Path) -> None:
        chance = random.Random(MANY)
        for number in range(MANY):
            broken = mutate(TEXT.encode(), chance, [TEXT.encode()])
            (target.parent / f"AVV-2025-{number:06}.yaml").write_bytes(broken)

    for format_ in ("text", "short", "json"):
        ran, _ = _in_a_workspace(make, ["validate", "--format", format_])
        yield f"as {format_} ({len(ran.out) // 1000} kB told)", ran, _wrong(ran)


def _surroundings() -> Iterator[Result]:
    for around in SURROUNDINGS:
        for name, words in COMMANDS.items():
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made) / "w"
                shutil.copytree(ROOT / "tests/workspaces/komplett", folder)
                ran = run(words, folder, shell=around.shell, variables=around.variables)
            right = around.allows(name, ran.code)
            yield f"{name} with {around.name}", ran, ran.broken or ("" if right else f"ended with {ran.code}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
