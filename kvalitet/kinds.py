"""What a kind of record is: its fields, conditions, order of dates and states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kvalitet.field_types import TYPES, FieldType


@dataclass(frozen=True, slots=True)
class Condition:
    """When something holds: every named field has one of the named values."""

    clauses: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Default:
    """What `new` writes in a field that nobody filled in; never what a reader assumes.

    `way` is value (a fixed text), day (today), line_of (the first sentence of another field), same_as
    (a field of the record that a link names: enhet.lagrum) or scale (the name of the workspace's scale).
    """

    way: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. `path` is dotted from the record's root, without list positions.

    `ahead` says that a date may lie after the day on which it is judged: it is a plan. `closed` says
    that a workspace may add no choices: the law has them all, or something is counted by them.
    `administrative` says that the value may change without the document having to be approved again.
    """

    name: str
    path: str
    type: str
    many: bool
    label: str
    help: str = ""
    law: str = ""
    required: bool | Condition = False
    only: Condition | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    targets: tuple[str, ...] = ()
    scale: str = ""
    ahead: bool = False
    administrative: bool = False
    default: Default | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)

    @property
    def scalar(self) -> FieldType | None:
        """How a single value is read, or None for a group."""
        return TYPES.get(self.type)

    @property
    def fills_itself(self) -> bool:
        """Whether a new record has this field from the tool alone, which asks nobody for it."""
        return self.type == "state" or (self.default is not None and self.default.way == "scale")

    @property
    def is_link(self) -> bool:
        """Whether values are ids of other records."""
        return self.type in ("link", "role")

    @property
    def is_written_by_tool(self) -> bool:
        """Whether the tool alone writes the value: when a record was made, and what was approved."""
        return self.type in ("stamp", "seal")


@dataclass(frozen=True, slots=True)
class Demand:
    """Fields of which a state needs at least one, when a condition holds."""

    any_of: tuple[str, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One state: where it leads, what it demands, and whether it ends the matter.

    `demands` holds also those of the state that it builds on.
    """

    name: str
    label: str
    next: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    closed: bool = False
    builds_on: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record, as its data file tells it."""

    name: str
    prefix: str
    label: str
    plural: str
    help: str
    law: str
    drawn: bool
    title: str
    columns: tuple[str, ...]
    quick: tuple[str, ...]
    aliases: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, Field]
    order: tuple[tuple[str, ...], ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)

    def find(self, path: str) -> Field | None:
        """Return the field that a dotted path names, or None."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> Mapping[str, Field]:
        return {field.path: field for field in self.walk()}

    def called(self, field: Field) -> str:
        """Return a field's label, after its group's where another field of the kind is called the same."""
        group = self.find(field.path.rpartition(".")[0])
        alike = [other for other in self.walk() if other.label == field.label and not other.fields]
        if group is None or alike == [field]:
            return field.label
        return f"{group.label}, {field.label[:1].lower()}{field.label[1:]}"

    def walk(self) -> Iterator[Field]:
        """Yield every field, each group before what it holds."""
        yield from _walk(self.fields)

    @property
    def state_field(self) -> Field | None:
        """The field that holds the state, where the kind has states."""
        return next((known for known in self.fields.values() if known.type == "state"), None)


def find_field(fields: Mapping[str, Field], path: str) -> Field | None:
    """Return the field that a dotted path names below these fields, or None."""
    found: Field | None = None
    for name in path.split("."):
        found = fields.get(name)
        if found is None:
            return None
        fields = found.fields
    return found


def _walk(fields: Mapping[str, Field]) -> Iterator[Field]:
    for known in fields.values():
        yield known
        yield from _walk(known.fields)
