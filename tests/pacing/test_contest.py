"""The race is fair: all run in turns, and who cannot is told of rather than left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacing import contest
from pacing.contest import Contestant, Result, race
from pacing.measuring import Taken
from speed import too_slow


def noting(name: str, folder: Path, command: str = "true") -> Contestant:
    return Contestant(name, ["sh", "-c", f"echo {name} >> order; {command}"], folder)


def test_contestants_run_in_turns(tmp_path: Path) -> None:
    """Each runs once before any runs again, the first turn is not timed, and what prepares a turn is told which it is."""
    turns: list[int] = []
    one = Contestant("a", noting("a", tmp_path).words, tmp_path, turns.append)
    results = race([one, noting("b", tmp_path)], turns=2, longest=60)
    assert (tmp_path / "order").read_text(encoding="utf-8").split() == list("ababab")
    assert [len(result.turns) for result in results] == [2, 2]
    assert turns == [0, 1, 2]


def test_who_fails_is_told_of_and_has_no_figure(tmp_path: Path) -> None:
    """A command that fails runs no more, and its words are there to be read."""
    failed, fine = race([noting("a", tmp_path, "echo why; exit 3"), noting("b", tmp_path)], turns=1, longest=60)
    assert (failed.told, failed.clock) == ("failed with 3: why", None)
    assert fine.clock is not None
    assert (tmp_path / "order").read_text(encoding="utf-8").split() == ["a", "b", "b"]


def test_who_is_stopped_is_known_to_take_at_least_so_long(tmp_path: Path) -> None:
    """A command that takes too long has no median, but is known to take the time that it was given."""
    (stopped,) = race([noting("a", tmp_path, "sleep 30")], turns=1, longest=0.3)
    assert (stopped.clock, stopped.at_least) == (None, 0.3)
    assert stopped.told.startswith("stopped after")


def test_who_is_missing_is_told_of(tmp_path: Path) -> None:
    """A tool that is not installed stands in the results with the reason."""
    (missing,) = race([Contestant("a", [], tmp_path, missing="not installed: a 1.0")], turns=1, longest=60)
    assert (missing.told, missing.turns) == ("not installed: a 1.0", [])


def test_who_takes_long_is_run_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit for long runs the first turn is the figure, and there is no second."""
    monkeypatch.setattr(contest, "LONG", 0.2)
    (slow,) = race([noting("a", tmp_path, "sleep 0.3")], turns=3, longest=60)
    assert len(slow.turns) == 1


def test_who_would_take_too_long_with_more_records_is_not_begun() -> None:
    """Ten times the records take ten times as long: 70 s say that ten minutes are not enough, 5 s on a busy machine not."""
    times = {"a": Taken(70, 70, None, 0, ""), "b": Taken(70, 5, None, 0, ""), "c": Taken(5, 5, None, 0, "")}
    found = {(1000, name): Result(name, turns=[taken]) for name, taken in times.items()}
    assert too_slow(found, 10_000, 600) == {"a": "would take over 10 min (70.0 s at 1000)"}
