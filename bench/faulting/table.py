"""Every kind of fault that a file can have, each with the finding that it must give.

A fault is put into the record of `record.py`, or beside it. The canary, a published test number, stands in or near the
faulty text: whatever is found, it is never shown. Columns count characters from 1, as editors do.
"""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from faulting.record import STANDING, STANDING_TEXT, TARGET, TEXT

CANARY = "19121212-1212"
"""A number that Skatteverket has published for tests. It is shown nowhere."""

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


def _number(start: str) -> int:
    """Return the number of the line that begins so; there is exactly one."""
    (number,) = (number for number, line in enumerate(LINES, 1) if line.startswith(start))
    return number


def _data(name: str, data: bytes, code: str, line: int = 1, column: int = 1) -> Fault:
    """A file of other bytes. Without a code it is as right as it was."""
    expected = (Expected(code, line, column),) if code else ()

    def write(target: Path) -> None:
        target.write_bytes(data)

    return Fault(name, write, expected)


def _line(name: str, start: str, new: str, code: str, column: int = 1, down: int = 0) -> Fault:
    """The line that begins so is another text; the finding stands so many lines down in it."""
    number = _number(start)
    text = "\n".join([*LINES[: number - 1], new, *LINES[number:], ""])
    return _data(name, text.encode("utf-8", "surrogatepass"), code, number + down, column)


def _above(name: str, start: str, new: str, code: str, column: int = 1, down: int = 0) -> Fault:
    """A text stands above the line that begins so."""
    number = _number(start)
    text = "\n".join([*LINES[: number - 1], new, *LINES[number - 1 :], ""])
    return _data(name, text.encode(), code, number + down, column)


def _after(name: str, text: str, code: str, down: int = 0, column: int = 1) -> Fault:
    """A text stands after the record's last line."""
    return _data(name, TEXT.encode() + text.encode(), code, len(LINES) + 1 + down, column)


def _in_its_place(name: str, make: Callable[[Path], None], code: str) -> Fault:
    """Something that is no ordinary file lies where the record lay."""

    def replace(target: Path) -> None:
        target.unlink()
        make(target)

    return Fault(name, replace, (Expected(code),))


def _beside(name: str, path: str, data: bytes, code: str, at: str = "") -> Fault:
    """Another file lies in the workspace, under a name that may be odd."""

    def add(target: Path) -> None:
        file = os.fsencode(target.parents[3]) + b"/" + os.fsencode(path)
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120 - a name may be no text
        with open(file, "wb") as stream:  # noqa: PTH123 - a name may be no text
            stream.write(data)

    return Fault(name, add, (Expected(code, path=at or path),) if code else ())


_SPLIT = 'rubrik: "Larmet gick inte fram: åtta minuter"'
_CANARY_LINE = f'rubrik: "Larmet {CANARY}"'


