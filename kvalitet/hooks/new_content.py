"""What a commit brings that was not there before, and the identity numbers in what a push brings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kvalitet.diagnostics import Diagnostic, UsageError
from kvalitet.history.listing import Entry
from kvalitet.history.objects import new_to
from kvalitet.history.trees import index_entries, tree_entries
from kvalitet.screening.places import in_thing
from kvalitet.screening.texts import screen_name

_SENT = re.compile(r".* (?P<oid>[0-9a-f]{40,64}) (?P<name>[^ ]+) (?P<known>[0-9a-f]{40,64})")


def changed_entries(top: Path, commit: str) -> list[Entry]:
    """Return what is staged and was not so at a commit; all that is staged where there is no commit yet."""
    before = {entry.path: entry.oid for entry in tree_entries(top, commit)} if commit else {}
    return [entry for entry in index_entries(top) if before.get(entry.path) != entry.oid]


def numbers_sent(top: Path, remote: str, lines: Iterable[str]) -> list[Diagnostic]:
    """Return the identity numbers in all that a push would bring to a remote, in the order of their places.

    Each line is as git gives it: what is sent, its object, the name that it gets there, and what is there now.
    Raises UsageError for any other.
    """
    return sorted(set(_sent(top, remote, lines)), key=lambda finding: finding.sort_key)


def _sent(top: Path, remote: str, lines: Iterable[str]) -> Iterator[Diagnostic]:
    for oid, name, known in map(_parted, lines):
        if oid.strip("0"):  # nothing but noughts is a branch that is taken away
            yield from screen_name(name)
            for thing in new_to(top, remote, oid, known):
                yield from in_thing(thing)


def _parted(line: str) -> tuple[str, str, str]:
    found = _SENT.fullmatch(line)
    if found is None:
        raise UsageError("kroken pre-push tar rader som git skickar in; kör git push, så körs den")
    return found["oid"], found["name"], found["known"]
