"""Judge what is hidden in a public report: random tables, and a reader who tries to work out the hidden counts.

Usage: python bench/suppression.py [TABLES]. Exit code 1 when a count is recovered.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from attacking import recovered
from kvalitet.reporting.suppression import hidden
from tabling import all_random

THRESHOLD = 5


def main(many: int) -> int:
    """Hide, attack and print; the control hides the small counts and nothing else."""
    told, longest, used = Counter[str](), 0.0, 0.0
    for tables in all_random(many):
        begun = time.process_time()
        chosen = hidden(tables.counts, tables.sums, THRESHOLD)
        took = time.process_time() - begun
        used, longest = used + took, max(longest, took)
        small = {key for key, value in tables.counts.items() if 0 < value < THRESHOLD}
        told["counts"] += len(tables.counts)
        told["small"] += len(small)
        told["hidden"] += len(chosen)
        told["recovered"] += len(recovered(tables, chosen, THRESHOLD))
        in_control = recovered(tables, small, THRESHOLD)
        told["recovered in the control"] += len(in_control)
        told["tables recovered from in the control"] += bool(in_control)
    print(f"{many} tables, {used:.1f} s to choose, at most {longest:.3f} s for one")
    for name, number in told.items():
        print(f"{name:<38}{number:>9}")
    return 1 if told["recovered"] or not told["recovered in the control"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
