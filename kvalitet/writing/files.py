"""Put one file on disk whole or not at all: written beside its place, read back, and only then moved there.

Functions here raise OSError; `put_new`, `put_over` and those of `writer` turn it into words.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from pathlib import Path
from typing import BinaryIO

from kvalitet.diagnostics import WritingError
from kvalitet.source.faults import FaultKind, Refused
from kvalitet.source.files import read_bytes

HEAD, TAIL = ".kvalitet-", ".tmp"
"""How the name of a file on its way begins and ends: hidden, so that nothing takes it for a record."""

_SHARED, _PRIVATE = 0o666, 0o600
_RENAMES, _PAUSE = 10, 0.05
_WORDS = {
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "ditt utrymme på disken är slut",
    errno.EFBIG: "filen är större än disken tillåter",
    errno.EIO: "disken svarar med fel",
    errno.EACCES: "du har inte rätt att skriva där",
    errno.EPERM: "du har inte rätt att skriva där",
    errno.EROFS: "disken går bara att läsa",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EISDIR: "där ligger en mapp med det namnet",
    errno.ENOTDIR: "en mapp på vägen är en fil",
    errno.ENOENT: "mappen försvann på vägen",
}


class LinkError(WritingError):
    """A link stands where a file of ours should be, or on the way there."""


def refuse_links(root: Path, path: str) -> None:
    """Raise LinkError where a file below a folder is a link or is reached through one: what it leads to is not ours."""
    file = root / path
    within = [above for above in file.parents if above != root and above.is_relative_to(root)]
    for part in (file, *within):
        if part.is_symlink():
            raise LinkError(f"{part.name} är en länk till ett annat ställe; ingenting skrevs. Lägg filen själv där")


class BlockedError(WritingError):
    """A file stands where a folder should be."""


def refuse_files(root: Path, path: str) -> None:
    """Raise BlockedError where a folder on the way to a file, below a root or outside it, is a file."""
    for above in reversed((root / path).parents):
        if above.is_file():
            called = above.relative_to(root).as_posix() if above.is_relative_to(root) else above
            raise BlockedError(
                f"{called} är en fil, men ska vara en mapp; flytta filen, ge den ett annat namn eller välj en annan "
                "mapp. Ingenting sparades"
            )


def could_not(name: str, what: str, error: OSError) -> WritingError:
    """Return what is told when the system refuses: the file, and why in words."""
    return WritingError(f"{name} kunde inte {what}: {why(error)}. Ingenting sparades")


def why(error: OSError) -> str:
    """Return the reason that the system gives, in words."""
    return _WORDS.get(error.errno or 0) or error.strerror or type(error).__name__


def put_new(file: Path, data: bytes, *, private: bool = False) -> None:
    """Write a new file outside what is locked, a private one for its owner alone.

    Raises WritingError when there is one already or it cannot be written.
    """
    try:
        make_folders(file.parent)
        temporary = prepare(file, data, mode=_PRIVATE if private else None)
        try:
            place_new(temporary, file)
        finally:
            drop(temporary)
        sync(file.parent)
    except FileExistsError:
        raise WritingError(f"{file.name} finns redan; ingenting skrevs") from None
    except OSError as error:
        raise could_not(file.name, "skrivas", error) from None


def put_over(file: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file outside what is locked, new or in the place of the one there is, whose mode it keeps.

    Raises WritingError when it cannot be written, or when what is there is no ordinary file: a link is not followed.
    """
    try:
        if os.path.lexists(file) and not stat.S_ISREG(file.lstat().st_mode):
            raise WritingError(f"{file.name} är ingen vanlig fil; välj ett annat namn. Ingenting sparades")
        temporary = prepare(file, data, mode=mode_of(file) if mode is None else mode)
        try:
            place_over(temporary, file)
        finally:
            drop(temporary)
        sync(file.parent)
    except OSError as error:
        raise could_not(file.name, "skrivas", error) from None


def prepare(file: Path, data: bytes, *, mode: int | None = None) -> Path:
    """Write bytes beside their place, safely on disk and read back as what was meant, and return where.

    Without a mode the file gets what the person's umask leaves. Raises WritingError when the bytes do not
    come back, or a record would be too large to be read.
    """
    temporary = file.with_name(f"{HEAD}{secrets.token_hex(4)}{TAIL}")
    try:
        with _new_file(temporary, _SHARED if mode is None else _PRIVATE) as stream:
            stream.write(data)
            stream.flush()
            if mode is not None:
                temporary.chmod(mode)
            os.fsync(stream.fileno())
        _check(file, temporary, data)
    except BaseException:
        drop(temporary)
        raise
    return temporary


def _new_file(file: Path, mode: int) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(file, flags, mode), "wb")


def _check(file: Path, temporary: Path, data: bytes) -> None:
    """Read back by the way on which the file will be read: a record as records are."""
    try:
        found = read_bytes(temporary) if file.suffix == ".yaml" else temporary.read_bytes()
    except Refused as refused:
        if refused.fault.kind is FaultKind.TOO_LARGE:
            raise WritingError(f"{file.name} blir större än 1 MB; korta texten. Ingenting sparades") from None
        raise WritingError(f"{file.name} gick inte att läsa tillbaka. Ingenting sparades") from None
    if found != data:
        raise WritingError(f"{file.name} lästes tillbaka som något annat än det som skrevs. Ingenting sparades")


def place_new(temporary: Path, file: Path) -> None:
    """Give what was prepared its name. Raises FileExistsError where a file has it: never over another."""
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(file):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
        place_over(temporary, file)


def place_over(temporary: Path, file: Path) -> None:
    """Put what was prepared in the place of a file. Windows refuses while another program reads it: wait a little."""
    for left in reversed(range(_RENAMES)):
        try:
            os.replace(temporary, file)  # noqa: PTH105 - beside os.link, as the system calls that they are
        except PermissionError:
            if os.name != "nt" or not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def drop(temporary: Path) -> None:
    """Take away a file on its way, if it is there; what cannot be taken away now is swept later."""
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def content(file: Path) -> bytes | None:
    """Return what a file holds, or None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def mode_of(file: Path) -> int | None:
    """Return a file's permissions, or None where there is none."""
    try:
        return stat.S_IMODE(file.lstat().st_mode)
    except FileNotFoundError:
        return None


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, each safely on disk."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from None
    for made in reversed(missing):
        sync(made.parent)


def sync(folder: Path) -> bool:
    """Bring a folder's names safely to disk; return whether that is certain. Windows does it by itself."""
    if os.name == "nt":
        return True
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        os.fsync(descriptor)
    except OSError as error:
        return error.errno == errno.EINVAL  # the file system knows no such thing
    finally:
        os.close(descriptor)
    return True
