"""Everything that git keeps and that may name a person: contents, names, messages, authors.

`everything` passes through the whole repository, also what no branch reaches any longer, `range_of` through a
range of commits. Both yield `Found`: what kind of thing it is, where it is (a path, where one is known, or the name
of a branch), its object, and its bytes. A message that says it is not in UTF-8 comes twice: as it is, and in UTF-8.
"""

from __future__ import annotations

import contextlib
import enum
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kvalitet.history.contents import TREE, Header, all_headers, contents, headers, new_in_tree
from kvalitet.history.repository import commit_of, demand_all, demand_repository
from kvalitet.history.runner import ask, run

LARGEST = 100_000_000
"""Bytes. What is larger is yielded without its contents, so that whoever scans can say that it was not read."""

_PEOPLE = (b"author ", b"committer ", b"tagger ")
_ENCODING = b"encoding "


class Kind(enum.StrEnum):
    """What a found thing is."""

    BLOB = "blob"
    COMMIT = "commit"
    TAG = "tag"
    PERSON = "person"
    PATH = "path"
    REF = "ref"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that git keeps.

    A BLOB is a file's content, `place` one path it has had, from the root of the repository. A COMMIT and a TAG
    are messages. A PERSON is `Name <address>` of an author, told once. A PATH is the name of one file or folder
    (not its whole path), told once. A REF is the name of a branch or tag; a LOG the line that git keeps of each
    move of a branch. `data` is None for a blob above LARGEST.
    """

    kind: Kind
    place: str
    oid: str
    data: bytes | None


def new_to(root: Path, remote: str, oid: str, known: str) -> Iterator[Found]:
    """Yield what an object brings that a remote does not have, as far as its branches have been fetched here.

    `known` is what the remote says that its own branch is at, of use where it is here too. Works also where the
    history was cut off: what is new is never before the cut. Raises GitError when git refuses.
    """
    there = [known] if not ask(root, "cat-file", "-e", known).status else []
    asked = ("--objects", "--no-object-names", oid, "--not", f"--remotes={remote}", *there)
    listed = run(root, "rev-list", *asked)
    yield from _told(root, headers(root, listed.decode().split()))


def everything(root: Path) -> Iterator[Found]:
    """Yield all that the repository keeps, reachable or not.

    Raises GitError where there is no repository, where the history was cut off or fetched in part, or where git
    refuses.
    """
    repository = demand_repository(root)
    demand_all(repository)
    yield from _refs(root)
    yield from _logs(root)
    yield from _told(root, all_headers(root))


def range_of(root: Path, span: str) -> Iterator[Found]:
    """Yield what a range of commits brought in: `main..HEAD`, or all that one revision reaches.

    Raises UsageError for what is no range, GitError as `everything` does.
    """
    repository = demand_repository(root)
    demand_all(repository)
    begin, dots, end = span.rpartition("..")
    wanted = [commit_of(root, end or "HEAD")] + ([f"^{commit_of(root, begin)}"] if dots and begin else [])
    listed = run(root, "rev-list", "--objects", "--no-object-names", "--end-of-options", *wanted)
    yield from _told(root, headers(root, listed.decode().split()))


def reachable(root: Path) -> frozenset[str]:
    """Return the names of all objects that a branch, a tag or HEAD reaches; what is not among them only git keeps."""
    return frozenset(run(root, "rev-list", "--objects", "--no-object-names", "--all", "HEAD").decode().split())


def _told(root: Path, listed: list[Header]) -> Iterator[Found]:
    homes: dict[str, tuple[str, str]] = {}
    yield from _names(root, [header for header in listed if header.type == TREE], homes)
    met: set[bytes] = set()
    for header, data in contents(root, (header for header in listed if header.type in ("commit", "tag"))):
        yield from _spoken(header, data, met)
    blobs = [header for header in listed if header.type == "blob"]
    for header in blobs:
        if header.size > LARGEST:
            yield Found(Kind.BLOB, _path(header.oid, homes), header.oid, None)
    for header, data in contents(root, (header for header in blobs if header.size <= LARGEST)):
        yield Found(Kind.BLOB, _path(header.oid, homes), header.oid, data)


def _names(root: Path, trees: Iterable[Header], homes: dict[str, tuple[str, str]]) -> Iterator[Found]:
    """Yield each name once, and note in which tree and by what name each object lies."""
    met: set[str] = set()
    entries: set[bytes] = set()
    for header, data in contents(root, trees):
        for _, name, oid in new_in_tree(data, len(header.oid), entries):
            homes.setdefault(oid, (header.oid, name))
            if name not in met:
                met.add(name)
                yield Found(Kind.PATH, name, header.oid, os.fsencode(name))


def _path(oid: str, homes: Mapping[str, tuple[str, str]]) -> str:
    """Return one path that an object has had, as far as the trees tell."""
    parts: list[str] = []
    while oid in homes:
        oid, name = homes[oid]
        parts.append(name)
    return "/".join(reversed(parts))


def _spoken(header: Header, data: bytes, met: set[bytes]) -> Iterator[Found]:
    head, _, message = data.partition(b"\n\n")
    lines = head.split(b"\n")
    encoding = next((line.removeprefix(_ENCODING) for line in lines if line.startswith(_ENCODING)), b"")
    for line in lines:
        person = line.split(b" ", 1)[-1].rpartition(b">")[0] + b">"
        if line.startswith(_PEOPLE) and person not in met:
            met.add(person)
            yield from (Found(Kind.PERSON, "", header.oid, text) for text in _readings(person, encoding))
    yield from (Found(Kind(header.type), "", header.oid, text) for text in _readings(message, encoding))


def _readings(data: bytes, encoding: bytes) -> Iterator[bytes]:
    """Yield a text as it stands, and as UTF-8 where it says that it is written otherwise: it may say what is not so."""
    yield data
    with contextlib.suppress(LookupError, UnicodeError):
        told = data.decode(encoding.decode("ascii", "replace") or "utf-8").encode()
        if told != data:
            yield told


def _refs(root: Path) -> Iterator[Found]:
    for line in run(root, "for-each-ref", "--format=%(objectname) %(refname)").splitlines():
        oid, _, name = line.partition(b" ")
        yield Found(Kind.REF, os.fsdecode(name), oid.decode(), name)


def _logs(root: Path) -> Iterator[Found]:
    listed = run(root, "log", "--walk-reflogs", "--all", "-z", "--format=%gD%x00%H%x00%gs")
    fields = listed.removesuffix(b"\0").split(b"\0") if listed else []
    for place, oid, text in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        yield Found(Kind.LOG, os.fsdecode(place), oid.decode(), text)
