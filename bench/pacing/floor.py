"""Read every byte of every file below a folder, one process, and print how many: the floor under all that check them.

Run as a program of its own: `python bench/pacing/floor.py FOLDER`.
"""

from __future__ import annotations

import os
import sys


def read(folder: str) -> tuple[int, int]:
    """Return how many files there are and how many bytes they hold, after reading them all."""
    files = size = 0
    for entry in os.scandir(folder):
        if entry.is_dir():
            more, longer = read(entry.path)
            files, size = files + more, size + longer
        else:
            with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123  # Path costs a third of the reading
                size += len(file.read())
            files += 1
    return files, size


if __name__ == "__main__":
    print(*read(sys.argv[1]))
