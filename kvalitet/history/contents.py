"""What git's objects hold: many of them in few commands, and in little memory.

Sizes are asked for first, then the contents in portions, so that ten years of history pass through without being
held at once. An object that git does not have is told as an error: no answer is built on what is missing.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kvalitet.history.runner import GitError, run

PORTION = 32_000_000
"""Bytes that are asked for in one command, unless one object is larger."""

_ROUND = 50_000


@dataclass(frozen=True, slots=True)
class Header:
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
        told = io.BytesIO(run(root, "cat-file", "--batch", "--buffer", data=asked))
        for header in portion:
            found = _header(told.readline().decode().removesuffix("\n"))
            yield header, told.read(found.size)
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
        raise GitError(
            f"git saknar ett innehåll som hör till historiken ({oid[:10]}); klona om förrådet helt, utan --filter"
        )
    return Header(oid, rest[0], int(rest[1]))
