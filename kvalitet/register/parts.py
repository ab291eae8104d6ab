"""What the findings of a workspace are made of, so that a change makes little of it anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kvalitet.checking import judge_waiting
from kvalitet.diagnostics import Diagnostic
from kvalitet.records.collection import Records
from kvalitet.register.asking import Asked
from kvalitet.register.plain_findings import from_plain, to_plain
from kvalitet.register.reading import Portion
from kvalitet.register.together import Together


class Answer(NamedTuple):
    """What the rules that asked for other records found in one; the ids that they asked for, or None for any."""

    asked: tuple[str, ...] | None
    findings: list[Diagnostic]


@dataclass(slots=True)
class Parts:
    """What was found in each file alone, which rules wait for other records and what these answered, and the rest."""

    alone: dict[str, list[Diagnostic]] = field(default_factory=dict)
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
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

    def ask_again(self, ids: set[str]) -> None:
        """Forget the answers that may rest on one of these records, or on any."""
        stale = [path for path, (asked, _) in self.answers.items() if asked is None or not ids.isdisjoint(asked)]
        for path in stale:
            del self.answers[path]

    def answer(self, paths: Iterable[str], records: Records, day: dt.date) -> None:
        """Let the rules that wait in some files ask the other records."""
        at = {record.document.path: record for record in records}
        for path in paths:
            if path not in at or path not in self.waiting:
                continue
            asked = Asked(records)
            found = judge_waiting(at[path], self.waiting[path], asked, day)
            self.answers[path] = Answer(None if asked.widely else tuple(asked.ids), found)

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
        answers = {path: (asked, to_plain(found)) for path, (asked, found) in self.answers.items()}
        return alone, self.waiting, answers, self.together.to_plain()

    @classmethod
    def from_plain(cls, values: tuple[Any, ...]) -> Parts:
        """Return the parts that plain values stand for."""
        alone, waiting, answers, together = values
        return cls(
            {path: from_plain(found) for path, found in alone.items()},
            waiting,
            {path: Answer(asked, from_plain(found) if found else []) for path, (asked, found) in answers.items()},
            Together.from_plain(together),
        )
