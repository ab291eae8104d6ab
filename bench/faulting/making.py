"""How a fault is made and what it must give.

A fault is put into the record of `record.py`, or beside it. The canary, a published test number, stands in or near the
faulty text: whatever is found, it is never shown. Columns count characters from 1, as editors do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faulting.record import ROOT, STANDING, STANDING_TEXT, TARGET, TEXT

_NUMBERS = (ROOT / "tests/privacy/testnummer.txt").read_text(encoding="utf-8").splitlines()
_NUMBER = next(line for line in _NUMBERS if line.isdigit())
CANARY = f"{_NUMBER[:8]}-{_NUMBER[8:]}"
"""A number that Skatteverket has published for tests, which stands in tests alone. It is shown nowhere."""

LINES = TEXT.split("\n")[:-1]
FOLDER = TARGET.rpartition("/")[0]


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """A finding that a fault gives: the rule's code, the file and the place in it."""

    code: str
    line: int = 1
    column: int = 1
    path: str = TARGET


ALWAYS = Expected("FRM001", STANDING_TEXT.count("\n"), 1, STANDING)
"""What is found beside every fault: the other files are still judged."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: how it is made, given the file of the record, and every finding that it gives but the canary's own."""

    name: str
    make: Callable[[Path], None]
    expected: tuple[Expected, ...]


def number_of(start: str) -> int:
    """Return the number of the line that begins so; there is exactly one."""
    (number,) = (number for number, line in enumerate(LINES, 1) if line.startswith(start))
    return number


def of_bytes(name: str, data: bytes, code: str, line: int = 1, column: int = 1) -> Fault:
    """A file of other bytes. Without a code it is as right as it was."""
    expected = (Expected(code, line, column),) if code else ()

    def write(target: Path) -> None:
        target.write_bytes(data)

    return Fault(name, write, expected)


def line_instead(name: str, start: str, new: str, code: str, column: int = 1, down: int = 0) -> Fault:
    """The line that begins so is another text; the finding stands so many lines down in it."""
    number = number_of(start)
    text = "\n".join([*LINES[: number - 1], new, *LINES[number:], ""])
    return of_bytes(name, text.encode("utf-8", "surrogatepass"), code, number + down, column)


def line_above(name: str, start: str, new: str, code: str, column: int = 1, down: int = 0) -> Fault:
    """A text stands above the line that begins so."""
    number = number_of(start)
    text = "\n".join([*LINES[: number - 1], new, *LINES[number - 1 :], ""])
    return of_bytes(name, text.encode(), code, number + down, column)


def text_after(name: str, text: str, code: str, down: int = 0, column: int = 1) -> Fault:
    """A text stands after the record's last line."""
    return of_bytes(name, TEXT.encode() + text.encode(), code, len(LINES) + 1 + down, column)


def in_its_place(name: str, make: Callable[[Path], None], code: str) -> Fault:
    """Something that is no ordinary file lies where the record lay."""

    def replace(target: Path) -> None:
        target.unlink()
        make(target)

    return Fault(name, replace, (Expected(code),))


def beside(name: str, path: str, data: bytes, code: str, at: str = "") -> Fault:
    """Another file lies in the workspace, under a name that may be odd."""

    def add(target: Path) -> None:
        file = os.fsencode(target.parents[3]) + b"/" + os.fsencode(path)
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120 - a name may be no text
        with open(file, "wb") as stream:  # noqa: PTH123 - a name may be no text
            stream.write(data)

    return Fault(name, add, (Expected(code, path=at or path),) if code else ())
