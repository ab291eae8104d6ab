"""A drawn id is free in the workspace, in what is staged and on every branch that git knows here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kvalitet.history.presence import is_known
from tests.merging.conftest import Clone, Tool

TAKEN, FREE = "AVV-2025-AAAAAA", "AVV-2025-BBBBBB"
PATH = f"records/avvikelse/2025/{TAKEN}.yaml"
NEW: tuple[str, ...] = ("new", "avvikelse", "--no-input", "--set", "enhet=norr", "--set", "intraffad=igår")
NEW += ("--set", "beskrivning=Larmet gick inte fram.")


@pytest.fixture
def fixed_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same letter six times, then the next letter: chance is no help in finding a free id."""

    def letters() -> Iterator[str]:
        for letter in "ABCDEFGH":
            yield from letter * 6

    drawn = letters()
    monkeypatch.setattr("kvalitet.records.ids.secrets.choice", lambda _: next(drawn))


def _on_another_branch(who: Clone) -> None:
    who.git("switch", "-qc", "annan")
    who.write(PATH, "id: x\n")
    who.commit()
    who.git("switch", "-q", "main")


def _on_a_fetched_branch(who: Clone) -> None:
    shared = Clone(Path(who.git("remote", "get-url", "origin").strip()))
    shared.git("switch", "-qc", "deras")
    shared.write(PATH, "id: x\n")
    shared.commit()
    who.git("fetch", "-q")
    assert not (who.top / PATH).exists()


def _fetched_without_a_branch(who: Clone) -> None:
    _on_a_fetched_branch(who)
    shared = who.git("remote", "get-url", "origin").strip()
    who.git("remote", "remove", "origin")
    who.git("fetch", "-q", shared, "deras")


def _staged_and_taken_away(who: Clone) -> None:
    who.write(PATH, "id: x\n")
    who.git("add", PATH)
    (who.top / PATH).unlink()


def _on_no_branch(who: Clone) -> None:
    who.git("switch", "-q", "--detach")
    who.write(PATH, "id: x\n")
    who.commit()
    (who.top / PATH).unlink()


def _under_a_tag(who: Clone) -> None:
    _on_another_branch(who)
    who.git("tag", "v1", "annan")
    who.git("branch", "-qD", "annan")


def _on_disk(who: Clone) -> None:
    who.write(PATH, "id: [\n")


PLACES = [_on_another_branch, _on_a_fetched_branch, _fetched_without_a_branch, _staged_and_taken_away]
PLACES += [_on_no_branch, _under_a_tag, _on_disk]


@pytest.mark.usefixtures("fixed_draw")
@pytest.mark.parametrize("lay", PLACES, ids=lambda lay: lay.__name__)
def test_an_id_that_git_knows_is_not_drawn(lay: Callable[[Clone], None], pair: tuple[Clone, Clone], tool: Tool) -> None:
    """Wherever a file of that name lies, the draw is made again, and nothing is said of it."""
    who = pair[0]
    lay(who)
    run = tool(who, *NEW)
    assert (run.code, run.out, run.err) == (0, f"records/avvikelse/2025/{FREE}.yaml\n", "")


