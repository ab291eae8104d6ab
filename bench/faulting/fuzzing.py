"""One mutation of a real record through all that reading and judging do, and one written text through both readings."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path

from faulting.mutations import mutate
from faulting.opinions import on_bytes
from faulting.written import written
from kvalitet.catalogue import standard_catalogue
from kvalitet.checking import CRASHED, check, has_errors
from kvalitet.records.collection import Records, name_of
from kvalitet.records.loading import as_record, load
from kvalitet.source import plain
from kvalitet.source.document import Document, document
from kvalitet.workspace import find_workspace

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests/workspaces/komplett"
"""The workspace that the mutated record is judged in: of all kinds, so that rules over all records have a say."""

DAY = dt.date(2026, 2, 20)
OF_A_KIND = 12
"""Records of each kind that mutations are made of."""


class Fuzzer:
    """Makes the mutation with a seed and a number, judges it, and says what failed."""

    def __init__(self) -> None:
        self._catalogue = standard_catalogue()
        self._around = load(find_workspace(SMALL), self._catalogue)
        self._of_kinds = self._records()
        self._texts = [data for found in self._of_kinds for _, data in found]
        self.outcomes: Counter[str] = Counter()

    def mutant(self, seed: int, number: int) -> tuple[str, bytes]:
        """Return the path and the bytes of a mutation; every kind is as likely."""
        chance = random.Random(f"{seed}/{number}")
        path, data = chance.choice(chance.choice(self._of_kinds))
        return path, mutate(data, chance, self._texts)

    def failure(self, seed: int, number: int, *, is_judged: bool = True) -> str:
        """Return what went wrong with a mutation and with a written text, or nothing."""
        path, data = self.mutant(seed, number)
        try:
            text = written(seed, number)
            self.outcomes["written texts taken by the plain reader"] += plain.read(text) is not None
            found = on_bytes(data) or on_bytes(text.encode())
            return found or (self._judge(document(path, data)) if is_judged else "")
        except Exception as error:
            return f"{type(error).__name__} in {_where(error)}"

    def _judge(self, found: Document) -> str:
        record = as_record(found, self._catalogue)
        known = [one for one in self._around if one.document.path != found.path]
        records = Records(self._catalogue, [*known, *([record] if record else [])], [] if record else [found])
        findings = check(records, DAY, {name_of(found.path)})
        self.outcomes["told" if has_errors(findings) else "taken as right"] += 1
        return next((one.message for one in findings if one.code == CRASHED), "")

    def _records(self) -> list[list[tuple[str, bytes]]]:
        """Return records of each kind with their bytes, the longest of the example's and all of the small ones."""
        example = load(find_workspace(ROOT), self._catalogue)
        kinds = []
        for kind in self._catalogue.kinds:
            longest = sorted(example.of(kind), key=lambda one: (-len(one.document.text), one.id))[:OF_A_KIND]
            of_kind = [*longest, *self._around.of(kind)]
            kinds.append([(one.document.path, one.document.text.encode()) for one in of_kind])
        return [found for found in kinds if found]


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
