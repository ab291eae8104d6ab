"""The README tells the truth: its sessions are run, and its picture and links are there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
_SESSION = re.compile(r"<!-- session -->\n```console\n(.*?)```", re.DOTALL)
_DRAWN = (
    (re.compile(r"AVV-\d{4}-[0-9A-Z]{6}"), "AVV"),
    (re.compile(r"T\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d"), "T"),
    (re.compile(r"\u00a0"), " "),
)


def same(text: str) -> str:
    """A text without what is drawn anew each time."""
    for pattern, word in _DRAWN:
        text = pattern.sub(word, text)
    return text.strip("\n")


def test_every_session_gives_what_it_shows(tmp_path: Path) -> None:
    """Each command of the five minutes, run in order, prints what the README says."""
    folder, told = tmp_path, []
    for block in _SESSION.findall(README):
        for step in block.split("$ ")[1:]:
            command, _, expected = step.partition("\n")
            words = shlex.split(command)
            if words[0] == "cd":
                folder = folder / words[1]
                continue
            if words[1] == "validate":
                unit = folder / "records/enhet/ENH-enheten.yaml"
                text = unit.read_text(encoding="utf-8")
                unit.write_text(
                    text.replace("niva: enhet", "niva: vaning").replace("ENH-namnden", "ENH-namnd"),
                    encoding="utf-8",
                )
            environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
            run = subprocess.run(
                [sys.executable, "-m", "kvalitet", *words[1:]],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            assert same(run.stdout) == same(expected), command
            told.append(words[1])
    assert {"init", "validate", "rule"} <= set(told)


def test_the_readme_has_two_commands_and_its_files() -> None:
    """There are two commands to set up with, and what the page links to is in the repository."""
    assert len(re.findall(r"```sh\n.*\n```", README)) == 2
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
