"""Run the rules over records and sort what they find."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kvalitet.catalogue import Catalogue
from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.privacy.redaction import redact
from kvalitet.records.alone import Alone, AsksForOthers
from kvalitet.records.collection import Records, name_of
from kvalitet.records.record import Record
from kvalitet.rules import ALL_RULES, links, privacy, reading
from kvalitet.rules.names import belongs_to_a_kind
from kvalitet.rules.proving import Proofs
from kvalitet.rules.rule import Hit, Rule
from kvalitet.source.document import Document

_ON_NAMES = "FIL"

_ON_DOCUMENT = tuple(rule for rule in ALL_RULES if rule.on_document is not None)
_FOR_ANY_FILE = tuple(rule for rule in _ON_DOCUMENT if rule in privacy.RULES)
_ON_RECORD = {rule.code: rule for rule in ALL_RULES if rule.on_record is not None}
_ALONE = tuple(rule for rule in _ON_RECORD.values() if rule is not links.links_to_what_exists)
"""The rules on single records, but for the one that asks only whether links lead somewhere."""

TOGETHER = tuple(rule for rule in ALL_RULES if rule.on_records is not None)
"""The rules on all records together."""

_POSITION = re.compile(r"\.\d+(?=\.|$)")

CRASHED = "KVA001"
"""Code of the finding that says that a rule itself failed."""


class Judged(NamedTuple):
    """What can be told of one file by itself, and what is left to ask when all records are known."""

    findings: tuple[Diagnostic, ...]
    """In no order, and without fingerprints."""
    waiting: tuple[str, ...] = ()
    """Codes of the rules that asked for other records."""
    links: tuple[str, ...] = ()
    """The ids that the record names, each once."""

    def left(self, records: Records) -> tuple[str, ...]:
        """Return the codes of the rules that are to be run among these records."""
        if all(map(records.knows, self.links)):
            return self.waiting
        return (*self.waiting, links.links_to_what_exists.code)


class Judge:
    """Judges files one by one, each alone, with what the workspace's words mean on a day."""

    def __init__(
        self, catalogue: Catalogue, day: dt.date, unit_words: frozenset[str] | None = None, *, proofs: bool = True
    ) -> None:
        self._alone = Alone(catalogue, unit_words)
        self._day = day
        self._proofs = Proofs((*_ON_DOCUMENT, *_ALONE), catalogue, day) if proofs else None

    def judge(self, document: Document, record: Record | None) -> Judged:
        """Return what the rules on files and on single records find, where the file is a record that record too."""
        (judged,) = self.judge_all([document], [record])
        return judged

    def judge_all(self, documents: Sequence[Document], records: Sequence[Record | None]) -> list[Judged]:
        """Return what the rules on files and on single records find in each of some files and its record, if any."""
        on_files = [self._on_document(*one) for one in zip(documents, records, strict=True)]
        on_records = [self._left(record) for record in records]
        each = zip(documents, records, on_files, on_records, strict=True)
        return [self._judged(*one) for one in each]

    def _on_document(self, document: Document, record: Record | None) -> Sequence[Rule]:
        """Return the rules that judge a file: what can be no record, which another rule tells, by privacy alone."""
        if record is None and _is_out_of_place(document, self._alone.catalogue):
            return _FOR_ANY_FILE
        return self._proofs.left_of(document) if self._proofs else _ON_DOCUMENT

    def _left(self, record: Record | None) -> tuple[Sequence[Rule], list[str] | None]:
        """Return the rules that judge a record, and the ids that it names where these are known already."""
        if record is None:
            return (), []
        return self._proofs.left(record) if self._proofs else (_rules_of(record), None)

    def _judged(
        self,
        document: Document,
        record: Record | None,
        on_file: Sequence[Rule],
        on_record: tuple[Sequence[Rule], list[str] | None],
    ) -> Judged:
        findings: list[Diagnostic] = []
        waiting: list[str] = []
        for rule in on_file:
            name = name_of(document.path) if record is None else record.id
            findings += _run(rule, name, document.path, document)
        if record is None:
            return Judged(tuple(findings))
        rules, named = on_record
        for rule in rules:
            found = None if rule.asks else self._on_record(rule, record)
            if found is None:
                waiting.append(rule.code)
            else:
                findings += found
        links = [link.target for link in record.links()] if named is None else named
        return Judged(tuple(findings), tuple(waiting), tuple(dict.fromkeys(links)))

    def _on_record(self, rule: Rule, record: Record) -> list[Diagnostic] | None:
        """Return what a rule finds, or None where it asks for other records."""
        try:
            return _on_record(rule, record, self._alone, self._day)
        except AsksForOthers:
            return None


def judge_waiting(record: Record, codes: Iterable[str], records: Records, day: dt.date) -> list[Diagnostic]:
    """Return what the rules with these codes find in a record, among all records."""
    return [finding for code in codes for finding in _on_record(_ON_RECORD[code], record, records, day)]


