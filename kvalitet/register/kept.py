"""Rows as they are kept between runs, and a mark of the settings that they were made with."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kvalitet.history.listing import Listing
from kvalitet.paths import PathError
from kvalitet.register.contents import Contents
from kvalitet.workspace import KINDS, Workspace

ROWS = "poster"
_PORTION = 4_000


@dataclass(frozen=True)
class Kept:
    """Rows as they are kept, with what they and the findings in files alone depend on besides the files."""

    settings: str
    unit_words: frozenset[str]
    contents: Contents
    paths: list[str]
    rows: list[bytes | None]


def as_kept(found: list[Any] | None, settings: str) -> Kept | None:
    """Return the rows that plain values stand for, if they were kept for these settings."""
    if found is None or found[0] != settings:
        return None
    _, words, listed, other, *portions = found
    paths = [path for portion, _ in portions for path in portion.split("\0")]
    rows = [row for _, rows in portions for row in rows]
    return Kept(settings, words, Contents(Listing(listed), other), paths, rows)


def in_portions(found: Kept) -> Iterator[Any]:
    """Yield rows as plain values, in portions, so that no copy of all is made."""
    yield from (found.settings, found.unit_words, found.contents.listed.block, found.contents.other)
    for at in range(0, len(found.paths), _PORTION):
        yield "\0".join(found.paths[at : at + _PORTION]), found.rows[at : at + _PORTION]


def settings_mark(workspace: Workspace) -> str:
    """Return a mark of all settings of a workspace: its configuration, and every file that it or `kinds` holds."""
    mark = hashlib.blake2b(workspace.configuration.text.encode(), digest_size=16)
    for path in [*workspace.held.paths(KINDS), *_named_files(workspace)]:
        document = workspace.document(path)
        mark.update(repr((path, document.text, document.faults)).encode("utf-8", "backslashreplace"))
    return mark.hexdigest()


def _named_files(workspace: Workspace) -> Iterator[str]:
    for text in _texts(list(workspace.configuration.values.values())):
        with contextlib.suppress(PathError):
            yield workspace.held.locate(text)


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
