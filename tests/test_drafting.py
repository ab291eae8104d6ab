"""What a record lacks: `new` and `step` ask for just what the rules miss."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.catalogue import standard_catalogue
from kvalitet.drafting import all_missing, put
from kvalitet.kinds import Kind
from kvalitet.records.collection import Records
from kvalitet.records.lacking import missing
from kvalitet.records.loading import as_record
from kvalitet.rules.form import has_what_is_required
from kvalitet.rules.states import has_what_its_state_demands
from kvalitet.source.document import document
from kvalitet.source.emitting import emit
from tests.conftest import DAY
from tests.styles import group_for

STAMP = "2025-03-14T13:05:11.482913+01:00"
KINDS = list(standard_catalogue().kinds.values())


def told(kind: Kind, text: str) -> set[str]:
    """The fields that the rules on required fields and on states miss, outside lists."""
    catalogue = standard_catalogue()
    record = as_record(document(f"records/{kind.name}/{kind.prefix}-a.yaml", text.encode()), catalogue)
    assert record is not None
    records = Records(catalogue, [record])
    rules = (has_what_is_required, has_what_its_state_demands)
    hits = [hit for rule in rules if rule.on_record for hit in rule.on_record(record, records, DAY)]
    return {hit.field for hit in hits if not any(part.isdigit() for part in hit.field.split("."))}


def covers(field: str, other: str) -> bool:
    return field == other or field.startswith(f"{other}.") or other.startswith(f"{field}.")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_what_is_asked_for_is_what_the_rules_miss(kind: Kind, seed: int) -> None:
    """For any record, half filled as it may be but not cut off, there is one opinion on what must be there."""
    stamp = {field.name for field in kind.fields.values() if field.is_written_by_tool}
    values = {"id": f"{kind.prefix}-a", **group_for(kind.fields, Random(seed)), **dict.fromkeys(stamp, STAMP)}
    lacking = {need[0].path for need in missing(kind, values)}
    rules = told(kind, emit(values)) - stamp
    assert {path for path in lacking if not any(covers(path, other) for other in rules)} == set()
    assert {path for path in rules if not any(covers(path, other) for other in lacking)} == set()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_all_that_will_be_missing_is_named_at_once(kind: Kind, seed: int) -> None:
    """With all of it filled in, nothing more is required."""
    values = group_for(kind.fields, Random(seed))
    before = str(values)
    for need in all_missing(kind, values):
        put(kind, values, need[0].path, "x")
    assert missing(kind, values) == []
    assert before != str(values) or all_missing(kind, values) == []
