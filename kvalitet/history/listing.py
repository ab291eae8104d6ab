"""git's list of the files of a tree or of the index, as one block of bytes: a path is found without parsing all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LINK, MODULE = "120000", "160000"
MERGED = "0"
_ORDINARY = "100"


class Entry(NamedTuple):
    """One path of a tree or of the index: its mode as git writes it, its object, and its stage."""

    path: str
    mode: str
    oid: str
    stage: str = MERGED

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a file: no link, and no repository within the repository."""
        return self.mode.startswith(_ORDINARY)


class Listing:
    """Entries as `git ls-files -s -z` prints them, in the order of their paths."""

    def __init__(self, block: bytes) -> None:
        self.block = block

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Listing:
        """Return a list of entries, which are in the order of their paths."""
        return cls(b"".join(_printed(entry) for entry in entries))

    def __iter__(self) -> Iterator[Entry]:
        yield from map(parsed, filter(None, self.block.split(b"\0")))

    def first(self) -> list[Entry]:
        """Return the first entry, where there is one."""
        end = self.block.find(b"\0")
        return [parsed(self.block[:end])] if end >= 0 else []

    def at(self, path: str) -> list[Entry]:
        """Return the entries of a path: one, none, or the stages of what is not merged."""
        wanted, found = os.fsencode(path), []
        here = self._first_from(wanted)
        while here < len(self.block):
            end = self.block.find(b"\0", here)
            if self.block[here:end].partition(b"\t")[2] != wanted:
                break
            found.append(parsed(self.block[here:end]))
            here = end + 1
        return found

    def _first_from(self, path: bytes) -> int:
        """Return where the first entry begins whose path is not before this one: half of what is left at a time."""
        low, high = 0, len(self.block)
        while low < high:
            start = self._start((low + high) // 2)
            end = self.block.find(b"\0", start)
            if self.block[start:end].partition(b"\t")[2] < path:
                low = end + 1
            else:
                high = start
        return low

    def has_below(self, folder: str) -> bool:
        """Return whether any file lies in a folder."""
        return bool(self.below(folder).block)

    def below(self, folder: str) -> Listing:
        """Return the entries of what lies in a folder."""
        name = os.fsencode(folder)
        return Listing(self.block[self._first_from(name + b"/") : self._first_from(name + b"0")])  # 0 is next after /

    def other_than(self, before: Listing) -> tuple[list[Entry], list[Entry]]:
        """Return the entries that are only in another list, and those that are only in this one."""
        if self.block == before.block:
            return [], []
        old, new = set(before.block.split(b"\0")), set(self.block.split(b"\0"))
        return [parsed(entry) for entry in old - new if entry], [parsed(entry) for entry in new - old if entry]

    def has_unmerged(self) -> bool:
        """Return whether there is an entry that is not merged."""
        return self.block.count(b" 0\t") < self.block.count(b"\0")

    def _start(self, here: int) -> int:
        return self.block.rfind(b"\0", 0, here) + 1


def parsed(entry: bytes) -> Entry:
    """Return an entry that git printed."""
    meta, _, path = entry.partition(b"\t")
    mode, oid, stage = meta.decode().split(" ")
    return Entry(os.fsdecode(path), mode, oid, stage)


def _printed(entry: Entry) -> bytes:
    return b"%b %b %b\t%b\0" % (entry.mode.encode(), entry.oid.encode(), entry.stage.encode(), os.fsencode(entry.path))
