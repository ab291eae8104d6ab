"""veraPDF, the reference of the standards, judges the PDF where Java 17 runs; `.ci/verapdf` fetches it and runs this."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from kvalitet.reporting.reports import REPORTS, Per
from tests.conftest import ROOT
from tests.reporting.pdf_defects import DEFECTS, spoiled
from tests.reporting.test_accessible_pdf import attached, good

__all__ = ["attached", "good"]

PARTS = {Per.BOARD: ["--namnd", "ENH-halsa-och-valfardsnamnden"], Per.UNIT: ["--enhet", "ENH-sabo-norr"]}
"""A part of the example for a report that is not made of the whole."""

JAR = os.environ.get("KVALITET_VERAPDF_JAR", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not JAR or not shutil.which("java"), reason="needs Java 17 and KVALITET_VERAPDF_JAR"),
]


def vera(profiles: str, *files: Path) -> set[tuple[str, str, str]]:
    """Return the verdict of each profile on each file."""
    check = Path(__file__).with_name("VeraCheck.java")
    command = ["java", "-cp", JAR, str(check), profiles, *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    lines = [line.split()[:3] for line in run.stdout.splitlines() if line[0] != " "]
    found = {(verdict, profile, Path(path.rstrip(":")).name) for verdict, profile, path in lines}
    assert run.returncode == any(verdict == "FAIL" for verdict, _, _ in found), run.stderr
    return found


def test_every_kind_of_block_passes(good: bytes, attached: bytes, tmp_path: Path) -> None:
    """A document with all that a report can hold passes UA-1 and 2a, and with figures attached UA-1 and 3a."""
    plain, holding = tmp_path / "plain.pdf", tmp_path / "holding.pdf"
    plain.write_bytes(good)
    holding.write_bytes(attached)
    assert vera("ua1,2a", plain) == {("PASS", "ua1", "plain.pdf"), ("PASS", "2a", "plain.pdf")}
    assert vera("ua1,3a", holding) == {("PASS", "ua1", "holding.pdf"), ("PASS", "3a", "holding.pdf")}


def test_every_report_of_the_example_passes(tmp_path: Path) -> None:
    """All reports that the example's user can make, and those that are published, pass both standards."""
    for name, report in REPORTS.items():
        part = [] if Per.WHOLE in report.per else PARTS[report.per[0]]
        command = [sys.executable, "-m", "kvalitet", "report", name, "--year", "2025", "--format", "pdf", *part]
        subprocess.run([*command, "--out", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    made, published = sorted(tmp_path.rglob("*.pdf")), sorted((ROOT / "reports").rglob("*.pdf"))
    assert len(made) >= len(REPORTS)
    assert published
    for files in (made, published):
        expected = {("PASS", profile, file.name) for file in files for profile in ("ua1", "2a")}
        assert vera("ua1,2a", *files) == expected


def test_a_bare_file_fails(tmp_path: Path) -> None:
    """The control: a page without tags fails both."""
    bare = tmp_path / "bare.pdf"
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(bare)
    assert vera("ua1,2a", bare) == {("FAIL", "ua1", "bare.pdf"), ("FAIL", "2a", "bare.pdf")}


JUDGED_HERE_ONLY = {
    "no bookmarks",  # good practice
    "an empty list",
    "a table of plain cells",
    "a header cell of nothing",  # Headers and ID stay, which the standard takes for the scope
    "a link without tag",  # it claims the number of another link, which leads to a tag
    "tagged outside of the tree",  # the tree of parents leads to it still
    "no colours defined",  # every colour in the file brings its own profile
    "a smoothed image",  # no page shows it
}
"""Where the check without Java is the stricter one."""


def test_defects_fail(good: bytes, tmp_path: Path) -> None:
    """veraPDF fails each defect that the check without Java finds, but for those that are named."""
    for number, (spoil, _) in enumerate(DEFECTS.values()):
        (tmp_path / f"{number}.pdf").write_bytes(spoiled(good, spoil))
    found = vera("ua1,2a", *tmp_path.glob("*.pdf"))
    failed = {name for verdict, _, name in found if verdict == "FAIL"}
    assert {name for number, name in enumerate(DEFECTS) if f"{number}.pdf" not in failed} == JUDGED_HERE_ONLY
