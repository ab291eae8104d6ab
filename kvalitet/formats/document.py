"""`json` and `jsonl`: everything that is known of each finding."""

from __future__ import annotations

from typing import Any

from kvalitet.diagnostics import Diagnostic, Place
from kvalitet.formats.characters import as_json
from kvalitet.formats.findings import Findings

SCHEMA = 1
"""The version of the envelope that all JSON of the tool shares."""


def enveloped(kind: str, tool: str, body: dict[str, Any]) -> str:
    """Return one JSON document: what it is, who wrote it, and its body."""
    return as_json({"schema": SCHEMA, "kind": kind, "tool": tool, **body}, indent=2) + "\n"


def write(found: Findings) -> str:
    """Return one JSON document, also where there are no findings."""
    return enveloped(
        "validering",
        found.tool,
        {
            "workspace": {
                "name": found.workspace,
                "day": found.day.isoformat(),
                "commit": found.source.commit,
                "dirty": found.source.dirty,
            },
            "summary": {"records": len(found.files), "errors": found.errors, "warnings": found.warnings},
            "findings": [_finding(finding) for finding in found.findings],
        },
    )


def write_lines(found: Findings) -> str:
    """Return one JSON object a line and finding, and nothing else."""
    return "".join(f"{as_json(_finding(finding))}\n" for finding in found.findings)


def _finding(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.place),
        "record": finding.record,
        "field": finding.field,
        "law": finding.law,
        "related": [{"message": other.message, **_place(other.place)} for other in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "end_column": place.end_column or place.column,
    }
