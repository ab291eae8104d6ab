"""Two versions of a file are read from git's marks exactly, or not at all."""

from __future__ import annotations

import pytest

from kvalitet.source.conflicts import sides

OURS, THEIRS = b"id: x\nrubrik: Vi\nslut: 1\n", b"id: x\nrubrik: De\nslut: 1\n"
MERGE = b"id: x\n<<<<<<< HEAD\nrubrik: Vi\n=======\nrubrik: De\n>>>>>>> gren\nslut: 1\n"
DIFF3 = b"id: x\n<<<<<<< HEAD\nrubrik: Vi\n||||||| 1a2b\nrubrik: Var\n=======\nrubrik: De\n>>>>>>> gren\nslut: 1\n"


@pytest.mark.parametrize("data", [MERGE, DIFF3, MERGE.replace(b" HEAD", b"").replace(b" gren", b"")])
def test_both_versions_are_whole(data: bytes) -> None:
    """What stands outside the marks belongs to both, what was there before to neither, in every style of git's."""
    assert sides(data) == (OURS, THEIRS)


def test_line_ends_and_several_conflicts_are_kept() -> None:
    """Each byte outside the marks is as it was, with Windows' line ends and in a second conflict too."""
    twice = MERGE + b"<<<<<<< HEAD\na\n=======\n>>>>>>> gren\n"
    assert sides(twice) == (OURS + b"a\n", THEIRS)
    assert sides(MERGE.replace(b"\n", b"\r\n")) == (OURS.replace(b"\n", b"\r\n"), THEIRS.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        OURS,
        b"<<<<<<< HEAD\na\n",
        b"<<<<<<< HEAD\na\n=======\nb\n",
        b"a\n=======\nb\n>>>>>>> gren\n",
        b"a\n>>>>>>> gren\n",
        b"a\n||||||| x\nb\n",
        b"<<<<<<< HEAD\na\n>>>>>>> gren\n",
        b"<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> gren\n",
        b"<<<<<<< HEAD\na\n=======\nb\n=======\nc\n>>>>>>> gren\n",
        b"<<<<<<< HEAD\na\n=======\nb\n||||||| x\nc\n>>>>>>> gren\n",
        b"<<<<<<< HEAD\na\n||||||| x\nb\n||||||| x\nc\n=======\nd\n>>>>>>> gren\n",
        MERGE + b">>>>>>> gren\n",
    ],
)
def test_marks_that_do_not_add_up_give_nothing(data: bytes) -> None:
    """A mark that is missing, doubled or out of order is no conflict to split, and no mark at all is none either."""
    assert sides(data) is None


@pytest.mark.parametrize("line", [b"<<<<<<<<", b"<<<<<<< ", b" <<<<<<< HEAD", b"<<<<<<", b"=======x"])
def test_what_only_looks_like_a_mark_is_text(line: bytes) -> None:
    """Seven signs at the start of a line, then a blank or its end, are a mark; of others only the second here is one."""
    made = MERGE.replace(b"rubrik: Vi\n", b"rubrik: Vi\n" + line + b"\n")
    expected = (OURS.replace(b"Vi\n", b"Vi\n" + line + b"\n"), THEIRS)
    assert sides(made) == (None if line == b"<<<<<<< " else expected)
