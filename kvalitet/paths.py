"""A path that somebody wrote in a file: only an ordinary file below a folder, reached through no link."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

BY_LINK = "nås genom en länk; lägg in själva filen i stället"
NOT_A_FILE = "är ingen fil; rätta namnet"
NOT_THERE = "finns inte; lägg filen där eller rätta namnet"


class PathError(ValueError):
    """The path is not one that may be used. The message is the end of a Swedish sentence about it."""


def plain_file(folder: Path, written: str, called: str = "mappen") -> Path:
    """Return the file below a folder that a written path means, or raise PathError, which calls the folder so.

    The path is as `plain_path` demands, and no link stands on the way.
    """
    current = folder
    for part in plain_path(written, called).parts:
        current = current / part
        _refuse_link(current)
    if not current.is_file():
        raise PathError(NOT_A_FILE)
    return current


def plain_path(written: str, called: str = "mappen") -> PurePosixPath:
    """Return a written path below a folder, or raise PathError, which calls the folder so.

    Written with forward slashes on every system. No absolute path, drive, share or `..`, and no character that
    is no letter, figure or mark.
    """
    path = PurePosixPath(written)
    if not path.parts or any(char in written for char in ":\\") or not written.isprintable():
        raise PathError(f"ska skrivas från {called}, med snedstreck mellan mapp och fil, som mapp/fil")
    if path.is_absolute() or ".." in path.parts:
        raise PathError(f"ligger utanför {called}; flytta filen dit")
    return path


def _refuse_link(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        raise PathError(NOT_THERE) from None
    if stat.S_ISLNK(mode):
        raise PathError(BY_LINK)
