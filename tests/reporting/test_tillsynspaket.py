"""The inspector's package: first the gaps, then what shows each requirement, and hashes that can be checked."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DAY, ROOT, Run
from tests.reporting.conftest import Made
from tests.reporting.reading import Plain, faults, table

Yaml = dict[str, list[Plain]]
SUMS = "reports/2025/tillsynspaket/SHA256SUMS"


@pytest.fixture
def package(kvalitet: Callable[..., Run], tmp_path: Path) -> Path:
    """A private provider's workspace with its package made, in a folder of its own."""
    root = tmp_path / "ett paket åäö"
    shutil.copytree(ROOT / "tests/workspaces/privat-omsorg", root)
    (root / "reports/2025").mkdir(parents=True)
    (root / "reports/2025/kvalitetsberattelse.md").write_text("En berättelse.\n", encoding="utf-8")
    run = kvalitet("-C", root, "report", "tillsynspaket", "--year", "2025", "--format", "md")
    assert run.code == 0, run.err
    assert SUMS in run.out
    return root


def lines(root: Path) -> list[tuple[str, str]]:
    text = (root / SUMS).read_text(encoding="utf-8")
    return [(line[:64], line[66:]) for line in text.splitlines() if not line.startswith("#")]


def test_the_sums_hold_for_python_and_for_sha256sum(package: Path) -> None:
    """From the folder that the report names, every file has the sum that stands in the manifest."""
    for digest, path in lines(package):
        assert hashlib.sha256((package / path).read_bytes()).hexdigest() == digest, path
    program = shutil.which("sha256sum")
    if program:
        checked = subprocess.run([program, "-c", SUMS], cwd=package, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert checked.stdout.count(": OK\n") == len(lines(package))
        assert not checked.stderr


def test_a_changed_file_is_found(package: Path) -> None:
    """One more byte in one record is enough for the check to fail."""
    victim = package / next(path for _, path in lines(package) if path.startswith("records/rutin/"))
    victim.write_bytes(victim.read_bytes() + b"\n")
    wrong = [
        path for digest, path in lines(package) if hashlib.sha256((package / path).read_bytes()).hexdigest() != digest
    ]
    assert wrong == [victim.relative_to(package).as_posix()]


def test_every_file_that_is_named_is_in_the_manifest(package: Path) -> None:
    """All ids and paths of the report, and the year's other reports, have a sum; nothing has two."""
    text = (package / "reports/2025/tillsynspaket.md").read_text(encoding="utf-8")
    paths = [path for _, path in lines(package)]
    assert len(paths) == len(set(paths))
    named = set(re.findall(r"\b[A-Z]{3}-[A-Za-z0-9-]+\b", text.split("# Krav för krav")[1].split("# Kontroller")[0]))
    known = {path.rpartition("/")[2].removesuffix(".yaml") for path in paths}
    files = {file.stem for file in (package / "records").rglob("*.yaml")}
    assert named & files <= known
    assert set(re.findall(r"records/[\w/-]+\.yaml", text)) <= set(paths)
    assert "reports/2025/kvalitetsberattelse.md" in paths
    assert not any("tillsynspaket" in path for path in paths)


def test_a_package_of_one_unit_holds_no_other_package(kvalitet: Callable[..., Run], package: Path) -> None:
    """Which packages there are before it depends on the order in which they are made: none has a sum in it."""
    words = ("--year", "2025", "--format", "md", "--enhet", "ENH-norra-gruppen")
    run = kvalitet("-C", package, "report", "tillsynspaket", *words)
    assert run.code == 0, run.err
    text = (package / "reports/2025/tillsynspaket-norra-gruppen/SHA256SUMS").read_text(encoding="utf-8")
    assert "reports/2025/kvalitetsberattelse.md" in text
    assert "tillsynspaket" not in text


def test_the_commit_stands_in_the_manifest(kvalitet: Callable[..., Run], package: Path) -> None:
    """In git the version is told, with a word when records have changed since; without git nothing is claimed."""
    assert "# Version" not in (package / SUMS).read_text(encoding="utf-8")
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", str(package)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "records", "kvalitet.toml"], check=True)
    subprocess.run([*git, "commit", "-qm", "A"], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    words = ("-C", package, "report", "tillsynspaket", "--year", "2025", "--format", "md")
    assert kvalitet(*words).code == 0
    assert (package / SUMS).read_text(encoding="utf-8").startswith(f"# Version i git: {head}\n")
    record = next((package / "records/rutin").glob("*.yaml"))
    record.write_text(record.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert kvalitet(*words).code == 0
    assert "inte är incheckade" in (package / SUMS).read_text(encoding="utf-8").split("\n")[0]


def test_the_gaps_are_those_of_the_checklist_and_come_first(made: Made, kvalitet: Callable[..., Run]) -> None:
    """Every requirement stands in the state that `checklist` gives, and the first of them are those not shown."""
    text = made("tillsynspaket", "2025").markdown
    body = json.loads(kvalitet("-C", ROOT, "--day", str(DAY), "checklist", "--format", "json").out)
    expected = {found["id"]: found["results"][0]["status"] for found in body["requirements"]}
    told = {row[0]: row[2] for number in (1, 2, 3) for row in table(text, f"tbl-krav-{number}")}
    assert told == expected
    gaps = re.findall(r"^## (R-[\w/-]+|G-[\w/-]+): ", text, re.MULTILINE)
    assert gaps == [name for name, state in expected.items() if state not in ("visat", "följs", "ej tillämpligt")]
    assert text.index("# Det som inte är visat") < text.index("# Krav för krav")
    assert not faults(text)


def test_documents_stand_with_version_decision_and_file(made: Made, yaml: Yaml) -> None:
    """Each rutin and process that holds is told with its version, day and file."""
    text = made("tillsynspaket", "2025").markdown
    rows = {row[0]: row for row in table(text, "tbl-dokument")}
    for rutin in yaml["rutin"]:
        if rutin.get("galler_till", DAY) >= DAY and rutin["faststalld"]["datum"] <= DAY:
            row = rows[f"{rutin['titel']} ({rutin['id']})"]
            assert row[1:3] == [str(rutin["version"]), str(rutin["faststalld"]["datum"])]
            assert f"records/rutin/{rutin['id']}.yaml" in text


def test_it_never_says_that_the_law_is_met(made: Made) -> None:
    """The package says what is documented; no word in it is a verdict."""
    for public in (False, True):
        text = made("tillsynspaket", "2025", public=public).markdown.lower()
        assert not re.search(r"uppfyll|godkänd enligt|patientsäkert", text.split("# bilaga")[0])


def test_a_public_package_points_at_no_single_matter(made: Made) -> None:
    """The public one has no ids of events and no manifest."""
    draft = made("tillsynspaket", "2025", public=True)
    assert not re.search(r"\b(?:AVV|KLA|UTR)-\d{4}-", draft.markdown)
    assert not draft.attachments
    assert not faults(draft.markdown)


def test_the_file_that_marks_the_root_is_called_by_its_name(package: Path, made: Made) -> None:
    """A reader who is to stand at the root is told of the file that lies there, whichever of the two it is."""
    assert "mappen där `pyproject.toml` ligger" in made("tillsynspaket", "2025").markdown
    assert "mappen där `kvalitet.toml` ligger" in (package / "reports/2025/tillsynspaket.md").read_text(
        encoding="utf-8"
    )
