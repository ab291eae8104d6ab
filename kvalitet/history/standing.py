"""What git knows of the files on disk without anyone reading them: which content it has, and where it may differ.

git's index holds for each file the name of its content and what the disk said of the file when it was read. So git
tells in a fraction of a second which of many files may have another content than the index says. Whoever asks reads
those anew; of the rest the index is right. Files that git does not follow, ignores or has been told to take for
unchanged are among those that may differ.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.history.listing import Listing
from kvalitet.history.runner import ask_at_once

_CERTAIN = ("-c", "core.trustctime=true", "-c", "core.checkStat=default", "-c", "core.untrackedCache=false")
"""What a repository's own settings may not weaken: a file of the same size and time is seen to be changed."""

_PLAIN, _TAG = b"H ", re.compile(rb"(\A|\0)[A-Za-z] ")
"""The tag of an entry that is simply followed, and any: not merged, not checked out, to be taken for unchanged."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The index's entries below a folder, as git lists them, and the paths whose content is only known by reading."""

    listed: Listing
    unsure: frozenset[str]


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
    except WritingError:  # also where there is no git
        return None
    if any(answer.status or answer.error for answer in (listed, changed, others)):
        return None
    block, unsure = _untagged(listed.out)
    named = os.fsdecode(changed.out + others.out).split("\0")
    return Standing(Listing(block), frozenset(unsure.union(path.rstrip("/") for path in named if path)))


def _untagged(tagged: bytes) -> tuple[bytes, set[str]]:
    """Return what git listed without the tag before each entry, and the paths of what it does not simply follow."""
    block = tagged.removeprefix(_PLAIN).replace(b"\0" + _PLAIN, b"\0")
    if len(tagged) - len(block) == len(_PLAIN) * tagged.count(b"\0"):
        return block, set()
    odd = [entry for entry in tagged.split(b"\0") if not entry.startswith(_PLAIN)]
    return _TAG.sub(rb"\1", block), {os.fsdecode(entry.partition(b"\t")[2]) for entry in odd if entry}
