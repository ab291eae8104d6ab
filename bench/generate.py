"""Make an invented municipality's years of records, the same from the same seed.

Run it with the interpreter that has kvalitet installed:
`.venv/bin/python bench/generate.py --records N --out DIR [--seed S]`. An empty folder becomes a workspace with N
records in all; this repository, given as DIR, has its generated records made anew.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generating.folder import begin, generated, put
from generating.municipality import Municipality
from kvalitet.catalogue import standard_catalogue
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace

ROOT = Path(__file__).parent.parent
SEED = 2011
LEAST = 1000
"""With fewer records the stories would leave no room for everyday events."""


def main(words: list[str]) -> int:
    """Write the records that the words ask for; 2 when they make no sense."""
    asked = _asked(words)
    source = find_workspace(ROOT)
    records = load(source, standard_catalogue())
    folder: Path = asked.out.resolve()
    if asked.records < LEAST:
        return _refuse(f"--records is at least {LEAST}")
    if source.example_day is None:
        return _refuse("the repository's workspace says no day on which the example ends")
    if folder != source.root:
        if folder.exists() and any(folder.iterdir()):
            return _refuse(f"{folder} is not empty; nothing is written there")
        begin(folder, source, records)
    town = Municipality(records, source.example_day, asked.records, asked.seed)
    count = put(folder, town.drafts(), generated(records) if folder == source.root else ())
    print(f"{count} records made in {folder}, {count + town.written} with those that people wrote")
    return 0


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, required=True, help="how many records there are to be in all")
    parser.add_argument("--out", type=Path, required=True, help="an empty folder, or this repository")
    parser.add_argument("--seed", type=int, default=SEED, help=f"what chance begins from ({SEED})")
    return parser.parse_args(words)


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
