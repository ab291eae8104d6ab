"""What git's objects hold: many of them in few commands, and in little memory.

Sizes are asked for first, then the contents in portions, so that ten years of history pass through without being
held at once. An object that git does not have is told as an error: no answer is built on what is missing.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kvalitet.history.runner import LACKING, GitError, run

TREE = "tree"
PORTION = 32_000_000
"""Bytes that are asked for in one command, unless one object is larger."""

_ROUND = 50_000


class Header(NamedTuple):
    """An object that git has: its name, its type (blob, tree, commit, tag) and its size in bytes."""

    oid: str
    type: str
    size: int


def headers(root: Path, oids: Iterable[str]) -> list[Header]:
    """Return type and size of objects, in the order given. Raises GitError when one is missing."""
    asked = "".join(f"{oid}\n" for oid in oids).encode()
    told = run(root, "cat-file", "--batch-check", "--buffer", data=asked) if asked else b""
    return [_header(line) for line in told.decode().splitlines()]


def all_headers(root: Path) -> list[Header]:
    """Return type and size of every object in the repository, reachable or not, in the order they are stored."""
    told = run(root, "cat-file", "--batch-all-objects", "--unordered", "--batch-check", "--buffer")
    return [_header(line) for line in told.decode().splitlines()]


def contents(root: Path, wanted: Iterable[Header]) -> Iterator[tuple[Header, bytes]]:
    """Yield what objects hold, in the order given. Raises GitError when one is missing or broken."""
    for portion in _portions(wanted):
        asked = "".join(f"{header.oid}\n" for header in portion).encode()
        told = run(root, "cat-file", "--batch", "--buffer", data=asked)
        here = 0
        for header in portion:
            first = f"{header.oid} {header.type} {header.size}\n".encode()
            begin = here + len(first)
            if not told.startswith(first, here):
                raise GitError(LACKING)
            here = begin + header.size + 1
            yield header, told[begin : here - 1]


def blob_name(data: bytes, length: int) -> str:
    """Return git's name for the bytes of a file: SHA-1 in 40 figures, or SHA-256 in 64."""
    kind = hashlib.sha1 if length == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def named(root: Path, names: Sequence[str]) -> Iterator[tuple[Header, bytes] | None]:
    """Yield header and content of what each name means to git, `HEAD:./records` too, or None where it means nothing.

    All is held at once: for folders, not for files.
    """
    if not names:
        return
    told = io.BytesIO(run(root, "cat-file", "--batch", "--buffer", data="\n".join([*names, ""]).encode()))
    for _ in names:
        line = told.readline().decode().removesuffix("\n")
        if line.endswith(" missing"):
            yield None
            continue
        header = _header(line)
        yield header, told.read(header.size)
        told.read(1)


def tree_of(data: bytes, name_length: int) -> Iterator[tuple[str, str, str]]:
    """Yield mode, name and object of each entry of a tree, given its bytes and how long names of objects are."""
    yield from map(_parted, _entry(name_length // 2).findall(data))


def new_in_tree(data: bytes, name_length: int, met: set[bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield the entries of a tree that have not been met, and note that they have.

    Nearly all of a tree stood in the one before it: what is met again costs no more than to look for it.
    """
    fresh = set(_entry(name_length // 2).findall(data)) - met
    met |= fresh
    yield from map(_parted, fresh)


def _parted(entry: bytes) -> tuple[str, str, str]:
    mode, _, rest = entry.partition(b" ")
    name, _, oid = rest.partition(b"\0")
    return mode.decode(), os.fsdecode(name), oid.hex()


@cache
def _entry(size: int) -> re.Pattern[bytes]:
    return re.compile(rb"[0-7]+ [^\0]+\0.{%d}" % size, re.DOTALL)


def _portions(wanted: Iterable[Header]) -> Iterator[list[Header]]:
    portion: list[Header] = []
    size = 0
    for header in wanted:
        if portion and (size + header.size > PORTION or len(portion) == _ROUND):
            yield portion
            portion, size = [], 0
        portion.append(header)
        size += header.size
    if portion:
        yield portion


def _header(line: str) -> Header:
    oid, *rest = line.split(" ")
    if len(rest) != 2:
        raise GitError(LACKING)
    return Header(oid, rest[0], int(rest[1]))
