"""The guide to a workspace of one's own tells the truth: its files are read, its commands run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.docs.reader import DRAWN, even

GUIDE = (ROOT / "docs/egen-arbetsyta.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# ([\w/.-]+\.(?:yaml|toml))\n")
_NAME = 'namn = "Exempelkommun"\n'


def sections() -> dict[str, list[tuple[str, str]]]:
    """Return the fenced examples of each section, with their languages."""
    found = {}
    for part in re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        found[heading] = _FENCE.findall(text)
    return {heading: fences for heading, fences in found.items() if fences}


def lay_out(workspace: Path, text: str) -> None:
    """Write an example to the file that its first line names; settings get the name that every workspace has."""
    match = _FILE.match(text)
    assert match, text
    target = workspace / match[1]
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.name == "pyproject.toml":
        (workspace / "kvalitet.toml").unlink()
    target.write_text((_NAME if target.name == "kvalitet.toml" else "") + text, encoding="utf-8")


@pytest.mark.parametrize("heading", sections())
def test_every_example_is_read_and_every_command_run(
    kvalitet: Callable[..., Run], workspace: Path, heading: str
) -> None:
    """A section's files make a workspace that validates, and its commands print what the guide shows."""
    sessions = []
    for language, text in sections()[heading]:
        if language == "console":
            sessions += text.split("$ ")[1:]
        else:
            lay_out(workspace, text)
    for session in sessions:
        command, _, expected = session.partition("\n")
        run = kvalitet("-C", workspace, *shlex.split(command)[1:])
        assert DRAWN.sub("", even(run.out + run.err)) == DRAWN.sub("", even(expected)), command
    if "fel" not in heading:
        run = kvalitet("-C", workspace, "validate")
        assert (run.code, run.out) == (0, ""), run.err


def test_no_example_is_left_out() -> None:
    """Every fence of the guide stands in a section and names its file, or is a session."""
    found = [fence for fences in sections().values() for fence in fences]
    assert len(found) == GUIDE.count("\n```") // 2
    assert {language for language, _ in found} == {"yaml", "toml", "console"}


def test_every_setting_is_in_the_guide() -> None:
    """A setting that nobody is told of is not there."""
    from kvalitet.configuration import SETTINGS

    for name in SETTINGS:
        assert name in GUIDE or name.startswith("exempel"), name


def test_the_guide_names_every_type_of_field() -> None:
    """Whoever writes a field of their own finds each type that it can have."""
    from kvalitet.field_types import TYPES

    for name in TYPES:
        assert f"`{name}`" in GUIDE or name in ("state", "stamp", "seal"), name
