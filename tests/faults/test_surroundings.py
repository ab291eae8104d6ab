"""Whatever the system does to a command, it ends with the documented code and no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faulting.running import run
from faulting.surroundings import COMMANDS, SURROUNDINGS, Surrounding
from tests.conftest import ROOT

_ALSO = {
    "a full disk for output": ("list", "--help"),
    "a closed stdin": ("new",),
    "a closed stdout": ("list", "--help"),
    "all streams closed": ("list", "new"),
    "a reader that goes": ("checklist",),
    "a terminal of one column": ("--help", "list"),
    "the locale C without UTF-8": ("new",),
    "output in ASCII": ("show",),
    "a working folder that is gone": ("--help",),
}
"""Commands beside `validate` where they meet the surrounding otherwise; bench/faults.py runs all of them in all."""

PAIRS = [(around, name) for around in SURROUNDINGS for name in ("validate", *_ALSO.get(around.name, ()))]


@pytest.mark.parametrize(("around", "name"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_a_command_ends_as_it_should(around: Surrounding, name: str, tmp_path: Path) -> None:
    """The exit code is the documented one, and what is said is no traceback."""
    folder = tmp_path / "w"
    shutil.copytree(ROOT / "tests/workspaces/komplett", folder)
    ran = run(COMMANDS[name], folder, shell=around.shell, variables=around.variables)
    assert around.allows(name, ran.code), (ran.code, ran.err)
    assert not ran.broken
