"""A configuration or a folder of records that is no such thing is told with exit code 3, and never followed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

NAME = 'namn = "Provkommun"\n'


def _write(data: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(data)


CONFIGURATIONS: dict[str, Callable[[Path], object]] = {
    "a link": lambda file: file.symlink_to("/etc/passwd"),
    "a link to nothing": lambda file: file.symlink_to("finns-inte"),
    "a named pipe": os.mkfifo,
    "more than a megabyte": _write(NAME.encode() + b"#\n" * 600_000),
    "brackets without end": _write(f"{NAME}x = {'[' * 50_000}".encode()),
    "a number of many digits": _write(f"{NAME}x = {'9' * 5_000}\n".encode()),
    "a day that is not there": _write(f"{NAME}exempel_dag = 2025-02-30\n".encode()),
    "empty bytes": _write(b"\0" * 100),
    "UTF-16": _write(NAME.encode("utf-16")),
    "a name twice": _write((NAME * 2).encode()),
    "an unfinished merge": _write(f"<<<<<<< HEAD\n{NAME}=======\n{NAME}>>>>>>> x\n".encode()),
    "nothing": _write(b""),
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_configuration_that_cannot_be_read(name: str, workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """The file is named, with exit code 3, whatever lies there."""
    file = workspace / "kvalitet.toml"
    file.unlink()
    CONFIGURATIONS[name](file)
    run = kvalitet("-C", workspace, "validate")
    assert run.code == 3
    assert "kvalitet.toml" in run.err
    assert "Traceback" not in run.err


def test_a_shared_configuration_that_is_not_ours_is_passed_over(workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """A folder below the root may hold another tool's file, a pipe even: the search goes on upwards."""
    below = workspace / "dokument"
    below.mkdir()
    os.mkfifo(below / "pyproject.toml")
    assert kvalitet("-C", below, "validate").code == 0


def test_a_link_for_the_folder_of_records_is_not_followed(workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """What a link points at is not what git keeps."""
    (workspace / "records").rename(workspace / "andra")
    (workspace / "records").symlink_to("andra")
    run = kvalitet("-C", workspace, "validate")
    assert (run.code, run.err) == (3, "kvalitet: records:1:1: mappen records är en länk; lägg själva mappen här\n")
