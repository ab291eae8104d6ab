"""Read a kind's data file. What is wrong with one is a ConfigurationError with file and line."""

from __future__ import annotations

import re

from kvalitet.data_files import Node
from kvalitet.field_types import TYPES
from kvalitet.kinds import Condition, Default, Demand, Field, Kind, State

_KIND_KEYS = "kind prefix label plural help law ids title columns quick aliases fields order states"
_FIELD_KEYS = "type ahead to scale choices label help law required only default fields"
_STATE_KEYS = "label next demands builds_on closed"
_DEMAND_KEYS = "field any_of when"
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")


_ID = Field("id", "id", "text", False, "Id", "Postens namn. Filen heter likadant.", required=True)


def read_kind(node: Node) -> Kind:
    """Return the kind that a data file describes. Raises ConfigurationError with file and line."""
    node.allow_only(_KIND_KEYS)
    states = _states(node)
    kind = Kind(
        name=node.word("kind", _FIELD_NAME),
        prefix=node.word("prefix", re.compile(r"[A-Z]{2,5}")),
        label=node.text("label"),
        plural=node.text("plural"),
        help=node.text("help"),
        law=node.text("law", default=""),
        drawn=node.word("ids", re.compile("drawn|chosen")) == "drawn",
        title=node.text("title"),
        columns=node.texts("columns"),
        quick=node.texts("quick"),
        aliases={name: dict(preset.pairs()) for name, preset in node.children("aliases")},
        fields={"id": _ID, **_fields(node.child("fields"), "", states)},
        order=tuple(tuple(chain.items()) for chain in node.elements("order")),
        states=states,
    )
    _check_paths(node, kind)
    return kind


def _fields(node: Node, prefix: str, states: dict[str, State]) -> dict[str, Field]:
    found = {}
    for name, child in node.children():
        if not _FIELD_NAME.fullmatch(name):
            raise node.error(f"{name} är inget fältnamn; skriv små bokstäver a–z och understreck", name)
        found[name] = _field(child, name, f"{prefix}{name}", states)
    return found


def _field(node: Node, name: str, path: str, states: dict[str, State]) -> Field:
    node.allow_only(_FIELD_KEYS)
    declared = node.text("type")
    many = declared.startswith("list of ")
    bare = declared.removeprefix("list of ")
    if bare not in TYPES and bare != "group":
        raise node.error(f"{declared} är ingen fälttyp", "type")
    choices = dict(node.child("choices").pairs()) if "choices" in node else {}
    if bare == "state":
        choices = {state.name: state.label for state in states.values()}
    if bare in ("choice", "state") and not choices:
        raise node.error(f"fältet {path} saknar choices", "type")
    targets = ("roll",) if bare == "role" else node.texts("to")
    return Field(
        name=name,
        path=path,
        type=bare,
        many=many,
        label=node.text("label"),
        help=node.text("help", default=""),
        law=node.text("law", default=""),
        required=_required(node),
        only=read_condition(node, "only"),
        choices=choices,
        targets=targets,
        scale=node.text("scale", default=""),
        ahead=node.yes("ahead"),
        default=_default(node),
        fields=_fields(node.child("fields"), f"{path}.", states) if bare == "group" else {},
    )


def _required(node: Node) -> bool | Condition:
    if node.is_mapping("required"):
        return read_condition(node, "required") or False
    return node.yes("required")


def _default(node: Node) -> Default | None:
    if "default" not in node:
        return None
    child = node.child("default")
    child.allow_only("value day line_of same_as")
    ((way, text),) = child.pairs()
    return Default(way, text)


def read_condition(node: Node, key: str) -> Condition | None:
    """Return the condition under a key, or None where there is none."""
    if key not in node:
        return None
    child = node.child(key)
    return Condition(tuple((path, child.texts(path)) for path in child.names()))


def _states(node: Node) -> dict[str, State]:
    states: dict[str, State] = {}
    for name, child in node.children("states"):
        child.allow_only(_STATE_KEYS)
        inherited: tuple[Demand, ...] = ()
        if "builds_on" in child:
            earlier = child.text("builds_on")
            if earlier not in states:
                raise child.error(f"{earlier} är ingen tidigare status", "builds_on")
            inherited = states[earlier].demands
        demands = tuple(_demand(demand) for demand in child.elements("demands"))
        states[name] = State(
            name=name,
            label=child.text("label"),
            next=child.texts("next"),
            demands=(*inherited, *demands),
            closed=child.yes("closed"),
        )
    return states


def _demand(node: Node) -> Demand:
    node.allow_only(_DEMAND_KEYS)
    any_of = node.texts("any_of") or (node.text("field"),)
    return Demand(any_of, read_condition(node, "when"))


def _check_paths(node: Node, kind: Kind) -> None:
    """Every path that a kind's file names is a field of that kind."""
    _each(node, kind, "title", (kind.title,))
    _each(node, kind, "columns", kind.columns)
    _each(node, kind, "quick", kind.quick)
    _each(node, kind, "order", tuple(path for chain in kind.order for path in chain))
    for state in kind.states.values():
        for follower in state.next:
            if follower not in kind.states:
                raise node.error(f"status {state.name} leder till {follower}, som inte finns", "states")
        for demand in state.demands:
            _each(node, kind, "states", demand.any_of)
            _each(node, kind, "states", _condition_paths(demand.when))
    for known in kind.walk():
        for condition in (known.required, known.only):
            if isinstance(condition, Condition):
                parent = known.path.rpartition(".")[0]
                paths = (_full(path, parent) for path in _condition_paths(condition))
                _each(node, kind, "fields", tuple(paths))


def _full(path: str, parent: str) -> str:
    return f"{parent}{path}" if path.startswith(".") else path


def _condition_paths(condition: Condition | None) -> tuple[str, ...]:
    return tuple(path for path, _ in condition.clauses) if condition else ()


def _each(node: Node, kind: Kind, key: str, paths: tuple[str, ...]) -> None:
    for path in paths:
        if kind.find(path) is None and path != "id":
            raise node.error(f"{path} är inget fält i {kind.name}", key)
