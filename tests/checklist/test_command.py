"""`checklist`: on the screen, in three other formats, on another day, and as CI's gate."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.requirements import NOT_READ
from tests.conftest import ROOT, Run

COMPLETE = ROOT / "tests/workspaces/komplett"


def test_the_screen_shows_state_citation_and_what_is_missing(kvalitet: Callable[..., Run]) -> None:
    """The example's checklist names every requirement, marks what nobody has read in print, and says what is missing."""
    run = kvalitet("-C", ROOT, "checklist")
    assert run.code == 0
    assert "R-4-2" in run.out
    assert f"* {NOT_READ}" in run.out
    assert "  - " in run.out
    assert "tillämpliga ska-krav är visade" in run.err
    assert "Det säger vad som är dokumenterat" in run.err


def test_one_requirement_shows_source_places_and_records(kvalitet: Callable[..., Run]) -> None:
    """A single requirement tells its source, its state in every unit, and the records behind it."""
    run = kvalitet("-C", COMPLETE, "checklist", "r-4-6")
    assert run.code == 0
    assert "SOSFS 2011:9 4 kap. 6 § (ska)" in run.out
    assert f"Obs: {NOT_READ}" in run.out
    assert "Boende Söder" in run.out
    assert "SAM-vardskada" in run.out


def test_json_and_csv_say_the_same(kvalitet: Callable[..., Run]) -> None:
    """Both machine formats have a row for every requirement and unit, with the same states."""
    body = json.loads(kvalitet("-C", COMPLETE, "checklist", "--format", "json").out)
    assert (body["schema"], body["kind"]) == (1, "checklista")
    assert body["summary"]["percent"] == 100
    from_json = {
        (found["id"], result["unit"]): result["status"] for found in body["requirements"] for result in found["results"]
    }
    text = kvalitet("-C", COMPLETE, "checklist", "--format", "csv").out
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert {(row["Krav"], row["Enhet"]): row["Läge"] for row in rows} == from_json
    assert {unit for _, unit in from_json} == {"", "ENH-namnden", "ENH-norr", "ENH-soder"}


def test_a_list_named_twice_counts_once(kvalitet: Callable[..., Run]) -> None:
    """The same list given twice is the same list."""
    once = kvalitet("-C", COMPLETE, "checklist", "--requirements", "psl")
    assert kvalitet("-C", COMPLETE, "checklist", "--requirements", "psl,psl") == once
    assert kvalitet("-C", COMPLETE, "checklist", "R-PSL-3-2", "--requirements", "psl,psl").code == 0


def test_markdown_is_a_table_with_a_column_for_every_body(kvalitet: Callable[..., Run]) -> None:
    """The Markdown has the whole and each nämnd as columns."""
    run = kvalitet("-C", ROOT, "checklist", "--format", "markdown", "--requirements", "osby-2019")
    assert "| Krav | Lagrum | Innebörd | Osby kommun |" in run.out
    assert run.out.count("| OSBY-") == 12


def test_the_gate_is_reached(kvalitet: Callable[..., Run]) -> None:
    """A workspace that shows everything passes the highest gate."""
    assert kvalitet("-C", COMPLETE, "checklist", "--minimum", "100").code == 0


def test_the_gate_that_is_not_reached_ends_with_five(kvalitet: Callable[..., Run]) -> None:
    """Exit 5 and one sentence, when fewer of the binding requirements are shown than asked for."""
    run = kvalitet("-C", COMPLETE, "--day", "2027-06-01", "checklist", "--minimum", "100")
    assert run.code == 5
    assert "Gränsen 100 procent är inte nådd." in run.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["R-4-22"], "R-4-22 är inget krav; menade du R-4-2?"),
        (
            ["R-4-2", "--requirements", "psl"],
            "R-4-2 står inte i den listan; utelämna --requirements, eller skriv sosfs",
        ),
        (["--requirements", "osby"], "kravlistan osby finns inte; skriv något av lex-sarah, osby-2019"),
        (["--enhet", "ROL-chef"], "ROL-chef är ingen enhet"),
        (["--minimum", "101"], "skriv en procent från 0 till 100"),
        (["--as-of", "i somras"], "är inget datum"),
        (["--format", "xml"], "formatet xml finns inte"),
    ],
)
def test_wrong_words_are_told(words: list[str], says: str, kvalitet: Callable[..., Run]) -> None:
    """Each mistake on the line gives 2 and what to write instead."""
    run = kvalitet("-C", COMPLETE, "checklist", *words)
    assert run.code == 2
    assert says in run.err


