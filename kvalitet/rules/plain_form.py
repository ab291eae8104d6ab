"""Plain form: what a record must be for proofs to be asked of it, tested in one walk over its values.

A record in plain form has known fields alone and all that its fields require, each where it may stand; every value is of
its field's type and one of its choices, none is empty, and no list has a member twice. That is what the rules FRM001-007
ask for, so that none of them has anything to say of it. The walk is compiled for a kind: what a set of fields lacks or
has too much of is decided once, and a text that was right for a field once is right the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from kvalitet.kinds import Condition, Field, Kind
from kvalitet.rules.proof import Holds, Values, condition_holds
from kvalitet.source.exact import Value

NOT_PLAIN = 1
"""The doubt that a record is not in plain form. Other doubts are bits above it, one for each rule on values."""

_MOST_TEXTS, _MOST_SHAPES = 5000, 500
"""How much is remembered for each field and each group; the rest is tested every time."""

Tests: TypeAlias = Callable[[Field], Sequence[tuple[int, Callable[[str], bool]]]]
"""The tests of rules on a field's values, each with the bit that says that it was not passed."""
_Check: TypeAlias = Callable[[Value, Values], int]
"""Returns the doubts about one value, the second argument being the record's values."""
_Known: TypeAlias = tuple[set[str], _Check]
"""Texts that leave no doubt, and the check for all else."""
_Demands: TypeAlias = tuple[tuple[Holds, bool], ...]
_Plan: TypeAlias = tuple[tuple[_Known, ...], _Demands]


class PlainForm:
    """The form of one kind's records. `links` holds the ids that the record looked at last names, as they come."""

    def __init__(self, kind: Kind, tests: Tests) -> None:
        self.links: list[str] = []
        self._tests = tests
        last = list(kind.fields.values())[-1]
        self._look = _Group(kind.fields, self._known, {last.name} if last.type == "stamp" else set()).doubts

    def doubts(self, values: Values) -> int:
        """Return what cannot be ruled out of a record with these values, as bits; 0 is nothing."""
        self.links = []
        return self._look(values, values)

    def _known(self, field: Field) -> _Known:
        if not field.many:
            return self._one(field)
        known, check = self._one(field)
        return set(), _of_list(known, check)

    def _one(self, field: Field) -> _Known:
        if field.fields:
            return set(), _of_group(_Group(field.fields, self._known))
        if field.is_link:
            return set(), self._of_link(*_of_text(field, self._tests(field)))
        return _of_text(field, self._tests(field))

    def _of_link(self, known: set[str], check: _Check) -> _Check:
        def doubts(value: Value, record: Values) -> int:
            if not isinstance(value, str):
                return NOT_PLAIN
            self.links.append(value)
            return 0 if value in known else check(value, record)

        return doubts


class _Group:
    """The fields of a record or of a group in it, with a plan for each set of them that was met."""

    def __init__(
        self, fields: Mapping[str, Field], known: Callable[[Field], _Known], required: set[str] | None = None
    ) -> None:
        self._fields = fields
        self._checks = {name: known(field) for name, field in fields.items()}
        self._required = {name for name, field in fields.items() if field.required is True} | (required or set())
        self._plans: dict[tuple[str, ...], _Plan | None] = {}

    def doubts(self, values: Values, record: Values) -> int:
        keys = tuple(values)
        plan = self._plans[keys] if keys in self._plans else self._learned(keys)
        if plan is None:
            return NOT_PLAIN
        doubts = 0
        for (known, check), value in zip(plan[0], values.values(), strict=True):
            if value.__class__ is not str or value not in known:
                doubts |= check(value, record)
        for holds, wanted in plan[1]:
            if holds(values, record) is not wanted:
                return NOT_PLAIN
        return doubts

    def _learned(self, keys: tuple[str, ...]) -> _Plan | None:
        is_right = self._checks.keys() >= set(keys) >= self._required
        plan = (tuple(self._checks[key] for key in keys), self._demands(set(keys))) if is_right else None
        if len(self._plans) < _MOST_SHAPES:
            self._plans[keys] = plan
        return plan

    def _demands(self, keys: set[str]) -> _Demands:
        """Return the conditions that such a group rests on, each with what it must say."""
        fields = self._fields.values()
        only = [(condition_holds(field.only), True) for field in fields if field.only and field.name in keys]
        absent = [field.required for field in fields if field.name not in keys]
        return (*only, *((condition_holds(when), False) for when in absent if isinstance(when, Condition)))


def _of_text(field: Field, rules: Sequence[tuple[int, Callable[[str], bool]]]) -> _Known:
    known: set[str] = set()
    tests = [(NOT_PLAIN, _is_of_type(field)), *rules]
    most = 0 if field.type in {"text", "prose", "stamp"} else _MOST_TEXTS

    def check(value: Value, record: Values) -> int:
        if not isinstance(value, str):
            return NOT_PLAIN
        doubts = 0
        for bit, passes in tests:
            if not passes(value):
                doubts |= bit
        if not doubts and len(known) < most:
            known.add(value)
        return doubts

    return known, check


def _is_of_type(field: Field) -> Callable[[str], bool]:
    if field.choices:
        return frozenset(field.choices).__contains__
    if field.type == "prose":
        return lambda text: not (text == "" or text.isspace())  # the same, without a copy of the text
    if field.scalar is None:
        return lambda text: False
    convert = field.scalar.convert
    return lambda text: convert(text) is not None


def _of_group(group: _Group) -> _Check:
    def check(value: Value, record: Values) -> int:
        return group.doubts(value, record) if value and isinstance(value, dict) else NOT_PLAIN

    return check


def _of_list(known: set[str], check: _Check) -> _Check:
    def check_all(value: Value, record: Values) -> int:
        if not value or not isinstance(value, list):
            return NOT_PLAIN
        doubts = 0
        for item in value:
            if item.__class__ is not str or item not in known:
                doubts |= check(item, record)
        return doubts if len(value) == 1 or _all_differ(value) else NOT_PLAIN

    return check_all


def _all_differ(items: list[Value]) -> bool:
    """Return whether no item is like another; groups differ where what they say first does."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) == len(items):
        return len(set(texts)) == len(items)
    groups = [item for item in items if isinstance(item, dict)]
    name = next((name for group in groups for name in group), "")
    firsts = {first for group in groups if isinstance(first := group.get(name), str)}
    return len(firsts) == len(items) or not any(item in items[:place] for place, item in enumerate(items))
