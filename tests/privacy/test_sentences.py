"""How much is found in 400 labelled sentences: those that were tuned on, and those that were held out."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.privacy.sentences import score, sentences, told


def test_the_sentences_are_four_strata_of_a_hundred() -> None:
    """The set is what it is said to be, and half of it is held out."""
    assert Counter(one.stratum for one in sentences()) == dict.fromkeys(("nummer", "kontakt", "namn", "inget"), 100)
    assert sum(one.held_out for one in sentences()) == 200


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize(
    ("label", "recall", "precision"),
    [("nr", 1, 1), ("tel", 0.98, 0.95), ("epost", 0.98, 0.95), ("fodd", 0.98, 0.95), ("namn", 0.8, 0.8)],
)
def test_what_is_labelled_is_found(label: str, recall: float, precision: float, held_out: bool) -> None:
    """Recall and precision reach the bar on both halves."""
    found = score(label, held_out=held_out)
    assert found.recall >= recall
    assert found.precision >= precision


def test_nothing_is_seen_where_there_is_nothing() -> None:
    """A hundred sentences with all sorts of figures and roles give no warning at all."""
    for one in sentences():
        if one.stratum == "inget":
            assert [label for label in ("nr", "tel", "epost", "fodd", "namn") if told(one.text, label)] == [], one.text


def test_a_name_that_nothing_tells_of_is_not_promised() -> None:
    """Names without a word for who it is are not found: no list decides what is a name, and the page says so."""
    bare = [one for one in sentences() if any(label == "utan" for label, _, _ in one.labels)]
    assert len(bare) >= 9
    assert not [one.text for one in bare if told(one.text, "namn")]
