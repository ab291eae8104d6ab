"""Run the rules over records and sort what they find."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.privacy.redaction import redact
from kvalitet.records.collection import Records, name_of
from kvalitet.records.record import Record
from kvalitet.rules import ALL_RULES, privacy, reading
from kvalitet.rules.names import belongs_to_a_kind
from kvalitet.rules.rule import Hit, Rule
from kvalitet.source.document import Document

_FOR_ANY_FILE = "SEK"
_ON_NAMES = "FIL"

_POSITION = re.compile(r"\.\d+(?=\.|$)")

CRASHED = "KVA001"
"""Code of the finding that says that a rule itself failed."""


def check(records: Records, day: dt.date, among: Container[str] | None = None) -> list[Diagnostic]:
    """Return every finding in all records as judged on a day, sorted by file and place.

    With `among`, only the records with these ids are judged one by one; the rules on all records
    together still see all. Where not all were read, these rules have nothing to say.
    """
    findings: list[Diagnostic] = []
    documents = [*records.unread, *(record.document for record in records)]
    documents = [found for found in documents if among is None or name_of(found.path) in among]
    for rule in ALL_RULES:
        if rule.on_document is not None:
            for document in documents:
                if _is_out_of_place(document, records) and not rule.code.startswith(_FOR_ANY_FILE):
                    continue
                findings += _run(rule, name_of(document.path), document.path, rule.on_document, document)
        elif rule.on_records is not None:
            if records.is_whole:
                findings += _run(rule, "", "records", rule.on_records, records, day)
        else:
            for record in _of_kind(rule, records):
                if among is not None and record.id not in among:
                    continue
                findings += _on_record(rule, record, records, day)
    return in_order(findings)


def check_one(record: Record, records: Records, day: dt.date) -> list[Diagnostic]:
    """Return every finding in one record, among the others that it may link to."""
    findings: list[Diagnostic] = []
    for rule in ALL_RULES:
        if rule.on_document is not None:
            findings += _run(rule, record.id, record.document.path, rule.on_document, record.document)
        elif rule.on_record is not None and rule.kind in (None, record.kind.name):
            findings += _on_record(rule, record, records, day)
    return in_order(findings)


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
        for finding in _run(rule, "", document.path, rule.on_document, document)
    ]


def has_errors(findings: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Return whether findings fail a check: errors do, and with `strict` warnings too."""
    return any(strict or finding.severity is Severity.ERROR for finding in findings)


def _of_kind(rule: Rule, records: Records) -> Iterable[Record]:
    return records if rule.kind is None else records.of(rule.kind)


def _is_out_of_place(document: Document, records: Records) -> bool:
    """Return whether a file can be no record, which another rule tells; only privacy is left to judge."""
    return not document.is_unopened and belongs_to_a_kind(records.catalogue, document.path) is not None


def _on_record(rule: Rule, record: Record, records: Records, day: dt.date) -> list[Diagnostic]:
    """Run a rule on a record; one that lies in another kind's folder is only told that it does."""
    is_of_its_kind = record.id.startswith(f"{record.kind.prefix}-")
    if rule.on_record is None or not (is_of_its_kind or rule.code.startswith(_ON_NAMES)):
        return []
    return _run(rule, record.id, record.document.path, rule.on_record, record, records, day)


def _run(
    rule: Rule, record_id: str, path: str, check: Callable[..., Iterator[Hit]], *subject: object
) -> list[Diagnostic]:
    """Return a rule's findings; a rule that fails becomes one finding that names it."""
    found = []
    try:
        for hit in check(*subject):
            found.append(_stamp(rule, hit, record_id, subject[0]))
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