def _encodings() -> Iterator[Fault]:
    first = next((number, line) for number, line in enumerate(LINES, 1) if not line.isascii())
    column = next(at for at, char in enumerate(first[1], 1) if not char.isascii())
    cp1252 = TEXT.replace("gick", "\u201dgick\u201d").encode("cp1252")
    yield _data("latin-1", TEXT.encode("latin-1"), "KOD001", first[0], column)
    yield _data("windows-1252", cp1252, "KOD001", first[0], column)
    yield _data("mac-roman", TEXT.encode("mac-roman"), "KOD001", first[0], column)
    for name in ("utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le"):
        yield _data(name, TEXT.encode(name), "KOD001")
    yield _data("utf-16-be with a mark", b"\xfe\xff" + TEXT.encode("utf-16-be"), "KOD001")
    yield _data("gzip", gzip.compress(TEXT.encode(), mtime=0), "KOD001")
    yield _data("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "KOD001")
    yield _data("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "KOD001")
    yield _data("zip", b"PK\x03\x04\x14\x00\x06\x00", "KOD001")
    yield _data("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "KOD001")
    yield _data("overlong", TEXT.encode() + b"a: \xc0\xaf\n", "KOD001", len(LINES) + 1, 4)
    yield _data("a lone surrogate", TEXT.encode() + b"a: \xed\xa0\x80\n", "KOD001", len(LINES) + 1, 4)
    cut = TEXT.encode().index("åtta".encode()) + 1
    yield _data("cut inside a character", TEXT.encode()[:cut], "KOD001", 4, 33)
    yield _data("nothing but empty bytes", b"\0" * 900, "KOD001")
    yield _data("empty bytes at the end", TEXT.encode() + b"\0" * 900, "KOD001", len(LINES) + 1, 1)
    yield _data("a byte order mark", b"\xef\xbb\xbf" + TEXT.encode(), "KOD003")
    yield _data("lines as on Windows", TEXT.replace("\n", "\r\n").encode(), "KOD004")
    yield _data("lines as on an old Mac", TEXT.replace("\n", "\r").encode(), "KOD004")
    yield _data("lines of both kinds", TEXT.replace("\nslag", "\r\nslag").encode(), "KOD004", _number("lagrum"))
    yield _line("encoded twice", "rubrik", "rubrik: L\u00c3\u00a5set gick upp", "KOD006", 10)
    yield _line("å as a and a ring", "rubrik", "rubrik: La\u030aset gick upp", "KOD007", 11)


_UNSEEN = (
    "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x85\x9f\u061c\u180e\u200b\u200d\u200e\u2028\u2029\u202a\u202e\u2060\u2066"
    "\u2069\u206f\ufeff\ufff9\ufffe\uffff\U000e0041"
)


def _characters() -> Iterator[Fault]:
    for char in _UNSEEN[1:]:
        name = f"U+{ord(char):04X}"
        yield _line(f"{name} in a text", "rubrik", f"rubrik: Larmet{char}gick {CANARY}", "KOD002", 15)
        yield _line(f"{name} in a block", "    Larmet saknar", f"    La{char}rmet {CANARY}", "KOD002", 7)
        yield _above(f"{name} in a name", "rubrik", f"ru{char}brik: {CANARY}", "KOD002", 3)
        yield _above(f"{name} in a comment", "rubrik", f"# {CANARY}{char}", "KOD002", 16)
    yield _line("U+0000 in a text", "rubrik", "rubrik: Larmet\0gick", "KOD001", 15)
    yield _above("an indent of no-break spaces", "rubrik", "\u00a0\u00a0b: c", "KOD002", 1)


def _structure() -> Iterator[Fault]:
    yield _line("a name twice", "slag", f"slag: avvikelse\nrubrik: {CANARY}", "YML004", 1, 1)
    yield _line("a name twice in a group", "  klar", f"  klar: 2025-04-02\n  ansvarig: {CANARY}", "YML004", 3, 1)
    yield _line(
        "a name twice in braces",
        "riskbedomning",
        "riskbedomning: {sannolikhet: 2, konsekvens: 3, sannolikhet: 4}",
        "YML004",
        48,
    )
    yield _line("a name twice, once quoted", "slag", f"slag: avvikelse\n'rubrik': {CANARY}", "YML004", 1, 1)
    yield _line("an indent of tabs", "  klar", f"\tklar: {CANARY}", "YML001", 1)
    yield _line("a tab after spaces", "  klar", f"  \tklar: {CANARY}", "YML001", 3)
    yield _line("a colon in a text", "rubrik", f"rubrik: Larmet: {CANARY}", "YML005", 15)
    yield _line("an open quote", "rubrik", f'rubrik: "Larmet {CANARY}', "YML005", 9)
    yield _line("an open bracket", "lagrum", f"lagrum: [hsl, {CANARY}", "YML005", 9)
    yield _line("a line without a colon", "slag", f"slag {CANARY}", "YML005", 1)
    yield _line("a line too far in", "slag", f"   slag: {CANARY}", "YML005", 4)
    yield _line("a value that begins with @", "rubrik", f"rubrik: @{CANARY}", "YML005", 9)
    yield _line("a value that begins with a grave", "rubrik", f"rubrik: `{CANARY}`", "YML005", 9)
    yield _line("a bad escape", "rubrik", f'rubrik: "Larmet \\q {CANARY}"', "YML005", 18)
    yield _line("an escape of no character", "rubrik", f'rubrik: "\\UFFFFFFFF {CANARY}"', "YML005", 7)
    yield _line("an escape of half a character", "rubrik", f'rubrik: "\\ud800 {CANARY}"', "KOD002", 9)
    yield _line("an escape of an unseen character", "rubrik", f'rubrik: "\\e[31m {CANARY}"', "KOD002", 9)
    yield _line("an escape of an empty character", "rubrik", 'rubrik: "Larmet\\0"', "KOD002", 9)
    yield _after("a second record", f"---\nid: {CANARY}\n", "YML006")
    yield _after("a divider at the end", "---\n", "YML006")
    yield _after("text after the end", f"...\n{CANARY}\n", "YML006", 1)
    yield _data("a directive of version", f"%YAML 1.1\n---\n{TEXT}".encode(), "YML014")
    yield _data("a directive of a version to come", f"%YAML 9.9\n---\n{TEXT}".encode(), "YML014")
    yield _data("an unknown directive", f"%FOO {CANARY}\n---\n{TEXT}".encode(), "YML014")
    yield _data("a directive of tags", f"%TAG !e! tag:{CANARY},2000:\n---\n{TEXT}".encode(), "YML014")
    yield _data("a record after three hyphens", f"---\n{TEXT}".encode(), "")


def _no_records() -> Iterator[Fault]:
    lfs = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d7a' * 16}\nsize 12345\n"
    page = f"<!DOCTYPE html>\n<html><head><title>Logga in</title></head>\n<body>{CANARY}</body></html>\n"
    for name, text in (
        ("an empty file", ""),
        ("blank lines", "\n\n  \n"),
        ("only a comment", f"# {CANARY}\n"),
        ("only a divider", "---\n"),
        ("null", "null\n"),
        ("a list", f"- {CANARY}\n"),
        ("an empty list", "[]\n"),
        ("a text", f"rubrik {CANARY}\n"),
        ("a number", "12\n"),
        ("a quoted text", f'"{CANARY}"\n'),
        ("a pointer of git-lfs", lfs),
        ("a page of HTML", page),
        ("a page of HTML in lower case", page.replace("<!DOCTYPE html>", "\n<!doctype html>")),
        ("a page of HTML without a doctype", page.replace("<!DOCTYPE html>\n", "")),
        ("an answer in XML", f'<?xml version="1.0"?>\n<fel>{CANARY}</fel>\n'),
    ):
        yield _data(name, text.encode(), "YML002")


def _names_of_fields() -> Iterator[Fault]:
    for name, key, code in (
        ("a number", "12", "FRM001"),
        ("yes", "yes", "FRM001"),
        ("a date", "2025-01-01", "FRM001"),
        ("the canary", CANARY, "FRM001"),
        ("the canary in quotes", f'"{CANARY}"', "FRM001"),
        ("a trailing space", '"rubrik "', "FRM001"),
        ("an endless number", ".nan", "FRM001"),
        ("nothing", "", "YML003"),
        ("empty quotes", '""', "YML003"),
        ("a list", f"[{CANARY}]", "YML003"),
        ("a mapping", f"{{a: {CANARY}}}", "YML003"),
        ("a template's braces", f"{{{{ {CANARY} }}}}", "YML003"),
        ("too long a text", "k" * 129, "YML003"),
        ("two lines", f'? "rad\n  {CANARY}"\n', "YML003"),
    ):
        written = key if key.startswith("?") else f"{key}: x"
        column = 3 if key.startswith("?") else 1
        yield _above(f"a field named {name}", "slag", f"{written} " if key.startswith("?") else written, code, column)


def _references() -> Iterator[Fault]:
    yield _line("an anchor", "rubrik", f"rubrik: &a {CANARY}", "YML012", 9)
    yield _line("an alias", "rubrik", "rubrik: *a", "YML012", 9)
    yield _line("a list in itself", "lagrum", "lagrum: &a [*a]", "YML012", 9)
    yield _data("a record in itself", f"&a\n{TEXT}b: *a\n".encode(), "YML012")
    yield _above("a merge", "slag", f"<<: {{a: {CANARY}}}", "YML012")
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    yield _data("a thousand million laughs", bomb.encode(), "YML012", 1, 5)
    merges = "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    yield _data("a bomb of merges", merges.encode(), "YML012", 1, 5)
    wide = f"a: &a [{', '.join(['x'] * 5000)}]\nb: [{', '.join(['*a'] * 5000)}]\n"
    yield _data("a square of references", wide.encode(), "YML012", 1, 4)
    for tag in ("!foo", "!!python/object/apply:os.system", "!!binary", "!!set", "!!omap", "!!int", "!!str", "!e!x"):
        yield _line(f"the tag {tag}", "rubrik", f"rubrik: {tag} {CANARY}", "YML013", 9)
    yield _line(
        "a tag that runs a command", "lagrum", "lagrum: !!python/object/apply:os.system [touch PWNED]", "YML013", 9
    )


def _sizes() -> Iterator[Fault]:
    for deep in (41, 250, 500, 5000, 100_000, 450_000):
        yield _line(f"{deep} brackets", "rubrik", f"rubrik: {'[' * deep}{']' * deep}", "YML010", 49)
    yield _line("100 000 open brackets", "rubrik", f"rubrik: {'[' * 100_000}", "YML010", 49)
    yield _line("100 000 open braces", "rubrik", f"rubrik: {'{a: ' * 100_000}", "YML010", 169)
    yield _line("5 000 hyphens", "rubrik", f"rubrik:\n  {'- ' * 5000}x", "YML010", 83, 1)
    yield _line("5 000 question marks", "rubrik", f"rubrik:\n  {'? ' * 5000}x", "YML003", 5, 1)
    nested = "\n".join(f"{' ' * n}a:" for n in range(1, 300))
    yield _line("300 levels of groups", "rubrik", f"rubrik:\n{nested}", "YML010", 42, 41)
    yield _above("a number of many digits", "slag", f"k: {'9' * 5000}", "FRM001")
    yield _data("more than a megabyte", TEXT.encode() + b"# rad\n" * 180_000, "FIL004")
    yield _data("20 megabytes in a text", TEXT.encode() + b"x: " + b"a" * 20_000_000, "FIL004")
    yield _in_its_place("a sparse file of 10 gigabytes", _sparse, "FIL004")


def _bulk() -> Iterator[Fault]:
    yield _after("20 001 items", "atgarder:\n" + "- ATG-2025-9ZK2XB\n" * 20_001, "YML011", 19_912, 3)
    yield _after("100 000 names", "".join(f"k{n}: v\n" for n in range(70_000)), "YML011", 9_956, 8)
    yield _data("half a million items in brackets", b"a: [" + b"1," * 490_000 + b"1]\n", "YML011", 1, 40_001)
    yield _after("a million of one letter", "x: " + "a" * 990_000 + "\n", "FRM001")
    yield _above("a hexadecimal number of many digits", "slag", f"k: 0x{'f' * 900_000}", "FRM001")
    yield _after("many lines of comment", "# rad\n" * 160_000, "")
    yield _after("many blank lines", "\n" * 900_000, "")
    yield _after("a long line of spaces", "x: " + " " * 900_000 + "\n", "FRM001")
    yield _after("a long comment in a line", "x: y #" + " #" * 400_000 + "\n", "FRM001")
    yield _after("many quotes", "x: '" + "''" * 400_000 + "'\n", "FRM001")
    yield _after("many lines in a quote", 'x: "' + "a\n " * 250_000 + '"\n', "FRM001")
    yield _after("many lines in a block", "x: |\n" + " a\n" * 250_000, "FRM001")
    yield _after("many lines in a folded block", "x: >-\n" + " a\n" * 250_000, "FRM001")
    yield _after("many lines of plain text", "x:\n" + " a\n" * 250_000, "FRM001")


def _sparse(target: Path) -> None:
    with target.open("wb") as stream:
        stream.truncate(10_000_000_000)


def _values() -> Iterator[Fault]:
    for text in ("no", "yes", "on", "12:30", "010", "1_000", "1e400", ".inf", ".nan", "0x1F", "---x"):
        yield _line(f"{text} as a text", "rubrik", f"rubrik: {text}", "")
    yield _line("= as a text", "rubrik", "rubrik: =", "TXT001", 9)
    yield _line("a hyphen as a text", "rubrik", "rubrik: -", "YML005", 9)
    for text in ("~", "null", "''"):
        yield _line(f"{text} as a text", "rubrik", f"rubrik: {text}", "FRM005", 9 if text == "''" else 1)
    for day in (
        "2025-02-30",
        "2025-13-01",
        "0000-00-00",
        "2025-2-3",
        "20250203",
        "2025-02-03T25:00:00Z",
        "'2025-02-29'",
    ):
        yield _line(f"the day {day}", "upptackt", f"upptackt: {day}", "FRM003", 11)
    for time in ("25:00", "12:60", "7:30", "'24:00'"):
        yield _line(f"the time {time}", "tid", f"tid: {time}", "FRM003", 6)
    for stamp in (
        "2025-03-15T07:05:11+99:00",
        "2025-03-15T07:05:60.000000+01:00",
        "2025-03-15T07:05:11.482913",
        "2025-03-15",
    ):
        yield _line(f"the stamp {stamp}", "skapad", f"skapad: {stamp}", "FRM003", 9)
    yield _line("the canary for a choice", "slag", f"slag: {CANARY}", "FRM004", 7)
    yield _line("the canary for a link", "enhet", f"enhet: {CANARY}", "LNK001", 8)
    yield _line("the canary for a date", "intraffad", f"intraffad: {CANARY}", "FRM003", 12)
    yield _line("a list for a text", "rubrik", f"rubrik: [{CANARY}]", "FRM003", 9)
    yield _line("a group for a text", "rubrik", f"rubrik: {{a: {CANARY}}}", "FRM003", 9)


def _merges() -> Iterator[Fault]:
    for name, before, after in (
        ("between lines", "", ""),
        ("indented", "  ", "  "),
        ("by a tab", "\t", "\t"),
    ):
        text = f"{before}<<<<<<< HEAD\nslag: avvikelse\n=======\nslag: {CANARY}\n{after}>>>>>>> gren"
        yield _line(f"an unfinished merge {name}", "slag", text, "GIT001", len(before) + 1)
    three = f"<<<<<<< ours\na: {CANARY}\n||||||| base\na: b\n=======\na: c\n>>>>>>> theirs"
    yield _above("an unfinished merge in three parts", "slag", three, "GIT001")
    yield _line(
        "an unfinished merge in a block",
        "  Larmet gick",
        f"<<<<<<< HEAD\n  a\n=======\n  {CANARY}\n>>>>>>> x",
        "GIT001",
    )
    yield _line(
        "an unfinished merge folded into text", "  provades", "  <<<<<<< HEAD\n  provades\n  =======", "GIT001", 3
    )
    yield _line(
        "an unfinished merge in a list", "    - teknik", "<<<<<<< HEAD\n    - teknik\n=======\n>>>>>>> x", "GIT001"
    )
    yield _line("half of an unfinished merge", "slag", "slag: avvikelse\n=======", "GIT001", 1, 1)
    yield _line("the end of an unfinished merge", "slag", "slag: avvikelse\n>>>>>>> gren", "GIT001", 1, 1)
    windows = TEXT.replace("slag:", "<<<<<<< HEAD\nslag:").replace("\n", "\r\n")
    yield _data("an unfinished merge with lines as on Windows", windows.encode(), "GIT001", _number("slag"))


def _ends() -> Iterator[Fault]:
    last = LINES[-1]
    yield _data("no line break at the end", TEXT.rstrip("\n").encode(), "KOD008", len(LINES), len(last) + 1)
    yield _data("cut in a line", TEXT[: TEXT.index("klar:") + 8].encode(), "KOD008", _number("  klar"), 11)
    yield _data("cut between lines", TEXT[: TEXT.index("skapad:")].encode(), "FRM002", 2, 1)
    yield _data("cut in a block", TEXT[: TEXT.index("  Batteriet var")].encode(), "FRM002", 2, 1)


def _nodes() -> Iterator[Fault]:
    for link in (
        "/etc/passwd",
        "/dev/zero",
        "/dev/stdin",
        "finns-inte",
        Path(TARGET).name,
        ".",
        "/",
        "../2024",
        "../../enhet/ENH-norr.yaml",
    ):
        yield _in_its_place(f"a link to {link}", lambda target, link=link: target.symlink_to(link), "FIL002")  # type: ignore[misc]
    yield _in_its_place("a named pipe", os.mkfifo, "FIL003")
    yield _in_its_place("a socket", _socket, "FIL003")
    yield _in_its_place("a folder", Path.mkdir, "FIL003")
    yield _in_its_place("a folder with a record in it", _folder_with_record, "FIL003")

    yield Fault("a link for a kind's folder", _linked_folder, (Expected("FIL002", path="records/enhet"),))
    yield Fault("a link beside the kinds' folders", _link_beside, (Expected("FIL002", path="records/lank"),))
    yield Fault("a closed file", lambda target: target.chmod(0), (Expected("FIL001"),))
    yield Fault("a closed folder", lambda target: _close(target, 0), (Expected("FIL001", path=FOLDER),))
    yield Fault(
        "the closed folder of a kind", lambda target: _close(target, 1), (Expected("FIL001", path="records/avvikelse"),)
    )


def _linked_folder(target: Path) -> None:
    folder = target.parents[2] / "enhet"
    folder.rename(target.parents[3] / "annanstans")
    folder.symlink_to("../annanstans")


def _link_beside(target: Path) -> None:
    (target.parents[2] / "lank").symlink_to("/")


def _close(target: Path, above: int) -> None:
    target.parents[above].chmod(0)


def _socket(target: Path) -> None:
    here = Path.cwd()
    os.chdir(target.parent)  # the path of a socket is at most some hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(target.name)
    finally:
        os.chdir(here)


def _folder_with_record(target: Path) -> None:
    target.mkdir()
    (target / target.name).write_text(TEXT, encoding="utf-8")


def _names_of_files() -> Iterator[Fault]:
    data = (
        b"id: ENH-x\nnamn: Boendet\nniva: enhet\noverordnad: ENH-namnd\n"
        b"lagrum: [sol]\nverksamhetsform: sarskilt_boende\nregi: egen\n"
    )
    for name, code in (
        ("ENH-a\nb.yaml", "FIL005"),
        ("ENH-\x1b[31mrod.yaml", "FIL005"),
        ("ENH-\u202eb.yaml", "FIL005"),
        ("ENH-a b.yaml", "FIL005"),
        ("ENH-\udce5.yaml", "FIL005"),
        ("$(touch PWNED).yaml", "FIL005"),
        ("`id`.yaml", "FIL007"),
        ("$(id).yaml", "FIL007"),
        ("-rf.yaml", "FIL007"),
        ("--help.yaml", "FIL007"),
        ("CON.yaml", "FIL007"),
        ("aux.yaml", "FIL007"),
        ("LPT1.yaml", "FIL007"),
        ("a:b.yaml", "FIL007"),
        ("a\\b.yaml", "FIL007"),
        ("ENH-x.yaml.", "FIL008"),
        ("ENH-x.yml", "FIL008"),
        ("ENH-x.YAML", "FIL008"),
        ("ENH-x", "FIL008"),
        (".yaml", "FIL008"),
        (".ENH-x.yaml", "FIL008"),
        (".env", "FIL008"),
    ):
        yield _beside(f"a file named {name!r}", f"records/enhet/{name}", data, code)
    yield _beside("a name longer than any id", f"records/enhet/ENH-{'a' * 200}.yaml", data, "FIL007")
    yield _beside("a file in no kind's folder", "records/annat/ENH-x.yaml", data, "FIL008")
    yield _beside("a file in a hidden folder", "records/.gomt/ENH-x.yaml", data, "FIL003", "records/.gomt")
    yield _beside(
        "a folder in a folder and so on",
        f"records/enhet/{'a/' * 300}x",
        data,
        "FIL003",
        "records/enhet/" + "a/" * 6 + "a",
    )
    for name in (".gitkeep", ".DS_Store", ".ENH-x.yaml.0a1b2c3d.tmp", ".ENH-x.yaml.swp"):
        yield _beside(f"a trace named {name}", f"records/enhet/{name}", b"\0", "")


BULK: tuple[Fault, ...] = tuple(_bulk())
"""Faults of size that take half a second or more each: the harness in bench/ runs them, the ordinary tests do not."""

FAULTS: tuple[Fault, ...] = tuple(
    fault
    for family in (
        *(_encodings, _characters, _structure, _no_records, _names_of_fields, _references, _sizes, _values),
        *(_merges, _ends, _nodes, _names_of_files),
    )
    for fault in family()
)
"""Every other fault, each once, by a name of its own."""
