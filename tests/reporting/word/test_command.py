"""`kvalitet report --format docx`, with and without a workspace's own Word template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.privacy.numbers import CANARY
from tests.reporting.word.reading import WordFile, text_of
from tests.reporting.word.templates import PARTS, template

ORDER = ("report", "kvalitetsberattelse", "--year", "2025", "--format", "docx")


def lay(workspace: Path, data: bytes, name: str = "mall.docx") -> None:
    (workspace / "templates").mkdir(exist_ok=True)
    (workspace / "templates" / name).write_bytes(data)


def made(workspace: Path) -> WordFile:
    return WordFile((workspace / "reports/2025/kvalitetsberattelse.docx").read_bytes())


def test_a_report_is_written_on_the_workspaces_template(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """The report has the template's header, and without overrides it has ours."""
    lay(workspace, template())
    run = kvalitet("-C", workspace, *ORDER)
    assert (run.code, run.out.splitlines()[-1]) == (0, "reports/2025/kvalitetsberattelse.docx"), run.err
    assert text_of(made(workspace).part("word/header1.xml")) == "Exempelby kommun"
    assert kvalitet("-C", workspace, *ORDER, "--no-overrides").code == 0
    assert text_of(made(workspace).part("word/header1.xml")).startswith("Kvalitetsberättelse 2025")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"mall.docx": template()[:500]}, "templates/mall.docx:1:1: Word-mallen går inte att läsa"),
        ({"mall.docm": template()}, "templates/mall.docm:1:1: Word-mallen är av fel sort"),
        ({"mall.docx": template(), "mall.dotx": template()}, "bredvid Word-mallen ligger mall.dotx"),
    ],
)
def test_a_template_that_cannot_be_used_stops_the_report(
    files: dict[str, bytes], says: str, kvalitet: Callable[..., Run], workspace: Path
) -> None:
    """Exit 3, the file and what to do, and nothing is written, not the other formats either."""
    for name, data in files.items():
        lay(workspace, data, name)
    run = kvalitet("-C", workspace, *ORDER[:-1], "md,docx")
    assert run.code == 3
    assert says in run.err
    assert not (workspace / "reports").exists()


def test_a_template_that_names_a_person_is_stopped_at_the_gate(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """An identity number in the template's foot reaches no report: exit 1, and nothing is written."""
    lay(workspace, template(footer1=PARTS["word/footer1.xml"].replace("Box 1", CANARY)))
    run = kvalitet("-C", workspace, *ORDER)
    assert run.code == 1
    assert "personnummer" in run.err
    assert CANARY not in run.err
    assert not (workspace / "reports").exists()
