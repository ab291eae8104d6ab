"""A file that ends too early is told: anywhere in a drawn record, and anywhere in a line of the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kvalitet.catalogue import Catalogue, standard_catalogue
from kvalitet.checking import check_one, has_errors
from kvalitet.records.collection import Records
from kvalitet.records.loading import as_record
from kvalitet.records.record import Record
from kvalitet.source.document import document
from tests.conftest import DAY

KINDS = standard_catalogue().kinds


def _longest(kind: str, records: Records) -> Record:
    return max(records.of(kind), key=lambda record: (len(record.values), record.id))


def _silent_cuts(record: Record, osby: Records, catalogue: Catalogue) -> Iterator[int]:
    """Yield every number of bytes after which a record can end without an error."""
    data = record.document.text.encode()
    for length in range(len(data)):
        cut = as_record(document(record.document.path, data[:length]), catalogue)
        if cut is not None and not has_errors(check_one(cut, osby, DAY)):
            yield length


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.drawn])
def test_every_cut_of_a_drawn_record_is_told(kind: str, osby: Records, catalogue: Catalogue) -> None:
    """Its last line is required, so nothing before it is an end."""
    assert list(_silent_cuts(_longest(kind, osby), osby, catalogue)) == []


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if not kind.drawn])
def test_every_cut_inside_a_line_is_told(kind: str, osby: Records, catalogue: Catalogue) -> None:
    """Other records may end after any line that leaves them whole: there only git knows that more was there."""
    record = _longest(kind, osby)
    data = record.document.text.encode()
    assert [cut for cut in _silent_cuts(record, osby, catalogue) if data[cut - 1 : cut] != b"\n"] == []
