"""Read plain YAML from ruamel.yaml's events: every scalar as text, every value with its place.

YAML decides structure only. `0123`, `no` and `12:30` stay what was written; the field gives meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

from kvalitet.source.faults import Fault, FaultKind, Refused, Span
from kvalitet.source.text import span_at, unseen_in

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]

DEEPEST = 40
"""Levels of nesting. No record needs more than five."""

MOST_NODES = 20_000
"""Values in one file."""

LONGEST_KEY = 128

_DIRECTIVE = re.compile(r"(?: *(?:#.*)?\n)*(%.*)")

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Reading:
    """The values of one file, where each value and key stands, and the faults that did not stop it.

    `places` is where a finding points: at the start of a group or list, at the key of an empty value.
    `extents` is the whole stretch from first to last character, of scalars and of what stands in brackets.
    """

    values: dict[str, Value] = field(default_factory=dict)
    places: dict[Path, Span] = field(default_factory=dict)
    key_places: dict[Path, Span] = field(default_factory=dict)
    extents: dict[Path, Span] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(content: str) -> Reading:
    """Return what a text says. Raises Refused where it is not one mapping of plain YAML."""
    return _Builder(content).build()


def value_at(values: Value, path: Path) -> Value:
    """Return the value at a path below a value, or None."""
    for part in path:
        if isinstance(values, dict) and isinstance(part, str):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int) and part < len(values):
            values = values[part]
        else:
            return None
    return values


class _Builder:
    """Builds values from events, one event at a time, with a hard bound on depth and number."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._events = _events(content)
        self._reading = Reading()
        self._nodes = -1  # the record itself is none of its values

    def build(self) -> Reading:
        if directive := _DIRECTIVE.match(self._content):
            raise Refused(Fault(FaultKind.DIRECTIVE, span_at(self._content, *directive.span(1))))
        root = self._first_node()
        self._count(root, ())
        if type(root).__name__ != "MappingStartEvent":
            raise Refused(Fault(FaultKind.NOT_A_MAPPING, _span(root) if getattr(root, "value", "-") else Span()))
        self._reading.values = self._mapping(root, ())
        self._expect_the_end()
        return self._reading

    def _first_node(self) -> Any:
        for event in self._events:
            name = type(event).__name__
            if name == "StreamEndEvent":
                break
            if name not in ("StreamStartEvent", "DocumentStartEvent"):
                return event
        raise Refused(Fault(FaultKind.NOT_A_MAPPING))

    def _expect_the_end(self) -> None:
        for event in self._events:
            if type(event).__name__ == "DocumentStartEvent":
                raise Refused(Fault(FaultKind.SECOND_DOCUMENT, _span(event)))

    def _value(self, event: Any, path: Path) -> Value:
        self._count(event, path)
        name = type(event).__name__
        if name == "ScalarEvent":
            self._reading.places[path] = self._reading.extents[path] = _span(event)
            self._tell_unseen(event)
            return _scalar(event)
        if name == "MappingStartEvent":
            return self._mapping(event, path)
        return self._sequence(event, path)

    def _mapping(self, start: Any, path: Path) -> dict[str, Value]:
        self._reading.places[path] = _span(start)
        values: dict[str, Value] = {}
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                self._reading.extents[path] = _from_to(start, event)
                return values
            key = self._key(event)
            here = (*path, key)
            first = self._reading.key_places.get(here)
            value = self._value(next(self._events), here if first is None else (*here, _span(event).line))
            if first is not None:
                twice = Fault(FaultKind.KEY_TWICE, _span(event), key, first)
                self._reading.faults.append(twice)
                continue
            self._reading.key_places[here] = _span(event)
            if value is None:
                # an empty value begins on the next line; what is empty is seen at its key
                self._reading.places[here] = _span(event)
            values[key] = value
        raise Refused(Fault(FaultKind.SYNTAX, _span(start)))

    def _key(self, event: Any) -> str:
        self._count(event, ())
        span = _span(event)
        if type(event).__name__ != "ScalarEvent" or span.end_line != span.line:
            raise Refused(Fault(FaultKind.BAD_KEY, span))
        self._tell_unseen(event)
        key = unicodedata.normalize("NFC", event.value)
        if not key.strip() or len(key) > LONGEST_KEY or (event.style is None and key == "<<"):
            kind = FaultKind.ALIAS if key == "<<" else FaultKind.BAD_KEY
            raise Refused(Fault(kind, span))
        return key

    def _sequence(self, start: Any, path: Path) -> list[Value]:
        self._reading.places[path] = _span(start)
        values: list[Value] = []
        for event in self._events:
            if type(event).__name__ == "SequenceEndEvent":
                self._reading.extents[path] = _from_to(start, event)
                return values
            values.append(self._value(event, (*path, len(values))))
        raise Refused(Fault(FaultKind.SYNTAX, _span(start)))

    def _tell_unseen(self, event: Any) -> None:
        """Tell of a character that an escape makes; half a character (a surrogate) can be written nowhere."""
        code = unseen_in(event.value) if event.style == '"' else None
        if code is None:
            return
        fault = Fault(FaultKind.FORBIDDEN_CHARACTER, _span(event), code)
        if code.startswith("U+D"):
            raise Refused(fault)
        self._reading.faults.append(fault)

    def _count(self, event: Any, path: Path) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise Refused(Fault(FaultKind.TOO_MANY_VALUES, _span(event)))
        if len(path) > DEEPEST:
            raise Refused(Fault(FaultKind.TOO_DEEP, _span(event)))
        if type(event).__name__ == "AliasEvent" or event.anchor:
            raise Refused(Fault(FaultKind.ALIAS, _span(event)))
        if event.tag and event.tag != "!":
            raise Refused(Fault(FaultKind.TAG, _span(event)))


