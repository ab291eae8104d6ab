"""Open one file without following links, waiting on pipes or reading what is too large."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kvalitet.source.faults import Fault, FaultKind, Refused

LARGEST_FILE = 1_000_000
"""Bytes. The longest record of the example is under 4 kB; reading 1 MB takes under a second."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of an ordinary file.

    Raises Refused for a link, a pipe or device, a file that is gone, an unreadable file or one above LARGEST_FILE.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Refused(Fault(_why_not_opened(path, error), detail=type(error).__name__)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(Fault(FaultKind.NOT_A_FILE))
        if status.st_size > LARGEST_FILE:
            raise Refused(Fault(FaultKind.TOO_LARGE))
        return _read_all(descriptor, status.st_size)
    except OSError as error:
        raise Refused(Fault(FaultKind.UNREADABLE, detail=type(error).__name__)) from None
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, size: int) -> bytes:
    """Return all bytes; of a file with the size that it told of, by one call."""
    data = os.read(descriptor, size + 1)
    if size and len(data) == size:
        return data
    while len(data) <= LARGEST_FILE and (chunk := os.read(descriptor, LARGEST_FILE + 1)):
        data += chunk
    if len(data) > LARGEST_FILE:
        raise Refused(Fault(FaultKind.TOO_LARGE))
    return data


def _why_not_opened(path: str | Path, error: OSError) -> FaultKind:
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return FaultKind.GONE
    except OSError:
        return FaultKind.UNREADABLE
    if stat.S_ISLNK(mode):
        return FaultKind.SYMLINK
    is_closed = stat.S_ISREG(mode) or (stat.S_ISDIR(mode) and isinstance(error, PermissionError))
    return FaultKind.UNREADABLE if is_closed else FaultKind.NOT_A_FILE
