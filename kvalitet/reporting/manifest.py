"""A manifest of hashes beside a report: every file that it points at, as `sha256sum -c` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kvalitet.history.repository import asked_of
from kvalitet.history.runner import GitError, GitMissingError
from kvalitet.paths import PathError, plain_file
from kvalitet.records.collection import Records
from kvalitet.reporting.tally import Tally

NAME = "SHA256SUMS"
_REPORTS = (".md", ".pdf", ".html", ".docx")


def manifest(records: Records, tally: Tally, values: Mapping[str, Any], root: Path) -> dict[str, bytes]:
    """Return the manifest of an inspector's package: records and reports by path from the workspace's root.

    None of a public report, which points at no single record. The commit stands in it as a remark.
    """
    if values["publik"]:
        return {}
    named = {*values["tillsyn"]["poster"], *(name for entry in tally.entries.values() for name in entry.ids)}
    found = [record.document.path for name in named if (record := records.find(name))]
    paths = sorted({*found, *_reports(records, root, values)})
    lines = [line for path in paths if (line := _line(root, path))]
    return {NAME: "".join([*_remarks(root), *lines]).encode()}


def _reports(records: Records, root: Path, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files of the year's reports, but for packages such as this, and those that the berättelser name.

    Of several packages each would else hold the hashes of those that were made before it.
    """
    year, package = f"reports/{values['ar']}", values["nyckel"].partition("/")[0]
    for file in sorted((root / year).glob("*")):
        if file.suffix in _REPORTS and not file.name.startswith(package):
            yield f"{year}/{file.name}"
    for name in values["tillsyn"]["poster"]:
        record = records.find(name)
        if record is not None and record.kind.name == "berattelse" and record.text("fil"):
            yield record.text("fil") or ""


def _line(root: Path, path: str) -> str:
    """Return a line of the manifest, or nothing for a file that is not there or lies elsewhere."""
    try:
        data = plain_file(root, path).read_bytes()
    except (PathError, OSError):
        return ""
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n")
    mark = "\\" if escaped != path else ""
    return f"{mark}{hashlib.sha256(data).hexdigest()}  {escaped}\n"


def _remarks(root: Path) -> Iterator[str]:
    """Yield which commit of git the files are of, and whether something in the records is not committed."""
    try:
        commit = asked_of(root, "rev-parse", "--verify", "--quiet", "HEAD")
        changed = asked_of(root, "status", "--porcelain", "--", "records")
    except (GitError, GitMissingError):
        return
    if commit is not None and changed is not None:
        state = ", med ändringar i posterna som inte är incheckade" if changed.out.strip() else ""
        yield f"# Version i git: {commit.out.decode().strip()}{state}\n"
