"""What a rule is: a generator of hits, whose docstring is its manual page.

The runner stamps code and severity on each hit, so that no rule can mislabel itself.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from kvalitet.diagnostics import Place, Related, Severity
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.rules.proof import DocumentProof, Proof, ValueProof
from kvalitet.source.document import Document


class Hit(NamedTuple):
    """One place where a rule does not hold, and what to write instead."""

    place: Place
    message: str
    field: str = ""
    related: tuple[Related, ...] = ()


DocumentCheck: TypeAlias = Callable[[Document], Iterator[Hit]]
RecordCheck: TypeAlias = Callable[[Record, Records, dt.date], Iterator[Hit]]
RecordsCheck: TypeAlias = Callable[[Records, dt.date], Iterator[Hit]]

PAGE_HEADINGS = ("Varför", "Lagrum", "Fel", "Rätt", "Gör så här")
"""What every manual page tells, in this order, below its first sentence."""


@dataclass(frozen=True)
class Rule:
    """A rule: its stable code, how grave a breach is, and the one check that it runs.

    `document_proof`, `proof` or `values` tells for certain, and quicker than the check, of records that it has nothing
    to say of. `asks` says that the check asks for other records as good as always, so it is no use to begin it alone.
    """

    code: str
    severity: Severity
    page: str
    on_document: DocumentCheck | None = None
    on_record: RecordCheck | None = None
    on_records: RecordsCheck | None = None
    kind: str | None = None
    document_proof: DocumentProof | None = None
    proof: Proof | None = None
    values: ValueProof | None = None
    asks: bool = False

    @property
    def check(self) -> Callable[..., Iterator[Hit]]:
        """The one check."""
        found = self.on_document or self.on_record or self.on_records
        assert found is not None, self.code
        return found

    @property
    def summary(self) -> str:
        """The rule as one sentence: the first line of its page."""
        return self.page.split("\n", 1)[0]

    @property
    def law(self) -> str:
        """The law reference of the page, or nothing where the page says that no law is behind it."""
        text = self.section("Lagrum")
        return "" if text.startswith("–") else text

    def section(self, heading: str) -> str:
        """Return what the page says under one of its headings, on one line, or nothing."""
        found = re.search(rf"^{heading}: (.*(?:\n {{4}}.*)*)", self.page, re.MULTILINE)
        return " ".join(found[1].split()) if found else ""


def document_rule(
    code: str, severity: Severity = Severity.ERROR, *, proof: DocumentProof | None = None
) -> Callable[[DocumentCheck], Rule]:
    """Make a rule of a check on one file as text, whether or not it is a record."""
    return lambda check: Rule(code, severity, _page(check), on_document=check, document_proof=proof)


def rule(
    code: str,
    *,
    kind: str | None = None,
    severity: Severity = Severity.ERROR,
    proof: Proof | None = None,
    values: ValueProof | None = None,
    asks: bool = False,
) -> Callable[[RecordCheck], Rule]:
    """Make a rule of a check on one record, of one kind or of all; with a proof, if there is one (`proof.py`)."""
    return lambda check: Rule(
        code, severity, _page(check), on_record=check, kind=kind, proof=proof, values=values, asks=asks
    )


def records_rule(code: str, severity: Severity = Severity.ERROR) -> Callable[[RecordsCheck], Rule]:
    """Make a rule of a check on all records together."""
    return lambda check: Rule(code, severity, _page(check), on_records=check)


def _page(check: Callable[..., object]) -> str:
    return inspect.cleandoc(check.__doc__ or "")
