"""Measure `privacy scan --history` on a generated repository of 100 000 objects: seconds, and what is found.

Usage: python bench/screening.py [OBJECTS]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kvalitet.screening.places import screen_history

_SEED = 2011


def stream(records: int, planted: str) -> Iterator[bytes]:
    """Yield what git's fast-import reads: one record a commit, one of them with a number in it."""
    chance = random.Random(_SEED)
    yield b"blob\nmark :1\ndata 6\nstart\n\n"
    for at in range(records):
        minute = chance.randrange(1440)
        said = planted if at == records // 2 else f"Larmet ringde inte, rum {chance.randrange(90)}, HVN 2025/{at}."
        text = (
            f"id: AVV-2025-{chance.randrange(16**6):06X}\nstatus: inkommen\nrubrik: Larmet gick inte fram\n"
            f"enhet: ENH-norr\nintraffad: 2025-03-{at % 28 + 1:02}\nbeskrivning: |\n  {said}\n  Ingen skada.\n"
            f"skapad: 2025-03-14T{minute // 60:02}:{minute % 60:02}:11.{chance.randrange(10**6):06}+01:00\n"
        ).encode()
        message = f"Lägg till avvikelse {at}".encode()
        yield b"commit refs/heads/main\ncommitter A <a@example.se> %d +0100\ndata %d\n%s\n" % (
            1700000000 + at,
            len(message),
            message,
        )
        yield b"M 100644 inline records/%03d/%d.yaml\ndata %d\n%s\n" % (at % 500, at, len(text), text)


def main() -> None:
    """Generate, scan, print."""
    objects = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    planted = "pnr " + "".join(("1912", "1212", "-", "1212"))
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        subprocess.run(["git", "init", "-q", "-b", "main", made], check=True)
        data = b"".join(stream(objects // 4, planted))
        subprocess.run(["git", "-C", made, "fast-import", "--quiet"], input=data, check=True)
        counted = subprocess.run(["git", "-C", made, "count-objects", "-v"], check=True, capture_output=True, text=True)
        begun, before = time.perf_counter(), sum(os.times()[:4])
        found = screen_history(root)
        used = sum(os.times()[:4]) - before
        print(f"{time.perf_counter() - begun:.1f} s, {used:.1f} s of processors, git's too; {len(found)} found")
        print(*(line for line in counted.stdout.splitlines() if line.startswith(("in-pack", "size-pack"))))


if __name__ == "__main__":
    main()
