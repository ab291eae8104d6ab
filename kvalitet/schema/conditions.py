"""What depends on what in a record, as JSON Schema's if and then: `required` and `only`, and the demands of states.

A condition that looks into a list from outside it holds for no record, and one that mixes fields of its own
group with fields of the record cannot be said inside a list: neither gives anything here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from kvalitet.kinds import Condition, Demand, Field, Kind
from kvalitet.schema.readings import readings
from kvalitet.words import listing

Schema: TypeAlias = "dict[str, object]"
Fields: TypeAlias = Mapping[str, Field]
Clauses: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


def record_conditions(kind: Kind) -> Iterator[Schema]:
    """Yield what a whole record must keep: conditions that name fields from its root, and what its state demands."""
    yield from _conditions(kind.fields, kind.walk(), is_relative=False)
    yield from group_conditions(kind.fields)
    yield from _demands(kind)


def group_conditions(fields: Fields) -> Iterator[Schema]:
    """Yield what one group must keep: conditions of its own fields that ask only for fields beside them."""
    yield from _conditions(fields, fields.values(), is_relative=True)


def _conditions(root: Fields, fields: Iterable[Field], *, is_relative: bool) -> Iterator[Schema]:
    required: dict[tuple[Clauses, str], list[str]] = {}
    only: dict[tuple[Clauses, str], list[str]] = {}
    for field in fields:
        parent = "" if is_relative else field.path.rpartition(".")[0]
        for condition, found in ((field.required, required), (field.only, only)):
            clauses = _clauses(condition, is_relative=is_relative)
            if clauses and all(_is_reached(root, path) for path, _ in clauses):
                found.setdefault((clauses, parent), []).append(field.name)
    for (clauses, parent), names in required.items():
        message = f"När {_in_words(clauses)} behövs {listing(names, 'och')}."
        then = _within(root, _parts(parent), {"required": names, "errorMessage": message})
        yield {"if": _all(_says(root, path, wanted) for path, wanted in clauses), "then": then}
    for (clauses, parent), names in only.items():
        message = f"Bara när {_in_words(clauses)} får {listing(names, 'och')} finnas."
        then = _within(root, _parts(parent), {"properties": dict.fromkeys(names, False), "errorMessage": message})
        yield {"if": _any(_says_other(root, path, wanted) for path, wanted in clauses), "then": then}


def _clauses(condition: bool | Condition | None, *, is_relative: bool) -> Clauses:
    """Return the clauses of a condition that asks only for the one sort of field, without the leading dot."""
    clauses = condition.clauses if isinstance(condition, Condition) else ()
    if any(path.startswith(".") is not is_relative for path, _ in clauses):
        return ()
    return tuple((path.removeprefix("."), wanted) for path, wanted in clauses)


def _is_reached(fields: Fields, path: str) -> bool:
    """Return whether a path leads to a field without going into a list."""
    name, _, rest = path.partition(".")
    field = fields.get(name)
    if field is None or not rest:
        return field is not None
    return not field.many and _is_reached(field.fields, rest)


def _says(fields: Fields, path: str, wanted: Sequence[str]) -> Schema:
    """Return what a record looks like whose field has one of the wanted values."""
    words: Schema = {"enum": [value for text in wanted for value in readings(text)]}
    return _at(fields, path, words)


def _says_other(fields: Fields, path: str, wanted: Sequence[str]) -> Schema:
    """Return what a record looks like whose field has a value for certain, and none of the wanted ones."""
    field = _field(fields, path)
    known = [*field.choices] or (["ja", "nej"] if field.type == "yes_no" else [])
    others: Schema = {"enum": [value for text in known if text not in wanted for value in readings(text)]}
    if not field.many:
        return _at(fields, path, others)
    *groups, name = path.split(".")
    return _at_group(fields, groups, name, {"type": "array", "items": others})


def _at(fields: Fields, path: str, words: Schema) -> Schema:
    *groups, name = path.split(".")
    return _at_group(fields, groups, name, {"contains": words} if _field(fields, path).many else words)


def _at_group(fields: Fields, groups: Sequence[str], name: str, value: Schema) -> Schema:
    """Return a record that has a value in a field, with every group on the way."""
    found: Schema = {"required": [name], "properties": {name: value}}
    for group in reversed(groups):
        found = {"required": [group], "properties": {group: found}}
    return found


def _field(fields: Fields, path: str) -> Field:
    name, _, rest = path.partition(".")
    return _field(fields[name].fields, rest) if rest else fields[name]


def _within(fields: Fields, groups: Sequence[str], inner: Schema) -> Schema:
    """Return a record in which a group, wherever it is there, looks like this; in a list each of them does."""
    if not groups:
        return inner
    field = fields[groups[0]]
    below = _within(field.fields, groups[1:], inner)
    return {"properties": {field.name: {"items": below} if field.many else below}}


def _demands(kind: Kind) -> Iterator[Schema]:
    """Yield one rule for every demand, with the states that make it."""
    field = kind.state_field
    states: dict[Demand, list[str]] = {}
    for state in kind.states.values():
        for demand in dict.fromkeys(state.demands):
            states.setdefault(demand, []).append(state.name)
    for demand, names in states.items():
        clauses: Clauses = tuple(demand.when.clauses) if demand.when else ()
        if field is None or not all(_is_reached(kind.fields, path) for path, _ in clauses):
            continue
        when = [(field.path, tuple(names)), *clauses]
        fields = [known for path in demand.any_of if (known := kind.find(path))]
        message = f"Det här steget kräver {listing(f'{known.label} ({known.path})' for known in fields)}."
        then = _any(_written(kind.fields, path, message) for path in demand.any_of)
        yield {"if": _all(_says(kind.fields, path, wanted) for path, wanted in when), "then": then}


def _written(fields: Fields, path: str, message: str) -> Schema:
    """Return a record that has a field, as STA001 asks: the outermost group, and the field in the innermost one."""
    first, *groups, name = ("", *path.split(".")) if "." not in path else path.split(".")
    if not first:
        return {"required": [name], "errorMessage": message}
    found: Schema = {"required": [first], "errorMessage": message}
    if not _is_reached(fields, path):
        return found
    return {**found, **_within(fields, [first, *groups], {"required": [name], "errorMessage": message})}


def _parts(path: str) -> list[str]:
    return path.split(".") if path else []


def _all(schemas: Iterable[Schema]) -> Schema:
    found = list(schemas)
    return found[0] if len(found) == 1 else {"allOf": found}


def _any(schemas: Iterable[Schema]) -> Schema:
    found = list(schemas)
    return found[0] if len(found) == 1 else {"anyOf": found}


def _in_words(clauses: Clauses) -> str:
    parts = (f"{path} är {listing(wanted)}" for path, wanted in clauses)
    return " och ".join(parts)
