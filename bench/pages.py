"""Measure the PDF of a long report, made from a seed: 20 tables, 8 charts, 21 footnotes, 37 pages or more.

Usage: python bench/pages.py [TURNS], on Linux. Seconds by the clock and of processors, and memory, of a cold process
that reads the Markdown and writes the PDF, with the child that sets the pages; and the ratio to `python -c pass` in the
same run. Drawing the charts is not measured.
"""

from __future__ import annotations

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pypdf

from kvalitet.analysis import charts

SEED = 2011
CHAPTERS, TABLES, CHARTS, NOTES = 20, 20, 8, 21
UNITS = ("Ekbacken", "Lindhem", "Hemtjänst norr", "Hemtjänst söder", "Daglig verksamhet", "Östgården", "Åsens boende")
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
SENTENCES = (
    "Under året har enheten arbetat med rutinen för läkemedel och följt upp den varje månad.",
    "Avvikelserna handlar oftast om överrapportering mellan dag och natt, och om larm som inte gick fram.",
    "Åtgärderna bedöms ha haft effekt när samma orsak inte har kommit tillbaka på ett halvår.",
    "Brukare och närstående har lämnat synpunkter på bemötande, måltider och kontinuitet.",
    "Ledningsgruppen har gått igenom riskerna i april och oktober och ändrat bedömningen för tre av dem.",
    "Andelen besvarade klagomål inom fem dagar är 92,4 %, vilket är under målet på 95 %.",
)
WORK = """
import resource, sys
from pathlib import Path
from kvalitet.reporting.document import parse
from kvalitet.reporting.pdf import write_pdf
folder = Path(sys.argv[1])
made = write_pdf(parse((folder / "rapport.md").read_text(encoding="utf-8"), folder=folder), folder=folder)
(folder / "rapport.pdf").write_bytes(made.data)
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def report(folder: Path, chance: random.Random) -> str:
    """Return the Markdown of the report, and draw its charts in the folder."""
    parts = ["---\ntitle: Lång berättelse\ndate: 2026-02-15\nauthor: Kvalitetsutvecklaren\nexempel: ja\n---\n"]
    notes = [f"[^n{note}]: {chance.choice(SENTENCES)}" for note in range(NOTES)]
    for chapter in range(CHAPTERS):
        parts.append(f"# Område {chapter + 1} {{#omr-{chapter}}}\n\n{_text(chance, 14)}[^n{chapter}]\n")
        parts.append(f"## Uppföljning\n\n{_text(chance, 16)}\n\n- {_text(chance, 1)}\n- {_text(chance, 1)}\n")
        parts.append(f"{_table(chance)}\n\n: Antal per enhet och månad {{#tbl-{chapter}}}\n\nSe [](#tbl-{chapter}).\n")
        if chapter < CHARTS:
            (folder / f"{chapter}.svg").write_bytes(charts.columns(MONTHS, {"2025": _numbers(chance)}))
            parts.append(f'![Per månad]({chapter}.svg){{#fig-{chapter} alt="Flest i {chance.choice(MONTHS)}."}}\n')
        parts.append(f"### Analys\n\n{_text(chance, 18)}\n\n{_text(chance, 12)}\n")
    parts.append(f"Sist.[^n{NOTES - 1}]\n")
    return "\n".join([*parts, *notes]) + "\n"


def _text(chance: random.Random, sentences: int) -> str:
    return " ".join(chance.choice(SENTENCES) for _ in range(sentences))


def _numbers(chance: random.Random) -> list[int]:
    return [chance.randrange(90) for _ in MONTHS]


def _table(chance: random.Random) -> str:
    rows = [["Enhet", *MONTHS], [":--", *(["--:"] * len(MONTHS))]]
    rows += [[unit, *map(str, _numbers(chance))] for unit in UNITS]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main(turns: int) -> None:
    """Make the report once, write its PDF in so many cold processes, print."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "rapport.md").write_text(report(folder, random.Random(SEED)), encoding="utf-8")
        empty, writing = list[Cost](), list[Cost]()
        for turn in range(turns + 1):
            both = _cost("-c", "pass"), _cost("-c", WORK, made)
            if turn:  # the first turn warms the caches
                empty.append(both[0])
                writing.append(both[1])
        pdf = (folder / "rapport.pdf").read_bytes()
    print(f"{len(pypdf.PdfReader(io.BytesIO(pdf)).pages)} pages, {len(pdf) // 1000} kB, {turns} turns")
    print(f"{'':<16}{'clock s':>9}{'least':>8}{'ratio':>8}{'processors s':>14}{'ratio':>8}")
    floor = _medians(empty)
    for name, costs in (("python -c pass", empty), ("the PDF", writing)):
        clock, used = _medians(costs)
        least = min(one.clock for one in costs)
        print(f"{name:<16}{clock:>9.2f}{least:>8.2f}{clock / floor[0]:>8.1f}{used:>14.3f}{used / floor[1]:>8.1f}")
    own, child = (max(column) / 1024 for column in zip(*(map(int, one.told) for one in writing), strict=True))
    print(f"at most {child:.0f} MB in the child that sets the pages, {own:.0f} MB in the one that waits for it")


class Cost(NamedTuple):
    """Seconds by the clock and of processors that a process took, and what it printed."""

    clock: float
    used: float
    told: list[str]


def _medians(costs: list[Cost]) -> tuple[float, float]:
    return statistics.median(one.clock for one in costs), statistics.median(one.used for one in costs)


def _cost(*words: str) -> Cost:
    start, before = time.perf_counter(), os.times()
    run = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - start, used, run.stdout.split())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
