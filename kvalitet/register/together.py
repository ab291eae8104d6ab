"""What the rules on all records found together, and what it rests on, so that a change lets run only those it concerns.

While such a rule is run it is noted which values of which kinds it asks the rows for, and which files it reads. Where
a change alters none of them, and no record comes or goes, its findings are what they were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kvalitet.checking import TOGETHER, judge_with
from kvalitet.diagnostics import Diagnostic
from kvalitet.records.rows import Columns
from kvalitet.register.plain_findings import from_plain, to_plain
from kvalitet.register.register import Register


@dataclass(frozen=True, slots=True)
class Told:
    """The findings of one rule, what it asked the rows of each kind for, and the files that it read."""

    asked: Mapping[str, frozenset[str]]
    read: frozenset[str]
    findings: list[Diagnostic]


@dataclass(slots=True)
class Together:
    """What each rule on all records told. A rule that is not here has to be run."""

    told: dict[str, Told] = field(default_factory=dict)

    def forget(self, changed: Mapping[str, tuple[bytes | None, bytes | None]], columns: Mapping[str, Columns]) -> None:
        """Forget what may be otherwise, given the rows of what has changed, before and after."""
        if any(before is None or after is None for before, after in changed.values()):
            self.told.clear()
            return
        for code, told in list(self.told.items()):
            if not told.read.isdisjoint(changed) or _concerns(told, changed, columns):
                del self.told[code]

    def tell(self, register: Register, day: dt.date) -> list[Diagnostic]:
        """Return the findings of all rules on all records, and run those that are not known."""
        for rule in TOGETHER:
            if rule.code not in self.told:
                with register.noting() as noted:
                    findings = judge_with(rule, register.records.apart(), day)
                self.told[rule.code] = Told(*noted(), findings)
        return [finding for told in self.told.values() for finding in told.findings]

    def to_plain(self) -> Any:
        """Return all as plain values."""
        return {code: (dict(told.asked), told.read, to_plain(told.findings)) for code, told in self.told.items()}

    @classmethod
    def from_plain(cls, values: Any) -> Together:
        """Return what plain values stand for."""
        return cls({code: Told(asked, read, from_plain(found)) for code, (asked, read, found) in values.items()})


def _concerns(
    told: Told, changed: Mapping[str, tuple[bytes | None, bytes | None]], columns: Mapping[str, Columns]
) -> bool:
    for path, (before, after) in changed.items():
        kind = path.split("/", 2)[1]
        asked: Iterable[str] = told.asked.get(kind, ())
        if before is not None and after is not None and columns[kind].differ(before, after, asked):
            return True
    return False
