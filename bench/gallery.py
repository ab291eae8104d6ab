"""Every kind of chart with the example's values and with hard ones, to be looked at.

Run it with the interpreter that has kvalitet installed: `.venv/bin/python bench/gallery.py FOLDER`. Each chart
becomes an SVG, its table a CSV, and `alt.txt` has the text alternatives. A page of the PDF is as wide as these are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from charting import example, hard


def main(folder: Path) -> None:
    """Draw all and say how large each is."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [*example.charts(example.example()), *hard.charts()]
    for chart in found:
        svg = chart.draw()
        (folder / f"{chart.name}.svg").write_bytes(svg)
        (folder / f"{chart.name}.csv").write_bytes(chart.csv())
        print(f"{chart.name:<36}{len(svg):>9} bytes{len(chart.alt):>6} letters{len(chart.rows):>5} rows")
    words = "\n\n".join(f"{chart.name}\n{chart.alt}" for chart in found)
    (folder / "alt.txt").write_text(f"{words}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
