"""Read a kind's data file. What is wrong with one is a ConfigurationError with file and line.

Whether the names that it uses lead somewhere is judged in `kind_checks`: at once for a workspace's own
files, by the tests for the packaged ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kvalitet.data_files import Node
from kvalitet.field_types import TYPES
from kvalitet.kinds import Condition, Default, Demand, Field, Kind, State
from kvalitet.words import hint, listing

_KIND_KEYS = "kind prefix label plural help law ids title columns quick aliases fields order states"
_FIELD_KEYS = "type ahead administrative to scale choices closed label help law required only default fields"
_STATE_KEYS = "label next demands builds_on closed"
_DEMAND_KEYS = "field any_of when"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CHOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_SPELLING = "små bokstäver a–z, siffror och understreck"
_DEFAULTS = "value day line_of same_as scale"

_TOP = 2
"""Keys to a field that stands in no group: fields, and its name."""

_ID = Field("id", "id", "text", False, "Id", "Postens namn. Filen heter likadant.", required=True)


def read_kind(node: Node) -> Kind:
    """Return the kind that a data file describes. Raises ConfigurationError with file and line."""
    node.allow_only(_KIND_KEYS)
    states = _states(node)
    return Kind(
        name=node.word("kind", _NAME, _SPELLING),
        prefix=node.word("prefix", re.compile(r"[A-Z]{2,5}"), "två till fem stora bokstäver A–Z, till exempel AVT"),
        label=node.text("label"),
        plural=node.text("plural"),
        help=node.text("help"),
        law=node.text("law", default=""),
        drawn=node.word("ids", re.compile("drawn|chosen"), "drawn eller chosen") == "drawn",
        title=node.text("title"),
        columns=node.texts("columns"),
        quick=node.texts("quick"),
        aliases={name: dict(preset.pairs()) for name, preset in node.children("aliases")},
        fields={"id": _ID, **{name: read_field(child, name, "", states) for name, child in new_fields(node)}},
        order=read_order(node),
        states=states,
    )


def new_fields(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the fields below a kind or a group, each with a name that a field may have."""
    for name, child in node.children("fields"):
        if not _NAME.fullmatch(name) or (name == _ID.name and len(child.path) == _TOP):
            reason = "står först i varje post av sig självt" if name == _ID.name else f"skriv {_SPELLING}"
            raise child.key_error(f"{name} kan inte vara ett fältnamn; {reason}")
        yield name, child


def read_order(node: Node) -> tuple[tuple[str, ...], ...]:
    """Return the chains of dates under `order`."""
    return tuple(tuple(chain.items()) for chain in node.elements("order"))


def read_field(node: Node, name: str, prefix: str, states: Mapping[str, State]) -> Field:
    """Return one field; `prefix` is the dotted path to its group, with a dot last."""
    node.allow_only(_FIELD_KEYS)
    path = f"{prefix}{name}"
    declared = node.text("type")
    bare = declared.removeprefix("list of ")
    if bare not in TYPES and bare != "group":
        raise node.error(f"{declared} är ingen fälttyp{hint(bare, [*TYPES, 'group'])}", "type")
    inner = {}
    if bare == "group":
        node.child("fields")
        inner = {child: read_field(found, child, f"{path}.", states) for child, found in new_fields(node)}
    return Field(
        name=name,
        path=path,
        type=bare,
        many=declared != bare,
        label=node.text("label"),
        help=node.text("help", default=""),
        law=node.text("law", default=""),
        required=read_required(node),
        only=read_condition(node, "only"),
        choices=_choices(node, bare, path, states),
        closed=node.yes("closed"),
        targets=("roll",) if bare == "role" else node.texts("to"),
        scale=node.text("scale", default=""),
        ahead=node.yes("ahead"),
        administrative=node.yes("administrative"),
        default=_default(node),
        fields=inner,
    )


def _choices(node: Node, bare: str, path: str, states: Mapping[str, State]) -> dict[str, str]:
    labels = {state.name: state.label for state in states.values()}
    found = labels if bare == "state" else read_choices(node)
    if bare in ("choice", "state") and not found:
        raise node.error(f"fältet {path} saknar {'states' if bare == 'state' else 'choices'}", "type")
    return found


def read_choices(node: Node) -> dict[str, str]:
    """Return the choices under a field: name and label."""
    if "choices" not in node:
        return {}
    child = node.child("choices")
    for name in child.names():
        if not _CHOICE.fullmatch(name):
            raise child.key_error(
                f"{name} kan inte vara ett val; skriv bokstäver a–z, siffror, punkt och bindestreck", name
            )
    return dict(child.pairs())


def read_required(node: Node) -> bool | Condition:
    """Return whether a field is required: always, never, or when a condition holds."""
    if node.is_mapping("required"):
        return read_condition(node, "required") or False
    return node.yes("required")


def _default(node: Node) -> Default | None:
    if "default" not in node:
        return None
    child = node.child("default")
    child.allow_only(_DEFAULTS)
    ways = list(child.pairs())
    if len(ways) != 1:
        raise child.error(f"här ska stå en sak: {listing(_DEFAULTS.split())}")
    return Default(*ways[0])


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
        if not _NAME.fullmatch(name):
            raise child.key_error(f"{name} kan inte vara en status; skriv {_SPELLING}")
        earlier = child.text("builds_on", default="")
        if earlier and earlier not in states:
            raise child.error(f"{earlier} är ingen tidigare status", "builds_on")
        inherited = states[earlier].demands if earlier else ()
        states[name] = State(
            name=name,
            label=child.text("label"),
            next=child.texts("next"),
            demands=(*inherited, *read_demands(child)),
            closed=child.yes("closed"),
            builds_on=earlier,
        )
    return states


def read_demands(node: Node) -> tuple[Demand, ...]:
    """Return what a state demands by itself."""
    return tuple(_demand(demand) for demand in node.elements("demands"))


def _demand(node: Node) -> Demand:
    node.allow_only(_DEMAND_KEYS)
    any_of = node.texts("any_of") or (node.text("field"),)
    return Demand(any_of, read_condition(node, "when"))
