"""Time limits as data: what a limit rests on, which records it holds for, and from when to when.

Only a limit whose level is `lag` may be called a demand of the law. A word of the law without a
number (genast, snarast) becomes a number of days only as the workspace's own limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kvalitet.data_files import Node
from kvalitet.kind_files import read_condition
from kvalitet.kinds import Condition
from kvalitet.periods import Interval

LEVELS = ("lag", "lag-ord", "lokal")
"""What a limit rests on: a date or number in law, a word in law, or the workspace's own decision."""

_KEYS = "id label level law verified kind when unless from to within local_default by requires help"
_ID = re.compile(r"D-[A-Z0-9]+(?:-[A-Z0-9]+)*")
_EXAMPLE = "P30D"
_SAME_DAY = Interval(0, 0)


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
        return self.level == "lag"


def read_deadlines(node: Node) -> dict[str, Deadline]:
    """Return the limits of a data file by id. Raises ConfigurationError with file and line."""
    node.allow_only("deadlines retention")
    found = (_deadline(entry) for entry in node.elements("deadlines"))
    return {deadline.id: deadline for deadline in found}


def _deadline(node: Node) -> Deadline:
    node.allow_only(_KEYS)
    level = node.text("level")
    if level not in LEVELS:
        raise node.error(f"level ska vara {' eller '.join(LEVELS)}", "level")
    if (level == "lag" and "local_default" in node) or (level == "lag-ord" and "within" in node):
        raise node.error("ett tal i lag skrivs som within, en egen gräns för ett ord i lag som local_default", "level")
    return Deadline(
        id=node.word("id", _ID),
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
    return DayOfYear(child.integer("month"), child.integer("day"))
