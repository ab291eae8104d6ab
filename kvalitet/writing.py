"""Put files on disk whole or not at all: a new record, a changed record, several at once, a report."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kvalitet.diagnostics import WritingError

_SHARED, _PRIVATE = 0o666, 0o600


@dataclass(frozen=True, slots=True)
class Change:
    """One file: its path from the root, what it held and what it should hold. None is no file."""

    path: str
    before: bytes | None
    after: bytes | None


def write_all(root: Path, changes: Sequence[Change]) -> None:
    """Make every change or none: when one cannot be made, those that were made are taken back.

    Raises WritingError, which names what could not be taken back should that fail too.
    """
    for change in changes:
        _expect(root / change.path, change.before)
    started: list[Change] = []
    try:
        for change in changes:
            started.append(change)
            _make(root / change.path, change.before, change.after)
    except BaseException:
        _take_back(root, started)
        raise


def _make(file: Path, before: bytes | None, after: bytes | None) -> None:
    if after is None:
        remove(file, expected=before)
    elif before is None:
        create(file, after)
    else:
        replace(file, after, expected=before)


def _take_back(root: Path, started: list[Change]) -> None:
    """Undo the changes that had been made, the last first."""
    lost = []
    for change in reversed(started):
        try:
            if _content(root / change.path) == change.after:
                _make(root / change.path, change.after, change.before)
        except (WritingError, OSError):
            lost.append(change.path)
    if lost:
        raise WritingError(f"det gick fel på vägen, och {', '.join(lost)} är ändrad; se efter med git status")


def create(file: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file that must not exist yet; a private one is for its owner alone.

    Raises WritingError when it does exist or cannot be written.
    """
    mode = _PRIVATE if private else _SHARED
    temporary = _temporary(file, data, mode)
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs") from None
    except OSError:
        _create_exclusively(file, data, mode)
    finally:
        temporary.unlink(missing_ok=True)


def replace(file: Path, data: bytes, *, expected: bytes | None = None) -> None:
    """Write a file in place of the one there is.

    Raises WritingError when it cannot be written, or when the file no longer holds what was expected.
    """
    temporary = _temporary(file, data, _SHARED)
    try:
        if expected is not None:
            _expect(file, expected)
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(file.stat().st_mode & 0o777)
        temporary.replace(file)
    except OSError as error:
        raise WritingError(f"{file.name} kunde inte skrivas: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def remove(file: Path, *, expected: bytes | None = None) -> None:
    """Take a file away. Raises WritingError when it cannot be, or no longer holds what was expected."""
    try:
        if expected is not None:
            _expect(file, expected)
        file.unlink()
    except OSError as error:
        raise WritingError(f"{file.name} kunde inte tas bort: {error.strerror}") from None


def _expect(file: Path, expected: bytes | None) -> None:
    found = _content(file)
    if found == expected:
        return
    if expected is None:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs")
    what = "ändrades" if found is not None else "togs bort"
    raise WritingError(f"{file.name} {what} av någon annan; ingenting skrevs, försök igen")


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _temporary(file: Path, data: bytes, mode: int) -> Path:
    """Write the bytes beside their place, safely on disk, and return where."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _new_file(temporary, mode) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise WritingError(f"{file.name} kunde inte skrivas: {error.strerror}") from None
    return temporary


def _create_exclusively(file: Path, data: bytes, mode: int) -> None:
    """Write where the file system knows no hard links: still never over a file that is there."""
    try:
        with _new_file(file, mode) as stream:
            stream.write(data)
    except FileExistsError:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs") from None
    except OSError as error:
        file.unlink(missing_ok=True)
        raise WritingError(f"{file.name} kunde inte skrivas: {error.strerror}") from None


def _new_file(file: Path, mode: int) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(file, flags, mode), "wb")
