"""Put one file on disk whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from kvalitet.diagnostics import WritingError

_SHARED, _PRIVATE = 0o666, 0o600


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
            expect(file, expected)
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
            expect(file, expected)
        file.unlink()
    except OSError as error:
        raise WritingError(f"{file.name} kunde inte tas bort: {error.strerror}") from None


def expect(file: Path, expected: bytes | None) -> None:
    """Raise WritingError unless a file holds what was expected; None is no file."""
    found = content(file)
    if found == expected:
        return
    if expected is None:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs")
    what = "ändrades" if found is not None else "togs bort"
    raise WritingError(f"{file.name} {what} av någon annan; ingenting skrevs, försök igen")


def content(file: Path) -> bytes | None:
    """Return what a file holds, or None where there is none."""
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
