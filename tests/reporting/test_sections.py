"""Whatever stands in the records, every section counts it, and a key is one number in all of them."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kvalitet.catalogue import standard_catalogue
from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.records.record import Record
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.orders import THRESHOLD
from kvalitet.reporting.reports import SECTIONS
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, ROOT

CATALOGUE = standard_catalogue()
YEAR = Period.of_year(2025)
OF_A_KIND = 12
"""Records of each kind of the example that are counted beside those of the small workspace."""


def some_records() -> list[Record]:
    """The records of a small workspace, and of each kind those of the example in which most is filled in."""
    example = load(find_workspace(ROOT), CATALOGUE)
    small = load(find_workspace(ROOT / "tests/workspaces/komplett"), CATALOGUE)
    longest = [
        record
        for kind in CATALOGUE.kinds
        for record in sorted(example.of(kind), key=lambda one: (-len(one.document.text), one.id))[:OF_A_KIND]
    ]
    return [*{record.id: record for record in [*small, *longest]}.values()]


KNOWN = some_records()


def places(values: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every field of a record, also those in groups, as the mapping that holds it and its name."""
    for name, value in values.items():
        yield values, name
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from places(inner)


def changed(record: Record, chance: random.Random) -> Record:
    """The same record without some fields, or with what another of its kind has in their place."""
    values = copy.deepcopy(dict(record.values))
    for _ in range(chance.randint(1, 3)):
        holder, name = chance.choice([place for place in places(values) if place[1] not in ("id", "skapad")])
        other = chance.choice([one for one in KNOWN if one.kind is record.kind])
        found = [inner[other_name] for inner, other_name in places(dict(other.values)) if other_name == name]
        if found and chance.random() < 0.5:
            holder[name] = copy.deepcopy(chance.choice(found))
        else:
            del holder[name]
    return replace(record, values=values)


def counted(records: Records, public: Tally | None = None) -> Basis:
    """All sections of the whole and of both halves, counted on one tally."""
    whole = Basis(Selection(records, YEAR), DAY, public or Tally(), Figures(), public is not None)
    for basis in (whole, whole.narrowed("hsl"), whole.narrowed("sol_lss")):
        for section in SECTIONS.values():
            section(basis)
    return whole


@settings(max_examples=8, deadline=None)
@example(3970)  # two values of one period
@given(st.integers(0, 2**40))
def test_all_sections_count_whatever_the_records_hold(seed: int) -> None:
    """Fields missing or changed in a third of the records: no section raises, alone or after the others, open or public."""
    chance = random.Random(seed)
    records = Records(CATALOGUE, [changed(one, chance) if chance.random() < 1 / 3 else one for one in KNOWN])
    entries = counted(records).tally.entries
    counted(records, Tally({key for key, entry in entries.items() if entry.guarded and 0 < entry.value < THRESHOLD}))


def test_a_matter_without_a_grade_is_one_in_all_reports(osby: Records) -> None:
    """What was reported to IVO for hälso- och sjukvård and bears no grade is under lex Maria, in every section."""
    record = osby.find("AVV-2025-D3CE39")
    assert record is not None
    values = copy.deepcopy(dict(record.values))
    values["beslut"] = {name: value for name, value in values["beslut"].items() if name != "grad_hsl"}  # type: ignore[union-attr]
    bare = replace(record, values=values)
    basis = counted(Records(CATALOGUE, [bare if one is record else one for one in osby]))
    told = cast("dict[str, Any]", SECTIONS["lex"](basis))
    assert record.id in basis.tally.entries["lex-maria.2025.anmalda"].ids
    assert record.id in basis.tally.entries["lex-maria.2025.handelser"].ids
    assert [row["slag"] for row in told["fall"] if row["id"] == record.id] == ["Lex Maria"]
