"""Files that git holds are found, named and read as those on a disk are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.source.faults import Fault, FaultKind, Refused
from kvalitet.source.folders import HeldFiles, read_from
from kvalitet.workspace import FilesOnDisk

_PART = st.sampled_from(["a", "a-b", "a.yaml", ".dold", "b", "å", "Z"])
_PATHS = st.sets(st.lists(_PART, min_size=1, max_size=4).map("/".join), max_size=12)


def _is_file_system(paths: set[str]) -> bool:
    """A path is either a file or a folder, never both."""
    return not any(other.startswith(f"{path}/") for path in paths for other in paths)


@settings(max_examples=60)
@given(paths=_PATHS.filter(_is_file_system))
def test_a_tree_lists_and_answers_as_a_disk_does(tmp_path_factory: pytest.TempPathFactory, paths: set[str]) -> None:
    """The same files give the same paths in the same order, and the same answers on what is there."""
    root = tmp_path_factory.mktemp("rot")
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())
    disk, tree = FilesOnDisk(root), HeldFiles({path: path.encode() for path in paths})
    for folder in ("a", "b", "å", "a/b", ".dold"):
        assert list(disk.paths(folder)) == list(tree.paths(folder))
        assert disk.has_folder(folder) == tree.has_folder(folder)
    for path in ("a", "a/a.yaml", "b/b", "../a", "a/../../a", "/a", "a/.."):
        assert disk.is_inside(path) == tree.is_inside(path)
        assert not disk.is_inside(path) or disk.has_file(path) == tree.has_file(path)
    assert all(disk.read(path) == tree.read(path) for path in paths)


def test_what_git_holds_that_is_no_file_has_its_fault() -> None:
    """A link or something that is not there is refused with its reason, and its document says the same."""
    tree = HeldFiles({"records/lank.yaml": Fault(FaultKind.SYMLINK)})
    with pytest.raises(Refused):
        tree.read("records/lank.yaml")
    assert [fault.kind for fault in read_from(tree, "records/lank.yaml").faults] == [FaultKind.SYMLINK]
    assert [fault.kind for fault in read_from(tree, "records/saknas.yaml").faults] == [FaultKind.UNREADABLE]


def test_a_link_on_disk_is_there_but_not_read(tmp_path: Path) -> None:
    """A link counts as something in its place, also one to nothing, and is never followed."""
    (tmp_path / "lank.yaml").symlink_to(tmp_path / "ingenting")
    disk = FilesOnDisk(tmp_path)
    assert disk.has_file("lank.yaml")
    assert [fault.kind for fault in read_from(disk, "lank.yaml").faults] == [FaultKind.SYMLINK]
