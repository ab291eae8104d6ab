"""Writing several files: all of them, or none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kvalitet.diagnostics import WritingError
from kvalitet.writing.changes import Change, write_all
from kvalitet.writing.files import create, remove, replace


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def files(folder: Path) -> Path:
    (folder / "a").write_bytes(b"1")
    (folder / "b").write_bytes(b"2")
    return folder


def test_new_changed_and_gone_in_one_go(files: Path) -> None:
    """A file is made, one is changed and one goes; nothing else is left in the folder."""
    write_all(files, [Change("ny/c", None, b"3"), Change("a", b"1", b"11"), Change("b", b"2", None)])
    assert content(files) == {"a": b"11", "c": b"3"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change("b", b"annat", b"22"), "b ändrades av någon annan; ingenting skrevs"),
        (Change("b", b"annat", None), "b ändrades av någon annan"),
        (Change("b", None, b"22"), "b finns redan"),
        (Change("c", b"3", b"33"), "c togs bort av någon annan"),
    ],
)
def test_nothing_is_begun_when_a_file_is_not_as_expected(files: Path, change: Change, says: str) -> None:
    """What was read is compared before anything is written: the first file is not even touched."""
    before = (files / "a").stat()
    with pytest.raises(WritingError, match=says):
        write_all(files, [Change("a", b"1", b"11"), change])
    assert content(files) == {"a": b"1", "b": b"2"}
    after = (files / "a").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_cannot_be_put_back_is_named(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails for good, the message says which file is left changed."""
    real, calls = os.replace, 0

    def failing(*words: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(5, "fel på disken")
        real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(WritingError, match="a är ändrad; se efter med git status"):
        write_all(files, [Change("a", b"1", b"11"), Change("b", b"2", b"22")])


def test_someone_elses_change_on_the_way_is_not_undone(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking back takes back what was made here, and nothing else."""
    real = os.replace

    def meanwhile(source: object, target: object) -> None:
        real(source, target)  # type: ignore[arg-type]
        if str(target).endswith("a"):
            (files / "a").write_bytes(b"deras")
        else:
            raise OSError(28, "disken är full")

    monkeypatch.setattr(os, "replace", meanwhile)
    with pytest.raises(WritingError):
        write_all(files, [Change("a", b"1", b"11"), Change("b", b"2", b"22")])
    assert (files / "a").read_bytes() == b"deras"


def test_one_file_alone_is_compared_too(files: Path) -> None:
    """A file is neither written over nor taken away when it holds something else than was read."""
    with pytest.raises(WritingError, match="ändrades av någon annan"):
        replace(files / "a", b"x", expected=b"0")
    with pytest.raises(WritingError, match="ändrades av någon annan"):
        remove(files / "a", expected=b"0")
    with pytest.raises(WritingError, match="finns redan"):
        create(files / "a", b"x")
    assert content(files) == {"a": b"1", "b": b"2"}


def test_a_private_file_is_its_owners(files: Path) -> None:
    """A draft is readable by nobody else, whatever the umask allows."""
    before = os.umask(0)
    try:
        create(files / "utkast", b"x", private=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((files / "utkast").stat().st_mode) == 0o600


def test_ctrl_c_on_the_way_puts_everything_back(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption between two files leaves neither."""
    real = os.replace

    def interrupted(source: object, target: object) -> None:
        if str(target).endswith("b"):
            raise KeyboardInterrupt
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all(files, [Change("a", b"1", b"11"), Change("b", b"2", b"22")])
    assert content(files) == {"a": b"1", "b": b"2"}
