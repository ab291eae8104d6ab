"""What the findings of a workspace are made of, so that a change makes little of it anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kvalitet.checking import judge_waiting
from kvalitet.diagnostics import Diagnostic
from kvalitet.records.collection import name_of
from kvalitet.records.rows import Columns
from kvalitet.register.asked import Asked
from kvalitet.register.plain_findings import from_plain, to_plain
from kvalitet.register.reading import Portion
from kvalitet.register.register import Register
from kvalitet.register.together import Rows, Together, differ


class Answer(NamedTuple):
    """What the rules that asked for other records found in one.

    It rests on the records with the ids that they asked for (None is any), and on the files that they read.
    """

    asked: tuple[str, ...] | None
    files: tuple[str, ...]
    findings: list[Diagnostic]

    def rests_on(self, ids: Set[str], files: Container[str]) -> bool:
        """Return whether the answer may be another after a change of these records and files."""
        return self.asked is None or not ids.isdisjoint(self.asked) or any(path in files for path in self.files)


@dataclass(slots=True)
class Parts:
    """What was found in each file alone, which rules wait for other records and what these answered, and the rest."""

    alone: dict[str, list[Diagnostic]] = field(default_factory=dict)
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    values: dict[str, set[str]] = field(default_factory=dict)
    """What the answers rest on in other records: values of each kind."""
    together: Together = field(default_factory=Together)

    def replace(self, paths: Iterable[str], portion: Portion) -> None:
        """Put what was said of some files, read anew, in the place of what was said of them before."""
        for path in paths:
            for part in (self.alone, self.waiting, self.answers):
                part.pop(path, None)
        self.alone |= portion.findings
        self.waiting |= portion.waiting

    def ask_of(self, paths: Iterable[str], code: str) -> None:
        """Let one more rule wait for other records in some files."""
        for path in paths:
            self.answers.pop(path, None)
            self.waiting[path] = tuple(dict.fromkeys([*self.waiting.get(path, ()), code]))

    def ask_again(self, changed: Rows, columns: Mapping[str, Columns]) -> None:
        """Forget the answers that a change may have made other."""
        if any(rows == (None, None) for rows in changed.values()):  # what these link to is not known
            self.answers = {}
        ids = self._touched(changed, columns)
        self.answers = {path: found for path, found in self.answers.items() if not found.rests_on(ids, changed)}

    def _touched(self, changed: Rows, columns: Mapping[str, Columns]) -> set[str]:
        """Return the ids of the records of which something else is true than before: of each or of who links to it."""
        ids: set[str] = set()
        for path, rows in changed.items():
            if differ(path, rows, self.values, columns):
                ids.add(name_of(path))
            named = [columns[path.split("/", 2)[1]].targets(row) if row else set() for row in rows]
            ids |= named[0] ^ named[1]
        return ids

    def answer(self, paths: Iterable[str], register: Register, day: dt.date) -> None:
        """Let the rules that wait in some files ask the other records."""
        records, loader = register.records, register.loader
        with register.noting() as noted:
            for path in paths:
                record = records.at(path)
                if record is not None and path in self.waiting:
                    loader.asked, loader.placed = set(), {}
                    asked = Asked(records)
                    found = judge_waiting(record, self.waiting[path], asked, day)
                    files = loader.asked.union(file for queries in loader.placed.values() for file, _, _ in queries)
                    self.answers[path] = Answer(
                        None if asked.widely else tuple(asked.ids), tuple(files - {path}), found
                    )
        for kind, values in noted.values.items():
            self.values.setdefault(kind, set()).update(values)

    def unanswered(self) -> set[str]:
        """Return the files in which rules wait that have not asked yet."""
        return self.waiting.keys() - self.answers.keys()

    def findings(self) -> list[Diagnostic]:
        """Return all of them, in no order."""
        alone = [finding for found in self.alone.values() for finding in found]
        return alone + [finding for answer in self.answers.values() for finding in answer.findings]

    def to_plain(self) -> tuple[Any, ...]:
        """Return the parts as plain values."""
        alone = {path: to_plain(found) for path, found in self.alone.items()}
        answers = {path: (asked, files, to_plain(found)) for path, (asked, files, found) in self.answers.items()}
        return alone, self.waiting, answers, self.values, self.together.to_plain()

    @classmethod
    def from_plain(cls, values: tuple[Any, ...]) -> Parts:
        """Return the parts that plain values stand for."""
        alone, waiting, answers, asked, together = values
        return cls(
            {path: from_plain(found) for path, found in alone.items()},
            waiting,
            {path: Answer(ids, files, from_plain(found)) for path, (ids, files, found) in answers.items()},
            asked,
            Together.from_plain(together),
        )
