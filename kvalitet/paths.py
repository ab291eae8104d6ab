"""A path that somebody wrote in a file: only an ordinary file below a folder, reached through no link."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath


class PathError(ValueError):
    """The path is not one that may be used. The message is the end of a Swedish sentence about it."""


def plain_file(folder: Path, written: str, called: str = "mappen") -> Path:
    """Return the file below a folder that a written path means, or raise PathError, which calls the folder so.

    Written with forward slashes on every system. No absolute path, drive, share or `..`, no character that is
    no letter, figure or mark, and no link on the way.
    """
    path = PurePosixPath(written)
    if not path.parts or any(char in written for char in ":\\") or not written.isprintable():
        raise PathError(f"ska skrivas från {called}, med snedstreck mellan mapp och fil, som mapp/fil")
    if path.is_absolute() or ".." in path.parts:
        raise PathError(f"ligger utanför {called}; flytta filen dit")
    current = folder
    for part in path.parts:
        current = current / part
        _refuse_link(current)
    if not current.is_file():
        raise PathError("är ingen fil; rätta namnet")
    return current


def place_for(folder: Path, written: str) -> Path:
    """Return where a file below a folder may be written, or raise PathError when a link or `..` leads there.

    What is missing on the way may be made.
    """
    if PurePosixPath(written).is_absolute() or ".." in PurePosixPath(written).parts:
        raise PathError("ligger utanför mappen; välj ett annat namn")
    current = folder
    for part in PurePosixPath(written).parts:
        current = current / part
        if current.is_symlink():
            raise PathError(f"nås genom en länk ({current.relative_to(folder).as_posix()}); ta bort länken")
    return current


def _refuse_link(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        raise PathError("finns inte; lägg filen där eller rätta namnet") from None
    if stat.S_ISLNK(mode):
        raise PathError("nås genom en länk; lägg in själva filen i stället")
