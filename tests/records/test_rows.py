"""A record that answers from its row answers as the whole record does, whatever it is asked and however it is broken."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from kvalitet.catalogue import Catalogue, catalogue_of
from kvalitet.records.collection import Records
from kvalitet.records.lean import LeanRecord, Loader
from kvalitet.records.loading import load, of_document
from kvalitet.records.record import Record
from kvalitet.records.rows import Columns
from kvalitet.source.document import Document, document
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT

STRANGE = ("overordnad", "enheter", "utfall.varde", "status.x", "finns_inte", "finns_inte.alls", "beslut.finns_inte")


def broken(text: str, chance: random.Random) -> str:
    """Return a record's text with lines taken away, doubled keys renamed, and values of another sort."""
    lines = text.splitlines()
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        key, sign, _ = lines[at].partition(":")
        changes: tuple[list[str], ...] = (
            [], [f"{key}: "], [f"{key}x: något"], [f"{key}: [a, b]"], [f"{key}: {{a: b, status: c}}"], [f"{key}: ''"]
        )  # fmt: skip
        lines[at : at + 1] = chance.choice(changes) if sign else []
        if not lines:
            return text
    return "\n".join([*lines, ""])


def pairs(records: Iterator[Record] | Records, chance: random.Random) -> Iterator[tuple[Record, LeanRecord]]:
    """Yield each record, and each record broken, whole and as its row."""
    for record in records:
        path, kind = record.document.path, record.kind
        for text in (record.document.text, *(broken(record.document.text, chance) for _ in range(2))):
            found = document(path, text.encode())
            if found.values is not None:
                columns = Columns(kind)
                lean = LeanRecord(path, columns.pack(found.values), columns, Loader({path: found}.__getitem__))
                yield of_document(found, kind), lean


@pytest.mark.parametrize("name", ["trasig", "komplett", "privat-omsorg", ""])
def test_a_row_answers_as_its_record(name: str) -> None:
    """Every value, whether it is there, its texts, links, long texts, and what is no field of the kind."""
    workspace = find_workspace(ROOT / "tests/workspaces" / name if name else ROOT)
    records, chance = load(workspace, catalogue_of(workspace)), random.Random(name)
    sample = records if name else iter(chance.sample(list(records), 150))
    for whole, lean in pairs(sample, chance):
        paths = (*(field.path for field in whole.kind.walk()), *STRANGE)
        for path in paths:
            assert lean.value(path) == whole.value(path), (whole.document.text, path)
            assert lean.has(path) == whole.has(path), (whole.document.text, path)
            assert lean.texts(path) == whole.texts(path)
            assert lean.text(path) == whole.text(path)
        assert list(lean.several(paths)) == list(whole.several(paths))
        assert lean.several(("id", "status")) == whole.several(("id", "status"))
        prose = [field.path for field in whole.kind.walk() if field.type == "prose"]
        assert lean.long_texts(prose) == whole.long_texts(prose)
        assert lean.targets() >= whole.targets()
        assert (lean.id, lean.title, lean.year, lean.place("id")) == (
            whole.id,
            whole.title,
            whole.year,
            whole.place("id"),
        )


def test_a_row_needs_no_file(osby: Records) -> None:
    """Of a right record the short values, and that others are absent, are said without reading the file."""

    def never(path: str) -> Document:
        raise AssertionError(path)

    for record in list(osby)[::20]:
        columns = Columns(record.kind)
        lean = LeanRecord(record.document.path, columns.pack(record.values), columns, Loader(never))
        for field in record.kind.walk():
            if not field.fields and field.type != "prose":
                assert lean.value(field.path) == record.value(field.path)
            assert lean.has(field.path) == record.has(field.path)
        assert lean.value("finns_inte") is None


def test_rows_differ_where_their_records_do(catalogue: Catalogue) -> None:
    """A change is seen in the values that were asked for, and only there."""
    kind = catalogue.kinds["avvikelse"]
    columns = Columns(kind)
    one = columns.pack({"id": "AVV-2025-K7Q4XM", "status": "ny", "beskrivning": "Larmet gick inte fram. " * 4})
    other = columns.pack({"id": "AVV-2025-K7Q4XM", "status": "ny", "beskrivning": "Larmet gick inte heller nu. " * 4})
    assert columns.differ(one, other, ["beskrivning"])
    assert not columns.differ(one, other, ["id", "status", "enhet", "finns_inte"])
    assert columns.differ(one, columns.pack({"id": "AVV-2025-K7Q4XM", "finns_inte": "x"}), ["finns_inte"])


def test_only_the_last_files_are_held() -> None:
    """However many files are read, a few are held."""
    read: list[str] = []

    def reading(path: str) -> Document:
        read.append(path)
        return document(path, b"id: a\n")

    loader = Loader(reading)
    for number in range(1000):
        loader.document(f"records/rutin/RUT-{number}.yaml")
    loader.document("records/rutin/RUT-999.yaml")
    loader.document("records/rutin/RUT-0.yaml")
    assert len(read) == 1001
