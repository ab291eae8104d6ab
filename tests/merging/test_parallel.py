"""Two people report at the same time: no event is lost, none becomes one with another, none shares an id untold."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from merging import run
from tests.merging.conftest import Clone, Tool

SAME: tuple[str, ...] = ("new", "avvikelse", "--no-input", "--set", "enhet=norr", "--set", "intraffad=igår")
SAME += ("--set", "beskrivning=Larmet gick inte fram.")


def test_twenty_merges_lose_no_event(tmp_path: Path) -> None:
    """Twenty times two people report and merge: every event is there once, with an id of its own."""
    found = run(tmp_path, 2, 20)
    assert (found.made, found.met) == (80, 0)
    assert found.is_whole, found


def test_every_meeting_of_two_events_is_told_and_mended(tmp_path: Path) -> None:
    """Where both draw the same ids git stops at each, validate names each, and renumber makes them two."""
    found = run(tmp_path, 3, 2, collide=True)
    assert found.made == 12
    assert found.met == found.told == 6
    assert found.is_whole, found


def test_the_same_words_with_the_same_id_are_not_one_event(
    pair: tuple[Clone, Clone], tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who write the same of two events and draw the same id: the moment of making keeps the files apart."""
    anna, bo = pair
    for who in pair:
        monkeypatch.setattr("kvalitet.records.ids.secrets.choice", Random(7).choice)
        assert tool(who, *SAME).code == 0
        who.commit()
    (path,) = anna.git("show", "--name-only", "--format=", "HEAD").split()
    assert path == bo.git("show", "--name-only", "--format=", "HEAD").strip()
    differs = [(a, b) for a, b in zip(anna.read(path).split("\n"), bo.read(path).split("\n"), strict=True) if a != b]
    assert [re.sub(r"\d{6}\+", "…+", line)[:8] for pair_ in differs for line in pair_] == ["skapad: "] * 2
    assert not anna.merge(bo)
    assert re.search(rf"{re.escape(path)}:\d+:1: GIT001 ", tool(anna, "validate", "--format", "short").out)
    monkeypatch.undo()


def test_the_moment_is_told_to_the_microsecond(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """Also on a day that is given, what tells two events apart is the clock's own microseconds."""
    for _ in range(3):
        assert tool(pair[0], *SAME).code == 0
    made = re.findall(r"^skapad: (\S+)$", "".join(file.read_text() for file in pair[0].top.rglob("AVV-*.yaml")), re.M)
    assert len(set(made)) == 3
    assert all(re.fullmatch(r"2025-03-20T\d\d:\d\d:\d\d\.\d{6}\+01:00", stamp) for stamp in made)
