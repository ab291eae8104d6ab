"""What git holds is met, named and read as the same files on a disk are."""

from __future__ import annotations

import random
from pathlib import Path

from kvalitet.history.trees import index_listing
from kvalitet.source.folders import read_from
from kvalitet.tracked import TrackedFiles
from kvalitet.workspace import FilesOnDisk
from tests.hooks.conftest import Git

NAMES = ["a", "a-b", "a.yaml", ".dold", ".gitkeep", ".x.swp", "b", "å", "Z", "c.yaml", "m n"]


def test_the_same_files_are_met_in_the_same_order(git: Git, odd: Path) -> None:
    """Hidden files, folders named as files, traces of programs and folders too deep are met as on a disk."""
    chance = random.Random(4)
    for _ in range(120):
        path = odd / "records" / "/".join(chance.choices(NAMES, k=chance.choice([1, 2, 3, 10])))
        if not path.exists() and not any(above.is_file() for above in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("namn: x\n", encoding="utf-8")
    (odd / "records/lank.yaml").symlink_to("b")
    git("add", "-A", "--force")
    disk, tree = FilesOnDisk(odd), TrackedFiles(odd, index_listing(odd))
    met = list(disk.paths("records"))
    assert list(tree.paths("records")) == met
    assert len(met) > 25
    for name in [*met, "records/saknas.yaml"]:
        on_disk, in_git = read_from(disk, name), read_from(tree, name)
        assert (in_git.text, [f.kind for f in in_git.faults]) == (on_disk.text, [f.kind for f in on_disk.faults]), name
