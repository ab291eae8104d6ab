"""Findings as plain values, to be kept between runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from kvalitet.diagnostics import Diagnostic, Place, Related, Severity


def to_plain(findings: Iterable[Diagnostic]) -> list[Any]:
    """Return findings as plain values."""
    return [_values(found) for found in findings]


def from_plain(values: Iterable[Any]) -> list[Diagnostic]:
    """Return the findings that plain values stand for."""
    return [_finding(*value) for value in values]


def _values(found: Diagnostic) -> tuple[Any, ...]:
    return (*_place(found), *_rest(found), [(_place(other), other.message) for other in found.related])


def _place(found: Diagnostic | Related) -> tuple[Any, ...]:
    return astuple(found.place)


def _rest(found: Diagnostic) -> tuple[str, ...]:
    return (found.code, found.severity.value, found.message, found.record, found.field, found.law, found.fingerprint)


def _finding(*value: Any) -> Diagnostic:
    place, (code, severity, message, record, field, law, fingerprint), related = value[:5], value[5:12], value[12]
    others = tuple(Related(Place(*at), words) for at, words in related)
    return Diagnostic(Place(*place), code, Severity(severity), message, record, field, law, others, fingerprint)
