"""A proof never silences a rule: with proofs and with every rule run, a record is told the same."""

from __future__ import annotations

from functools import cache

import pytest

from faulting.proving import ROOT, WORKSPACES, Prover
from kvalitet.checking import check
from kvalitet.rules import ALL_RULES
from kvalitet.rules.proving import Proofs
from tests.conftest import DAY

CHANGES = 400
"""How many changed records of each workspace the ordinary run judges; `bench/proofs.py` judges any number."""


@cache
def prover_of(place: int) -> Prover:
    """Return the one for a workspace, made once in each process that needs it."""
    return Prover(ROOT / WORKSPACES[place])


@pytest.mark.parametrize("place", range(len(WORKSPACES)), ids=WORKSPACES)
def test_changed_records_are_told_the_same(place: int) -> None:
    """Values broken, removed, moved and added, states changed, days shifted, bytes flipped; on four days."""
    prover = prover_of(place)
    assert not [failure for number in range(CHANGES) if (failure := prover.changed(2011, number))]


@pytest.mark.parametrize("place", range(1, len(WORKSPACES)), ids=WORKSPACES[1:])
def test_records_are_told_the_same_as_they_are(place: int) -> None:
    """Every record of the small workspaces, the one among them that breaks every rule; a check finds the same."""
    prover = prover_of(place)
    assert not [failure for record in prover.records if (failure := prover.as_it_is(record))]
    assert check(prover.records, DAY) == check(prover.records, DAY, proofs=False)


def test_a_sample_of_the_example_is_told_the_same() -> None:
    """Of each kind the first records, on the day when the example ends."""
    prover = prover_of(0)
    sample = [record for kind in prover.catalogue.kinds for record in prover.records.of(kind)[:20]]
    assert not [failure for record in sample if (failure := prover.as_it_is(record))]


def test_most_of_the_example_is_proven() -> None:
    """Of the rules with a proof, none on form is run on a record of the example, and of the others fewer than one."""
    prover = prover_of(0)
    proofs = Proofs([rule for rule in ALL_RULES if rule.proof or rule.values], prover.catalogue, DAY)
    left = [rule.code for record in prover.records for rule in proofs.left(record)[0]]
    assert not [code for code in left if code.startswith("FRM")]
    assert len(left) < len(prover.records)


def test_what_a_proof_speaks_for_is_a_rule_of_its_sort() -> None:
    """A rule has one proof at most, and of the sort that its check is: one on all records has none."""
    for rule in ALL_RULES:
        proofs = [rule.document_proof, rule.proof, rule.values]
        assert sum(proof is not None for proof in proofs) <= 1
        assert rule.document_proof is None or rule.on_document is not None
        assert (rule.proof or rule.values) is None or rule.on_record is not None
