"""Where rows and findings are kept between runs: a folder in the git folder, one file of each kind, safe to delete.

A file begins with a seal that only this user can make: what lies in a folder that somebody sent is never read. Its
name says what it depends on besides the records: the tool's own code and data, and Python's version. It is written
beside and put in place whole, so two runs at once leave one of two right files.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

_SEAL, _LENGTH, _BLOCK = 32, 8, 1 << 20
_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Store:
    """A folder, and the secret with which the user's own files in it are known."""

    folder: Path
    secret: bytes

    def load(self, name: str) -> list[Any] | None:
        """Return the plain values kept under a name, or None where there are none that can be trusted."""
        try:
            with (self.folder / self._file(name)).open("rb") as stream:
                seal = stream.read(_SEAL)
                return list(_values(stream)) if seal == self._sealed(stream) else None
        except OSError:
            return None

    def save(self, name: str, values: Iterable[Any]) -> None:
        """Keep plain values under a name, one by one. What cannot be written is not kept: it only saves time."""
        file = self.folder / self._file(name)
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_older(name)
            try:
                with beside.open("x+b") as stream:
                    stream.write(bytes(_SEAL))
                    for value in values:
                        data = marshal.dumps(value)
                        stream.write(len(data).to_bytes(_LENGTH))
                        stream.write(data)
                    stream.seek(_SEAL)
                    seal = self._sealed(stream)
                    stream.seek(0)
                    stream.write(seal)
                beside.replace(file)
            finally:
                beside.unlink(missing_ok=True)

    def second(self) -> int:
        """Return the second that it is by the clock that dates files, or 0 where nothing can be kept."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder) as stream:
                return int(os.fstat(stream.fileno()).st_ctime)
        return 0

    def _sealed(self, stream: BinaryIO) -> bytes:
        """Return the seal of all that is left in a file, and go back to where it began."""
        start, seal = stream.tell(), hashlib.blake2b(key=self.secret, digest_size=_SEAL)
        while block := stream.read(_BLOCK):
            seal.update(block)
        stream.seek(start)
        return seal.digest()

    def _file(self, name: str) -> str:
        return f"{name}-{tool()}.bin"

    def _clear_older(self, name: str) -> None:
        for other in self.folder.glob(f"{name}-{'?' * len(tool())}.bin"):
            if other.name != self._file(name):
                other.unlink(missing_ok=True)


def _values(stream: BinaryIO) -> Iterator[Any]:
    while length := stream.read(_LENGTH):
        yield marshal.loads(stream.read(int.from_bytes(length)))


@cache
def tool() -> str:
    """Return a mark of the tool's own code and data and of Python: what it keeps is of no use to another version."""
    mark = hashlib.blake2b(sys.version.encode(), digest_size=12)
    for file in sorted(_files(_PACKAGE)):
        status = file.stat()
        mark.update(f"\0{file.relative_to(_PACKAGE)} {status.st_size} {status.st_mtime_ns}".encode())
    return mark.hexdigest()


def _files(folder: Path) -> list[Path]:
    found = []
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            found += [] if entry.name == "__pycache__" else _files(Path(entry.path))
        elif entry.name.endswith((".py", ".yaml", ".json")):
            found.append(Path(entry.path))
    return found
