"""After any change the findings are those of all files read anew, whatever was kept before it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.register.conftest import git, kept, plainly

Change = Callable[[Path, random.Random], None]


def records(root: Path) -> list[Path]:
    return sorted(file for file in (root / "records").rglob("*.yaml") if file.is_file() and not file.is_symlink())


def same_size_and_time(root: Path, chance: random.Random) -> None:
    """Another letter in a file whose size and time stay as they were."""
    file = chance.choice(records(root))
    before, data = file.stat(), bytearray(file.read_bytes())
    at = data.find(b": ") + 2
    data[at : at + 1] = b"x" if data[at : at + 1] != b"x" else b"y"
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def removed(root: Path, chance: random.Random) -> None:
    chance.choice(records(root)).unlink()


def renamed(root: Path, chance: random.Random) -> None:
    file = chance.choice(records(root))
    file.rename(file.with_name(f"{file.stem}-2.yaml"))


def copied(root: Path, chance: random.Random) -> None:
    file = chance.choice(records(root))
    shutil.copy2(file, file.with_name(f"{file.stem}-{chance.randrange(100)}.yaml"))


def a_line_gone(root: Path, chance: random.Random) -> None:
    file = chance.choice(records(root))
    lines = file.read_bytes().splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    file.write_bytes(b"".join(lines))


def another_target(root: Path, chance: random.Random) -> None:
    """A link that leads to another record, or nowhere."""
    file = chance.choice(records(root))
    one, other = (chance.choice(records(root)).stem for _ in range(2))
    file.write_bytes(file.read_bytes().replace(one.encode(), chance.choice([other, f"{other}x"]).encode()))


def unit_renamed(root: Path, chance: random.Random) -> None:
    """Names of units are no names of persons."""
    unit = chance.choice(sorted((root / "records/enhet").glob("*.yaml")))
    unit.write_text(unit.read_text(encoding="utf-8").replace("namn: ", "namn: Karlsson "), encoding="utf-8")


def become_a_link(root: Path, chance: random.Random) -> None:
    file = chance.choice(records(root))
    file.unlink()
    file.symlink_to(chance.choice(records(root)))


def folder_become_a_link(root: Path, chance: random.Random) -> None:
    folder = chance.choice(sorted({file.parent for file in records(root)}))
    moved = root.parent / f"moved{chance.random()}"
    folder.rename(moved)
    folder.symlink_to(moved)


def ignored_file(root: Path, chance: random.Random) -> None:
    (root / ".gitignore").write_text("*.orig\n.*\n", encoding="utf-8")
    file = chance.choice(records(root))
    shutil.copy2(file, file.with_name(f"{file.name}.orig"))


def said_to_be_unchanged(root: Path, chance: random.Random) -> None:
    """git is told to take a file for unchanged, and it is changed."""
    tracked = [name for name in git(root, "ls-files", "-z", "records").split("\0") if name and (root / name).is_file()]
    if tracked:
        name = chance.choice(tracked)
        git(root, "update-index", chance.choice(["--assume-unchanged", "--skip-worktree"]), name, check=False)
        (root / name).write_text("id: annat\n", encoding="utf-8")


def staged(root: Path, chance: random.Random) -> None:
    git(root, "add", "-A", "-f", check=False)


def saved(root: Path, chance: random.Random) -> None:
    git(root, "add", "-A", "-f", check=False)
    git(root, "commit", "-q", "-m", "Spara", "--allow-empty", check=False)


def put_back(root: Path, chance: random.Random) -> None:
    git(root, "checkout", "-q", "-f", "HEAD", "--", "records", check=False)


def empty_folder(root: Path, chance: random.Random) -> None:
    (root / f"records/tom{chance.randrange(9)}").mkdir(exist_ok=True)


def repository_inside(root: Path, chance: random.Random) -> None:
    inside = root / f"records/rutin/inne{chance.randrange(9)}"
    inside.mkdir(parents=True, exist_ok=True)
    git(inside, "init", "-q")
    (inside / "RUT-inne.yaml").write_text("id: RUT-inne\n", encoding="utf-8")


def hidden_and_named_as_files(root: Path, chance: random.Random) -> None:
    for name in (".gömd", "RUT-mapp.yaml", ".sparad.tmp"):
        folder = root / "records/rutin" / name
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / "RUT-a.yaml").write_text("id: RUT-a\n", encoding="utf-8")


def other_settings(root: Path, chance: random.Random) -> None:
    settings = root / "kvalitet.toml"
    text = settings.read_text(encoding="utf-8")
    if "inga_namn" not in text:
        settings.write_text(f'inga_namn = ["Ord{chance.randrange(99)}"]\n{text}', encoding="utf-8")


CHANGES: list[Change] = [
    same_size_and_time, removed, renamed, copied, a_line_gone, another_target, unit_renamed, become_a_link,
    folder_become_a_link, ignored_file, said_to_be_unchanged, staged, saved, put_back, empty_folder,
    repository_inside, hidden_and_named_as_files, other_settings,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_is_seen(change: Change, complete: Path) -> None:
    """One change after all was kept, and one more: every time the findings are those of all files read anew."""
    chance = random.Random(change.__name__)
    kept(complete)
    for _ in range(2):
        change(complete, chance)
        expected = plainly(complete)
        assert kept(complete) == expected
        assert kept(complete) == expected


def test_changes_upon_changes(known: Path, pytestconfig: pytest.Config) -> None:
    """Any changes one upon another, with or without a run between them, are all seen."""
    chance = random.Random(0)
    kept(known)
    for number in range(pytestconfig.getoption("--generated") or 12):
        changed = chance.choices(CHANGES, k=chance.randint(1, 4))
        for change in changed:
            if records(known):
                change(known, chance)
        assert kept(known) == plainly(known), (number, [change.__name__ for change in changed])
