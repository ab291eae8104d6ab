"""One writer at a time in a workspace: a lock that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kvalitet.diagnostics import WritingError

PATIENCE = 10.0
"""Seconds to wait for another writer: far longer than any command holds the lock."""

_PAUSE = 0.01
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_LONGEST_NAME = 200

if sys.platform == "win32":
    import msvcrt

    _BEYOND = 1 << 20
    """The byte that is locked: beyond the holder's name, which others may read."""

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    _BUSY: tuple[type[OSError], ...] = (PermissionError,)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    _BUSY = (BlockingIOError,)


@contextlib.contextmanager
def locked(file: Path, who: str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a lock file, with a name in it for those who wait.

    Raises WritingError when another holds it for longer than `patience` seconds, and says who.
    """
    descriptor = _open(file)
    try:
        _wait(descriptor, patience)
        _sign(descriptor, who)
        yield
    finally:
        os.close(descriptor)


def is_free(file: Path) -> bool:
    """Return whether nobody holds a lock file. Never waits, and writes nothing."""
    try:
        descriptor = os.open(file, os.O_RDONLY | _FLAGS)
    except OSError:
        return True
    try:
        _take(descriptor)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _open(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
    except PermissionError:
        return os.open(file, os.O_RDONLY | _FLAGS)  # a colleague's file can be locked, if not signed


def _wait(descriptor: int, patience: float) -> None:
    for left in reversed(range(max(1, round(patience / _PAUSE)))):
        try:
            return _take(descriptor)
        except _BUSY:
            if not left:
                message = (
                    f"arbetsytan ändras just nu av {_holder(descriptor)}. Vänta och försök igen. Ingenting sparades"
                )
                raise WritingError(message) from None
            time.sleep(_PAUSE)


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST_NAME).decode("utf-8", "replace").strip() or "någon annan"


def _sign(descriptor: int, who: str) -> None:
    """Write who holds the lock, for a message only: it may fail."""
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, who.encode("utf-8", "replace")[:_LONGEST_NAME])
