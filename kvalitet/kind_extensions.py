"""Add to a packaged kind what a workspace's own file says: fields, choices, demands, words.

Nothing that a packaged kind has can be taken away: the part of it that is law cannot be switched off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kvalitet.data_files import Node
from kvalitet.kind_files import (
    new_fields,
    read_choices,
    read_demands,
    read_field,
    read_order,
    read_required,
)
from kvalitet.kinds import Condition, Demand, Field, Kind, State
from kvalitet.words import hint

_KIND_KEYS = "extends label plural help columns quick fields order states"
_FIELD_KEYS = "label help required to choices fields"


def extend_kind(node: Node, kind: Kind) -> Kind:
    """Return a kind with what a file adds to it. Raises ConfigurationError, with file and line, for anything else."""
    node.allow_only(_KIND_KEYS)
    return replace(
        kind,
        label=node.text("label", default=kind.label),
        plural=node.text("plural", default=kind.plural),
        help=node.text("help", default=kind.help),
        columns=node.texts("columns") or kind.columns,
        quick=node.texts("quick") or kind.quick,
        fields=_fields(node, kind.fields, "", kind.states),
        order=(*kind.order, *read_order(node)),
        states=_states(node, kind),
    )


def _fields(node: Node, known: Mapping[str, Field], prefix: str, states: Mapping[str, State]) -> dict[str, Field]:
    """Return the fields in their order, the added ones last, but before the time when the record was made."""
    found, added = dict(known), {}
    for name, child in new_fields(node):
        if name in known:
            found[name] = _changed(child, known[name], states)
        elif "type" not in child:
            message = f"{prefix}{name} finns inte och saknar type, som ett nytt fält har{hint(name, list(known))}"
            raise child.key_error(message)
        else:
            added[name] = read_field(child, name, prefix, states)
    ends = {name: field for name, field in found.items() if field.type == "stamp"}
    return {**{name: field for name, field in found.items() if name not in ends}, **added, **ends}


def _changed(node: Node, field: Field, states: Mapping[str, State]) -> Field:
    if "type" in node:
        raise node.key_error(f"{field.path} finns redan och behåller sin typ; ta bort raden", "type")
    node.allow_only(_FIELD_KEYS)
    return replace(
        field,
        label=node.text("label", default=field.label),
        help=node.text("help", default=field.help),
        required=_required(node, field),
        targets=_targets(node, field),
        choices=_choices(node, field),
        fields=_inner(node, field, states),
    )


def _required(node: Node, field: Field) -> bool | Condition:
    if "required" not in node:
        return field.required
    wanted = read_required(node)
    if wanted is False or (field.required is not False and wanted is not True):
        raise node.error(f"{field.path} är redan ett krav; det går att skärpa men inte att ta bort", "required")
    return wanted


def _targets(node: Node, field: Field) -> tuple[str, ...]:
    if "to" in node and field.type != "link":
        raise node.key_error(f"{field.path} är ingen länk; ta bort raden", "to")
    return tuple(dict.fromkeys((*field.targets, *node.texts("to"))))


def _choices(node: Node, field: Field) -> dict[str, str]:
    """Return the choices with those that are added; one that is there already may get another label."""
    added = read_choices(node)
    if added and field.type != "choice":
        raise node.key_error(f"{field.path} har inga val; ta bort raden", "choices")
    if added and field.closed:
        message = f"valen i {field.path} kommer ur lag eller räknas var för sig och går inte att utöka; ta bort dem"
        raise node.key_error(message, "choices")
    return {**field.choices, **added}


def _inner(node: Node, field: Field, states: Mapping[str, State]) -> Mapping[str, Field]:
    if "fields" not in node:
        return field.fields
    if not field.fields:
        raise node.key_error(f"{field.path} är ingen grupp; ta bort raden", "fields")
    return _fields(node, field.fields, f"{field.path}.", states)


def _states(node: Node, kind: Kind) -> dict[str, State]:
    """Return the states, each with the demands that are added to it and to those that it builds on."""
    added: dict[str, tuple[Demand, ...]] = {}
    for name, child in node.children("states"):
        if name not in kind.states:
            known = list(kind.states)
            raise child.key_error(f"{name} är ingen status i {kind.name}{hint(name, known) if known else ''}")
        child.allow_only("demands")
        added[name] = read_demands(child)
    found: dict[str, State] = {}
    for name, state in kind.states.items():
        inherited = found[state.builds_on].demands if state.builds_on else ()
        more = (*(demand for demand in inherited if demand not in state.demands), *added.get(name, ()))
        found[name] = replace(state, demands=(*state.demands, *more))
    return found
