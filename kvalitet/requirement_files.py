"""Read a pack of requirements. What is wrong with one is a ConfigurationError with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kvalitet.data_files import Node
from kvalitet.kind_checks import check_condition
from kvalitet.kind_files import read_condition
from kvalitet.kinds import Kind
from kvalitet.periods import Interval
from kvalitet.requirements import (
    LAWS,
    LEVELS,
    Choice,
    Demand,
    Each,
    Label,
    Limit,
    Pack,
    Repeat,
    Requirement,
    YearlyLimit,
)
from kvalitet.words import hint

_ID = re.compile(r"[A-Z]{1,5}(?:-[A-Za-z0-9]+)+(?:/[0-9]+)?")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TIMED = ("date", "period", "integer", "stamp")
_PACK_KEYS = "pack short label cite source note on_request requirements"
_KEYS = "id labels level applies text verified note source shown_by answers"
_DEMAND_KEYS = (
    "kind what missing where where_has unless in_force dated at_least has each contains rules review fresh "
    "repeat yearly older if_none every_unit covering hint"
)


def read_pack(node: Node, kinds: Mapping[str, Kind]) -> Pack:
    """Return the pack of a data file, whose demands speak of these kinds.

    Raises ConfigurationError with file and line.
    """
    node.allow_only(_PACK_KEYS)
    requirements = tuple(_requirement(entry, kinds) for entry in node.elements("requirements"))
    return Pack(
        name=node.word("pack", _NAME, "små bokstäver a–z, siffror och bindestreck"),
        short=node.text("short", default=node.text("label")),
        label=node.text("label"),
        cite=node.text("cite", default=""),
        source=node.text("source"),
        note=node.text("note", default=""),
        requirements=requirements,
        on_request=node.yes("on_request"),
    )


def check_answers(packs: Sequence[tuple[Node, Pack]]) -> None:
    """Raise ConfigurationError where an id is used twice or a point answers what is no requirement with a demand."""
    known = {found.id: found for _, pack in packs for found in pack.requirements}
    seen: set[str] = set()
    for node, pack in packs:
        for requirement, entry in zip(pack.requirements, node.elements("requirements"), strict=True):
            if requirement.id in seen:
                raise entry.error(f"{requirement.id} finns redan i en annan kravlista", "id")
            seen.add(requirement.id)
            for name in requirement.answers:
                if name not in known or known[name].answers:
                    ending = hint(name, [found.id for found in known.values() if found.shown_by])
                    raise entry.error(f"{name} är inget krav att svara mot{ending}", "answers")


def _requirement(node: Node, kinds: Mapping[str, Kind]) -> Requirement:
    node.allow_only(_KEYS)
    level = node.text("level")
    if level not in LEVELS:
        raise node.error(f"level ska vara {' eller '.join(LEVELS)}", "level")
    applies = node.texts("applies")
    if not applies or not set(applies) <= set(LAWS):
        raise node.error(f"applies ska vara en lista av {', '.join(LAWS)}", "applies")
    found = Requirement(
        id=node.word("id", _ID, "stora bokstäver, bindestreck och siffror, till exempel EGEN-1"),
        labels=tuple(_label(entry) for entry in node.elements("labels")),
        level=level,
        applies=applies,
        text=node.text("text").strip(),
        verified=node.word("verified", re.compile("source|unverified"), "source eller unverified") == "source",
        note=node.text("note", default=""),
        source=node.text("source", default=""),
        shown_by=tuple(_choice(entry, kinds) for entry in node.elements("shown_by")),
        answers=node.texts("answers"),
    )
    if bool(found.shown_by) == bool(found.answers):
        raise node.error("ett krav ska ha antingen shown_by eller answers")
    return found


def _label(node: Node) -> Label:
    node.allow_only("text from to")
    return Label(node.text("text"), node.date("from"), node.date("to") if "to" in node else None)


def _choice(node: Node, kinds: Mapping[str, Kind]) -> Choice:
    if "any_of" in node:
        node.allow_only("any_of")
        return Choice(tuple(_demand(entry, kinds) for entry in node.elements("any_of")))
    return Choice((_demand(node, kinds),))


def _demand(node: Node, kinds: Mapping[str, Kind]) -> Demand:
    node.allow_only(_DEMAND_KEYS)
    demand = _read_demand(node)
    if demand.kind not in kinds:
        raise node.error(f"{demand.kind} är inget slag av post{hint(demand.kind, list(kinds))}", "kind")
    kind = kinds[demand.kind]
    for path in _paths(demand):
        if kind.find(path) is None:
            raise node.error(f"{path} är inget fält i {demand.kind}")
    for key in ("where", "unless", "contains"):
        check_condition(node, kind, key)
    for path in _timed(demand):
        if (known := kind.find(path)) is not None and known.type not in _TIMED:
            raise node.error(f"{path} är inget datum, ingen period och inget år; välj ett fält som är det")
    return demand


def _timed(demand: Demand) -> Iterator[str]:
    """Yield every field that a demand reads a day from."""
    yield from filter(None, (demand.dated, demand.review))
    yield from (limit.field for limit in (demand.fresh, demand.older, demand.yearly) if limit)
    if demand.repeat:
        yield from filter(None, (f"{demand.repeat.list}.{demand.repeat.date}", demand.repeat.start))


def _paths(demand: Demand) -> Iterator[str]:
    """Yield every field that a demand names."""
    conditions = (demand.where, demand.unless, demand.contains)
    yield from (path for condition in conditions if condition for path, _ in condition.clauses)
    yield from (*demand.where_has, *demand.has, *demand.covering)
    yield from filter(None, (demand.dated, demand.review, demand.hint))
    yield from (limit.field for limit in (demand.fresh, demand.older, demand.yearly) if limit)
    if demand.each:
        yield from (demand.each.list, *(f"{demand.each.list}.{name}" for name in demand.each.has))
    if demand.repeat:
        yield from (demand.repeat.list, f"{demand.repeat.list}.{demand.repeat.date}", demand.repeat.every)
        yield from filter(None, (demand.repeat.start,))


def _read_demand(node: Node) -> Demand:
    return Demand(
        kind=node.text("kind"),
        what=node.text("what"),
        missing=node.text("missing"),
        where=read_condition(node, "where"),
        where_has=node.texts("where_has"),
        unless=read_condition(node, "unless"),
        in_force=node.yes("in_force"),
        dated=node.text("dated", default=""),
        at_least=node.integer("at_least") if "at_least" in node else 1,
        has=node.texts("has"),
        each=_each(node),
        contains=read_condition(node, "contains"),
        rules=node.texts("rules"),
        review=node.text("review", default=""),
        fresh=_limit(node, "fresh"),
        repeat=_repeat(node),
        yearly=_yearly(node),
        older=_limit(node, "older"),
        if_none=node.text("if_none", default=""),
        every_unit=node.yes("every_unit"),
        covering=node.texts("covering"),
        hint=node.text("hint", default=""),
        place=node.document.place((*node.path, "rules")),
    )


def _each(node: Node) -> Each | None:
    if "each" not in node:
        return None
    child = node.child("each")
    child.allow_only("list has at_least")
    return Each(child.text("list"), child.texts("has"), child.integer("at_least") if "at_least" in child else 1)


def _limit(node: Node, key: str) -> Limit | None:
    if key not in node:
        return None
    child = node.child(key)
    child.allow_only("field within")
    within = Interval.parse(child.text("within"))
    if within is None:
        raise child.error("within ska vara ett intervall, till exempel P1Y", "within")
    return Limit(child.text("field"), within)


def _repeat(node: Node) -> Repeat | None:
    if "repeat" not in node:
        return None
    child = node.child("repeat")
    child.allow_only("list date every start")
    return Repeat(child.text("list"), child.text("date"), child.text("every"), child.text("start", default=""))


def _yearly(node: Node) -> YearlyLimit | None:
    if "yearly" not in node:
        return None
    child = node.child("yearly")
    child.allow_only("field month day")
    return YearlyLimit(child.text("field"), *child.day_of_year())
