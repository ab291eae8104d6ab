"""Everything that git keeps is passed through, once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kvalitet.diagnostics import UsageError
from kvalitet.history import contents, objects
from kvalitet.history.comparing import changed_since
from kvalitet.history.objects import Found, Kind, everything, range_of, reachable
from kvalitet.history.presence import is_known
from kvalitet.history.runner import GitError
from kvalitet.history.trees import snapshot
from tests.history.conftest import Repo
from tests.history.reading import DAY_END, staged


def of(kind: Kind, found: list[Found]) -> dict[bytes | None, str]:
    return {one.data: one.place for one in found if one.kind is kind}


def test_all_that_git_keeps_is_found(repo: Repo) -> None:
    """Contents with a path, names, messages of commits and tags, authors, branches, and what no branch reaches."""
    repo.write("records/djupt/borta.yaml", "borttagen: ja\n")
    repo.commit("borttagen incheckning")
    gone = repo.git("rev-parse", "HEAD")
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.git("tag", "-a", "v1", "-m", "taggens text")
    repo.git("branch", "gren-åäö")
    found = list(everything(repo.top))
    assert of(Kind.BLOB, found)[b"borttagen: ja\n"] == "records/djupt/borta.yaml"
    assert {b"borttagen incheckning\n", "ändrat\n".encode()} == set(of(Kind.COMMIT, found))
    assert set(of(Kind.TAG, found)) == {b"taggens text\n"}
    assert set(of(Kind.PERSON, found)) == {b"Prov <prov@example.invalid>"}
    assert {b"records", b"djupt", b"borta.yaml", b"a.yaml", b"b.yaml"} == set(of(Kind.PATH, found))
    assert {b"refs/heads/main", b"refs/tags/v1", "refs/heads/gren-åäö".encode()} == set(of(Kind.REF, found))
    assert b"commit: borttagen incheckning" in of(Kind.LOG, found)
    assert gone not in reachable(repo.top)


def test_a_range_holds_what_it_brought_in(repo: Repo) -> None:
    """What was there before the range is not passed through again."""
    repo.write("records/ny.yaml", "ny: 1\n")
    repo.commit("nytt")
    found = list(range_of(repo.top, "HEAD~1..HEAD"))
    assert of(Kind.BLOB, found) == {b"ny: 1\n": "records/ny.yaml"}
    assert set(of(Kind.COMMIT, found)) == {b"nytt\n"}
    assert len(of(Kind.BLOB, list(range_of(repo.top, "HEAD")))) == 3


def test_a_message_in_another_encoding_is_read(repo: Repo) -> None:
    """A message that says how it is encoded comes as UTF-8."""
    repo.write("records/a.yaml", "a: 2\n")
    repo.git("add", "-A")
    repo.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-qF", "-", input="Åke\n".encode("latin-1"))
    assert "Åke\n".encode() in of(Kind.COMMIT, list(everything(repo.top)))


def test_what_is_too_large_is_told_and_not_left_out(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blob above the limit comes without its content, so that nobody takes it for searched."""
    monkeypatch.setattr(objects, "LARGEST", 5)
    repo.write("records/stor.yaml", "stor: ja\n")
    repo.commit()
    found = [one for one in everything(repo.top) if one.kind is Kind.BLOB]
    assert {(one.place, one.data) for one in found} == {
        ("records/a.yaml", b"a: 1\n"),
        ("records/djupt/b.yaml", b"b: 1\n"),
        ("records/stor.yaml", None),
    }


