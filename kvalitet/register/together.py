"""What the rules on all records found together, and what it rests on, so that a change lets run only those it concerns.

While such a rule is run it is noted which values of which kinds it asks the rows for, which files it reads, and of
what it asks the place. Where a change alters none of the values, reads none of the files anew, and no record comes or
goes, the findings are what they were; only the places of what has moved are looked up anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from kvalitet.checking import TOGETHER, judge_with
from kvalitet.diagnostics import Diagnostic, Place
from kvalitet.records.lean import Loader, Query
from kvalitet.records.rows import Columns
from kvalitet.register.plain_findings import from_plain, to_plain
from kvalitet.register.register import Noted, Register

Rows: TypeAlias = Mapping[str, tuple[bytes | None, bytes | None]]
"""The rows of what has changed, before and after, by file; none where there was no record or its row is not kept."""


@dataclass(slots=True)
class Told:
    """The findings of one rule, and what they rest on."""

    values: dict[str, set[str]]
    files: set[str]
    places: dict[Place, set[Query]]
    findings: list[Diagnostic]

    def rests_on(self, changed: Rows, columns: Mapping[str, Columns]) -> bool:
        """Return whether the findings may be others after a change, but for the places of what moved."""
        if not self.files.isdisjoint(changed) or any(len(asked) > 1 for asked in self._moved(changed).values()):
            return True
        return any(differ(path, rows, self.values, columns) for path, rows in changed.items())

    def _moved(self, changed: Rows) -> dict[Place, set[Query]]:
        return {place: asked for place, asked in self.places.items() if place.path in changed}

    def move(self, changed: Rows, loader: Loader) -> None:
        """Look up anew the places of what stands in changed files."""
        moved = {place: loader.place(query) for place, asked in self._moved(changed).items() for query in asked}
        if not moved:
            return
        self.places = {moved.get(place, place): asked for place, asked in self.places.items()}
        self.findings = [_moved_to(finding, moved) for finding in self.findings]


@dataclass(slots=True)
class Together:
    """What each rule on all records told. A rule that is not here has to be run."""

    told: dict[str, Told] = field(default_factory=dict)

    def forget(self, changed: Rows, columns: Mapping[str, Columns]) -> None:
        """Forget what may be otherwise after a change."""
        if any(before is None or after is None for before, after in changed.values()):
            self.told = {}
        self.told = {code: told for code, told in self.told.items() if not told.rests_on(changed, columns)}

    def move(self, changed: Rows, loader: Loader) -> None:
        """Look up anew the places of what stands in changed files."""
        for told in self.told.values():
            told.move(changed, loader)

    def tell(self, register: Register, day: dt.date) -> list[Diagnostic]:
        """Return the findings of all rules on all records, and run those that are not known."""
        for rule in TOGETHER:
            if rule.code not in self.told:
                with register.noting() as noted:
                    findings = judge_with(rule, register.records.apart(), day)
                self.told[rule.code] = _told(noted, findings)
        return [finding for told in self.told.values() for finding in told.findings]

    def to_plain(self) -> Any:
        """Return all as plain values."""
        return {code: _to_plain(told) for code, told in self.told.items()}

    @classmethod
    def from_plain(cls, values: Any) -> Together:
        """Return what plain values stand for."""
        return cls({code: _from_plain(*told) for code, told in values.items()})


def _told(noted: Noted, findings: list[Diagnostic]) -> Told:
    shown = {place for finding in findings for place in _places(finding)}
    places = {place: asked for place, asked in noted.places.items() if place in shown}
    return Told({kind: asked for kind, asked in noted.values.items() if asked}, noted.files, places, findings)


def _places(finding: Diagnostic) -> Iterable[Place]:
    return (finding.place, *(other.place for other in finding.related))


def _moved_to(finding: Diagnostic, moved: Mapping[Place, Place]) -> Diagnostic:
    related = tuple(replace(other, place=moved.get(other.place, other.place)) for other in finding.related)
    return replace(finding, place=moved.get(finding.place, finding.place), related=related)


def differ(
    path: str, rows: tuple[bytes | None, bytes | None], values: Mapping[str, set[str]], columns: Mapping[str, Columns]
) -> bool:
    """Return whether a record says something else than before in what is asked of its kind, or came, or went."""
    kind, (before, after) = path.split("/", 2)[1], rows
    if before is None or after is None:
        return True
    return kind in values and columns[kind].differ(before, after, values[kind])


def _to_plain(told: Told) -> tuple[Any, ...]:
    places = [(_plain(place), list(asked)) for place, asked in told.places.items()]
    return told.values, told.files, places, to_plain(told.findings)


def _from_plain(values: dict[str, set[str]], files: set[str], places: list[Any], findings: list[Any]) -> Told:
    return Told(values, files, {Place(*place): set(asked) for place, asked in places}, from_plain(findings))


def _plain(place: Place) -> tuple[Any, ...]:
    return (place.path, place.line, place.column, place.end_line, place.end_column)
