"""`new --from`: a record's fields out of a file, with its mistakes told at their line there."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Tool = Callable[..., Run]

TEMPLATE = """\
# mall för fall
rubrik: Fall i rummet
enhet: ENH-norr
intraffad: 2025-03-14
tid:
lagrum: [sol]
beskrivning: |
  Föll.
utredning:
  ansvarig:
"""


@pytest.fixture
def tool(kvalitet: Tool, workspace: Path) -> Tool:
    return lambda *words: kvalitet("-C", workspace, "--day", "2025-03-20", "new", *words, "--no-input")


@pytest.fixture
def template(workspace: Path) -> Path:
    file = workspace / "min mall.yaml"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


def test_a_template_fills_a_record(tool: Tool, workspace: Path, template: Path) -> None:
    """What is filled in is taken, what is empty is not, the kind adds its own, and --set goes before the file."""
    run = tool("avvikelse", "--from", template, "--set", "rubrik=Fall i duschen")
    assert run.code == 0, run.err
    text = (workspace / run.out.strip()).read_text(encoding="utf-8")
    assert "\nrubrik: Fall i duschen\nenhet: ENH-norr\nintraffad: 2025-03-14\nrapporterad: 2025-03-20\n" in text
    assert "lagrum: [sol]\nslag: avvikelse\n" in text
    assert "tid" not in text
    assert "utredning" not in text
    assert template.read_text(encoding="utf-8") == TEMPLATE


def test_a_record_serves_as_template(tool: Tool, workspace: Path, template: Path) -> None:
    """A record gives all but its id, its time and its seal; a chosen name is given anew."""
    first = workspace / tool("avvikelse", "--from", template).out.strip()
    second = workspace / tool("avvikelse", "--from", first).out.strip()
    assert first != second
    lines = [set(file.read_text(encoding="utf-8").split("\n")) for file in (first, second)]
    assert {line.split(":")[0] for line in lines[0] ^ lines[1]} == {"id", "skapad"}
    rutin = workspace / "records/rutin/RUT-omsorg.yaml"
    rutin.write_text(
        rutin.read_text(encoding="utf-8").replace(
            "  datum: 2024-01-15\n", "  datum: 2024-01-15\n  avtryck: f1f381e735db289785\n"
        )
    )
    run = tool("rutin", "--from", rutin)
    assert run.code == 2
    assert "RUT-omsorg finns redan" in run.err
    run = tool("rutin", "--from", rutin, "--set", "id=natt")
    assert run.code == 2
    run = tool("rutin", "--from", rutin, "--set", "id=RUT-natt")
    assert run.code == 0, run.err
    assert "avtryck" not in (workspace / "records/rutin/RUT-natt.yaml").read_text(encoding="utf-8")


def test_what_is_sent_in_is_read(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single - reads standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEMPLATE.encode()), encoding="utf-8"))
    run = tool("avvikelse", "--from", "-", "--dry-run")
    assert run.code == 0, run.err
    assert "rubrik: Fall i rummet" in run.out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("ENH-norr", "ENH-nor", "min mall.yaml:3:8: LNK001 fel: "),
        ("2025-03-14", "2025-02-30", "min mall.yaml:4:12: FRM003 fel: 2025-02-30 är inte ett datum"),
        ("rubrik:", "rubriken:", "min mall.yaml:2:1: FRM001 fel: rubriken är inget fält här; menade du rubrik?"),
        ("[sol]", "[sol, hsl, sal]", "min mall.yaml:6:20: FRM004 fel: sal är inget val"),
        ("  ansvarig:", "  ansvarig: ENH-norr", "min mall.yaml:10:13: LNK002 fel: "),
        ("  Föll.", "  Föll, 19970517-2394.", "min mall.yaml:8:9: SEK001 fel: "),
        ("[sol]", "[sol", "min mall.yaml:6:9: YML005 fel: en lista saknar"),
        ("tid:", "enhet: x", "min mall.yaml:5:1: YML004 fel: fältet står redan på rad 3"),
        ("\nlagrum: [sol]", "", None),
    ],
    ids=["link", "date", "unknown", "member", "inner", "number", "syntax", "twice", "none"],
)
def test_a_mistake_is_told_where_it_stands_in_the_file(
    tool: Tool, workspace: Path, template: Path, old: str, new: str, says: str | None
) -> None:
    """File, line and column are those of the template; nothing is written, and no number is shown."""
    template.write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
    run = tool("avvikelse", "--from", "min mall.yaml")
    if says is None:
        assert run.code == 0, run.err
        return
    assert (run.code, run.out) == (1, "")
    assert says in run.err
    assert "2394" not in run.err
    assert not (workspace / "records/avvikelse").exists()


def test_what_is_set_is_not_blamed_on_the_file(tool: Tool, template: Path) -> None:
    """A value that goes before the file's is told as a field."""
    run = tool("avvikelse", "--from", template, "--set", "enhet=soder")
    assert run.code == 1
    assert "LNK001 fel: enhet: soder finns inte" in run.err


def test_a_file_that_is_not_there(tool: Tool) -> None:
    """A missing file is wrong use."""
    run = tool("avvikelse", "--from", "saknas.yaml")
    assert (run.code, run.err) == (2, "kvalitet: filen saknas.yaml finns inte\n")
