r"""Files that say themselves what is to be found in them: `#! CODE` at the end of the offending line.

What is no text, or not safe as one, is told in a data file instead and made from it. `at` is the line and column of its
finding, and `code` the rule, where the data file is not named after it. The rest is one of

    escaped: 'S\xf6der\n'     bytes; `then` and `times` add the same bytes so many times after them
    link: ENH-norr.yaml      a symbolic link
    pipe: yes                a named pipe
    closed: yes              beside `escaped`: a file that nobody may read
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.data_files import Node, read_data
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, ROOT

BROKEN = ROOT / "tests/workspaces/trasig"
"""The workspace in which every rule fires once."""

Found: TypeAlias = list[tuple[str, str, int]]
"""Code, file and line of findings, sorted."""

_MARK = re.compile(r" *#! ([A-Z0-9 ]+)$")


def findings(workspace: Path, catalogue: Catalogue) -> Found:
    """Return what is found in a workspace on the example's day."""
    found = check(load(find_workspace(workspace), catalogue), DAY)
    return sorted((finding.code, finding.place.path, finding.place.line) for finding in found)


def lay_out(files: Node, workspace: Path) -> Found:
    """Write files, without their marks, and return the findings that they expect."""
    expected: Found = []
    for path, node in files.children():
        target = workspace / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(node.value, Mapping):
            _make(node, target)
            code = node.text("code", Path(files.document.path).stem)
            expected.append((code, path, int(node.text("at").split(":")[0])))
        else:
            text, marks = unmarked(node.string())
            target.write_bytes(text.encode())
            expected += [(code, path, line) for code, line in marks]
    return sorted(expected)


def lay_out_broken(folder: Path) -> Found:
    """Copy BROKEN, make the files of it that cannot lie in git, and return the findings that all of it expects."""
    shutil.copytree(BROKEN, folder, dirs_exist_ok=True)
    if (folder / "KVALITET.toml").exists():
        pytest.skip("file names do not tell capitals here")
    marks = marks_in(folder)
    return sorted(marks + lay_out(read_data(folder / "made.yaml", "made.yaml"), folder))


def marks_in(workspace: Path) -> Found:
    """Return the findings that the files of a workspace expect by their marks."""
    files = sorted(file for file in (workspace / "records").rglob("*") if file.is_file())
    marks = {file.relative_to(workspace).as_posix(): unmarked(file.read_text(encoding="utf-8"))[1] for file in files}
    return sorted((code, path, line) for path, found in marks.items() for code, line in found)


def unmarked(text: str) -> tuple[str, list[tuple[str, int]]]:
    """Return a text without its marks, and the code and line of each."""
    lines, marks = [], []
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.search(line)
        if mark:
            marks += [(code, number) for code in mark[1].split()]
        lines.append(_MARK.sub("", line))
    return "\n".join(lines), marks


def _make(node: Node, target: Path) -> None:
    if "link" in node:
        target.symlink_to(node.text("link"))
    elif node.yes("pipe"):
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(target)
    else:
        times = node.integer("times") if "times" in node else 0
        target.write_bytes(_bytes(node.text("escaped")) + _bytes(node.text("then", "")) * times)
        if node.yes("closed"):
            target.chmod(0)


def _bytes(escaped: str) -> bytes:
    return escaped.encode("latin-1").decode("unicode_escape").encode("latin-1")
