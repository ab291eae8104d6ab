"""The seal of an approved document: a short mark of what was approved, so that a later change is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from kvalitet.kinds import Field
from kvalitet.records.record import Record
from kvalitet.source.exact import Value

APPROVAL = "faststalld"
"""The group that says who approved a document, and when."""

SEAL = f"{APPROVAL}.avtryck"
"""The field that the seal is kept in; only kinds that are approved have it."""

_VERSION = "f1"
_LENGTH = 16


def seal(record: Record) -> str:
    """Return the seal of a record's content: what is said, in whatever order and however lines are broken.

    Left out are the name, the approval itself and what the kind says is administrative. The seal begins
    with a letter and has no break in it, so that no run of its digits can look like an identity number.
    """
    values = {name: value for name, value in record.values.items() if name not in ("id", APPROVAL)}
    content = json.dumps(_content(values, record.fields), sort_keys=True)
    return f"{_VERSION}{hashlib.sha256(content.encode()).hexdigest()[:_LENGTH]}"


def is_broken(record: Record) -> bool:
    """Return whether a record holds the seal of something else than what it says now."""
    kept = record.text(SEAL)
    return kept is not None and kept != seal(record)


def _content(value: Value, fields: Mapping[str, Field]) -> object:
    if isinstance(value, dict):
        return {name: _content(inner, _below(fields, name)) for name, inner in value.items() if _is_said(fields, name)}
    if isinstance(value, list):
        return [_content(item, fields) for item in value]
    return " ".join((value or "").split())


def _is_said(fields: Mapping[str, Field], name: str) -> bool:
    field = fields.get(name)
    return field is None or not (field.administrative or field.is_written_by_tool)


def _below(fields: Mapping[str, Field], name: str) -> Mapping[str, Field]:
    field = fields.get(name)
    return field.fields if field else {}
