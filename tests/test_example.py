"""The example in records/: it validates, and any one value broken gives one finding on its line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check, check_one
from kvalitet.diagnostics import Diagnostic
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


HONEST_WARNINGS = {"ATG002": 3, "ATG004": 1, "EGK001": 1, "PRO002": 2, "REV001": 3, "REV003": 1}
"""What a real municipality leaves to do: åtgärder against another cause, a cause that came back, reviews not done."""


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


OF_EACH_FIELD = 4
"""Generated records in which each field is broken. Their number is too large to break them all."""


def is_generated(record: Record) -> bool:
    """The generator begins its records with a schema line; nobody writes that by hand."""
    return record.document.text.startswith("# yaml-language-server")


def values_to_break(records: list[Record]) -> Iterator[tuple[Record, Field, Path]]:
    """Yield every value of the records that people wrote, and each field of a seeded sample of the others."""
    drawn = [record for record in records if is_generated(record)]
    Random(2011).shuffle(drawn)
    seen: Counter[str] = Counter()
    for record in [record for record in records if not is_generated(record)] + drawn:
        for field, path, _ in values_of(record):
            if not is_generated(record) or seen[field.path] < OF_EACH_FIELD:
                seen[field.path] += is_generated(record)
                yield record, field, path


@pytest.mark.parametrize("kind", [*sorted({path.name for path in (ROOT / "records").iterdir()})])
def test_any_broken_value_gives_one_finding_on_its_line(kind: str, osby: Records, catalogue: Catalogue) -> None:
    """A value broken alone: that file, that line, and nothing new in any record that it links to or is linked from."""
    others = list(osby)
    at = {record.id: index for index, record in enumerate(others)}
    known: dict[str, set[str]] = {}
    count = 0
    for record, field, path in values_to_break(osby.of(kind)):
        if record.id not in known:
            known[record.id] = {finding.fingerprint for finding in check_touched(record, osby, osby)}
        changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
        assert changed is not None, (record.id, path)
        others[at[record.id]] = changed
        records = Records(catalogue, others)
        found = [one for one in check_touched(changed, records, osby) if one.fingerprint not in known[record.id]]
        others[at[record.id]] = record
        expected = [(record.document.path, record.document.place(path).line)]
        assert [(f.place.path, f.place.line) for f in found] == expected, (record.id, path, found)
        count += 1
    assert count


OF_EACH_LINKING_KIND = 3
"""Records of a kind that are checked because they link to a broken one: hundreds link to a role alike."""


def check_touched(changed: Record, records: Records, before: Records) -> list[Diagnostic]:
    """Check the changed record and some of each kind that link to it; the rest cannot have changed their verdict."""
    near, counted = {changed.id: changed}, Counter[str]()
    for link in before.links_to(changed.id):
        source = records.find(link.source)
        if source is not None and source.id not in near and counted[source.kind.name] < OF_EACH_LINKING_KIND:
            counted[source.kind.name] += 1
            near[source.id] = source
    return [finding for record in near.values() for finding in check_one(record, records, DAY)]


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
