"""The seal of an approved document: the same for the same content, another for any other."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.catalogue import standard_catalogue
from kvalitet.field_types import TYPES
from kvalitet.privacy.numbers import find
from kvalitet.records.loading import record_from_text, unwritten
from kvalitet.records.record import Record
from kvalitet.records.seal import SEAL, is_broken, seal
from tests.styles import Writer, group_for, value_for

KINDS = [kind for kind in standard_catalogue().kinds.values() if kind.find(SEAL)]


def read(text: str) -> Record:
    found = record_from_text("records/rutin/RUT-a.yaml", text, standard_catalogue())
    assert found is not None
    return found


def test_processes_and_rutiner_are_sealed() -> None:
    """What 4 kap. says is to be fastställt has a place for its seal."""
    assert [kind.name for kind in KINDS] == ["process", "rutin"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_the_way_of_writing_does_not_matter(kind: object, seed: int) -> None:
    """Quotes, blocks, brackets, comments and the order of fields give the same seal."""
    chance = Random(seed)
    values = group_for(KINDS[seed % 2].fields, chance)
    shuffled = dict(sorted(values.items(), key=lambda _: chance.random()))
    path = f"records/{KINDS[seed % 2].name}/{KINDS[seed % 2].prefix}-a.yaml"
    seals = set()
    for written in (Writer(chance).text(values), Writer(chance).text(shuffled)):
        found = record_from_text(path, written, standard_catalogue())
        assert found is not None
        seals.add(seal(found))
    assert len(seals) == 1


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_what_is_said_is_sealed_and_what_is_administrative_is_not(kind: object, seed: int) -> None:
    """A change in a field gives another seal, but for the name, the approval and the administrative fields."""
    chance = Random(seed)
    kind_ = KINDS[seed % 2]
    values = group_for(kind_.fields, chance)
    field = chance.choice(list(kind_.fields.values()))
    before, other = seal(unwritten(kind_, values)), {**values, field.name: value_for(field, chance)}
    is_free = field.administrative or field.name in ("id", "faststalld")
    same = str(values.get(field.name)).split() == str(other[field.name]).split()
    if is_free:
        assert seal(unwritten(kind_, other)) == before
    elif not same:
        assert seal(unwritten(kind_, other)) != before, field.name


def test_line_breaks_in_prose_do_not_matter_but_words_do() -> None:
    """A text that is only broken anew is the same text."""
    first = read("id: RUT-a\nsyfte: |\n  Ett två\n  tre.\n")
    assert seal(first) == seal(read("id: RUT-b\nsyfte: Ett två tre.\n"))
    assert seal(first) != seal(read("id: RUT-a\nsyfte: Ett två fyra.\n"))


def test_a_seal_has_one_shape_and_looks_like_no_number() -> None:
    """A seal begins with a letter and has no break, so that its digits never look like an identity number."""
    for number in range(3000):
        found = seal(read(f"id: RUT-a\ntitel: Nummer {number}\n"))
        assert re.fullmatch(r"f1[0-9a-f]{16}", found)
        assert TYPES["seal"].convert(found) == found
        assert not list(find(f"  avtryck: {found}"))


@pytest.mark.parametrize("kept", ["", "  avtryck: f1\n", "  avtryck: [x]\n"], ids=["none", "malformed", "list"])
def test_no_seal_is_not_a_broken_one(kept: str) -> None:
    """A document without a seal, or with one that another rule tells of, is not said to have changed."""
    assert not is_broken(read(f"id: RUT-a\ntitel: A\nfaststalld:\n  av: ROL-a\n{kept}"))
