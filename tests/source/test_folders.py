"""A link or a file that is not there is told as what it is, and never followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvalitet.source.faults import FaultKind
from kvalitet.source.folders import is_below, read_from
from kvalitet.workspace import FilesOnDisk


def test_a_link_on_disk_is_there_but_not_read(tmp_path: Path) -> None:
    """A link counts as something in its place, also one to nothing, and is never followed."""
    (tmp_path / "lank.yaml").symlink_to(tmp_path / "ingenting")
    disk = FilesOnDisk(tmp_path)
    assert disk.has_file("lank.yaml")
    assert not disk.has_file("saknas.yaml")
    assert [fault.kind for fault in read_from(disk, "lank.yaml").faults] == [FaultKind.SYMLINK]
    assert [fault.kind for fault in read_from(disk, "saknas.yaml").faults] == [FaultKind.UNREADABLE]


@pytest.mark.parametrize(
    ("path", "below"),
    [
        ("a.yaml", True),
        ("a/../b.yaml", True),
        ("..a/b.yaml", True),
        (".", True),
        ("..", False),
        ("../a.yaml", False),
        ("a/../../b.yaml", False),
        ("/etc/passwd", False),
    ],
)
def test_a_path_stays_below_its_root_or_is_seen_to_leave_it(path: str, below: bool) -> None:
    """Only what leads out of the root is outside, however it is written."""
    assert is_below(path) == below
