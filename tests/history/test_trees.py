"""What git holds of a folder, as it is staged, and on every branch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kvalitet.diagnostics import UsageError
from kvalitet.history.comparing import changed_since
from kvalitet.history.presence import is_known
from kvalitet.history.runner import GitError
from kvalitet.source.faults import FaultKind
from kvalitet.source.files import LARGEST_FILE
from kvalitet.tracked import staged_workspace
from tests.history.conftest import Repo
from tests.history.reading import refused, staged

ODD = [
    b"records/rad\nbryt.yaml",
    b"records/\xff.yaml",
    b"records/$(x).yaml",
    b"records/ -- *?[a].yaml",
    b'records/"\xc3\xa5\t".yaml',
]


def test_what_is_staged_is_read_not_what_lies_on_disk(repo: Repo) -> None:
    """A file staged and then changed is read as it was staged; one that is not staged is not read."""
    repo.write("records/a.yaml", "a: 2\n")
    repo.git("add", "-A")
    repo.write("records/a.yaml", "a: 3\n")
    repo.write("records/ny.yaml", "ny: 1\n")
    assert staged(repo.top, "records") == {"records/a.yaml": b"a: 2\n", "records/djupt/b.yaml": b"b: 1\n"}


def test_before_the_first_commit_what_is_staged_is_read(unborn: Repo) -> None:
    """A repository without a commit has an index all the same."""
    unborn.write("records/a.yaml", "a: 1\n")
    unborn.git("add", "-A")
    assert staged(unborn.top) == {"records/a.yaml": b"a: 1\n"}


def test_a_workspace_deep_in_a_repository_has_paths_of_its_own(unborn: Repo) -> None:
    """Paths count from the workspace, and its neighbours are not read."""
    unborn.write("kvalitet/records/a.yaml", "a: 1\n")
    unborn.write("annat/records/b.yaml", "b: 1\n")
    unborn.commit()
    inner = unborn.top / "kvalitet"
    assert list(staged(inner)) == ["records/a.yaml"]
    assert (is_known(inner, "records/a.yaml"), is_known(inner, "records/b.yaml")) == (True, False)
    unborn.write("kvalitet/records/a.yaml", "a: 2\n")
    unborn.write("annat/records/b.yaml", "b: 2\n")
    assert changed_since(inner, "records", "HEAD") == {"records/a.yaml"}


def test_what_is_no_ordinary_file_is_named_as_what_it_is(repo: Repo) -> None:
    """Links, repositories within, files too large for a record and conflicts are told apart, and none is read."""
    (repo.top / "records" / "länk.yaml").symlink_to("/etc/passwd")
    repo.write("records/stor.yaml", b"#" * (LARGEST_FILE + 1))
    inner = Repo(repo.top / "records" / "modul")
    inner.top.mkdir()
    inner.git("init", "-q")
    inner.write("x", "x")
    inner.commit()
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "-A")
    assert refused(repo.top, "records") == {
        "records/länk.yaml": FaultKind.SYMLINK,
        "records/modul": FaultKind.NOT_A_FILE,
        "records/stor.yaml": FaultKind.TOO_LARGE,
    }
    assert set(staged(repo.top, "records")) == {"records/a.yaml", "records/djupt/b.yaml"}


def test_a_conflict_is_named(repo: Repo) -> None:
    """A file that a merge left in conflict has no staged content."""
    repo.git("switch", "-qc", "annan")
    repo.write("records/a.yaml", "a: annan\n")
    repo.commit()
    repo.git("switch", "-q", "main")
    repo.write("records/a.yaml", "a: main\n")
    repo.commit()
    repo.git("merge", "annan", check=False)
    assert refused(repo.top, "records") == {"records/a.yaml": FaultKind.UNMERGED}
    assert set(staged(repo.top, "records")) == {"records/djupt/b.yaml"}


@pytest.mark.parametrize("name", ODD)
def test_odd_names_come_through_as_they_are(repo: Repo, name: bytes) -> None:
    """No character in a name changes what is read or found."""
    repo.write(os.fsdecode(name), "odd: 1\n")
    repo.git("add", "-A")
    assert staged(repo.top)[os.fsdecode(name)] == b"odd: 1\n"
    assert changed_since(repo.top, "records", "main") == {os.fsdecode(name)}
    assert changed_since(repo.top, "records", "main", staged=True) == {os.fsdecode(name)}


def test_what_changed_includes_what_is_gone_renamed_new_and_staged(repo: Repo) -> None:
    """Since a revision: a renamed file is both its names; with staged, only what is staged counts."""
    repo.write("records/c.yaml", "c: 1\n")
    repo.commit()
    repo.git("mv", "records/a.yaml", "records/z.yaml")
    repo.write("records/ny.yaml", "ny: 1\n")
    (repo.top / "records" / "djupt" / "b.yaml").unlink()
    renamed = {"records/a.yaml", "records/z.yaml"}
    assert changed_since(repo.top, "records", "HEAD", staged=True) == renamed
    assert changed_since(repo.top, "records", "HEAD") == renamed | {"records/ny.yaml", "records/djupt/b.yaml"}
    assert changed_since(repo.top, "records", "HEAD~1") - {"records/c.yaml"} == changed_since(
        repo.top, "records", "HEAD"
    )


def test_what_others_did_meanwhile_has_not_changed_here(repo: Repo) -> None:
    """Since a branch means since leaving it."""
    repo.git("switch", "-qc", "min")
    repo.write("records/min.yaml", "min: 1\n")
    repo.commit()
    repo.git("switch", "-q", "main")
    repo.write("records/a.yaml", "a: de andra\n")
    repo.commit()
    repo.git("switch", "-q", "min")
    assert changed_since(repo.top, "records", "main") == {"records/min.yaml"}


@pytest.mark.parametrize("word", ["finns-inte", "-rf", "--output=x", "main..x", "a b", "", "$(x)", "main\n", ":/ä"])
def test_an_unknown_revision_is_a_clear_mistake(repo: Repo, word: str) -> None:
    """What git does not know, or could take for an option, is wrong usage."""
    with pytest.raises(UsageError, match="gren eller incheckning"):
        changed_since(repo.top, "records", word)


def test_names_on_every_branch_are_found(repo: Repo, tmp_path: Path) -> None:
    """One's own branches, those fetched from others, and a commit that no branch holds."""
    repo.git("switch", "-qc", "annan")
    repo.write("records/annan.yaml", "x: 1\n")
    repo.commit()
    repo.git("switch", "-q", "main")
    clone = Repo(tmp_path / "klon")
    repo.git("clone", "-q", str(repo.top), str(clone.top))
    clone.git("switch", "-q", "--detach")
    clone.write("records/lös.yaml", "x: 1\n")
    clone.commit()
    names = ("a", "djupt/b", "annan", "lös", "ingen")
    assert [is_known(clone.top, f"records/{name}.yaml") for name in names] == [True, True, True, True, False]