def git(folder: Path, *words: str, day: str = "") -> None:
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00+0100", "GIT_COMMITTER_DATE": f"{day}T12:00:00+0100"} if day else {}
    who = {"GIT_AUTHOR_NAME": "n", "GIT_AUTHOR_EMAIL": "e", "GIT_COMMITTER_NAME": "n", "GIT_COMMITTER_EMAIL": "e"}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env={**os.environ, **who, **when})


@pytest.fixture
def two_commits(workspace: Path) -> Path:
    """A workspace whose second commit, of 10 May, takes the process away and brings a samverkan."""
    git(workspace, "init", "-q")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-qm", "ett", day="2025-03-01")
    (workspace / "records/process/PRO-omsorg.yaml").unlink()
    git(workspace, "commit", "-qam", "två", day="2025-05-10")
    return workspace


def state(kvalitet: Callable[..., Run], folder: Path, name: str, *words: str) -> tuple[str, Run]:
    run = kvalitet("-C", folder, "checklist", name, "--format", "json", *words)
    body = json.loads(run.out)
    return body["requirements"][0]["results"][0]["status"], run


def test_as_of_reads_what_git_held_that_day(kvalitet: Callable[..., Run], two_commits: Path) -> None:
    """On 9 May the process was there, on 10 May it was not; the working tree is not asked and not touched."""
    status, run = state(kvalitet, two_commits, "R-4-3", "--as-of", "2025-05-09")
    assert status == "delvis"  # one activity only, but the process is there
    assert "från 2025-03-01" in run.err
    assert state(kvalitet, two_commits, "R-4-3", "--as-of", "2025-05-10")[0] == "ej visat"
    assert state(kvalitet, two_commits, "R-4-3")[0] == "ej visat"


def test_before_history_the_dates_in_the_records_decide(kvalitet: Callable[..., Run], two_commits: Path) -> None:
    """Where git does not reach, today's records are judged by their own dates, and the user is told so."""
    status, run = state(kvalitet, two_commits, "R-4-4a", "--as-of", "2024-02-01")
    assert "Historiken i git börjar 2025-03-01" in run.err
    assert status == "delvis"
    assert state(kvalitet, two_commits, "R-4-4a", "--as-of", "2024-01-14")[0] == "ej visat"


def test_a_shallow_history_is_refused(kvalitet: Callable[..., Run], two_commits: Path, tmp_path: Path) -> None:
    """A history that was cut off is no answer: exit 6 and how to fetch the rest."""
    clone = tmp_path / "grund"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{two_commits}", str(clone))
    run = kvalitet("-C", clone, "checklist", "--as-of", "2025-03-02")
    assert run.code == 6
    assert "git fetch --unshallow" in run.err


def test_as_of_works_below_the_root_of_the_repository(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A workspace may be a folder in a larger repository."""
    top = workspace.parent
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "ett", day="2025-03-01")
    status, run = state(kvalitet, workspace, "R-4-4b", "--as-of", "2025-04-01")
    assert (run.code, status) == (0, "visat")
    assert "från 2025-03-01" in run.err


def test_a_day_to_come_is_judged_by_the_records_of_today(kvalitet: Callable[..., Run]) -> None:
    """`--as-of` a later day shows what will have turned stale by then if nothing is done."""
    later = (dt.date.today() + dt.timedelta(3650)).isoformat()  # noqa: DTZ011
    status, run = state(kvalitet, COMPLETE, "R-4-2", "--as-of", later)
    assert (run.code, status) == (0, "inaktuellt")


def test_a_document_changed_since_it_was_approved_is_told(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """What is changed after `approve` is not what was fastställt: the requirement says so until it is approved again."""
    words = ("approve", "RUT-omsorg", "--by", "chef", "--decision", "§ 12", "--date", "2026-02-01")
    assert kvalitet("-C", workspace, *words).code == 0
    before = json.loads(kvalitet("-C", workspace, "checklist", "R-4-4a", "--format", "json").out)
    assert kvalitet("-C", workspace, "set", "RUT-omsorg", "syfte=Ett nytt syfte.").code == 0
    after = json.loads(kvalitet("-C", workspace, "checklist", "R-4-4a", "--format", "json").out)
    states = [body["requirements"][0]["results"][0]["status"] for body in (before, after)]
    assert states == ["visat", "delvis"]
    assert "fastställ" in after["requirements"][0]["results"][0]["missing"][0]