def judge_together(records: Records, day: dt.date) -> list[Diagnostic]:
    """Return what the rules on all records find."""
    return [finding for rule in TOGETHER for finding in judge_with(rule, records, day)]


def judge_with(rule: Rule, records: Records, day: dt.date) -> list[Diagnostic]:
    """Return what a rule on all records finds. Where not all were read, it has nothing to say."""
    return _run(rule, "", "records", records, day) if records.is_whole else []


def check(
    records: Records, day: dt.date, among: Container[str] | None = None, *, proofs: bool = True
) -> list[Diagnostic]:
    """Return every finding in all records as judged on a day, sorted by file and place.

    With `among`, only the records with these ids are judged one by one; the rules on all records
    together still see all. Where not all were read, these rules have nothing to say. Without `proofs` every rule is
    run on every record, which takes long and finds the same.
    """
    judge = Judge(records.catalogue, day, proofs=proofs)
    findings = judge_together(records, day)
    for document in records.unread:
        if among is None or name_of(document.path) in among:
            findings += judge.judge(document, None).findings
    for record in records:
        if among is None or record.id in among:
            findings += _among_others(judge, record, records, day)
    return in_order(findings)


def check_one(record: Record, records: Records, day: dt.date) -> list[Diagnostic]:
    """Return every finding in one record, among the others that it may link to."""
    judge = Judge(records.catalogue, day, proofs=False)  # for one record they cost more than they save
    return in_order(_among_others(judge, record, records, day))


def _among_others(judge: Judge, record: Record, records: Records, day: dt.date) -> list[Diagnostic]:
    judged = judge.judge(record.document, record)
    return [*judged.findings, *judge_waiting(record, judged.left(records), records, day)]


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return findings sorted by file and place, each with its fingerprint.

    A fingerprint is made of the rule, the record, the field without positions in lists, and a number among those
    that have all three alike. Not of the file, which may move; nor of the message, which may count days or name
    the nearest of the records that there are today.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    marked = []
    for finding in sorted(findings, key=lambda found: found.sort_key):
        alike = (finding.code, redact(finding.record), redact(_POSITION.sub("", finding.field)))
        seen[alike] += 1
        text = "\0".join((*alike, str(seen[alike])))
        mark = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
        marked.append(replace(finding, fingerprint=mark))
    return marked


def check_text(document: Document) -> list[Diagnostic]:
    """Return every finding in a text as a text: why it cannot be read, or may not be written anywhere."""
    return [
        finding
        for rule in (*reading.RULES, *privacy.RULES)
        if rule.on_document is not None
        for finding in _run(rule, "", document.path, document)
    ]


def has_errors(findings: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Return whether findings fail a check: errors do, and with `strict` warnings too."""
    return any(strict or finding.severity is Severity.ERROR for finding in findings)


def _rules_of(record: Record) -> Sequence[Rule]:
    """Return the rules on single records that speak of a record's kind."""
    return [rule for rule in _ALONE if rule.kind in {None, record.kind.name}]


def _is_out_of_place(document: Document, catalogue: Catalogue) -> bool:
    return not document.is_unopened and belongs_to_a_kind(catalogue, document.path) is not None


def _on_record(rule: Rule, record: Record, records: Records, day: dt.date) -> list[Diagnostic]:
    """Run a rule on a record; one that lies in another kind's folder is only told that it does."""
    is_of_its_kind = record.id.startswith(f"{record.kind.prefix}-")
    if rule.on_record is None or not (is_of_its_kind or rule.code.startswith(_ON_NAMES)):
        return []
    return _run(rule, record.id, record.document.path, record, records, day)


def _run(rule: Rule, record_id: str, path: str, *subject: object) -> list[Diagnostic]:
    """Return a rule's findings; a rule that fails becomes one finding that names it."""
    found = []
    try:
        for hit in rule.check(*subject):
            found.append(_stamp(rule, hit, record_id, subject[0]))
    except AsksForOthers:
        raise
    except Exception as error:
        message = f"regeln {rule.code} gick sönder ({type(error).__name__}); rapportera det som ett fel i kvalitet"
        found.append(Diagnostic(Place(path), CRASHED, Severity.ERROR, message, record_id))
    return found


def _stamp(rule: Rule, hit: Hit, record_id: str, subject: object) -> Diagnostic:
    return Diagnostic(
        place=hit.place,
        code=rule.code,
        severity=rule.severity,
        message=redact(hit.message),
        record=record_id or name_of(hit.place.path),
        field=hit.field or _field_at(hit.place, subject),
        law=rule.law,
        related=hit.related,
    )


def _field_at(place: Place, subject: object) -> str:
    """Return the field that a finding on a file's text stands in, so that it can be told without a line."""
    if not isinstance(subject, Document) or place.path != subject.path:
        return ""
    return ".".join(map(str, subject.path_at(place.line, place.column)))
