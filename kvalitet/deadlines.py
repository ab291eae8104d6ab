"""Time limits as data: what a limit rests on, which records it holds for, and from when to when.

Only a limit whose level is `lag` may be called a demand of the law. A word of the law without a
number (genast, snarast) becomes a number of days only as the workspace's own limit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kvalitet.data_files import Node
from kvalitet.kind_checks import check_condition
from kvalitet.kind_files import read_condition
from kvalitet.kinds import Condition, Kind
from kvalitet.periods import Interval
from kvalitet.words import hint

LEVELS = ("lag", "lag-ord", "lokal")
"""What a limit rests on: a date or number in law, a word in law, or the workspace's own decision."""

_KEYS = "id label level law verified kind when unless from to within local_default by requires help"
_CHANGES = "id label help within local_default"
_ID = re.compile(r"D-[A-Z0-9]+(?:-[A-Z0-9]+)*")
_LAW, _WORD_OF_LAW, _LOCAL = LEVELS
_COUNTED = {"from": ("date", "period", "integer"), "to": ("date",)}
"""The types of field that time can be counted from and to."""
_EXAMPLE = "P30D"
_SAME_DAY = Interval(0, 0)
_FOLLOWING_YEAR = "following_year"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day of the year after the one that a record is about."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time limit.

    `start` is the field that time is counted from (a period or a year counts from its last day) and
    `end` the field that shows it was met. The limit is `within` an interval, or `by` a day of the
    following year, or a `requires`: a field that must hold a plan.
    """

    id: str
    label: str
    level: str
    kind: str
    help: str
    law: str = ""
    verified: str = ""
    when: Condition | None = None
    unless: Condition | None = None
    start: str = ""
    end: str = ""
    within: Interval | None = None
    by: DayOfYear | None = None
    requires: str = ""

    @property
    def is_law(self) -> bool:
        """Whether a law or regulation itself gives the date or the number."""
        return self.level == _LAW


def read_deadlines(node: Node) -> dict[str, Deadline]:
    """Return the limits of a data file by id. Raises ConfigurationError with file and line."""
    node.allow_only("deadlines retention")
    found = (_deadline(entry) for entry in node.elements("deadlines"))
    return {deadline.id: deadline for deadline in found}


def change_deadlines(node: Node, known: Mapping[str, Deadline], kinds: Mapping[str, Kind]) -> dict[str, Deadline]:
    """Return the limits with what a workspace's own file changes or adds.

    What the law gives in a number stays; a word of the law may get another number of days, and so may the
    workspace's own limits. Raises ConfigurationError with file and line.
    """
    node.allow_only("deadlines")
    found, seen = dict(known), set()
    for entry in node.elements("deadlines"):
        name = entry.text("id")
        if name in seen:
            raise entry.error(f"{name} står redan högre upp; ta bort det ena", "id")
        seen.add(name)
        found[name] = _changed(entry, known[name]) if name in known else _added(entry, known, kinds)
    return found


def _changed(node: Node, deadline: Deadline) -> Deadline:
    if deadline.is_law:
        message = f"{deadline.id} står i lag ({deadline.law}) och går inte att ändra; ta bort gränsen här"
        raise node.error(message, "id")
    node.allow_only(_CHANGES)
    right, wrong = ("local_default", "within") if deadline.level == _WORD_OF_LAW else ("within", "local_default")
    if wrong in node:
        raise node.key_error(f"{deadline.id} ändras med {right}: {node.text(wrong)}", wrong)
    return replace(
        deadline,
        label=node.text("label", default=deadline.label),
        help=node.text("help", default=deadline.help),
        within=_interval(node, right) or deadline.within,
    )


def _added(node: Node, known: Mapping[str, Deadline], kinds: Mapping[str, Kind]) -> Deadline:
    """Return a limit that the workspace has decided by itself, which is never law."""
    if "level" not in node:
        name = node.text("id")
        message = f"{name} finns inte och saknar level: {_LOCAL}, som en ny gräns har{hint(name, list(known))}"
        raise node.error(message, "id")
    if node.text("level") != _LOCAL:
        raise node.error(f"en egen gräns är aldrig lag; skriv level: {_LOCAL}", "level")
    deadline = _deadline(node)
    check_deadline(node, deadline, kinds)
    return deadline


def check_deadline(node: Node, deadline: Deadline, kinds: Mapping[str, Kind]) -> None:
    """Raise ConfigurationError, with file and line, when a limit names a kind, field or choice that is not there."""
    kind = kinds.get(deadline.kind)
    if kind is None:
        raise node.error(f"{deadline.kind} är inget slag av post{hint(deadline.kind, list(kinds))}", "kind")
    if sum(key in node for key in ("within", "local_default", "by", "requires")) != 1:
        raise node.error("skriv en av within, by och requires")
    for key in ("requires",) if deadline.requires else ("from", "to"):
        _check_field(node, kind, key)
    for key in ("when", "unless"):
        check_condition(node, kind, key)


def _check_field(node: Node, kind: Kind, key: str) -> None:
    path = node.text(key)
    field = kind.find(path)
    if field is None:
        raise node.error(f"{path} är inget fält i {kind.name}{hint(path, [known.path for known in kind.walk()])}", key)
    if field.type not in _COUNTED.get(key, (field.type,)):
        raise node.error(f"{path} är inget datum att räkna {'från' if key == 'from' else 'till'}", key)


def _deadline(node: Node) -> Deadline:
    node.allow_only(_KEYS)
    level = node.text("level")
    if level not in LEVELS:
        raise node.error(f"level ska vara {' eller '.join(LEVELS)}", "level")
    if (level == _LAW and "local_default" in node) or (level == _WORD_OF_LAW and "within" in node):
        raise node.error("ett tal i lag skrivs som within, en egen gräns för ett ord i lag som local_default", "level")
    return Deadline(
        id=node.word("id", _ID, "D- och stora bokstäver, till exempel D-AVTAL-SVAR"),
        label=node.text("label"),
        level=level,
        kind=node.text("kind"),
        help=node.text("help"),
        law=node.text("law", default=""),
        verified=node.text("verified", default=""),
        when=read_condition(node, "when"),
        unless=read_condition(node, "unless"),
        start=node.text("from", default=""),
        end=node.text("to", default=""),
        within=_interval(node, "within") or _interval(node, "local_default"),
        by=_day(node),
        requires=node.text("requires", default=""),
    )


def _interval(node: Node, key: str) -> Interval | None:
    if key not in node:
        return None
    found = _SAME_DAY if node.text(key) == "P0D" else Interval.parse(node.text(key))
    if found is None:
        raise node.error(f"{key} ska vara ett intervall, till exempel {_EXAMPLE}", key)
    return found


def _day(node: Node) -> DayOfYear | None:
    if "by" not in node:
        return None
    child = node.child("by")
    child.allow_only("month day of")
    if child.text("of") != _FOLLOWING_YEAR:
        raise child.error(f"skriv of: {_FOLLOWING_YEAR}", "of")
    return DayOfYear(*child.day_of_year())
