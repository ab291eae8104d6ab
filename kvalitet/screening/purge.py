"""Plan how identity numbers are taken out of all of git with git-filter-repo, and rewrite nothing.

The values that must be replaced are known only to the files that git-filter-repo reads; these are made here as
bytes, for a place where git can never commit them, and are to be deleted when the work is done. The plan itself
names objects, places and commands, and no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kvalitet.diagnostics import Diagnostic, Severity
from kvalitet.history.objects import Found, Kind, everything, reachable
from kvalitet.history.runner import run
from kvalitet.privacy.numbers import CERTAIN, find
from kvalitet.screening.contents import is_plain, parts
from kvalitet.screening.places import in_thing

REPLACED = "personnummer-borttaget"
"""What stands where a number stood."""

_MESSAGES = (Kind.COMMIT, Kind.TAG)
_MOST_COMMITS = 20


@dataclass
class Spread:
    """How far identity numbers have come in a repository: the findings, and what git-filter-repo must be given.

    `spellings` are the numbers as they are written, `blobs` the contents that cannot be mended and must go whole.
    """

    findings: list[Diagnostic] = field(default_factory=list)
    spellings: set[str] = field(default_factory=set)
    blobs: set[str] = field(default_factory=set)
    objects: dict[str, Kind] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)
    names: int = 0

    @property
    def messages(self) -> int:
        """How many messages of commits and tags hold a number."""
        return sum(kind in _MESSAGES for kind in self.objects.values())


def spread(root: Path) -> Spread:
    """Return how far identity numbers that are certain have come. Raises GitError where git refuses."""
    found = Spread()
    for thing in everything(root):
        if thing.kind is not Kind.PERSON:
            _note(thing, found)
    found.findings = sorted(set(found.findings), key=lambda one: one.sort_key)
    return found


def _note(thing: Found, into: Spread) -> None:
    told = [finding for finding in in_thing(thing) if finding.severity is Severity.ERROR]
    if not told:
        return
    into.findings += told
    if thing.kind is Kind.REF:
        into.refs.add(thing.oid)
    elif thing.kind is Kind.PATH:
        into.names += 1
    else:
        into.objects[thing.oid] = thing.kind
    data = thing.data or b""
    if thing.kind is Kind.BLOB and not is_plain(data):
        into.blobs.add(thing.oid)
    else:
        into.spellings |= set(_spellings(data))


def _spellings(data: bytes) -> Iterable[str]:
    for _, text in parts(data):
        for found in find(text):
            if found.number in CERTAIN:
                yield text[found.start : found.end]


def replacements(found: Spread) -> bytes:
    """Return the file that says what becomes of each spelling: in texts, in messages and in names alike."""
    return "".join(f"regex:{_pattern(text)}==>{REPLACED}\n" for text in _longest_first(found.spellings)).encode()


def stripped(found: Spread) -> bytes:
    """Return the file for --strip-blobs-with-ids: what cannot be mended."""
    return "".join(f"{oid}\n" for oid in sorted(found.blobs)).encode()


def _pattern(text: str) -> str:
    return re.escape(text).replace("\\\n", "\\n").replace("\n", "\\n")


def _longest_first(spellings: Iterable[str]) -> list[str]:
    return sorted(spellings, key=lambda text: (-len(text), text))


def commits_of(root: Path, found: Spread) -> dict[str, list[str]]:
    """Return for each content that holds a number the commits that brought it or took it away, the latest first."""
    blobs = [oid for oid, kind in found.objects.items() if kind is Kind.BLOB]
    listed = {}
    for oid in blobs[:_MOST_COMMITS]:
        asked = ("--all", f"--find-object={oid}", "--format=%h")
        listed[oid] = run(root, "log", *asked).decode().split()
    return listed


def unreached(root: Path, found: Spread) -> set[str]:
    """Return the objects with numbers that no branch, tag or HEAD reaches: only git still keeps them."""
    return found.objects.keys() - reachable(root)
