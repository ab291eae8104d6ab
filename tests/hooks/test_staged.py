"""What is staged is what is judged: the eight cases, each with a commit that git itself makes with our hook in place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.hooks.conftest import ROLE, UNIT, Git, change

WRONG = ("niva: enhet", "niva: vaning")


@pytest.fixture
def hooked(git: Git, odd: Path, kvalitet: Callable[..., Run]) -> Git:
    """The repository with our hooks in place and nothing committed."""
    assert kvalitet("-C", odd, "hook", "install").code == 0
    return git


@pytest.fixture
def begun(hooked: Git) -> Git:
    """The same with all that is there committed."""
    hooked("add", "-A")
    hooked("commit", "-qm", "ett", "--no-verify")
    return hooked


def refused(git: Git, *words: str, code: str = "FRM004", at: Path | None = None) -> str:
    """Return what a commit that is refused says; nothing is committed by it."""
    before = git("rev-parse", "--verify", "-q", "HEAD", code=None).stdout
    done = git("commit", *words, code=1, **({"at": at} if at else {}))
    assert code in done.stderr, done.stderr
    assert "Ingenting sparades i git" in done.stderr
    assert git("rev-parse", "--verify", "-q", "HEAD", code=None).stdout == before
    return done.stderr


def test_the_first_commit_of_all(hooked: Git, odd: Path) -> None:
    """Before there is any commit, what is wrong is refused and what is right goes in without a word."""
    change(odd / UNIT, *WRONG)
    hooked("add", "-A")
    refused(hooked, "-qm", "ett")
    change(odd / UNIT, *reversed(WRONG))
    hooked("add", "-A")
    done = hooked("commit", "-qm", "ett")
    assert (done.stdout, done.stderr) == ("", "")
    assert not list(odd.parent.rglob("PWN"))


def test_staged_wrong_and_the_file_right(begun: Git, odd: Path) -> None:
    """A file that was mended after it was staged is refused: the commit would hold what is wrong."""
    change(odd / UNIT, *WRONG)
    begun("add", UNIT)
    change(odd / UNIT, *reversed(WRONG))
    assert f"{UNIT}\n     3:7  fel  FRM004" in refused(begun, "-qm", "två")


def test_staged_right_and_the_file_wrong(begun: Git, odd: Path) -> None:
    """What is wrong on disk but not staged stops nothing."""
    change(odd / UNIT, "Boende Norr", "Boende Norra")
    begun("add", UNIT)
    change(odd / UNIT, *WRONG)
    begun("commit", "-qm", "två")
    assert "Norra" in begun("show", f"HEAD:{UNIT}").stdout


def test_commit_with_all_that_has_changed(begun: Git, odd: Path) -> None:
    """`commit -a` takes in what was not staged, and that is judged."""
    change(odd / UNIT, *WRONG)
    refused(begun, "-qam", "två")


def test_commit_of_one_file_beside_another_that_is_wrong(begun: Git, odd: Path) -> None:
    """`commit FILE` makes a commit of that file alone; what is staged beside it is not in it and is not judged."""
    change(odd / UNIT, *WRONG)
    begun("add", UNIT)
    change(odd / ROLE, "namn: ", "namn: Nya ")
    begun("commit", "-qm", "två", "--", ROLE)
    assert begun("diff", "--name-only", "HEAD~1").stdout == f"{UNIT}\n{ROLE}\n"
    refused(begun, "-qm", "tre")


def test_a_worktree_from_a_folder_below(begun: Git, odd: Path) -> None:
    """In a second working tree, from a folder below, it is that tree's staged files that are judged."""
    other = odd.parent / "andra"
    begun("worktree", "add", "-q", str(other))
    change(other / UNIT, *WRONG)
    begun("add", "ENH-norr.yaml", at=other / "records/enhet")
    refused(begun, "-qm", "två", at=other / "records/enhet")
    change(odd / ROLE, "namn: ", "namn: Nya ")
    begun("commit", "-qam", "två")


