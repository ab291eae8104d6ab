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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_SEAL = 32
_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Store:
    """A folder, and the secret with which the user's own files in it are known."""

    folder: Path
    secret: bytes

    def load(self, name: str) -> Any:
        """Return the plain values kept under a name, or None where there are none that can be trusted."""
        try:
            data = (self.folder / self._file(name)).read_bytes()
        except OSError:
            return None
        content = memoryview(data)[_SEAL:]
        if data[:_SEAL] != self._seal(content):
            return None
        return marshal.loads(content)

    def save(self, name: str, values: Any) -> None:
        """Keep plain values under a name. What cannot be written is not kept: it only saves time."""
        content = marshal.dumps(values)
        file = self.folder / self._file(name)
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._clear_older(name)
            try:
                with beside.open("xb") as stream:
                    stream.write(self._seal(content))
                    stream.write(content)
                beside.replace(file)
            finally:
                beside.unlink(missing_ok=True)

    def _file(self, name: str) -> str:
        return f"{name}-{tool()}.bin"

    def _clear_older(self, name: str) -> None:
        for other in self.folder.glob(f"{name}-*.bin"):
            if other.name != self._file(name):
                other.unlink(missing_ok=True)

    def _seal(self, content: bytes | memoryview) -> bytes:
        return hashlib.blake2b(content, key=self.secret, digest_size=_SEAL).digest()


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
