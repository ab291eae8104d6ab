"""A list of git's answers as its entries do, one by one, whatever their paths are called."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvalitet.history.listing import Entry, Listing

OIDS = ("a" * 40, "b" * 40)
NAMES = st.text(st.sampled_from("ab/.0-\t ö~"), min_size=1, max_size=6)


def entries(paths: set[str]) -> list[Entry]:
    """Return an entry for each path in git's order; some are not merged."""
    found = []
    for path in sorted(paths, key=lambda path: path.encode()):
        stages = ("1", "2", "3") if path.endswith("~") else ("0",)
        found += [Entry(path, "100644", OIDS[len(path) % 2], stage) for stage in stages]
    return found


@given(st.sets(NAMES, max_size=12), NAMES, st.sampled_from(["a", "a/b", "records", "b", ""]))
def test_it_answers_as_its_entries(paths: set[str], asked: str, folder: str) -> None:
    """All of them, those at a path, and those below a folder, are the same as when each entry is looked at."""
    known = entries(paths)
    listed = Listing.of(known)
    assert list(listed) == known
    for path in (*paths, asked):
        assert listed.at(path) == [entry for entry in known if entry.path == path]
    inside = [entry for entry in known if entry.path.startswith(f"{folder}/")]
    assert list(listed.below(folder)) == inside
    assert listed.has_below(folder) == bool(inside)
    assert listed.first() == known[:1]


@given(st.sets(NAMES, max_size=8), st.sets(NAMES, max_size=8))
def test_what_is_other_is_told(before: set[str], after: set[str]) -> None:
    """What came and what went is the difference of the entries."""
    old, new = entries(before), entries(after)
    gone, come = Listing.of(new).other_than(Listing.of(old))
    assert (set(gone), set(come)) == (set(old) - set(new), set(new) - set(old))
