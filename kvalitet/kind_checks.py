"""Judge that every name in a kind's data file leads somewhere, so that no mistake shows only when it is used.

The file may describe a whole kind or what is added to one: it is walked as it stands, and what it names
is looked for in the kind that came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from kvalitet.data_files import Node
from kvalitet.kinds import Field, Kind
from kvalitet.words import hint, listing

_SCALE_FACTORS = ("sannolikhet", "konsekvens")
_DEFAULT_TYPES = {"day": ("date",), "line_of": ("text",), "scale": ("text",)}
"""The types of field that a default of each way can fill; the other ways fill any."""


def check_kind(node: Node, kind: Kind, kinds: Mapping[str, Kind]) -> None:
    """Raise ConfigurationError, with file and line, at the first name that leads nowhere."""
    _check_title(node, kind)
    for key in ("columns", "quick"):
        for index, path in enumerate(node.texts(key)):
            _value_field(node, kind, path, key, index)
    for dates in node.elements("order"):
        for place, path in enumerate(dates.items()):
            if _value_field(dates, kind, path, place).type != "date":
                raise dates.error(f"{path} är inget datum", place)
    for _, preset in node.children("aliases"):
        for path, text in preset.pairs():
            _check_value(preset, _value_field(preset, kind, path, path), text, path)
    _check_fields(node, kind, kinds, "")
    _check_states(node, kind)
    _check_stamp(node, kind)


def check_condition(node: Node, kind: Kind, key: str, parent: str = "") -> None:
    """Judge a condition under a key: its fields are there, and can have the values that it asks for.

    A path with a dot first is a field of the group `parent`.
    """
    if not node.is_mapping(key):
        return
    child = node.child(key)
    for path in child.names():
        full = f"{parent}{path}" if path.startswith(".") else path
        field = _value_field(child, kind, full, path)
        for text in child.texts(path):
            _check_value(child, field, text, path)


def _check_title(node: Node, kind: Kind) -> None:
    if "title" not in node:
        return
    if _value_field(node, kind, kind.title, "title").many:
        raise node.error(f"{kind.title} är en lista; välj ett fält med ett enda värde", "title")
    if not kind.columns:
        raise node.error("columns saknas; skriv fälten som kvalitet list visar, till exempel [namn]")


def _value_field(node: Node, kind: Kind, path: str, *keys: str | int) -> Field:
    """Return the field that a path names. Raises ConfigurationError where there is none, or it is a group."""
    field = kind.find(path)
    if field is None:
        known = [known.path for known in kind.walk() if not known.fields]
        raise node.error(f"{path} är inget fält i {kind.name}{hint(path, known)}", *keys)
    if field.fields:
        raise node.error(f"{path} är en grupp; skriv något av {_inner(field)}", *keys)
    return field


def _inner(field: Field) -> str:
    return listing(inner.path for inner in field.fields.values())


def _check_value(node: Node, field: Field, text: str, *keys: str | int) -> None:
    if field.choices and text not in field.choices:
        raise node.error(f"{text} är inget val för {field.path}{hint(text, list(field.choices))}", *keys)
    if not field.choices and field.scalar is not None and field.scalar.convert(text) is None:
        raise node.error(f"{text} går inte i {field.path}; skriv {field.scalar.expected}", *keys)


def _check_fields(node: Node, kind: Kind, kinds: Mapping[str, Kind], parent: str) -> None:
    for name, child in node.children("fields"):
        path = f"{parent}{name}"
        field = kind.find(path)
        if field is None:
            raise child.key_error(f"{path} är inget fält i {kind.name}")
        _check_links(child, field, kinds)
        for key in ("required", "only"):
            check_condition(child, kind, key, parent.removesuffix("."))
        _check_default(child, field, kind, kinds)
        if field.type == "scale" and field.scale not in _SCALE_FACTORS:
            raise child.error(f"skriv scale: {' eller scale: '.join(_SCALE_FACTORS)}", "scale")
        if parent and field.type in ("state", "stamp"):
            raise child.error(f"ett fält av typen {field.type} kan inte stå i en grupp", "type")
        _check_fields(child, kind, kinds, f"{path}.")


def _check_links(node: Node, field: Field, kinds: Mapping[str, Kind]) -> None:
    if field.is_link and not field.targets:
        raise node.error(f"{field.path} saknar to; skriv slaget som den pekar på, till exempel to: [enhet]", "type")
    for index, target in enumerate(node.texts("to")):
        if target not in kinds:
            raise node.error(f"{target} är inget slag av post{hint(target, list(kinds))}", "to", index)


def _check_default(node: Node, field: Field, kind: Kind, kinds: Mapping[str, Kind]) -> None:
    if "default" not in node or field.default is None:
        return
    child, way, text = node.child("default"), field.default.way, field.default.text
    if field.many and way != "same_as":
        raise node.error("ett fält med flera värden kan bara hämta dem ur en annan post (same_as)", "default")
    if field.type not in _DEFAULT_TYPES.get(way, (field.type,)):
        raise node.error(f"{way} fyller bara fält av typen {listing(_DEFAULT_TYPES[way])}", "default")
    if way == "value":
        _check_value(child, field, text, way)
    elif way == "line_of":
        _value_field(child, kind, text, way)
    elif way == "same_as":
        link, _, name = text.partition(".")
        targets = _value_field(child, kind, link, way).targets
        if not targets or any(kinds[target].find(name) is None for target in targets):
            raise child.error("skriv ett länkfält, punkt och ett fält i posten som den pekar på: enhet.lagrum", way)


def _check_states(node: Node, kind: Kind) -> None:
    fields = [field for field in kind.fields.values() if field.type == "state"]
    if kind.states and (len(fields) != 1 or fields[0].many):
        raise node.error(f"{kind.name} ska ha ett enda fält av typen state", "states")
    for name, child in node.children("states"):
        for index, follower in enumerate(child.texts("next")):
            if follower not in kind.states:
                message = f"{name} leder till {follower}, som inte finns{hint(follower, list(kind.states))}"
                raise child.error(message, "next", index)
        for demand in child.elements("demands"):
            for key, path in chain(_named(demand, "field"), _named(demand, "any_of")):
                if kind.find(path) is None:
                    raise demand.error(f"{path} är inget fält i {kind.name}{hint(path, _paths(kind))}", key)
            check_condition(demand, kind, "when")


def _named(node: Node, key: str) -> Iterator[tuple[str, str]]:
    return ((key, path) for path in node.texts(key))


def _paths(kind: Kind) -> list[str]:
    return [field.path for field in kind.walk()]


def _check_stamp(node: Node, kind: Kind) -> None:
    """A drawn record ends with the time when it was made, so that no two are the same bytes; no other has one."""
    *others, last = kind.fields.values()
    is_right = last.type == "stamp" and last.required is True and not last.many
    if kind.drawn and not is_right:
        raise node.error("med ids: drawn är det sista fältet skapad, med type: stamp och required: yes", "ids")
    if any(field.type == "stamp" for field in (others if kind.drawn else kind.fields.values())):
        raise node.error("ett fält av typen stamp står bara sist, och bara med ids: drawn", "fields")
