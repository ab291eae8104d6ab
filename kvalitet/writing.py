"""Put files on disk whole or not at all: a new record, a changed record, a report."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from kvalitet.diagnostics import WritingError


def create(file: Path, data: bytes) -> None:
    """Write a file that must not exist yet. Raises WritingError when it does or cannot be written."""
    temporary = _temporary(file, data)
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs") from None
    except OSError:
        _create_exclusively(file, data)
    finally:
        temporary.unlink(missing_ok=True)


def replace(file: Path, data: bytes, *, expected: bytes | None = None) -> None:
    """Write a file in place of the one there is.

    Raises WritingError when it cannot be written, or when the file no longer holds what was expected.
    """
    temporary = _temporary(file, data)
    try:
        if expected is not None and file.read_bytes() != expected:
            raise WritingError(f"{file.name} ändrades av någon annan; ingenting skrevs, försök igen")
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(file.stat().st_mode & 0o777)
        temporary.replace(file)
    except OSError as error:
        raise WritingError(f"{file.name} kunde inte skrivas: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(file: Path, data: bytes) -> Path:
    """Write the bytes beside their place, safely on disk, and return where."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise WritingError(f"{file.name} kunde inte skrivas: {error.strerror}") from None
    return temporary


def _create_exclusively(file: Path, data: bytes) -> None:
    """Write where the file system knows no hard links: still never over a file that is there."""
    try:
        with file.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs") from None
    except OSError as error:
        file.unlink(missing_ok=True)
        raise WritingError(f"{file.name} kunde inte skrivas: {error.strerror}") from None
