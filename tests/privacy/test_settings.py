"""Settings and a workspace's own files are read by everything and shown in many places: a number in them stops all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.privacy.numbers import CANARY

Kvalitet = Callable[..., Run]
PLAIN = f"{CANARY[:8]}-{CANARY[8:]}"


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("kvalitet.toml", f'namn = "Ett"\n# hos {PLAIN}\n', "kvalitet.toml:2:1"),
        ("kvalitet.toml", f'namn = "Ett"\n[roller]\n"{PLAIN}" = "ROL-chef"\n', "kvalitet.toml:3:1"),
        (
            "kinds/avvikelse.yaml",
            f"extends: avvikelse\nfields:\n  x:\n    type: text\n    label: {PLAIN}\n",
            "kinds/avvikelse.yaml:5:12",
        ),
        ("k.yaml", f"# {PLAIN}\nhsl: x\n", "k.yaml:1:3"),
    ],
)
def test_a_number_there_is_told_where_it_stands(
    path: str, text: str, place: str, workspace: Path, kvalitet: Kvalitet
) -> None:
    """Exit 3 with file and line, in a value, a key, a comment or a label, and the number is not shown."""
    if path == "k.yaml":
        settings = workspace / "kvalitet.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + '\nkategorier = "k.yaml"\n', encoding="utf-8")
    (workspace / path).parent.mkdir(exist_ok=True)
    (workspace / path).write_text(text, encoding="utf-8")
    run = kvalitet("-C", workspace, "list", "roll")
    assert (run.code, run.out) == (3, "")
    assert run.err == f"kvalitet: {place}: här står ett personnummer; ta bort det\n"


@pytest.mark.parametrize(
    "words", [["--name", PLAIN, "ny"], [f"ny-{PLAIN}"], ["--name", f"{CANARY[:4]}\u200b{CANARY[4:]}", "ny"]]
)
def test_no_workspace_is_made_in_the_name_of_someone(words: list[str], folder: Path, kvalitet: Kvalitet) -> None:
    """The name of an organisation or its folder is no number: exit 2, and nothing is made."""
    run = kvalitet("-C", folder, "init", *words)
    assert (run.code, run.err) == (2, "kvalitet: namnet har ett personnummer; välj ett annat\n")
    assert list(folder.iterdir()) == []
