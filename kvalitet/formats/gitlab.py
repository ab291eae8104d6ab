"""`gitlab`: GitLab's code quality report, shown in a merge request."""

from __future__ import annotations

from typing import Any

from kvalitet.diagnostics import Diagnostic, Severity
from kvalitet.formats.characters import as_json, one_line
from kvalitet.formats.findings import Findings

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def write(found: Findings) -> str:
    """Return a JSON list with the fields that GitLab documents, also where there are no findings."""
    return as_json([_finding(finding, found) for finding in found.findings], indent=2) + "\n"


def _finding(finding: Diagnostic, found: Findings) -> dict[str, Any]:
    return {
        "description": f"{finding.code}: {one_line(finding.message)}",
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": one_line(found.in_repository(finding.place.path)), "lines": _lines(finding)},
    }


def _lines(finding: Diagnostic) -> dict[str, int]:
    place = finding.place
    return {"begin": place.line, "end": max(place.line, place.end_line)}
