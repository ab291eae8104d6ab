"""Where the tool keeps rows and findings between runs, and the secret by which it knows its own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvalitet.register.store import Store

OFF = "KVALITET_UTAN_MINNE"
"""Set to anything, nothing is kept and nothing that was kept is used."""

_TOOL, _SECRET = "kvalitet", "nyckel"
_LENGTH = 32


def store_of(root: Path) -> Store | None:
    """Return where a workspace's rows and findings are kept, or None where they cannot be: without git, or a home."""
    from kvalitet.history.merging import git_dir
    from kvalitet.register.store import Store
    from kvalitet.workspace import MEMORY

    home = None if os.environ.get(OFF) else git_dir(root)
    if home is not None and not (home / "HEAD").is_file():  # what the working tree points at is gone
        home = None
    secret = _secret() if home is not None else None
    if home is None or secret is None:
        return None
    mark = hashlib.blake2b(os.fsencode(root), digest_size=6).hexdigest()  # a repository can hold several workspaces
    return Store(home / MEMORY / mark, secret)


def _secret() -> bytes | None:
    """Return the user's own secret, made when it is not there yet. It tells whose files are whose."""
    folder = _own_folder()
    if folder is None:
        return None
    file = folder / _TOOL / _SECRET
    with contextlib.suppress(OSError):
        if not file.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = file.with_name(f"{_SECRET}.{os.getpid()}.tmp")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(secrets.token_bytes(_LENGTH))
            beside.replace(file)
        found = file.read_bytes()
        return found if len(found) == _LENGTH else None
    return None


def _own_folder() -> Path | None:
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache")