@pytest.mark.usefixtures("fixed_draw")
def test_renumber_draws_as_new_does(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """A record that gets another id gets one that no branch has."""
    who = pair[0]
    _on_another_branch(who)
    assert tool(who, *NEW).out == f"records/avvikelse/2025/{FREE}.yaml\n"
    assert tool(who, "renumber", FREE).code == 0
    assert who.records("avvikelse") == {"AVV-2025-CCCCCC"}


@pytest.mark.usefixtures("fixed_draw")
def test_a_workspace_deep_in_a_repository(shared: Clone, tool: Tool, tmp_path: Path) -> None:
    """Names are compared from the workspace, wherever in a larger repository it lies."""
    big = Clone(tmp_path / "stort")
    big.top.mkdir()
    shared.git("clone", "-q", str(shared.top), str(big.top / "omsorg" / "kvalitet"))
    Clone(big.top / "omsorg" / "kvalitet").git("remote", "remove", "origin")
    Path(big.top / "omsorg/kvalitet/.git").rename(tmp_path / "undan")
    big.git("init", "-q")
    big.commit()
    inner = Clone(big.top / "omsorg" / "kvalitet")
    _on_another_branch(inner)
    assert is_known(inner.top, PATH)
    assert not is_known(big.top, PATH)
    assert tool(inner, *NEW).out == f"records/avvikelse/2025/{FREE}.yaml\n"


@pytest.mark.usefixtures("fixed_draw")
def test_without_a_repository_it_just_works(workspace: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not in git needs no git, and says nothing of it."""
    monkeypatch.setenv("PATH", "")
    run = tool(Clone(workspace), *NEW)
    assert (run.code, run.out, run.err) == (0, f"records/avvikelse/2025/{TAKEN}.yaml\n", "")


def _no_program(who: Clone, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("PATH", "")


def _broken(who: Clone, patch: pytest.MonkeyPatch) -> None:
    (who.top / ".git/HEAD").write_text("skräp\n", encoding="utf-8")


def _broken_settings(who: Clone, patch: pytest.MonkeyPatch) -> None:
    (who.top / ".git/config").write_text("[core\n", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_no_program, _broken, _broken_settings], ids=lambda spoil: spoil.__name__)
def test_a_broken_repository_stops_nobody_from_reporting(
    spoil: Callable[[Clone, pytest.MonkeyPatch], None],
    shared: Clone,
    tool: Tool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The event is saved and the exit is 0; one line says that other branches were not asked, and why."""
    spoil(shared, monkeypatch)
    run = tool(shared, *NEW)
    assert run.code == 0
    assert len(shared.records("avvikelse")) == 1
    assert run.err.startswith("id:t är inte jämfört med andra grenar (")
    assert run.err.count("\n") == 1


def test_a_repository_without_a_commit(workspace: Path, tool: Tool) -> None:
    """Before the first commit there is nothing to compare with, and nothing is said."""
    unborn = Clone(workspace)
    unborn.git("init", "-q")
    run = tool(unborn, *NEW)
    assert (run.code, run.err) == (0, "")


@pytest.mark.usefixtures("fixed_draw")
@pytest.mark.parametrize("times", [1, 3])
def test_a_name_that_is_taken_while_it_is_saved_is_drawn_again(
    times: int, pair: tuple[Clone, Clone], tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program, such as git, lays a file of that name there at the last moment: it stays, the event gets another."""
    who, real, left = pair[0], os.link, times

    def link(source: Path, target: Path) -> None:
        nonlocal left
        if left:
            left -= 1
            Path(target).write_text("id: x\n", encoding="utf-8")
        real(source, target)

    monkeypatch.setattr("kvalitet.writing.files.os.link", link)
    run = tool(who, *NEW)
    taken, free = [f"records/avvikelse/2025/AVV-2025-{letter * 6}.yaml" for letter in ("A", "ABCD"[times])]
    assert (run.code, run.out) == (0, f"{free}\n"), run.err
    assert who.read(taken) == "id: x\n"
    assert len(who.records("avvikelse")) == times + 1


def test_what_always_is_taken_ends(pair: tuple[Clone, Clone], tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which every name is taken is told of as such, and the answers are not lost in a ring."""

    def link(source: Path, target: Path) -> None:
        raise FileExistsError(17, "finns", str(target))

    monkeypatch.setattr("kvalitet.writing.files.os.link", link)
    run = tool(pair[0], *NEW)
    assert (run.code, "finns redan" in run.err) == (6, True)
    assert pair[0].records("avvikelse") == set()


@pytest.mark.usefixtures("fixed_draw")
def test_a_chosen_name_is_not_chosen_again(
    pair: tuple[Clone, Clone], tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that people chose and that is taken at the last moment is theirs to change."""

    def link(source: Path, target: Path) -> None:
        raise FileExistsError(17, "finns", str(target))

    monkeypatch.setattr("kvalitet.writing.files.os.link", link)
    run = tool(
        pair[0], "new", "enhet", "--no-input", "--set", "namn=Söder", "--set", "niva=namnd", "--set", "lagrum=hsl"
    )
    assert (run.code, run.err.count("ENH-soder.yaml finns redan")) == (6, 1)
