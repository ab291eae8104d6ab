"""What is kept is used only when it is right, by whom it belongs to, and never matters for what is found."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path

from kvalitet.register.store import Store
from tests.conftest import Run
from tests.register.conftest import kept, plainly


def files(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".git" / "kvalitet").rglob("*.bin"))


def test_a_spoiled_file_is_not_used(complete: Path) -> None:
    """Cut short, emptied, with a byte changed, or of another user: the findings are the same."""
    expected, chance = plainly(complete), random.Random(1)
    for _ in range(12):
        assert kept(complete) == expected
        file = chance.choice([file for file in files(complete) if file.stat().st_size])
        data = bytearray(file.read_bytes())
        at = chance.randrange(len(data))
        spoiled = (data[:at], b"", data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], data + b"more")
        file.write_bytes(chance.choice(spoiled))
    assert kept(complete, secret=b"another" * 4) == expected


def test_what_somebody_else_sealed_is_not_read(tmp_path: Path) -> None:
    """Values are given back to who kept them, and to nobody else."""
    Store(tmp_path, b"mine").save("rader", [1, {"a": [b"b", None]}])
    assert Store(tmp_path, b"mine").load("rader") == [1, {"a": [b"b", None]}]
    assert Store(tmp_path, b"other").load("rader") is None
    assert Store(tmp_path, b"mine").load("annat") is None


def test_many_at_once_leave_right_files(complete: Path) -> None:
    """Runs at the same time find the same, and so does who comes after them."""
    expected, found = plainly(complete), []
    runs = [threading.Thread(target=lambda: found.append(kept(complete))) for _ in range(6)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert found == [expected] * 6
    assert kept(complete) == expected
    assert not list((complete / ".git" / "kvalitet").rglob("*.tmp"))


def test_where_nothing_can_be_kept_all_is_found(complete: Path) -> None:
    """A file where the folder should be is in no one's way."""
    (complete / ".git" / "kvalitet").write_text("", encoding="utf-8")
    assert kept(complete) == plainly(complete)


def test_the_command_keeps_and_finds_the_same(kvalitet: Callable[..., Run], complete: Path) -> None:
    """The first run, the second, and one that keeps nothing print the same, and the workspace is as it was."""
    before = {path: path.read_bytes() for path in complete.rglob("*") if path.is_file() and ".git" not in path.parts}
    runs = [kvalitet("-C", complete, "validate", "--format", "json") for _ in range(3)]
    assert len(set(runs)) == 1
    after = {path: path.read_bytes() for path in complete.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert after == before
    assert files(complete)


def test_nothing_that_points_at_a_person_is_kept(complete: Path) -> None:
    """A record with an identity number or a name has no row, and its text is in no file that is kept."""
    unit = next((complete / "records/enhet").glob("*.yaml"))
    unit.write_text(f"{unit.read_text(encoding='utf-8')}\n# Patienten 20250131-12A4 KANARIE\n", encoding="utf-8")
    found = kept(complete)
    assert any(finding.code.startswith("SEK") for finding in found)
    for file in files(complete):
        assert b"12A4" not in file.read_bytes()
        assert unit.read_text(encoding="utf-8").split("namn: ")[1].split("\n")[0].encode() not in file.read_bytes()
