"""A record judged alone never sees another, and never takes it for missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.records.alone import Alone, AsksForOthers
from kvalitet.records.collection import Records

ASKED: dict[str, Callable[[Records], object]] = {
    "find": lambda records: records.find("ENH-norr"),
    "knows": lambda records: records.knows("ENH-norr"),
    "of": lambda records: records.of("enhet"),
    "links_to": lambda records: records.links_to("ENH-norr"),
    "has_unread": lambda records: records.has_unread("enhet"),
    "title": lambda records: records.title("ENH-norr"),
    "nearest_id": lambda records: records.nearest_id("ENH-norr", ["enhet"]),
    "titled": lambda records: records.titled(["enhet"], "norr"),
    "is_whole": lambda records: records.is_whole,
    "unread": lambda records: records.unread,
    "len": len,
    "iter": list,
}


@pytest.mark.parametrize("name", ASKED)
def test_every_question_about_others_is_put_off(name: str, catalogue: Catalogue) -> None:
    """What would need another record is asked again when all are known."""
    with pytest.raises(AsksForOthers):
        ASKED[name](Alone(catalogue))


def test_what_the_catalogue_says_is_known(catalogue: Catalogue) -> None:
    """Kinds, limits and scales need no other record."""
    assert Alone(catalogue).catalogue is catalogue
