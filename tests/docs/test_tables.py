"""The tables of commands and kinds are what the registries hold, no more and no less."""

from __future__ import annotations

import re

from kvalitet.catalogue import Catalogue
from tests.conftest import ROOT
from tests.docs.tables import COMMANDS, command_table, kind_table


def test_the_guide_has_every_command() -> None:
    """The guide lists the commands as the tool itself describes them."""
    wanted = command_table()
    assert f"\n\n{wanted}\n\n" in (ROOT / "docs/README.md").read_text(encoding="utf-8"), wanted


def test_the_guide_has_every_kind(catalogue: Catalogue) -> None:
    """The guide lists the kinds with what each is for and its law, as their data files say."""
    wanted = kind_table(catalogue)
    assert f"\n\n{wanted}\n" in (ROOT / "docs/README.md").read_text(encoding="utf-8"), wanted


def test_the_readme_has_every_command_and_no_other() -> None:
    """The README's table has one row for each command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `kvalitet (\w+)", readme, re.MULTILINE)) == sorted(COMMANDS)
