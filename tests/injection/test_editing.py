"""What stands in EDITOR is a program and its words, never a line for a shell; nor is a file's name."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

EDITORS = [
    *("nano; touch pwned", "nano & touch pwned", "nano | touch pwned", "nano && touch pwned", "nano || touch pwned"),
    *("$(touch pwned)", "`touch pwned`", "nano $(touch pwned)", "nano `touch pwned`", "$EDITOR", "${IFS}touch pwned"),
    *("nano > pwned", "nano < /etc/passwd > pwned", "nano\ntouch pwned", "nano\rtouch pwned", "; touch pwned", "&"),
    *(
        "'nano",
        '"nano',
        "nano \\",
        "\\",
        "'",
        "finns-inte",
        "./finns-inte",
        "/",
        ".",
        "..",
        "~/x",
        "-c",
        "--",
        "%COMSPEC%",
    ),
]
NAMES = [
    *("ROL-$(touch pwned)", "ROL-`touch pwned`", "ROL-;touch pwned", "ROL-a b", "ROL-a'b", 'ROL-a"b', "ROL-a|b"),
    *("ROL-a&b", "ROL-a>pwned", "ROL-*", "ROL-?", "ROL-[a]", "ROL-{a,b}", "ROL-~", "ROL-!x", "ROL-#x", "ROL-%PATH%"),
    *("ROL-a\\b", "ROL-$HOME", "ROL-åäö", "ROL--rf", "ROL-\\u001b"),
]
Tool = Callable[..., Run]


@pytest.fixture
def tool(kvalitet: Tool, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    monkeypatch.chdir(workspace)
    monkeypatch.delenv("VISUAL", raising=False)
    return lambda *words: kvalitet("--day", "2025-03-20", *words)


def stray(workspace: Path) -> list[Path]:
    return [*workspace.rglob("pwned*"), *workspace.parent.glob("pwned*")]


@pytest.mark.parametrize("text", EDITORS)
def test_no_editor_is_a_line_of_shell(tool: Tool, workspace: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What a shell would obey is refused or handed on as words; nothing else is started and no draft is left."""
    monkeypatch.setitem(os.environ, "EDITOR", text)
    program = workspace.parent / "nano"
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setitem(os.environ, "PATH", f"{workspace.parent}:{os.environ['PATH']}")
    run = tool("edit", "usk")
    assert run.code in (0, 1, 3, 6)
    assert "Traceback" not in run.err
    assert stray(workspace) == []
    assert list((workspace / ".kvalitet").rglob("*.yaml")) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_is_obeyed(tool: Tool, workspace: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A record that cannot be read, whatever it is called, reaches the editor as one word that ends with its name."""
    file = workspace / "records/roll" / f"{name}.yaml"
    file.write_text("namn: [\n", encoding="utf-8")
    told = workspace.parent / "told.json"
    program = workspace.parent / "editor.py"
    lines = f"#!{sys.executable}\nimport json, sys, pathlib\npathlib.Path({str(told)!r}).write_text(json.dumps(sys.argv[1:]))\n"
    program.write_text(lines, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setitem(os.environ, "EDITOR", f"'{program}' --wait")
    run = tool("edit", name)
    assert "Traceback" not in run.err
    wait, path = json.loads(told.read_text(encoding="utf-8"))
    assert (wait, Path(path).name) == ("--wait", f"{name}.yaml")
    assert stray(workspace) == []
