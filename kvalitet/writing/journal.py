"""What several files held before they are changed together, so that whoever comes next can put it back.

It is there from just before the first file changes until just after the last: while it is there, nothing has
been saved. Who is killed in between leaves it, and the next writer undoes what was begun.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvalitet.diagnostics import WritingError
from kvalitet.paths import plain_path
from kvalitet.writing.changes import Change
from kvalitet.writing.files import (
    LinkError,
    content,
    drop,
    make_folders,
    mode_of,
    place_over,
    prepare,
    refuse_links,
    sync,
    why,
)

JOURNAL = ".kvalitet/journal"
_GIT = (".git", "git~1")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was put back as it was, and what someone has changed since and was left."""

    restored: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


Entry = dict[str, Any]


def noted(root: Path, changes: Sequence[Change]) -> list[Entry]:
    """Return what the files hold before they are changed, as the journal notes it."""
    return [_entry(root, change) for change in changes]


def takes(root: Path, changes: Sequence[Change]) -> bool:
    """Tell whether the journal may hold some changes: whoever comes next puts back only files below the root."""
    try:
        for change in changes:
            _expect_ours(root, change.path)
    except (ValueError, LinkError):
        return False
    return True


def begin(root: Path, changes: Sequence[Change]) -> None:
    """Note what the files hold before they are changed. Raises OSError; then nothing has begun."""
    entries = noted(root, changes)
    file = root / JOURNAL
    temporary = prepare(file, json.dumps(entries).encode(), mode=0o600)
    try:
        place_over(temporary, file)
    finally:
        drop(temporary)
    sync(file.parent)


def _entry(root: Path, change: Change) -> Entry:
    return {
        "path": change.path,
        "mode": mode_of(root / change.path),
        "before": None if change.before is None else base64.b64encode(change.before).decode(),
        "after": _mark(change.after),
    }


def end(root: Path) -> bool:
    """Let what was changed stand; return whether that is certain also if the power goes. Raises OSError."""
    (root / JOURNAL).unlink()
    return sync((root / JOURNAL).parent)


def has_begun(root: Path) -> bool:
    """Return whether a change was begun and not ended."""
    return os.path.lexists(root / JOURNAL)


def undo(root: Path) -> Undone:
    """Put back what the journal tells of, and end it. Can be done again when it is cut short.

    Raises WritingError when something cannot be put back.
    """
    if not has_begun(root):
        return Undone()
    try:
        undone = put_back(root, _entries(root))
        end(root)
    except OSError as error:
        raise WritingError(
            f"en ändring i flera filer stannade på vägen och kan inte ställas tillbaka nu: {why(error)}. "
            "Rätta det och kör kommandot igen; då ställs filerna först tillbaka"
        ) from None
    return undone


def put_back(root: Path, entries: Sequence[Entry]) -> Undone:
    """Put files back as they were noted, the last first. Raises OSError.

    A file that holds neither what was before nor what was to come after has been changed by someone, and stays.
    """
    restored, left = [], []
    for entry in reversed(entries):
        before = None if entry["before"] is None else base64.b64decode(entry["before"])
        found = content(root / entry["path"])
        if found == before:
            continue
        if _mark(found) == entry["after"]:
            _put_back(root / entry["path"], before, entry["mode"])
            restored.append(entry["path"])
        else:
            left.append(entry["path"])
    return Undone(tuple(restored), tuple(left))


def _entries(root: Path) -> list[Entry]:
    try:
        refuse_links(root, JOURNAL)
        found = json.loads((root / JOURNAL).read_bytes())
        entries = [{key: entry[key] for key in ("path", "mode", "before", "after")} for entry in found]
        for entry in entries:
            _expect_ours(root, entry["path"])
        return entries
    except (ValueError, TypeError, KeyError, LinkError):
        raise WritingError(
            f"{JOURNAL} går inte att läsa. Den säger hur en avbruten ändring ställs tillbaka; "
            "se efter med git status, ta bort den och försök igen"
        ) from None


def _expect_ours(root: Path, written: str) -> None:
    """Raise ValueError or LinkError for a path that we never note: a journal may have come with somebody's branch."""
    if any(part.casefold() in _GIT for part in plain_path(written).parts):
        raise ValueError
    refuse_links(root, written)


def _put_back(file: Path, before: bytes | None, mode: int | None) -> None:
    if before is None:
        file.unlink()
    else:
        make_folders(file.parent)
        temporary = prepare(file, before, mode=mode)
        try:
            place_over(temporary, file)
        finally:
            drop(temporary)
    sync(file.parent)


def _mark(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
