"""In the middle of a merge `validate` says so, and names every file that git waits for, whatever state it is in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from kvalitet.history.merging import underway
from tests.merging.conftest import Clone, Tool
from tests.merging.test_results import DONE, EVENT, MEASURE, OPEN

RUTIN = "records/rutin/RUT-omsorg.yaml"
NEW = "records/avvikelse/2025/AVV-2025-NNNNNN.yaml"
SAYS = "En sammanslagning pågår i git (merge)."


@pytest.fixture
def pair(shared: Clone, clone: Callable[[str], Clone]) -> tuple[Clone, Clone]:
    """Two copies of a workspace with one avvikelse and its åtgärd."""
    shared.write(EVENT, OPEN)
    shared.write(MEASURE, DONE)
    shared.commit("En händelse")
    return clone("anna"), clone("bo")


def _both_change(anna: Clone, bo: Clone) -> None:
    anna.edit(EVENT, "Larmet gick inte fram", "Larmet var tyst")
    bo.edit(EVENT, "Larmet gick inte fram", "Larmet nådde inte fram")


def _both_add(anna: Clone, bo: Clone) -> None:
    for who, title in ((anna, "Larmet var tyst"), (bo, "Dörren stod öppen")):
        text = OPEN.replace("AVV-2025-K7Q4XM", "AVV-2025-NNNNNN").replace("Larmet gick inte fram", title)
        who.write(NEW, text.replace("482913", str(len(title)).zfill(6)))


def _one_removes(anna: Clone, bo: Clone) -> None:
    anna.edit(EVENT, "Larmet gick inte fram", "Larmet var tyst")
    (bo.top / EVENT).unlink()
    bo.edit(MEASURE, "kalla:\n  - AVV-2025-K7Q4XM\n", "")


def _the_other_removes(anna: Clone, bo: Clone) -> None:
    _one_removes(bo, anna)


def _both_rename(anna: Clone, bo: Clone) -> None:
    for who, name in ((anna, "RUT-natt"), (bo, "RUT-kvall")):
        text = who.read(RUTIN)
        (who.top / RUTIN).unlink()
        who.write(f"records/rutin/{name}.yaml", text.replace("RUT-omsorg", name))
        who.edit("records/process/PRO-omsorg.yaml", "RUT-omsorg", name)


STATES = [
    (_both_change, {EVENT: "olöst sammanslagning"}),
    (_both_add, {NEW: "olöst sammanslagning"}),
    (_one_removes, {EVENT: "en gren tog bort posten"}),
    (_the_other_removes, {EVENT: "en gren tog bort posten"}),
]


def told(tool: Tool, who: Clone) -> dict[str, str]:
    findings = json.loads(tool(who, "validate", "--format", "json").out)["findings"]
    named = [(one["file"], one["message"]) for one in findings if one["code"] == "GIT001"]
    assert len(dict(named)) == len(named)
    return dict(named)


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
@pytest.mark.parametrize(("change", "expected"), STATES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_unmerged_file_is_named_once(
    change: Callable[[Clone, Clone], None],
    expected: dict[str, str],
    style: str,
    pair: tuple[Clone, Clone],
    tool: Tool,
) -> None:
    """Changed on both sides, added on both, removed on one: GIT001 once per file, in each of git's styles of marks."""
    anna, bo = pair
    change(anna, bo)
    for who in pair:
        who.commit()
    anna.git("config", "merge.conflictStyle", style)
    assert not anna.merge(bo)
    found = told(tool, anna)
    assert {path: expected[path] in message for path, message in found.items()} == dict.fromkeys(expected, True)
    run = tool(anna, "validate")
    assert (run.code, SAYS in run.err) == (1, True)


