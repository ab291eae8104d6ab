"""Random changes of a record, as slips, merges, broken disks and hostile hands make them; the same from one seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

TOKENS = (
    *(b"\n", b"\r", b"\t", b" ", b"  ", b":", b": ", b"- ", b"? ", b"|\n", b">-\n", b"#", b" #", b"'", b'"', b"\\"),
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b"&a ",
        b"*a",
        b"!t ",
        b"<<: ",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
        b"@",
        b"`",
        b"~",
    ),
    *(
        b"null",
        b"no",
        b"010",
        b"1e400",
        b".nan",
        b"2025-02-30",
        b"25:00",
        b"-1",
        b"9" * 40,
        b"\xc3\xa5",
        b"\xc3\x83\xc2\xa5",
    ),
    *(
        b"a\xcc\x8a",
        b"\xe5",
        b"\xff\xfe",
        b"\0",
        b"\x1b[31m",
        b"\xe2\x80\x8b",
        b"\xe2\x80\xae",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
    ),
    *(
        b"\xef\xbb\xbf",
        b"<<<<<<< HEAD\n",
        b"=======\n",
        b">>>>>>> x\n",
        b'"\\ud800"',
        b'"\\u0000"',
        b"[" * 60,
        b"- " * 60,
    ),
    *(
        b"id: ",
        b"status: ",
        b"id: AVV-2025-K7Q4XM\n",
        b"skapad: ",
        b"ENH-x",
        b"ROL-",
        b"2025-13-01",
        b"P1M",
        b"2025-H3",
    ),
)
"""What is put in: all that YAML, git, encodings and our own fields make something of."""


def mutate(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Return the bytes with one to four changes; now and then a piece of another record is among them."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_WAYS)(data, chance, others)
    return data


def _flip(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes(byte ^ (1 << chance.randrange(8)) for byte in data[at : at + 1]) + data[at + 1 :]


def _put_token(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at + chance.choice((0, 0, 1, 5)) :]


def _drop(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.choice((1, 1, 2, 20, 200)) :]


def _cut(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    start, at = chance.randrange(len(other)), chance.randrange(len(data) + 1)
    return data[:at] + other[start : start + chance.randint(1, 200)] + data[at:]


def _lines(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(7)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(other, lines[at])
    elif way == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 3:
        lines[at] = b" " * chance.randint(1, 6) + lines[at]
    elif way == 4:
        lines[at] = lines[at].lstrip(b" ")
    elif way == 5:
        lines[at] = lines[at].partition(b":")[0] + b":" + chance.choice((b"", b" ", b" |", b" []", b" {}", b" ''"))
    else:
        lines[at:] = reversed(lines[at:])
    return b"\n".join(lines)


_WAYS = (_flip, _put_token, _put_token, _drop, _cut, _splice, _lines, _lines, _lines)
