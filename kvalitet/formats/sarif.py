"""`sarif`: the Static Analysis Results Interchange Format 2.1.0 (OASIS), which GitHub, Azure and editors read."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.formats.characters import as_json, one_line
from kvalitet.formats.findings import Findings
from kvalitet.rules.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "kvalitet/v1"
"""The name of the fingerprint; a new way of making it takes a new name."""

_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_LINK = re.compile(r"\](?=\()")


def write(found: Findings) -> str:
    """Return one SARIF log with one run; all rules that found something are described in it."""
    codes = list(dict.fromkeys(finding.code for finding in found.findings))
    name, _, version = found.tool.partition(" ")
    driver = {
        "name": name,
        "version": version,
        "language": "sv",
        "rules": [_rule(code, found.rules.get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{name}/validate/"},
        "invocations": [{"executionSuccessful": True}],
        "language": "sv",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "Roten i förrådet"}}},
        "properties": {
            "workspace": found.workspace,
            "day": found.day.isoformat(),
            "commit": found.source.commit,
            "dirty": found.source.dirty,
        },
        "results": [_result(finding, codes.index(finding.code), found) for finding in found.findings],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:  # a rule that itself failed has no page
        return {"id": code, "shortDescription": {"text": "En regel gick sönder."}}
    return {
        "id": code,
        "shortDescription": _message(rule.summary),
        "fullDescription": _message(rule.section("Varför")),
        "help": {"text": _plain(rule.page)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        **({"properties": {"law": rule.law}} if rule.law else {}),
    }


def _result(finding: Diagnostic, index: int, found: Findings) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": _message(one_line(finding.message)),
        "locations": [_location(finding.place, found) | _logical(finding)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(other.place, found), "message": _message(one_line(other.message))}
            for number, other in enumerate(finding.related)
        ]
    return result


def _logical(finding: Diagnostic) -> dict[str, Any]:
    name = ".".join(part for part in (finding.record, finding.field) if part)
    return {"logicalLocations": [{"fullyQualifiedName": one_line(name), "kind": "object"}]}


def _location(place: Place, found: Findings) -> dict[str, Any]:
    path = found.in_repository(place.path).encode("utf-8", "surrogateescape")
    artifact = {"uri": quote(path), "uriBaseId": _ROOT}
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(place)}}


def _region(place: Place) -> dict[str, int]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region


def _message(text: str) -> dict[str, str]:
    return {"text": _plain(text)}


def _plain(text: str) -> str:
    """Return text as a SARIF message holds it: braces doubled (3.11.5), and no link (3.11.6) but as text."""
    return _LINK.sub("] ", text.replace("{", "{{").replace("}", "}}"))
