"""What git knows of the files on disk without anyone reading them: which content it has, and where it may differ.

git's index holds for each file the name of its content and what the disk said of the file when it was read. So git
tells in a fraction of a second which of many files may have another content than the index says. Whoever asks reads
those anew; of the rest the index is right. Files that git does not follow, ignores or has been told to take for
unchanged are among those that may differ.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kvalitet.history.runner import GitError, ask_at_once

_CERTAIN = ("-c", "core.trustctime=true", "-c", "core.checkStat=default", "-c", "core.untrackedCache=false")
"""What a repository's own settings may not weaken: a file of the same size and time is seen to be changed."""

_UNSURE = re.compile(rb"(?:\A|\0)(?!H )[^\0]+")
"""An entry that is not simply followed: not merged, not checked out, or said to be taken for unchanged."""

_ENTRY = re.compile(rb"[^\0]+")
_META = len("H ")


@dataclass(frozen=True, slots=True)
class Standing:
    """The index's entries below a folder, as git lists them, and the paths whose content is only known by reading."""

    listed: bytes
    unsure: frozenset[str]

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield path and content name of each entry, in git's order."""
        yield from map(parted, _ENTRY.findall(self.listed))


def parted(entry: bytes) -> tuple[str, str]:
    """Return path and content name of an entry as it is listed."""
    meta, _, path = entry.partition(b"\t")
    return os.fsdecode(path), meta.split(b" ")[2].decode()


def entry(mode: str, name: str, path: str) -> bytes:
    """Return an entry as it is listed, with the mark that ends it."""
    return b"H %s %s 0\t%s\0" % (mode.encode(), name.encode(), os.fsencode(path))


def standing(root: Path, folder: str) -> Standing | None:
    """Return what git knows of the files below a folder, or None where it knows nothing for certain.

    That is where there is no repository or no git, where git refuses, or where it could not look everywhere.
    """
    below = ("--", f"{folder}/")
    asked = (
        (*_CERTAIN, "ls-files", "-s", "-v", "-z", *below),
        (*_CERTAIN, "diff-files", "--name-only", "--relative", "--ignore-submodules=none", "-z", *below),
        (*_CERTAIN, "ls-files", "-o", "-z", *below),
    )
    try:
        listed, changed, others = ask_at_once(root, asked)
    except GitError:
        return None
    if any(answer.status or answer.error for answer in (listed, changed, others)):
        return None
    unsure = {parted(found.lstrip(b"\0"))[0] for found in _unsure(listed.out)}
    named = os.fsdecode(changed.out + others.out).split("\0")
    return Standing(listed.out, frozenset(unsure.union(path.rstrip("/") for path in named if path)))


def _unsure(listed: bytes) -> list[bytes]:
    plain = listed.count(b"\0H ") + listed.startswith(b"H ")
    return [] if plain == listed.count(b"\0") else _UNSURE.findall(listed)