def test_a_record_that_both_renamed_is_named_by_all_its_names(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """One rutin with three names, of which one is on no disk: each that git waits for is told."""
    anna, bo = pair
    _both_rename(anna, bo)
    for who in pair:
        who.commit()
    assert not anna.merge(bo)
    waiting = {line.split("\t")[1] for line in anna.git("ls-files", "-u").splitlines()}
    assert RUTIN in waiting
    assert told(tool, anna).keys() == waiting


def test_marks_taken_away_without_a_word_to_git_are_told(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """A file without marks that git still waits for is named with what to do, until git add; then the merge is told."""
    anna, bo = pair
    _both_change(anna, bo)
    for who in pair:
        who.commit()
    assert not anna.merge(bo)
    anna.write(EVENT, OPEN)
    assert "kör sedan git add på den" in told(tool, anna)[EVENT]
    anna.git("add", EVENT)
    run = tool(anna, "validate")
    assert (run.code, told(tool, anna), SAYS in run.err) == (0, {}, True)
    assert SAYS not in tool(anna, "--quiet", "validate").err
    anna.git("commit", "-qm", "klart")
    assert SAYS not in tool(anna, "validate").err


@pytest.mark.parametrize(
    ("words", "what"), [(["rebase", "FETCH_HEAD"], "rebase"), (["cherry-pick", "FETCH_HEAD"], "cherry-pick")]
)
def test_a_rebase_and_a_cherry_pick_are_told_by_name(
    words: list[str], what: str, pair: tuple[Clone, Clone], tool: Tool
) -> None:
    """git stops in other ways than by merging, and each is named."""
    anna, bo = pair
    _one_removes(anna, bo)
    for who in pair:
        who.commit()
    anna.git("fetch", "-q", str(bo.top), "HEAD")
    anna.git(*words, check=False)
    assert told(tool, anna).keys() == {EVENT}
    assert f"pågår i git ({what})" in tool(anna, "validate").err


def test_a_merge_in_a_worktree_of_its_own(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """Where git's folder lies elsewhere the merge is seen too, and only there."""
    anna, bo = pair
    _one_removes(anna, bo)
    for who in pair:
        who.commit()
    anna.git("worktree", "add", "-q", "../sida", "-b", "sida")
    aside = Clone(anna.top.parent / "sida")
    assert not aside.merge(bo)
    assert told(tool, aside).keys() == {EVENT}
    assert (underway(aside.top), underway(anna.top)) == ("merge", "")
    (aside.top / ".git").write_text("skräp\n", encoding="utf-8")
    assert underway(aside.top) == ""


def test_without_git_the_merge_is_told_all_the_same(
    pair: tuple[Clone, Clone], tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a merge is under way stands on disk; which files are left only git knows, and that is said."""
    anna, bo = pair
    _one_removes(anna, bo)
    for who in pair:
        who.commit()
    assert not anna.merge(bo)
    monkeypatch.setenv("PATH", "")
    run = tool(anna, "validate")
    assert SAYS in run.err
    assert "git säger inte vilka filer som är kvar (git finns inte" in run.err


def test_a_merge_that_met_is_mended_from_start_to_end(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """What the guide says to do when two events meet, in a real merge: renumber, git add, git commit, no finding."""
    anna, bo = pair
    _both_add(anna, bo)
    for who in pair:
        who.commit()
    assert not anna.merge(bo)
    run = tool(anna, "renumber", "AVV-2025-NNNNNN")
    assert run.code == 2
    assert "--side ours    Larmet var tyst" in run.err
    run = tool(anna, "renumber", NEW, "--side", "theirs", "--no-input")
    assert run.code == 0, run.err
    words = re.search(r"git (add \S+ \S+)$", run.err, re.M)
    assert words
    anna.git(*words[1].split())
    anna.git("commit", "-qm", "Två händelser")
    assert tool(anna, "validate", "--quiet").code == 0
    assert len(anna.records("avvikelse")) == 3
    titles = {file.read_text(encoding="utf-8").split("\n")[2] for file in anna.top.rglob("AVV-*.yaml")}
    assert {"rubrik: Larmet var tyst", "rubrik: Dörren stod öppen"} < titles


def test_a_squash_that_stopped_is_seen(pair: tuple[Clone, Clone], tool: Tool) -> None:
    """git notes no merge then, yet it waits: a file that one changed and the other removed has no marks to show it."""
    anna, bo = pair
    anna.git("rm", "-q", MEASURE)
    anna.commit()
    bo.write(MEASURE, DONE.replace("rubrik: ", "rubrik: Nu "))
    bo.commit()
    assert not bo.merge(anna, "--squash")
    assert MEASURE in told(tool, bo)
    assert SAYS in tool(bo, "validate").err
