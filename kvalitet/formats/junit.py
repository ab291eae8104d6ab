"""`junit`: a test report, which GitLab, Azure, Jenkins and others show: each file is a test that passes or fails."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Sequence

from kvalitet.diagnostics import Diagnostic
from kvalitet.formats.findings import Findings, line_of, shown
from kvalitet.privacy.redaction import redact
from kvalitet.workspace import RECORDS


def write(found: Findings) -> str:
    """Return XML with one suite: a test case a file, failed where it has an error, with its warnings as output.

    A file keeps its name from run to run, so that a server can tell since when it fails. Where no file was looked
    at the folder of records is the one test: a report without tests is told as a mistake by most servers.
    """
    by_file: dict[str, list[Diagnostic]] = {redact(path): [] for path in found.files}
    for finding in found.findings:
        by_file.setdefault(finding.place.path, []).append(finding)
    failed = sum(any(map(found.fails, findings)) for findings in by_file.values())
    counts = {"tests": str(max(1, len(by_file))), "failures": str(failed), "errors": "0"}
    suites = ET.Element("testsuites", {"name": "kvalitet validate", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": shown(found.workspace), **counts, "skipped": "0"})
    _add_properties(suite, found)
    names = _names(list(by_file) or [RECORDS])
    for path, findings in (by_file or {RECORDS: []}).items():
        _add_case(suite, names[path], path, findings, found)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _names(paths: Sequence[str]) -> dict[str, str]:
    """Return what each file's test is called: no two alike, though two names may be masked or shown alike."""
    seen: dict[str, int] = defaultdict(int)
    names = {}
    for path in paths:
        name = shown(path)
        seen[name] += 1
        names[path] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def _add_properties(suite: ET.Element, found: Findings) -> None:
    properties = ET.SubElement(suite, "properties")
    known = {"tool": found.tool, "day": found.day.isoformat(), "commit": found.source.commit or ""}
    for name, value in known.items():
        if value:
            ET.SubElement(properties, "property", {"name": name, "value": value})


def _add_case(suite: ET.Element, name: str, path: str, findings: Sequence[Diagnostic], found: Findings) -> None:
    file = shown(found.in_repository(path))
    case = ET.SubElement(suite, "testcase", {"name": name, "classname": "kvalitet.validate", "file": file})
    failing = [finding for finding in findings if found.fails(finding)]
    if failing:
        first = failing[0]
        more = f" (och {len(failing) - 1} till)" if len(failing) > 1 else ""
        message = f"{first.code}: {shown(first.message)}{more}"
        failure = ET.SubElement(case, "failure", {"type": first.code, "message": message})
        failure.text = "\n".join(map(line_of, failing))
    advice = [finding for finding in findings if not found.fails(finding)]
    if advice:
        ET.SubElement(case, "system-out").text = "\n".join(map(line_of, advice))
