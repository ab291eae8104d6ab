"""What a run of the tool loads: small commands are as quick as what they do not load lets them be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kvalitet.cli.frame import SUMMARIES

HEAVY = ("pandas", "numpy", "matplotlib", "git", "typst", "docx", "lxml", "pydantic", "markdown_it", "jinja2", "email")
LIGHT = (*HEAVY, "rich", "ruamel", "zoneinfo", "json", "kvalitet.privacy", "kvalitet.source", "kvalitet.records")
NEW = [
    "new",
    "avvikelse",
    "--no-input",
    "--set",
    "enhet=norr",
    "--set",
    "intraffad=igår",
    "--set",
    "beskrivning=Larmet.",
]


def loaded(words: list[str], names: Sequence[str], folder: Path, **environment: str) -> list[str]:
    """Return which of some modules a run of the tool loads, which ends well."""
    code = (
        "import sys; from kvalitet.cli.app import main; code = main(sys.argv[1:]); "
        f"print([name for name in {names!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() or words == ["validate"]
    found = ast.literal_eval(run.stderr.splitlines()[-1])
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    "words",
    [
        [*NEW, "--dry-run"],
        ["set", "RUT-omsorg", "titel=Natt"],
        ["step", "RIS-2024-K7Q4XM", "atgardas"],
        ["rename", "RUT-omsorg", "natt"],
        ["validate"],
        ["checklist"],
    ],
    ids=lambda words: words[0],
)
def test_light_commands_load_no_heavy_library(words: list[str], workspace: Path) -> None:
    """Small commands load no pandas, matplotlib, git library, typst or Word library."""
    if "step" in words:
        risk = workspace / "records/risk/2024/RIS-2024-K7Q4XM.yaml"
        risk.parent.mkdir(parents=True)
        risk.write_text(RISK, encoding="utf-8")
    assert loaded(words, HEAVY, workspace) == []


@pytest.mark.parametrize("words", [["--help"], ["--version"]], ids=lambda words: words[0])
def test_the_frame_loads_no_command(words: list[str], folder: Path) -> None:
    """The help page lists every command and loads none, nor typer, which reads them."""
    commands = [f"kvalitet.cli.{name}" for name in (*SUMMARIES, "set_", "list_", "session", "output")]
    assert loaded(words, [*LIGHT, "typer", *commands], folder) == []


@pytest.mark.parametrize(
    "words", [["rule", "TID001"], ["new", "--help"], ["completion", "bash"]], ids=lambda words: words[0]
)
def test_what_the_tool_knows_by_itself_loads_nothing_of_a_workspace(words: list[str], folder: Path) -> None:
    """A rule's page loads no rule and nothing that rules need; a command's page loads not what the command does."""
    assert loaded(words, [*LIGHT, "kvalitet.rules", "kvalitet.catalogue", "kvalitet.workspace"], folder) == []


def test_a_new_record_is_named_by_git_without_the_library(workspace: Path) -> None:
    """Whether git knows an id is asked without GitPython, and the screen's library is not loaded for one line."""
    subprocess.run(["git", "init", "-q"], cwd=workspace, check=True)
    assert loaded(NEW, [*HEAVY, "rich"], workspace) == []


RISK = """\
id: RIS-2024-K7Q4XM
status: oppen
handelse: Larmet når inte fram.
enhet: ENH-norr
sannolikhet: 2
konsekvens: 3
bedomd: {datum: 2024-03-14, av: ROL-chef}
skapad: 2024-03-14T13:05:11.482913+01:00
"""


@pytest.mark.parametrize(
    "line",
    ["kvalitet new av", "kvalitet new avvikelse --set enhet=no", "kvalitet show ENH-", "kvalitet list avvikelse st"]
    + ["kvalitet rule TI", "kvalitet report kv", "kvalitet va"],
)
def test_completion_is_light_and_opens_no_record(line: str, workspace: Path) -> None:
    """While someone types, no heavy library is loaded, no YAML library either, and no record is opened."""
    heavy = (*HEAVY, "rich", "ruamel", *(() if " report " in line else ("kvalitet.records", "kvalitet.rules")))
    code = (
        "import sys; opened = []; "
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None); "
        "from kvalitet.cli.app import main; code = main([]); "
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr); "
        "print([path for path in opened if '/records/' in path and path.endswith('.yaml')], file=sys.stderr); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=workspace,
        env={**os.environ, "_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": line, "COMP_WORD": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip(), "nothing was offered"
    assert run.stderr == "[]\n[]\n"


def test_completion_of_an_id_reads_the_folders_of_its_year(workspace: Path) -> None:
    """What Tab costs does not grow with the years that are behind: their folders are not looked into."""
    for year in ("2023", "2024"):
        folder = workspace / "records/avvikelse" / year
        folder.mkdir(parents=True)
        (folder / f"AVV-{year}-K7Q4XM.yaml").touch()
    code = (
        "import sys; "
        "sys.addaudithook(lambda event, args: event == 'os.listdir' and print(args[0], file=sys.stderr)); "
        "from kvalitet.cli.app import main; sys.exit(main([]))"
    )
    line = "kvalitet show avv-2024-"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=workspace,
        env={**os.environ, "_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": line, "COMP_WORD": line.split()[-1]},
        capture_output=True,
        text=True,
        check=True,
    )
    looked_into = run.stderr.splitlines()
    assert run.stdout == "plain,AVV-2024-K7Q4XM\n"
    assert str(workspace / "records/avvikelse/2024") in looked_into
    assert str(workspace / "records/avvikelse/2023") not in looked_into
