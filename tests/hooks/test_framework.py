"""The file for the pre-commit framework names commands that are there, each at the right moment."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML

from kvalitet.catalogue import Catalogue
from tests.conftest import ROOT
from tests.docs.named import mistake_in

HOOKS: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")


def test_every_hook_runs_a_command_that_is_there(catalogue: Catalogue) -> None:
    """Each has what the framework demands, runs whatever has changed, and its words are right."""
    assert [hook["id"] for hook in HOOKS] == ["kvalitet-validate", "kvalitet-privacy", "kvalitet-message"]
    for hook in HOOKS:
        assert (hook["language"], hook["always_run"]) == ("python", True)
        assert re.fullmatch(r"kvalitet [\w -]+", hook["entry"])
        assert mistake_in(hook["entry"].split()[1:], catalogue) == ""


def test_a_file_is_given_only_to_the_hook_that_takes_one() -> None:
    """The hook on the message gets its file; the others judge the whole and get no names."""
    given = {hook["id"]: hook.get("pass_filenames", True) for hook in HOOKS}
    assert [name for name, is_given in given.items() if is_given] == ["kvalitet-message"]
    assert [hook["stages"] for hook in HOOKS] == [["pre-commit", "pre-merge-commit"]] * 2 + [["commit-msg"]]
