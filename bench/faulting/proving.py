"""One changed record judged with proofs and by every rule: both must say the same."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path

from faulting.mutations import mutate
from faulting.value_changes import Changer, Holder
from kvalitet.catalogue import catalogue_of
from kvalitet.checking import Judge, judge_waiting
from kvalitet.diagnostics import Diagnostic, Place
from kvalitet.records.collection import name_of
from kvalitet.records.loading import as_record, load
from kvalitet.records.record import Record
from kvalitet.source.document import Document, document
from kvalitet.source.exact import Path as ValuePath
from kvalitet.workspace import find_workspace

ROOT = Path(__file__).parents[2]
WORKSPACES = (".", *(f"tests/workspaces/{name}" for name in ("komplett", "privat-omsorg", "trasig", "guide")))
_MOST_RULES = {"avvikelse": 5, "atgard": 4, "egenkontroll": 2, "klagomal": 2, "risk": 2}
"""Kinds that most rules speak of are changed more often than others, so many times."""

DAYS = tuple(map(dt.date.fromisoformat, ("2026-02-20", "2025-03-01", "2019-06-30", "2031-01-01")))
_PATHS = (
    *("records/rutin/RUT-fall.yaml", "records/rutin/RUT-Fall å.yaml", "records/avvikelse/AVV-2025-K7Q4XM.yaml"),
    *(
        "records/avvikelse/2024/AVV-2025-K7Q4XM.yaml",
        "records/avvikelse/2025/RUT-fall.yaml",
        "records/enhet/x/ENH-x.yaml",
    ),
)


class _Placed(Document):
    """A document whose places are named by their paths: they need not be looked up in its text."""

    def _nearest(self, path: ValuePath, *, keys: bool) -> Place:
        return Place(f"{self.path}/{'key' if keys else 'value'}/{'.'.join(map(str, path))}")

    def path_at(self, line: int, column: int) -> ValuePath:
        return ()


class Prover:
    """Judges the records of one workspace, as they are and changed."""

    def __init__(self, folder: Path) -> None:
        workspace = find_workspace(folder)
        self.catalogue = catalogue_of(workspace)
        self.records = load(workspace, self.catalogue)
        self.told: Counter[str] = Counter()
        self._changer = Changer(self.catalogue, self.records)
        kinds = [kind for name in self.catalogue.kinds for kind in [name] * _MOST_RULES.get(name, 1)]
        self._by_kind = [found for kind in kinds if (found := self.records.of(kind))]
        self._texts = [record.document.text.encode() for record in self.records]
        self._judges = {day: (Judge(self.catalogue, day), Judge(self.catalogue, day, proofs=False)) for day in DAYS}

    def differs(self, found: Document, record: Record | None, day: dt.date) -> str:
        """Return how the two ways of judging differ, or nothing."""
        quick, slow = (self._findings(judge, found, record, day) for judge in self._judges[day])
        self.told.update({finding.code for finding in slow})
        if quick == slow:
            return ""
        codes = {finding.code for finding in slow} ^ {finding.code for finding in quick} or "the same codes"
        return f"{found.path} on {day} differs in {codes}: {record.values if record else found.text}"

    def as_it_is(self, record: Record) -> str:
        """Return how the judgements of a record differ, or nothing."""
        return self.differs(record.document, record, DAYS[0])

    def changed(self, seed: int, number: int) -> str:
        """Return how the judgements of the change with a number differ, or nothing."""
        chance = random.Random(f"{seed}/{number}")
        record = chance.choice(chance.choice(self._by_kind))
        day = chance.choice(DAYS)
        if chance.random() < 0.1:
            found = document(record.document.path, mutate(record.document.text.encode(), chance, self._texts))
            return self.differs(found, as_record(found, self.catalogue), day)
        path, values = record.document.path, self._changer.changed(record, chance)
        if chance.random() < 0.05:
            path = chance.choice((*_PATHS, path.replace("/202", "/201"), path.replace("records/", "records/x/")))
            values["id"] = name_of(path)
        found = _placed(path, record, values)
        return self.differs(found, as_record(found, self.catalogue), day)

    def _findings(self, judge: Judge, found: Document, record: Record | None, day: dt.date) -> list[Diagnostic]:
        judged = judge.judge(found, record)
        findings = [*judged.findings]
        if record is not None:
            findings += judge_waiting(record, judged.left(self.records), self.records, day)
        return sorted(findings, key=repr)


def _placed(path: str, record: Record, values: Holder) -> Document:
    """Return changed values as a document; what they say stands in its text too, for the rules that read that."""
    text = f"{record.document.text}\n{values}\n"
    return _Placed(path, text, values, record.document.faults)


def provers() -> list[Prover]:
    """Return one for each workspace of the project."""
    return [Prover(ROOT / folder) for folder in WORKSPACES]