def test_a_link_in_a_records_place(begun: Git, odd: Path) -> None:
    """A staged symbolic link is refused and not followed, whatever it leads to."""
    (odd / UNIT).rename(odd.parent / "utanfor.yaml")
    (odd / UNIT).symlink_to(odd.parent / "utanfor.yaml")
    begun("add", UNIT)
    refused(begun, "-qm", "två", code="FIL002")


def test_a_merge(begun: Git, odd: Path) -> None:
    """A merge that git makes alone is told of, one that is mended by hand is judged, one not mended is named."""
    begun("checkout", "-qb", "gren")
    change(odd / ROLE, "namn: ", "namn: Nya ")
    begun("commit", "-qam", "två", "--no-verify")
    begun("checkout", "-q", "main")
    change(odd / ROLE, "namn: ", "namn: Andra ")
    begun("commit", "-qam", "tre", "--no-verify")
    begun("merge", "-q", "gren", code=1)
    (odd / ROLE).write_bytes(begun("show", f"gren:{ROLE}").stdout.encode())
    change(odd / UNIT, *WRONG)
    begun("add", "-A")
    refused(begun, "-qm", "hop")
    change(odd / UNIT, *reversed(WRONG))
    begun("add", "-A")
    begun("commit", "-qm", "hop")
    assert len(begun("rev-list", "--parents", "-1", "HEAD").stdout.split()) == 3


def test_a_merge_that_is_not_done_is_named(kvalitet: Callable[..., Run], begun: Git, odd: Path) -> None:
    """While a conflict is unresolved in the index, the file is told as such, once."""
    for branch, word in (("gren", "Nya"), ("main", "Andra")):
        begun("checkout", "-q", *(["-b"] if branch == "gren" else []), branch)
        change(odd / ROLE, "namn: ", f"namn: {word} ")
        begun("commit", "-qam", word, "--no-verify")
    begun("merge", "-q", "gren", code=1)
    run = kvalitet("-C", odd, "validate", "--staged", "--format", "short")
    assert (run.code, [line.split(": ")[1].split()[0] for line in run.out.splitlines()]) == (1, ["GIT001"])


def test_settings_kinds_roles_and_lists_are_the_staged_ones(
    kvalitet: Callable[..., Run], begun: Git, odd: Path
) -> None:
    """A kind, a list of requirements and a setting that are only on disk mean nothing; staged they do, also when deleted."""
    settings = odd / "kvalitet.toml"
    right = settings.read_text(encoding="utf-8")
    settings.write_text("sönder", encoding="utf-8")
    assert kvalitet("-C", odd, "validate").code == 3
    assert kvalitet("-C", odd, "validate", "--staged").code == 0
    begun("add", "-A")
    settings.write_text(f'{right}krav = ["krav/egna.yaml"]\n', encoding="utf-8")
    run = kvalitet("-C", odd, "validate", "--staged")
    assert (run.code, run.err.split(":")[1].strip()) == (3, "kvalitet.toml")
    begun("add", "-A")
    assert "filen krav/egna.yaml finns inte" in kvalitet("-C", odd, "validate", "--staged").err
    settings.write_text(f'{right}roller = {{boss = "ROL-ny"}}\n', encoding="utf-8")
    (odd / "kinds").mkdir()
    (odd / "kinds/enhet.yaml").write_text(
        "extends: enhet\nfields:\n  telefon:\n    type: text\n    label: Telefon\n    required: yes\n", encoding="utf-8"
    )
    begun("add", "-A")
    assert "ROL-ny finns inte" in kvalitet("-C", odd, "validate", "--staged").err
    settings.write_text(right, encoding="utf-8")
    begun("add", "-A")
    shutil.rmtree(odd / "kinds")
    assert kvalitet("-C", odd, "validate").code == 0
    assert kvalitet("-C", odd, "validate", "--staged").out.count("FRM002") == 2


def test_a_workspace_that_is_gone_from_disk_is_still_found_staged(
    kvalitet: Callable[..., Run], begun: Git, odd: Path
) -> None:
    """What is judged is what the commit holds, also when the settings and the records have been removed on disk."""
    (odd / "kvalitet.toml").unlink()
    shutil.rmtree(odd / "records")
    assert kvalitet("-C", odd, "validate").code == 3
    run = kvalitet("-C", odd, "validate", "--staged")
    assert (run.code, run.err) == (0, "6\u00a0poster granskade, inga fel.\n")


