"""Findings for tests: of hostile text, and of every fault that a workspace can have."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from kvalitet.checking import in_order
from kvalitet.diagnostics import Diagnostic, Place, Related, Severity
from kvalitet.formats.findings import Findings, Source, masked
from kvalitet.rules import ALL_RULES
from tests.formats.payloads import CANARY, ODD_NAMES

BROKEN = (
    f"id: ENH-norr\nnamn: '::error::x ##[error]y {CANARY}'\nniva: '::error::x'\noverordnad: '##[x]'\n'$(x)': [/red]\n"
)


def findings_of(findings: Iterable[Diagnostic], *, strict: bool = False, source: Source | None = None) -> Findings:
    """Return findings as a format is given them."""
    ordered = in_order(findings)
    return Findings(
        workspace="Min kommun",
        day=dt.date(2026, 2, 20),
        tool="kvalitet 0.1.0",
        files=sorted({finding.place.path for finding in ordered}),
        findings=[masked(finding) for finding in ordered],
        rules={rule.code: rule for rule in ALL_RULES},
        strict=strict,
        source=source or Source("a" * 40, True, ""),
    )


def hostile(texts: Iterable[str]) -> Findings:
    """Return findings in which each text is the message, the file, the record and the field in turn."""
    findings = []
    for number, text in enumerate(texts):
        severity = Severity.WARNING if number % 3 else Severity.ERROR
        code = ALL_RULES[number % len(ALL_RULES)].code
        place = Place(f"records/{text}", 3, 2, 3, 9)
        related = (Related(Place(f"records/{text}", 1, 1), text),)
        findings.append(
            Diagnostic(Place("records/a.yaml", number + 1, 1), code, severity, text, "A", "b", related=related)
        )
        findings.append(Diagnostic(place, code, severity, f"skriv {text}", text, text))
    return findings_of(findings)


def lay_out_odd_names(workspace: Path) -> None:
    """Write a broken record under every odd name."""
    for name in ODD_NAMES:
        (workspace / "records/enhet" / os.fsdecode(name)).write_text(BROKEN, encoding="utf-8")
