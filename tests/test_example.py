"""The example in records/: it validates, and any one value broken gives one finding on its line."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

import pytest

from generating.names import is_generated
from kvalitet.catalogue import Catalogue
from kvalitet.checking import check, check_one
from kvalitet.diagnostics import Diagnostic
from kvalitet.kinds import Field
from kvalitet.records.collection import Records
from kvalitet.records.loading import record_from_text
from kvalitet.records.record import Link, Record, walk
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

OF_EACH_FIELD = 6
"""How many values of each field are broken in the generated records, of each kind, as far as there are so many."""

OF_LINKING = 5
"""How many of the records that link to a broken one are checked again: a role has thousands."""

HONEST_WARNINGS = {"ATG002": 3, "ATG004": 1, "ATG005": 1, "EGK001": 1, "PRO002": 2, "REV001": 3, "REV003": 1}
"""What a real municipality leaves to do: an åtgärd whose cause came back, one that goes on after its avvikelse was
closed, åtgärder against another cause, a control and reviews not done in time."""


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


@pytest.fixture(scope="module")
def known(osby: Records) -> set[tuple[str, ...]]:
    """What tells the findings apart that the example has as it is."""
    return {told_apart(finding) for finding in check(osby, DAY)}


def told_apart(finding: Diagnostic) -> tuple[str, ...]:
    """Return all of a finding but its line."""
    return (finding.code, finding.place.path, finding.field, finding.message)


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


class WithOneChanged(Records):
    """The example's records with another in the place of one: what links to what is not gone through again."""

    def __init__(self, osby: Records, changed: Record, place: int) -> None:
        others = list(osby)
        super().__init__(osby.catalogue, [*others[:place], changed, *others[place + 1 :]])
        self._before, self._changed, self._replaced = osby, changed, others[place].id

    def links_to(self, record_id: str) -> list[Link]:
        """Return the links that other records hold to this one, those of the changed record last."""
        kept = [link for link in self._before.links_to(record_id) if link.source != self._replaced]
        return kept + [link for link in self._changed.links() if link.target == record_id]


def chosen(records: list[Record]) -> list[tuple[Record, Field, Path]]:
    """Return what is broken: all of what people wrote, and a sample of each field of the rest.

    The sample is drawn with a seed, so that it is the same from day to day.
    """
    found: list[tuple[Record, Field, Path]] = []
    by_field: dict[str, list[tuple[Record, Field, Path]]] = defaultdict(list)
    for record in records:
        for field, path, _ in values_of(record):
            (by_field[field.path] if is_generated(record) else found).append((record, field, path))
    for values in by_field.values():
        found += random.Random(2011).sample(values, min(OF_EACH_FIELD, len(values)))
    return found


@pytest.mark.parametrize("kind", [*sorted({path.name for path in (ROOT / "records").iterdir()})])
def test_any_broken_value_gives_one_finding_on_its_line(
    kind: str, osby: Records, known: set[tuple[str, ...]], catalogue: Catalogue
) -> None:
    """A value broken alone: that file, that line, and nothing new in that record or those that link to it.

    Every value of every record that people wrote, and of every field of the generated ones some.
    """
    places = {record.id: place for place, record in enumerate(osby)}
    values = chosen(osby.of(kind))
    for record, field, path in values:
        changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
        assert changed is not None, (record.id, path)
        records = WithOneChanged(osby, changed, places[record.id])
        near = [changed, *linking(records, changed.id)]
        found = [f for one in near for f in check_one(one, records, DAY) if told_apart(f) not in known]
        expected = [(record.document.path, record.document.place(path).line)]
        assert [(f.place.path, f.place.line) for f in found] == expected, (record.id, path, found)
    assert values


def linking(records: Records, record_id: str) -> list[Record]:
    """Return records that link to one: all of them, or a sample of many."""
    sources = sorted({link.source for link in records.links_to(record_id)})
    drawn = random.Random(2011).sample(sources, min(OF_LINKING, len(sources)))
    return [found for source in drawn if (found := records.find(source))]


def test_a_broken_value_is_the_only_finding_of_a_whole_check(
    osby: Records, known: set[tuple[str, ...]], catalogue: Catalogue
) -> None:
    """The same through the check of all that people wrote, with the rules over all records, for one value of each type."""
    others, seen = list(osby), set()
    written = {record.id for record in others if not is_generated(record)}
    for record in osby:
        for field, path, _ in values_of(record):
            if field.type in seen:
                continue
            seen.add(field.type)
            changed = record_from_text(record.document.path, broken(record, field, path), catalogue)
            assert changed is not None
            records = Records(catalogue, [changed if other is record else other for other in others])
            found = [one for one in check(records, DAY, written | {changed.id}) if told_apart(one) not in known]
            assert [(f.place.path, f.place.line) for f in found] == [
                (record.document.path, record.document.place(path).line)
            ]
    assert seen >= set(BROKEN) - {"url", "interval", "time", "seal"}


def test_no_identity_number_in_the_repository_but_test_numbers_in_tests() -> None:
    """Nothing that looks like a personnummer stands in records, templates, reports, the generator or the tool."""
    from kvalitet.privacy.numbers import Number, find

    for folder in ("records", "templates", "kvalitet", "reports", "bench"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".yaml", ".md", ".py", ".j2", ".typ", ".toml"):
                found = [f for f in find(file.read_text(encoding="utf-8")) if f.number is not Number.MAYBE]
                assert not found, file
