"""Which rules a record leaves to be run, when all that can be proven is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from kvalitet.catalogue import Catalogue
from kvalitet.kinds import Field, Kind
from kvalitet.records.record import Record
from kvalitet.rules.plain_form import NOT_PLAIN, PlainForm
from kvalitet.rules.proof import DocumentProof, Shape, Test
from kvalitet.rules.rule import Rule
from kvalitet.source.document import Document

_Key: TypeAlias = tuple[tuple[str, ...], str]
_Left: TypeAlias = tuple[tuple[Rule, Test | None], ...]

_MOST_SHAPES = 2000
"""How many shapes of a kind are remembered; the proofs of others are made every time."""


class Proofs:
    """The proofs of rules on files and on single records, for what the workspace's words mean on a day.

    They are compiled when a kind, and a shape of it, is first met, and belong to who made this.
    """

    def __init__(self, rules: Iterable[Rule], catalogue: Catalogue, day: dt.date) -> None:
        self._rules = tuple(rules)
        self._catalogue = catalogue
        self._day = day
        self._kinds: dict[str, _OfKind] = {}
        proofs = dict.fromkeys(rule.document_proof for rule in self._rules if rule.on_document)
        self._on_document = [(proof, self._sharing(proof)) for proof in proofs]

    def _sharing(self, proof: DocumentProof | None) -> list[Rule]:
        return [rule for rule in self._rules if rule.on_document and rule.document_proof is proof]

    def left_of(self, document: Document) -> list[Rule]:
        """Return the rules on files that must be run on one."""
        groups = (rules for proof, rules in self._on_document if proof is None or not proof(document))
        return [rule for rules in groups for rule in rules]

    def left(self, record: Record) -> tuple[Sequence[Rule], list[str] | None]:
        """Return the rules that must be run on a record, and the ids that it names where these are known too."""
        name = record.kind.name
        found = self._kinds.get(name)
        if found is None:
            rules = [rule for rule in self._rules if rule.on_record and rule.kind in {None, name}]
            found = self._kinds[name] = _OfKind(record.kind, rules, self._catalogue, self._day)
        return found.left(record)


class _OfKind:
    def __init__(self, kind: Kind, rules: list[Rule], catalogue: Catalogue, day: dt.date) -> None:
        self._kind, self._rules, self._catalogue, self._day = kind, rules, catalogue, day
        self._state = kind.state_field.name if kind.state_field else ""
        self._on_values = {2 << place: rule for place, rule in enumerate(rule for rule in rules if rule.values)}
        self._form = PlainForm(kind, self._tests)
        self._shapes: dict[_Key, _Left] = {}

    def _tests(self, field: Field) -> Sequence[tuple[int, Callable[[str], bool]]]:
        made = [
            (bit, rule.values(field, self._catalogue, self._day))
            for bit, rule in self._on_values.items()
            if rule.values
        ]
        return [(bit, test) for bit, test in made if test is not None]

    def left(self, record: Record) -> tuple[Sequence[Rule], list[str] | None]:
        doubts = self._form.doubts(record.values)
        if doubts & NOT_PLAIN:
            return self._rules, None
        left = [rule for rule, proves in self._of_shape(record) if proves is None or not proves(record)]
        if doubts:
            left += [rule for bit, rule in self._on_values.items() if doubts & bit]
        return left, self._form.links

    def _of_shape(self, record: Record) -> _Left:
        """Return the rules that may speak of records with these fields in this state, each with its test."""
        state = record.values.get(self._state)
        key = (tuple(record.values), state if isinstance(state, str) else "")
        found = self._shapes.get(key)
        if found is None:
            found = self._made(*key)
            if len(self._shapes) < _MOST_SHAPES:
                self._shapes[key] = found
        return found

    def _made(self, keys: tuple[str, ...], state: str) -> _Left:
        shape = Shape(self._kind, frozenset(keys), state, self._catalogue, self._day)
        made = [(rule, rule.proof(shape) if rule.proof else False) for rule in self._rules if not rule.values]
        return tuple((rule, None if test is False else test) for rule, test in made if test is not True)
