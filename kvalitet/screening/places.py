"""Everywhere that an identity number may lie: files on disk, what is staged, a range of commits, all of git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.history.contents import Header, contents, headers
from kvalitet.history.listing import MODULE, Entry
from kvalitet.history.objects import LARGEST, Found, Kind, everything, range_of
from kvalitet.history.repository import demand_repository
from kvalitet.history.trees import index_entries
from kvalitet.privacy.redaction import redact
from kvalitet.screening.texts import screen, screen_data, screen_name
from kvalitet.screening.walking import files_below

UNREAD = "KVA002"
"""Code of the finding that says that something could not be looked through."""

_SHORT = 10
_NAMED = {Kind.COMMIT: "meddelandet till incheckning", Kind.TAG: "meddelandet till märket", Kind.LOG: "git-loggen för"}


def screen_files(root: Path, paths: Iterable[str] = ()) -> list[Diagnostic]:
    """Return what is found in files and in their names: all under a folder, hidden ones too, or only those named.

    What `files_below` leaves out is not looked through. Links are judged by name and not followed.
    """
    found: list[Diagnostic] = []
    for path in paths or (".",):
        start = root / path
        for file in files_below(root, start) if _is_folder(start) else [start]:
            found += _screen_file(file, file.relative_to(root).as_posix())
    return sorted(set(found), key=lambda one: one.sort_key)


def screen_staged(root: Path) -> list[Diagnostic]:
    """Return what is found in all that the next commit would hold. Raises GitError where git refuses."""
    demand_repository(root)
    return sorted(set(in_entries(root, index_entries(root))), key=lambda one: one.sort_key)


def in_entries(root: Path, entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """Yield what is found in staged files, whatever they are, and in their names. What is too large is told as that.

    Raises GitError where git refuses.
    """
    files = [entry for entry in entries if entry.mode != MODULE]
    fit: list[tuple[Entry, Header]] = []
    for entry, header in zip(files, headers(root, (entry.oid for entry in files)), strict=True):
        yield from screen_name(entry.path)
        if header.size > LARGEST:
            yield _unread(redact(entry.path))
        else:
            fit.append((entry, header))
    for (entry, _), (_, data) in zip(fit, contents(root, (header for _, header in fit)), strict=True):
        yield from screen_data(entry.path, data)


def screen_range(root: Path, span: str) -> list[Diagnostic]:
    """Return what is found in all that a range of commits brings: contents, names and messages.

    Raises UsageError for what is no range, GitError where git refuses.
    """
    return _screened(range_of(root, span))


def screen_history(root: Path) -> list[Diagnostic]:
    """Return what is found in everything that git keeps: contents and names, messages, branches, tags and logs.

    What no branch reaches any longer is there too. The authors of commits are not judged: who worked is not secret.
    Raises GitError where there is no repository or not all of its history.
    """
    return _screened(everything(root))


def _screened(things: Iterable[Found]) -> list[Diagnostic]:
    found = {finding for thing in things for finding in in_thing(thing)}
    return sorted(found, key=lambda one: one.sort_key)


def in_thing(thing: Found) -> Iterable[Diagnostic]:
    """Return what is found in one thing that git keeps."""
    if thing.kind is Kind.PERSON:
        return ()
    if thing.kind in (Kind.PATH, Kind.REF):
        return screen_name(thing.place)
    if thing.data is None:
        return (_unread(f"{redact(thing.place)} ({thing.oid[:_SHORT]})"),)
    return screen_data(_name(thing), thing.data)


def _name(thing: Found) -> str:
    """Return how findings name a thing in the history: a path and its object, or what kind of message it is."""
    oid = thing.oid[:_SHORT]
    if thing.kind is Kind.BLOB:
        return f"{thing.place} ({oid})" if thing.place else f"innehållet {oid}"
    return f"{_NAMED[thing.kind]} {thing.place or oid}"


def _unread(path: str, why: str = "filen går inte att läsa eller är för stor") -> Diagnostic:
    return Diagnostic(Place(path), UNREAD, Severity.WARNING, f"har inte letats igenom: {why}")


def _is_folder(path: Path) -> bool:
    try:
        return S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _screen_file(file: Path, path: str) -> list[Diagnostic]:
    try:
        if file.is_symlink():
            return screen(path, os.fsencode(file.readlink()))
        if file.is_dir():
            return [*screen_name(path), _unread(redact(path), "mappen går inte att öppna")]
        if not file.is_file():
            return screen_name(path)
        if file.stat().st_size > LARGEST:
            return [*screen_name(path), _unread(redact(path))]
        return screen(path, file.read_bytes())
    except OSError:
        return [*screen_name(path), _unread(redact(path))]