def _events(content: str) -> Iterator[Any]:
    """Yield ruamel.yaml's events from a parser of its own: a used one can change what the next file means.

    The library is loaded here because most runs never need it: the plain reader comes first.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    place, quoted = Span(), Span()
    try:
        for event in YAML(typ="safe", pure=True).parse(content):
            place = _span(event)
            if getattr(event, "style", None) in ("'", '"') and place.line < place.end_line:
                quoted = place
            yield event
    except MarkedYAMLError as error:
        fault = _syntax_fault(error)
        if fault.kind is FaultKind.SYNTAX and fault.span.line == quoted.end_line and quoted.line < quoted.end_line:
            # a quotation mark further down ended a text that was meant to end on its own line
            fault = Fault(FaultKind.SYNTAX, quoted, "open quote")
        raise Refused(fault) from None
    except (YAMLError, ValueError, KeyError, AssertionError, RecursionError, OverflowError) as error:
        span = Span(place.end_line, place.end_column, place.end_line, place.end_column)
        raise Refused(Fault(FaultKind.SYNTAX, span, type(error).__name__)) from None


def _scalar(event: Any) -> str | None:
    if event.style is None and event.value in _NULLS:
        return None
    return unicodedata.normalize("NFC", event.value)


def _span(event: Any) -> Span:
    return _from_to(event, event)


def _from_to(first: Any, last: Any) -> Span:
    start, end = first.start_mark, last.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


_PROBLEMS = (
    ("\\t", FaultKind.TAB, ""),
    ("tab", FaultKind.TAB, ""),
    ("mapping values are not allowed", FaultKind.SYNTAX, "colon"),
    ("could not find expected ':'", FaultKind.SYNTAX, "no colon"),
    ("expected <block end>", FaultKind.SYNTAX, "indentation"),
    ("did not find expected", FaultKind.SYNTAX, "indentation"),
    ("unexpected end of stream", FaultKind.SYNTAX, "open quote"),
    ("expected ',' or", FaultKind.SYNTAX, "open bracket"),
    ("cannot start any token", FaultKind.SYNTAX, "odd start"),
    ("undefined tag", FaultKind.TAG, ""),
    ("tag", FaultKind.TAG, ""),
    ("duplicate", FaultKind.DIRECTIVE, ""),
    ("directive", FaultKind.DIRECTIVE, ""),
    ("YAML version", FaultKind.DIRECTIVE, ""),
)

_TOLD_AT_ITS_BEGINNING = frozenset({"no colon", "open quote", "open bracket"})
"""What is seen to be wrong only where it should have ended."""


def _syntax_fault(error: MarkedYAMLError) -> Fault:
    """Return our own words for a parser's complaint; the parser's may quote the file."""
    problem = f"{error.problem or ''} {error.context or ''}"
    found = ((kind, detail) for words, kind, detail in _PROBLEMS if words in problem)
    kind, detail = next(found, (FaultKind.SYNTAX, ""))
    marks = (error.problem_mark, error.context_mark)
    mark = next((mark for mark in (reversed(marks) if detail in _TOLD_AT_ITS_BEGINNING else marks) if mark), None)
    span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2) if mark else Span()
    return Fault(kind, span, detail)
