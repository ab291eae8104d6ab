"""Everything that git keeps is passed through, once."""

from __future__ import annotations

from kvalitet.history.objects import Found, Kind, everything, range_of, reachable
from tests.history.conftest import Repo


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
