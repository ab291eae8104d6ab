"""Faults of bytes and characters, of merges and of ends."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from faulting.making import (
    CANARY,
    LINES,
    Fault,
    line_above,
    line_instead,
    number_of,
    of_bytes,
)
from faulting.record import TEXT


def encodings() -> Iterator[Fault]:
    first = next((number, line) for number, line in enumerate(LINES, 1) if not line.isascii())
    column = next(at for at, char in enumerate(first[1], 1) if not char.isascii())
    cp1252 = TEXT.replace("gick", "\u201dgick\u201d").encode("cp1252")
    yield of_bytes("latin-1", TEXT.encode("latin-1"), "KOD001", first[0], column)
    yield of_bytes("windows-1252", cp1252, "KOD001", first[0], column)
    yield of_bytes("mac-roman", TEXT.encode("mac-roman"), "KOD001", first[0], column)
    for name in ("utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le"):
        yield of_bytes(name, TEXT.encode(name), "KOD001")
    yield of_bytes("utf-16-be with a mark", b"\xfe\xff" + TEXT.encode("utf-16-be"), "KOD001")
    yield of_bytes("gzip", gzip.compress(TEXT.encode(), mtime=0), "KOD001")
    yield of_bytes("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "KOD001")
    yield of_bytes("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "KOD001")
    yield of_bytes("zip", b"PK\x03\x04\x14\x00\x06\x00", "KOD001")
    yield of_bytes("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "KOD001")
    yield of_bytes("overlong", TEXT.encode() + b"a: \xc0\xaf\n", "KOD001", len(LINES) + 1, 4)
    yield of_bytes("a lone surrogate", TEXT.encode() + b"a: \xed\xa0\x80\n", "KOD001", len(LINES) + 1, 4)
    cut = TEXT.encode().index("åtta".encode()) + 1
    yield of_bytes("cut inside a character", TEXT.encode()[:cut], "KOD001", 4, 33)
    yield of_bytes("nothing but empty bytes", b"\0" * 900, "KOD001")
    yield of_bytes("empty bytes at the end", TEXT.encode() + b"\0" * 900, "KOD001", len(LINES) + 1, 1)
    yield of_bytes("a byte order mark", b"\xef\xbb\xbf" + TEXT.encode(), "KOD003")
    yield of_bytes("lines as on Windows", TEXT.replace("\n", "\r\n").encode(), "KOD004")
    yield of_bytes("lines as on an old Mac", TEXT.replace("\n", "\r").encode(), "KOD004")
    yield of_bytes("lines of both kinds", TEXT.replace("\nslag", "\r\nslag").encode(), "KOD004", number_of("lagrum"))
    yield line_instead("encoded twice", "rubrik", "rubrik: L\u00c3\u00a5set gick upp", "KOD006", 10)
    yield line_instead("å as a and a ring", "rubrik", "rubrik: La\u030aset gick upp", "KOD007", 11)


_UNSEEN = (
    "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x85\x9f\u061c\u180e\u200b\u200d\u200e\u2028\u2029\u202a\u202e\u2060\u2066"
    "\u2069\u206f\ufeff\ufff9\ufffe\uffff\U000e0041"
)


def characters() -> Iterator[Fault]:
    for char in _UNSEEN[1:]:
        name = f"U+{ord(char):04X}"
        yield line_instead(f"{name} in a text", "rubrik", f"rubrik: Larmet{char}gick {CANARY}", "KOD002", 15)
        yield line_instead(f"{name} in a block", "    Larmet saknar", f"    La{char}rmet {CANARY}", "KOD002", 7)
        yield line_above(f"{name} in a name", "rubrik", f"ru{char}brik: {CANARY}", "KOD002", 3)
        yield line_above(f"{name} in a comment", "rubrik", f"# {CANARY}{char}", "KOD002", 16)
    yield line_instead("U+0000 in a text", "rubrik", "rubrik: Larmet\0gick", "KOD001", 15)
    yield line_above("an indent of no-break spaces", "rubrik", "\u00a0\u00a0b: c", "KOD002", 1)


def no_records() -> Iterator[Fault]:
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
        yield of_bytes(name, text.encode(), "YML002")


def merges() -> Iterator[Fault]:
    for name, before, after in (
        ("between lines", "", ""),
        ("indented", "  ", "  "),
        ("by a tab", "\t", "\t"),
    ):
        text = f"{before}<<<<<<< HEAD\nslag: avvikelse\n=======\nslag: {CANARY}\n{after}>>>>>>> gren"
        yield line_instead(f"an unfinished merge {name}", "slag", text, "GIT001", len(before) + 1)
    three = f"<<<<<<< ours\na: {CANARY}\n||||||| base\na: b\n=======\na: c\n>>>>>>> theirs"
    yield line_above("an unfinished merge in three parts", "slag", three, "GIT001")
    yield line_instead(
        "an unfinished merge in a block",
        "  Larmet gick",
        f"<<<<<<< HEAD\n  a\n=======\n  {CANARY}\n>>>>>>> x",
        "GIT001",
    )
    yield line_instead(
        "an unfinished merge folded into text", "  provades", "  <<<<<<< HEAD\n  provades\n  =======", "GIT001", 3
    )
    yield line_instead(
        "an unfinished merge in a list", "    - teknik", "<<<<<<< HEAD\n    - teknik\n=======\n>>>>>>> x", "GIT001"
    )
    yield line_instead("half of an unfinished merge", "slag", "slag: avvikelse\n=======", "GIT001", 1, 1)
    yield line_instead("the end of an unfinished merge", "slag", "slag: avvikelse\n>>>>>>> gren", "GIT001", 1, 1)
    windows = TEXT.replace("slag:", "<<<<<<< HEAD\nslag:").replace("\n", "\r\n")
    yield of_bytes("an unfinished merge with lines as on Windows", windows.encode(), "GIT001", number_of("slag"))


def ends() -> Iterator[Fault]:
    last = LINES[-1]
    yield of_bytes("no line break at the end", TEXT.rstrip("\n").encode(), "KOD008", len(LINES), len(last) + 1)
    yield of_bytes("cut in a line", TEXT[: TEXT.index("klar:") + 8].encode(), "KOD008", number_of("  klar"), 11)
    yield of_bytes("cut between lines", TEXT[: TEXT.index("skapad:")].encode(), "FRM002", 2, 1)
    yield of_bytes("cut in a block", TEXT[: TEXT.index("  Batteriet var")].encode(), "FRM002", 2, 1)
