"""Requirements as data: what a regulation demands, in which words it may be cited, and what shows it.

A pack is a dated list of requirements with stable ids. What is cited (chapter and paragraph) is data
with the days between which it holds, apart from the id. Nothing here says that a law is met: it says
what must be documented, and what has not been read in the printed regulation is marked so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from kvalitet.diagnostics import Place
from kvalitet.kinds import Condition
from kvalitet.periods import Interval

LEVELS = ("ska", "bor", "upplysning")
"""What a provision does: binds, advises (allmänna råd), or points to a duty that another law lays down."""

LAWS = {
    "hsl": "hälso- och sjukvård",
    "sol": "socialtjänst",
    "lss": "verksamhet enligt LSS",
}
"""The three kinds of activity that the regulation speaks to."""

NOT_READ = "ej kontrollerad mot tryckt författning"
"""How a requirement is marked that nobody has compared with the printed regulation."""


@dataclass(frozen=True, slots=True)
class Label:
    """How a requirement is cited between two days; no last day means that it still is."""

    text: str
    first: dt.date
    last: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Return whether the citation is right on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Limit:
    """How old something may be: the date in a field and the length of time that it stays current."""

    field: str
    within: Interval


@dataclass(frozen=True, slots=True)
class Each:
    """What every member of a list of groups must have, and how many members there must be."""

    list: str
    has: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something that is done again and again: dates in a list of groups, and the field with the interval.

    Before the first time, time is counted from the field `start`.
    """

    list: str
    date: str
    every: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class YearlyLimit:
    """A document for every calendar year, ready by a day of the year after; `field` holds its year."""

    field: str
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What records show a requirement: a kind, which of its records, and what each of them must have.

    `where` and `where_has` choose records, `unless` leaves some out, `in_force` asks for documents that
    hold on the day and `dated` for those whose date has come. `older` chooses those old enough to judge.
    `has`, `each` and `contains` must hold for every chosen record, and none of the `rules` may find
    anything in it: what does not hold is missing.
    `review`, `fresh`, `repeat` and `yearly` turn what is shown into stale on a day. `every_unit` asks for
    every unit to be covered. `if_none` says why nothing is demanded when there is nothing to judge.
    `covering` names the fields that say which units a record speaks for, where the usual ones do not.
    """

    kind: str
    what: str
    missing: str
    where: Condition | None = None
    where_has: tuple[str, ...] = ()
    unless: Condition | None = None
    in_force: bool = False
    dated: str = ""
    at_least: int = 1
    has: tuple[str, ...] = ()
    each: Each | None = None
    contains: Condition | None = None
    rules: tuple[str, ...] = ()
    review: str = ""
    fresh: Limit | None = None
    repeat: Repeat | None = None
    yearly: YearlyLimit | None = None
    older: Limit | None = None
    if_none: str = ""
    every_unit: bool = False
    covering: tuple[str, ...] = ()
    hint: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """Demands of which one is enough: the one that shows most counts."""

    any_of: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement. `answers` names the requirements of other packs that a list of one's own stands for."""

    id: str
    labels: tuple[Label, ...]
    level: str
    applies: tuple[str, ...]
    text: str
    verified: bool
    note: str = ""
    source: str = ""
    shown_by: tuple[Choice, ...] = ()
    answers: tuple[str, ...] = ()

    def label(self, day: dt.date) -> Label | None:
        """Return how the requirement is cited on a day, or None where it was not in force."""
        return next((label for label in self.labels if label.holds_on(day)), None)

    @property
    def is_binding(self) -> bool:
        """Whether the provision binds (ska) rather than advises or points elsewhere."""
        return self.level == "ska"


@dataclass(frozen=True, slots=True)
class Pack:
    """A list of requirements that is ticked together.

    `cite` names the regulation whose paragraphs it cites; a list `on_request` is ticked only when it is named.
    """

    name: str
    short: str
    label: str
    cite: str
    source: str
    note: str
    requirements: tuple[Requirement, ...]
    on_request: bool = False

    def citation(self, label: Label) -> str:
        """Return how a requirement of the list is cited in full."""
        return f"{self.cite} {label.text}".strip()

    def in_force(self, day: dt.date) -> Iterator[Requirement]:
        """Yield the requirements that hold on a day."""
        yield from (found for found in self.requirements if found.label(day))
