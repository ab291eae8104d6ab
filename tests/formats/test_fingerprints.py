"""A finding's fingerprint is the same finding's tomorrow and on another line, and never another finding's."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check, in_order
from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.records.collection import Records
from kvalitet.records.loading import from_documents, load
from kvalitet.source.document import Document, document
from kvalitet.workspace import find_workspace
from tests.conftest import DAY
from tests.formats.payloads import CANARY
from tests.marked import BROKEN, unmarked

_FIELD = re.compile(r"^(?=[^\s#-])", re.MULTILINE)


@pytest.fixture(scope="module")
def broken(catalogue: Catalogue) -> list[Document]:
    """The files of the workspace in which every rule is broken, those that can be read."""
    documents = []
    for record in load(find_workspace(BROKEN), catalogue):
        text, _ = unmarked(record.document.text)
        documents.append(document(record.document.path, text.encode()))
    return documents


def marks(documents: list[Document], catalogue: Catalogue, day: dt.date = DAY) -> list[str]:
    """Return the fingerprints of all that is found in files, sorted."""
    return sorted(finding.fingerprint for finding in check(from_documents(documents, catalogue), day))


def moved(text: str, random_: random.Random) -> str:
    """Return a record's text with blank lines and comments between its fields, and the fields in another order."""
    fields = [part for part in _FIELD.split(text) if part]
    head = [part for part in fields if part.startswith("#")]
    fields = [part if part.endswith("\n") else f"{part}\n" for part in fields if not part.startswith("#")]
    random_.shuffle(fields)
    return "".join([*head, *(f"{random_.choice(['', chr(10), '# ändrad' + chr(10)])}{part}" for part in fields)])


def test_every_rules_findings_have_marks_of_their_own(broken: list[Document], catalogue: Catalogue) -> None:
    """No two findings in the workspace of every fault share a fingerprint."""
    found = marks(broken, catalogue)
    assert len(found) > 50
    assert len(set(found)) == len(found)


@settings(max_examples=8, deadline=None)
@given(random_=st.randoms(use_true_random=False))
def test_a_mark_survives_that_lines_and_fields_move(
    broken: list[Document], catalogue: Catalogue, random_: random.Random
) -> None:
    """With comments, blank lines and fields in another order, the same is found under the same fingerprints."""
    changed = [document(found.path, moved(found.text, random_).encode()) for found in broken]
    assert marks(changed, catalogue) == marks(broken, catalogue)


def test_a_mark_survives_that_a_file_moves(broken: list[Document], catalogue: Catalogue) -> None:
    """A record in another folder of its kind keeps the marks of its findings."""
    elsewhere = [document(re.sub(r"/(?=[^/]+$)", "/flyttad/", found.path), found.text.encode()) for found in broken]
    lost = set(marks(broken, catalogue)) - set(marks(elsewhere, catalogue))
    assert len(lost) <= 2  # a rule on folders may find other things


def test_a_mark_survives_the_night(broken: list[Document], catalogue: Catalogue) -> None:
    """What is found on both of two days has the same fingerprint, though its message may count the days."""
    today = {_which(f): f for f in check(from_documents(broken, catalogue), DAY)}
    later = {_which(f): f for f in check(from_documents(broken, catalogue), DAY + dt.timedelta(days=9))}
    both = today.keys() & later.keys()
    assert any(today[one].message != later[one].message for one in both)
    assert [one for one in both if today[one].fingerprint != later[one].fingerprint] == []


def _which(finding: Diagnostic) -> tuple[str, str, str, Place]:
    return (finding.code, finding.record, finding.field, finding.place)


def test_mending_one_leaves_the_others(broken: list[Document], catalogue: Catalogue) -> None:
    """Without one file, the fingerprints of what is found in others on their own account stay."""
    alone = [found for found in broken if "FRM" in found.path.upper()]
    assert len(alone) > 3
    of_file = {found.path: set(_of(found.path, broken, catalogue)) for found in alone}
    for gone in alone:
        rest = [found for found in broken if found is not gone]
        for other in alone:
            if other is not gone:
                assert set(_of(other.path, rest, catalogue)) == of_file[other.path]


def _of(path: str, documents: list[Document], catalogue: Catalogue) -> Iterator[str]:
    records: Records = from_documents(documents, catalogue)
    yield from (f.fingerprint for f in check(records, DAY) if f.place.path == path and f.code.startswith("FRM"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["FRM001", "FRM002"]),
            st.sampled_from(["A", "B"]),
            st.sampled_from(["", "x", "x.1.y", "x.2.y", "x.y", "x1"]),
            st.integers(1, 3),
        ),
        unique=True,
        max_size=12,
    )
)
def test_different_findings_have_different_marks(several: list[tuple[str, str, str, int]]) -> None:
    """Whatever is alike in them, no two findings of one check share a fingerprint, and order of arrival is nothing."""
    findings = [
        Diagnostic(Place(f"records/{record}.yaml", line), code, Severity.ERROR, "x", record, field)
        for code, record, field, line in several
    ]
    found = in_order(findings)
    assert len({finding.fingerprint for finding in found}) == len(findings)
    assert [f.fingerprint for f in in_order(reversed(findings))] == [f.fingerprint for f in found]


def test_positions_in_lists_are_no_part_of_a_mark() -> None:
    """The third member's finding is the second's when the first is taken away; a field with a digit is a field."""

    def mark(field: str) -> str:
        return in_order([Diagnostic(Place("a"), "FRM001", Severity.ERROR, "x", "A", field)])[0].fingerprint

    assert mark("utfall.2.varde") == mark("utfall.1.varde") == mark("utfall.varde")
    assert mark("lagrum.0") == mark("lagrum")
    assert len({mark("utfall.varde"), mark("utfall2.varde"), mark("varde"), mark("lagrum")}) == 4


def test_no_number_can_be_guessed_from_a_mark() -> None:
    """Of a file's name with an identity number, nothing of the number is in the fingerprint: few numbers are to try."""

    def mark(record: str) -> str:
        return in_order([Diagnostic(Place("a"), "SEK001", Severity.ERROR, "x", record, record)])[0].fingerprint

    assert mark(f"ENH-{CANARY}") == mark("ENH-19970517-2394")
    assert mark("ENH-a") != mark("ENH-b")


def test_the_same_workspace_elsewhere_has_the_same_marks(catalogue: Catalogue, tmp_path: Path) -> None:
    """Two clones tell the same findings under the same fingerprints."""
    copy = tmp_path / "klon"
    shutil.copytree(BROKEN, copy)
    found = [[f.fingerprint for f in check(load(find_workspace(p), catalogue), DAY)] for p in (BROKEN, copy)]
    assert found[0] == found[1] != []
