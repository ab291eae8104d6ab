"""A link or a file that is not there is told as what it is, and never followed."""

from __future__ import annotations

from pathlib import Path

from kvalitet.source.faults import FaultKind
from kvalitet.source.folders import read_from
from kvalitet.workspace import FilesOnDisk


def test_a_link_on_disk_is_there_but_not_read(tmp_path: Path) -> None:
    """A link counts as something in its place, also one to nothing, and is never followed."""
    (tmp_path / "lank.yaml").symlink_to(tmp_path / "ingenting")
    disk = FilesOnDisk(tmp_path)
    assert disk.has_file("lank.yaml")
    assert not disk.has_file("saknas.yaml")
    assert [fault.kind for fault in read_from(disk, "lank.yaml").faults] == [FaultKind.SYMLINK]
    assert [fault.kind for fault in read_from(disk, "saknas.yaml").faults] == [FaultKind.GONE]
