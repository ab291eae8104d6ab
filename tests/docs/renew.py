"""Write into the pages what their commands answer now, and the tables: `python -m tests.docs.renew docs/mas.md`.

A part that a page leaves out with … stays left out where the rest agrees. Read the change before it is committed:
what a page shows is a promise to those who read it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from kvalitet.catalogue import standard_catalogue
from tests.docs.page import FOLLOWED, Command, steps, workspace
from tests.docs.reader import Reader, agrees
from tests.docs.tables import with_tables


def renewed(text: str, home: Path) -> str:
    """Return a page's text with the answers that its commands give."""
    reader, changes = Reader(home, workspace(text)), []
    for step in steps(text):
        answer = reader.follow(step)
        if isinstance(step, Command) and not agrees(step.shown, answer.text):
            changes.append((step.at, f"{answer.text}\n" if answer.text else ""))
    for at, answer_text in reversed(changes):
        text = f"{text[: at.start]}{answer_text}{text[at.stop :]}"
    return text


def main(names: list[str]) -> None:
    """Renew the named pages, or all."""
    for page in [Path(name) for name in names] or FOLLOWED:
        with tempfile.TemporaryDirectory() as home:
            text = with_tables(renewed(page.read_text(encoding="utf-8"), Path(home)), standard_catalogue())
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
