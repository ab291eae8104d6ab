"""The same work by several processes gives what one gives, in its order, also when one of them dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kvalitet import processes
from kvalitet.processes import spread


class Work:
    """Squares numbers; the first process that is asked for a seven dies, when there is a file to say that none has."""

    def __init__(self, alive: Path, begun_by: int) -> None:
        self.alive = alive
        self.begun_by = begun_by

    def square(self, number: int) -> int:
        if number == 7 and os.getpid() != self.begun_by and self.alive.exists():
            self.alive.unlink()
            os._exit(1)
        return number * number


@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.parametrize("workers", [1, 2, 20])
@pytest.mark.parametrize("dies", [False, True])
def test_every_result_comes_in_its_place(
    way: str, workers: int, dies: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By one, two or more processes than are let, copied or begun from nothing, whole or with one that dies."""
    monkeypatch.setattr(processes, "can_be_copied", lambda: way == "fork")
    work = Work(tmp_path / "alive", os.getpid())
    if dies:
        work.alive.touch()
    assert list(spread(work.square, range(20), workers)) == [number * number for number in range(20)]
    assert not work.alive.exists() or workers == 1


def test_an_error_of_the_work_is_the_callers(tmp_path: Path) -> None:
    """What goes wrong in another process is raised here."""
    with pytest.raises(TypeError):
        list(spread(Work(tmp_path, 0).square, [1, "a", 3], 2))  # type: ignore[arg-type]
