"""Judge N changed records both with proofs and by every rule; they must find the same.

Run it with the interpreter that has kvalitet installed: `.venv/bin/python bench/proofs.py N [--seed S]`. A difference
is a proof that is wrong; the seed and the number make it anew.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from faulting.proving import provers


def main(words: list[str]) -> int:
    """Run the changes that the words ask for; 1 when any made a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many changed records")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins from (1)")
    asked = parser.parse_args(words)
    start, failures, all_of_them = time.process_time(), 0, provers()
    for number in range(asked.count):
        failure = all_of_them[number % len(all_of_them)].changed(asked.seed, number)
        if failure:
            failures += 1
            print(f"seed {asked.seed}, number {number}: {failure}", flush=True)
    seconds = time.process_time() - start
    told = sum((prover.told for prover in all_of_them), Counter[str]())
    print(f"{asked.count} changes, seed {asked.seed}: {failures} differences, {seconds:.0f} s of processor time")
    print("records told of by each rule: " + ", ".join(f"{code} {count}" for code, count in sorted(told.items())))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
