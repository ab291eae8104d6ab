"""Proofs: how a rule can be known to have nothing to say of a record without being run.

Most records are right, and most rules speak of something that a given record does not have. A proof is a quick test that
stands beside its rule and may answer yes only where the rule for certain yields nothing; what it cannot prove the rule
itself decides. A rule without a proof is always run. Proofs are asked of records in plain form alone (`plain_form.py`).

There are three kinds of them. A rule on files has a test of the file. A proof by shape is made once for all records of a kind that have the same fields and stand
in the same state, and decides at once or leaves a test of the record. A proof by values speaks of one field: the rule
has nothing to say of a record in which every value of every field passes its test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kvalitet.catalogue import Catalogue
from kvalitet.deadlines import Deadline
from kvalitet.kinds import Condition, Field, Kind
from kvalitet.records.record import Record
from kvalitet.source.document import Document
from kvalitet.source.exact import Value

Values: TypeAlias = Mapping[str, Value]
Test: TypeAlias = Callable[[Record], bool]
"""Whether a rule has nothing to say of a record."""
Holds: TypeAlias = Callable[[Values, Values], bool]
"""Whether a condition holds, of the values of a group and of its record."""


@dataclass(frozen=True)
class Shape:
    """What records of one shape have in common: their kind, the fields that stand in them and their state.

    `state` is empty for a kind that has none. In plain form a field that stands there says something.
    """

    kind: Kind
    keys: frozenset[str]
    state: str
    catalogue: Catalogue
    day: dt.date

    def lacks(self, path: str) -> bool:
        """Return whether nothing can stand at a path, since the field that it begins with is absent."""
        return path.partition(".")[0] not in self.keys


Proof: TypeAlias = Callable[[Shape], Test | bool]
"""Makes the test for one shape: True where the rule never speaks of such records, False where it must be run."""
ValueProof: TypeAlias = Callable[[Field, Catalogue, dt.date], Callable[[str], bool] | None]
"""Makes the test for one field's values; None where the rule does not ask for them."""
DocumentProof: TypeAlias = Callable[[Document], bool]
"""Whether a rule on files has nothing to say of one; what several rules have in common is asked once."""


def always(shape: Shape) -> bool:
    """The proof of a rule that can say nothing of any record in plain form, since plain form is what it asks for."""
    return True


def all_pass(tests: Sequence[Test]) -> Test | bool:
    """Return a test that all of these pass."""
    if not tests:
        return True

    def proves(record: Record) -> bool:
        for test in tests:  # noqa: SIM110 - a generator costs as much as a test
            if not test(record):
                return False
        return True

    return proves


def value_at(path: str) -> Callable[[Values], Value]:
    """Return a look-up of what is written at a path, the same as `Entry.value`."""
    first, *rest = path.split(".")
    if not rest:
        return lambda values: values.get(first)
    if len(rest) == 1:
        (second,) = rest
        return lambda values: found.get(second) if isinstance(found := values.get(first), dict) else None

    def nested(values: Values) -> Value:
        found = values.get(first)
        for name in rest:
            if not isinstance(found, dict):
                return None
            found = found.get(name)
        return found

    return nested


def condition_holds(condition: Condition) -> Holds:
    """Return a test that says whether `conditions.holds` is True: a value of every named field is a wanted one."""
    clauses = [_clause(path, wanted) for path, wanted in condition.clauses]
    if len(clauses) == 1:
        return clauses[0]
    return lambda group, record: all(clause(group, record) for clause in clauses)


def _clause(path: str, wanted: tuple[str, ...]) -> Holds:
    texts = frozenset(text for text in wanted if text.strip())
    find, is_in_group = value_at(path.removeprefix(".")), path.startswith(".")

    def holds(group: Values, record: Values) -> bool:
        found = find(group if is_in_group else record)
        if isinstance(found, list):
            return any(isinstance(item, str) and item in texts for item in found)
        return isinstance(found, str) and found in texts

    return holds


def not_overdue(limit: Deadline | None, shape: Shape) -> Test | bool:
    """Return a test that a limit has not passed: it does not hold, does not run yet, or what it asks for is done."""
    if limit is None or shape.lacks(limit.start) or (limit.end and limit.end in shape.keys):
        return True
    find, holds = value_at(limit.end), condition_holds(limit.when) if limit.when else None
    return lambda record: (
        find(record.values) is not None or (holds is not None and not holds(record.values, record.values))
    )