def test_outside_git_nothing_is_staged(folder: Path) -> None:
    """Without a repository that is said."""
    with pytest.raises(GitError, match="ligger inte i git"):
        staged_workspace(folder)


def test_a_file_that_is_only_announced_is_not_staged(repo: Repo) -> None:
    """`git add -N` puts an empty entry in the index that no commit holds; a file that is empty is staged as such."""
    repo.write("records/utlovad.yaml", "x: 1\n")
    repo.write("records/tom.yaml", "")
    repo.write("records/redan.yaml", "")
    repo.git("add", "records/redan.yaml")
    repo.git("commit", "-qm", "tom", "--only", "records/redan.yaml")
    repo.git("add", "-N", "records/utlovad.yaml")
    repo.git("add", "records/tom.yaml")
    expected = {"records/a.yaml", "records/djupt/b.yaml", "records/tom.yaml", "records/redan.yaml"}
    assert set(staged(repo.top, "records")) == expected
    assert set(staged(repo.top / "records", "")) == {path.removeprefix("records/") for path in expected}


def test_a_branch_without_commits_has_nothing_to_compare_with(unborn: Repo) -> None:
    with pytest.raises(GitError, match="ingen incheckning än"):
        changed_since(unborn.top, "records", "HEAD")


def test_histories_with_nothing_in_common_are_told(repo: Repo) -> None:
    repo.git("switch", "-q", "--orphan", "annan")
    repo.write("records/c.yaml", "c: 1\n")
    repo.commit()
    with pytest.raises(GitError, match="ingen gemensam historia"):
        changed_since(repo.top, "records", "main")


def test_a_short_history_is_not_compared_with(repo: Repo, tmp_path: Path) -> None:
    """Where a branch left another cannot be known in a clone of the last commit."""
    repo.write("records/a.yaml", "a: 2\n")
    repo.commit()
    clone = tmp_path / "klon"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.top}", str(clone))
    with pytest.raises(GitError, match="fetch-depth: 0"):
        changed_since(clone, "records", "HEAD")


def test_line_endings_of_windows_change_nothing(repo: Repo) -> None:
    """A file that git would store as it stands there has not changed, though its lines end otherwise on disk."""
    repo.git("config", "core.autocrlf", "true")
    repo.write("records/a.yaml", "a: 1\r\n")
    os.utime(repo.top / "records" / "djupt" / "b.yaml", (1, 1))
    assert changed_since(repo.top, "records", "HEAD") == frozenset()


def test_links_and_what_is_no_file_have_changed(repo: Repo, tmp_path: Path) -> None:
    """No link is followed to see whether it holds the same, and nothing is waited for."""
    (repo.top / "records" / "a.yaml").rename(tmp_path / "a.yaml")
    (repo.top / "records" / "a.yaml").symlink_to(tmp_path / "a.yaml")
    (repo.top / "records" / "mapp").symlink_to(tmp_path)
    os.mkfifo(repo.top / "records" / "rör.yaml")
    assert changed_since(repo.top, "records", "HEAD") == {"records/a.yaml", "records/mapp", "records/rör.yaml"}


def test_the_whole_workspace_is_compared_without_gits_own_files(repo: Repo) -> None:
    repo.write("kvalitet.toml", "")
    repo.write("records/a.yaml", "a: 2\n")
    assert changed_since(repo.top, "", "HEAD") == {"kvalitet.toml", "records/a.yaml"}
