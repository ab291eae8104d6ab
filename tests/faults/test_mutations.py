"""Real records of all kinds, changed at random, are read and judged without an exception, in one way."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from faulting.fuzzing import Fuzzer
from faulting.mutations import mutate
from faulting.record import TEXT
from kvalitet.source.document import document

FUZZER = Fuzzer()


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**40), st.integers(0, 2**20))
def test_a_mutated_record_breaks_nothing(seed: int, number: int) -> None:
    """No exception, no broken rule, and the plain reader has no second opinion. bench/fuzz.py runs many more."""
    assert FUZZER.failure(seed, number) == ""


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**40), st.binary(max_size=60))
def test_no_mutation_shows_text_in_a_fault(seed: int, noise: bytes) -> None:
    """What is told of a file that cannot be read is our words and places, never a piece of the file."""
    data = mutate(TEXT.replace("Larmet", "Kanariefågel").encode() + noise, random.Random(seed), [noise or b"x"])
    assert "Kanarie" not in repr(document("x.yaml", data).faults)
