"""Puts generated records into a folder: into a new workspace, or in place of those that were there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from generating.names import is_generated
from kvalitet.configuration import CONFIGURATION
from kvalitet.drafting import Draft
from kvalitet.records.collection import Records
from kvalitet.workspace import Workspace

_LINES = 'namn = "{name}"\nexempel = true\nexempel_dag = {day}\n'


def begin(folder: Path, source: Workspace, records: Records) -> None:
    """Make an empty folder a workspace that holds what people wrote in another."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIGURATION).write_text(_LINES.format(name=source.name, day=source.example_day), encoding="utf-8")
    for record in records:
        if not is_generated(record):
            target = folder / record.document.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source.root / record.document.path, target)


def put(folder: Path, drafts: Iterable[Draft], before: Iterable[str]) -> int:
    """Write drafts, take away the records of an earlier run that are not among them, return how many there are.

    Nothing is forced to disk: what is lost can be made again.
    """
    left = set(before)
    count = 0
    made: set[Path] = set()
    for draft in drafts:
        parent = (folder / draft.path).parent
        if parent not in made:
            parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        (folder / draft.path).write_bytes(draft.text.encode())
        left.discard(draft.path)
        count += 1
    for path in left:
        (folder / path).unlink()
    return count


def generated(records: Records) -> list[str]:
    """Return the paths of the records that an earlier run made."""
    return [record.document.path for record in records if is_generated(record)]
