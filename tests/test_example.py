"""The example in records/: it validates, and any one value broken gives one finding on its line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.kinds import Field
from kvalitet.records.collection import Records
from kvalitet.records.loading import record_from_text
from kvalitet.records.record import Record, walk
from kvalitet.source.exact import Path, Value
from tests.conftest import DAY, ROOT, Run

BROKEN = {
    "date": "2025-02-30",
    "time": '"25:00"',
    "integer": "0123",
    "number": "1,5",
    "yes_no": "no",
    "period": "2025-13",
    "interval": "3 månader",
    "url": "kvalitet.se",
    "stamp": "2025-03-14",
    "choice": "finns_inte",
    "state": "finns_inte",
    "link": "ENH-finns-inte",
    "role": "ROL-finns-inte",
    "category": "hsl/finns-inte",
    "scale": "9",
    "requirement": "R-finns-inte",
    "text": '""',
    "prose": '""',
    "seal": "f1",
}
"""One way to break a value of each type."""


HONEST_WARNINGS = {"ATG002": 3, "EGK001": 1, "PRO002": 2, "REV001": 3, "REV003": 1}
"""What a real municipality leaves to do: åtgärder against another cause, a control and reviews not done in time."""


def test_the_example_validates(kvalitet: Callable[..., Run]) -> None:
    """`kvalitet validate` on this repository's own records finds no error, and the warnings that are meant."""
    run = kvalitet("-C", ROOT, "validate", "--format", "json")
    findings = json.loads(run.out)["findings"]
    assert run.code == 0
    assert Counter(found["code"] for found in findings) == HONEST_WARNINGS
    assert {found["severity"] for found in findings} <= {"varning"}


def test_the_example_has_every_kind_and_every_state(osby: Records, catalogue: Catalogue) -> None:
    """The example shows each of the nineteen kinds, and each state of an avvikelse and an åtgärd."""
    assert len({record.kind.name for record in osby}) >= 19
    for kind in ("avvikelse", "atgard"):
        assert {record.text("status") for record in osby.of(kind)} == set(catalogue.kinds[kind].states)


def values_of(record: Record) -> Iterator[tuple[Field, Path, Value]]:
    """Yield every scalar of a record with its field."""
    for field, path, value in walk(record):
        if field is not None and isinstance(value, str):
            yield field, path, value


def broken(record: Record, field: Field, path: Path) -> str:
    """Return the record's text with one value replaced by one that its field does not take."""
    place = record.document.place(path)
    wrong = "ENH-finns-inte" if field.name == "id" else BROKEN[field.type]
    lines = record.document.text.split("\n")
    line = lines[place.line - 1]
    if lines[place.line - 1][place.column - 1] == "|":
        lines[place.line - 1 : place.end_line - 1] = [line[: place.column - 1] + wrong]
    else:
        lines[place.line - 1] = line[: place.column - 1] + wrong + line[place.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("kind", [*sorted({path.name for path in (ROOT / "records").iterdir()})])
def test_any_broken_value_gives_one_finding_on_its_line(kind: str, osby: Records, catalogue: Catalogue) -> None:
    """Every value of every record, broken alone: that file, that line, and nothing new anywhere else."""
    others = list(osby)
    count = 0
    for record in osby.of(kind):
        at = others.index(record)
        known = {finding.fingerprint for finding in check_touched(record, osby)}
        for field, path, _ in values_of(record):
            changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
            assert changed is not None, (record.id, path)
            records = Records(catalogue, [*others[:at], changed, *others[at + 1 :]])
            found = [one for one in check_touched(changed, records) if one.fingerprint not in known]
            expected = [(record.document.path, record.document.place(path).line)]
            assert [(f.place.path, f.place.line) for f in found] == expected, (record.id, path, found)
            count += 1
    assert count


def check_touched(changed: Record, records: Records) -> list:  # type: ignore[type-arg]
    """Check the changed record and all that link to it; the rest cannot have changed its verdict."""
    from kvalitet.checking import check_one

    near = {changed.id, *(link.source for link in records.links_to(changed.id))}
    return [finding for record in records if record.id in near for finding in check_one(record, records, DAY)]


def test_a_broken_value_is_the_only_finding_of_a_whole_check(osby: Records, catalogue: Catalogue) -> None:
    """The same through the whole check with the rules over all records, for one value of each type."""
    others, seen = list(osby), set()
    known = {finding.fingerprint for finding in check(osby, DAY)}
    for record in osby:
        for field, path, _ in values_of(record):
            if field.type in seen:
                continue
            seen.add(field.type)
            changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
            assert changed is not None
            records = Records(catalogue, [changed if other is record else other for other in others])
            found = [one for one in check(records, DAY) if one.fingerprint not in known]
            assert [(f.place.path, f.place.line) for f in found] == [
                (record.document.path, record.document.place(path).line)
            ]
    assert seen >= set(BROKEN) - {"url", "interval", "time", "seal"}


def test_no_identity_number_in_the_repository_but_test_numbers_in_tests() -> None:
    """Nothing that looks like a personnummer stands in records, templates, reports or the tool."""
    from kvalitet.privacy import Number, find

    for folder in ("records", "templates", "kvalitet", "reports"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".yaml", ".md", ".py", ".j2", ".typ", ".toml"):
                found = [f for f in find(file.read_text(encoding="utf-8")) if f.number is not Number.MAYBE]
                assert not found, file