def test_portions_are_put_together_again(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """However little is asked for at a time, the same is found."""
    whole = list(everything(repo.top))
    monkeypatch.setattr(contents, "PORTION", 1)
    assert list(everything(repo.top)) == whole


def test_names_and_contents_of_any_bytes_come_through(repo: Repo) -> None:
    """Line breaks and what is no text, in names and in contents, move nothing."""
    name, held = b"records/rad\nbryt \xff.yaml", b"\0\n\xff blob 7\n\n"
    repo.write(os.fsdecode(name), held)
    repo.commit("rad\n\nbryt")
    found = list(everything(repo.top))
    assert of(Kind.BLOB, found)[held] == os.fsdecode(name)
    assert b"rad\nbryt \xff.yaml" in of(Kind.PATH, found)
    assert b"rad\n\nbryt\n" in of(Kind.COMMIT, found)


def test_a_repository_with_longer_names_of_objects_is_read(folder: Path) -> None:
    """SHA-256 as well as SHA-1."""
    found = Repo(folder)
    found.git("init", "-q", "--object-format=sha256")
    found.write("records/a.yaml", "a: 1\n")
    found.commit()
    assert of(Kind.BLOB, list(everything(folder))) == {b"a: 1\n": "records/a.yaml"}
    assert is_known(folder, "records/a.yaml")
    assert changed_since(folder, "records", "HEAD") == frozenset()


def test_a_repository_without_a_commit_has_its_objects(unborn: Repo) -> None:
    """What was staged and never committed is kept by git all the same."""
    assert list(everything(unborn.top)) == []
    unborn.write("a", "a: 1\n")
    unborn.git("add", "-A")
    assert [one.data for one in everything(unborn.top)] == [b"a: 1\n"]


def test_a_replaced_object_is_seen_as_it_was(repo: Repo) -> None:
    """`git replace` hides nothing."""
    blob = repo.git("rev-parse", "HEAD:records/a.yaml")
    other = repo.git("hash-object", "-w", "--stdin", input=b"dold: ja\n")
    repo.git("replace", blob, other)
    assert staged(repo.top)["records/a.yaml"] == b"a: 1\n"
    assert {b"a: 1\n", b"dold: ja\n"} < set(of(Kind.BLOB, list(everything(repo.top))))


def test_what_is_not_whole_is_not_searched(repo: Repo, tmp_path: Path) -> None:
    """In a clone of the last commit there is no saying that a whole history holds nothing."""
    clone = tmp_path / "klon"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.top}", str(clone))
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.top}", str(tmp_path / "delvis"))
    for folder, words in ((clone, "fetch-depth: 0"), (tmp_path / "delvis", "utan --filter")):
        with pytest.raises(GitError, match=words):
            list(everything(folder))
        with pytest.raises(GitError, match=words):
            list(range_of(folder, "HEAD"))


@pytest.mark.parametrize("text", ["finns-inte..HEAD", "HEAD..finns-inte", "--all", "HEAD..--all", "a b"])
def test_a_range_that_git_does_not_know_is_a_mistake(repo: Repo, text: str) -> None:
    with pytest.raises(UsageError, match="gren eller incheckning"):
        list(range_of(repo.top, text))


def test_no_message_is_hidden_by_the_encoding_it_claims(repo: Repo) -> None:
    """An encoding that nobody knows, or that is not the message's own, hides nothing: the bytes come as they are too."""
    repo.write("records/a.yaml", "a: 2\n")
    repo.git("add", "-A")
    for encoding, text in (("finns-inte", b"\xc5ke\n"), ("UTF-16", b"Eva\n")):
        repo.git("-c", f"i18n.commitEncoding={encoding}", "commit", "-q", "--allow-empty", "-F", "-", input=text)
        assert text in of(Kind.COMMIT, list(everything(repo.top)))


@pytest.mark.parametrize("lost", ["HEAD:records/a.yaml", "HEAD:records/djupt", "HEAD^{tree}"])
def test_a_lost_object_is_told_wherever_it_is_missed(repo: Repo, lost: str) -> None:
    """A file or a folder that git has lost: no answer is given of what is left."""
    oid = repo.git("rev-parse", lost)
    (repo.top / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    for read in (lambda: list(range_of(repo.top, "HEAD")), lambda: snapshot(repo.top, "records", DAY_END)):
        with pytest.raises(GitError):
            read()


def test_a_broken_object_is_told(repo: Repo) -> None:
    """What a failing disk has changed is not taken for a file."""
    oid = repo.git("rev-parse", "HEAD:records/a.yaml")
    file = repo.top / ".git" / "objects" / oid[:2] / oid[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-4] + b"\0\0\0\0")
    with pytest.raises(GitError):
        list(everything(repo.top))
    with pytest.raises(GitError):
        staged(repo.top)


@pytest.mark.parametrize("there", ["", f"{'1' * 40}\n"])
def test_a_broken_branch_is_told(repo: Repo, there: str) -> None:
    """A branch that a power cut has emptied, or whose commit is lost, is not a branch without files."""
    repo.git("switch", "-qc", "annan")
    repo.write(".git/refs/heads/main", there)
    with pytest.raises(GitError, match="git läser inte alla grenar"):
        is_known(repo.top, "records/a.yaml")
