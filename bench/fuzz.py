"""Put N random mutations of real records of all kinds through reading and every rule, in this process.

Run it with the interpreter that has kvalitet installed: `.venv/bin/python bench/fuzz.py N [--seed S]`. An exception of
any kind, a rule that breaks (KVA001), or a short way of reading that gives another text, value, place or fault than the
exact one is a failure; the seed and the number of a failure make it anew. With each mutation goes a written text that
is nearly right YAML through both ways of reading: mutated records are mostly wrong, and no short way takes those.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from faulting.fuzzing import Fuzzer


def main(words: list[str]) -> int:
    """Run the mutations that the words ask for; 1 when any failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many mutations")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins from (1)")
    parser.add_argument("--reading", action="store_true", help="only the ways of reading, without any rule")
    parser.add_argument("--keep", type=Path, help="a folder for the bytes of failures")
    asked = parser.parse_args(words)
    fuzzer, start, failures = Fuzzer(), time.process_time(), 0
    for number in range(asked.count):
        failure = fuzzer.failure(asked.seed, number, is_judged=not asked.reading)
        if failure:
            failures += 1
            print(f"seed {asked.seed}, number {number}: {failure}", flush=True)
            if asked.keep:
                (asked.keep / f"{asked.seed}-{number}.yaml").write_bytes(fuzzer.mutant(asked.seed, number)[1])
    seconds = time.process_time() - start
    told = ", ".join(f"{count} {how}" for how, count in sorted(fuzzer.outcomes.items()))
    print(
        f"{asked.count} mutations, seed {asked.seed}: {failures} failures, {seconds:.0f} s of processor time ({told})"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
