"""`short`: one line a finding."""

from __future__ import annotations

from kvalitet.formats.findings import Findings, line_of


def write(found: Findings) -> str:
    """Return one line a finding: path:line:column: CODE severity: message."""
    return "".join(f"{line_of(finding)}\n" for finding in found.findings)