def test_outside_git_and_outside_what_is_staged(
    kvalitet: Callable[..., Run], workspace: Path, git: Git, odd: Path
) -> None:
    """Without a repository the exit is 6, with nothing of a workspace staged 3; both say what to do."""
    run = kvalitet("-C", workspace, "validate", "--staged")
    assert (run.code, run.out) == (6, "")
    assert "kör git init" in run.err
    run = kvalitet("-C", odd, "validate", "--staged")
    assert (run.code, run.out) == (3, "")
    assert "git add" in run.err


def test_a_named_file_is_looked_for_among_what_is_staged(kvalitet: Callable[..., Run], begun: Git, odd: Path) -> None:
    """A path that only the index holds can be named, one that only the disk holds can not."""
    (odd / UNIT).unlink()
    (odd / "records/enhet/ENH-ny.yaml").write_text("x", encoding="utf-8")
    assert kvalitet("-C", odd, "validate", "--staged", UNIT).code == 0
    assert kvalitet("-C", odd, "validate", "--staged", "records").code == 0
    assert kvalitet("-C", odd, "validate", "--staged", "records/enhet/ENH-ny.yaml").code == 2


@pytest.mark.parametrize("name", ["ws", ".ws", "ws."])
def test_a_workspace_below_the_top_is_judged_by_the_hook(
    kvalitet: Callable[..., Run], git: Git, odd: Path, name: str
) -> None:
    """Also where the top of the repository is no workspace, and whatever the folder's name begins or ends with."""
    (odd / name).mkdir()
    for part in ("records", "kvalitet.toml"):
        (odd / part).rename(odd / name / part)
    assert kvalitet("-C", odd / name, "hook", "install").code == 0
    git("add", "-A")
    git("commit", "-qm", "rätt")
    change(odd / name / UNIT, "namn:", "nam:")
    refused = git("commit", "-qam", "fel", code=1)
    assert "FRM001" in refused.stdout + refused.stderr


def test_a_file_that_git_add_has_only_announced_is_not_judged(
    kvalitet: Callable[..., Run], begun: Git, odd: Path
) -> None:
    """`git add -N` adds nothing to the commit."""
    (odd / "records/roll/ROL-ny.yaml").write_text("id: ROL-ny\n", encoding="utf-8")
    begun("add", "-N", "records/roll/ROL-ny.yaml")
    assert kvalitet("-C", odd, "validate", "--staged").code == 0


def test_settings_alone_are_told_to_lack_their_records(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """What is missing is told as what to add to git, not as a folder to make."""
    git("add", "kvalitet.toml")
    run = kvalitet("-C", odd, "validate", "--staged")
    assert (run.code, "mappen records saknas; lägg till den med git add" in run.err) == (3, True), run.err


def test_no_filter_of_the_repository_is_run(kvalitet: Callable[..., Run], begun: Git, odd: Path) -> None:
    """A format that tells of the commit does not let git run what a repository's settings name."""
    (odd / ".gitattributes").write_text("*.yaml filter=x\n", encoding="utf-8")
    begun("config", "filter.x.clean", f"touch '{odd.parent / 'pwned'}'; cat")
    (odd / UNIT).touch()
    found = json.loads(kvalitet("-C", odd, "validate", "--format", "json").out)
    assert (found["workspace"]["dirty"], (odd.parent / "pwned").exists()) == (False, False)
    change(odd / UNIT, "namn:", "# anteckning\nnamn:")
    assert json.loads(kvalitet("-C", odd, "validate", "--format", "json").out)["workspace"]["dirty"] is True


def test_a_named_link_is_told_as_the_link_that_it_is(kvalitet: Callable[..., Run], odd: Path, tmp_path: Path) -> None:
    """A path that is given on the line is not followed."""
    (tmp_path / "ute.yaml").touch()
    (odd / "records/roll/ROL-lank.yaml").symlink_to(tmp_path / "ute.yaml")
    run = kvalitet("-C", odd, "validate", "records/roll/ROL-lank.yaml", "--format", "short")
    assert (run.code, "FIL002" in run.out) == (1, True), run.err
