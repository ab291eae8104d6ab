"""Files that are no text: links, pipes, files that cannot be opened or are far too large."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.records.loading import load
from kvalitet.source import files
from kvalitet.workspace import find_workspace
from tests.conftest import DAY

FILE = "records/enhet/ENH-soder.yaml"


def _codes(workspace: Path, catalogue: Catalogue) -> list[tuple[str, str]]:
    records = load(find_workspace(workspace), catalogue)
    return [(finding.code, finding.place.path) for finding in check(records, DAY)]


def test_a_link_is_told_and_not_followed(workspace: Path, catalogue: Catalogue) -> None:
    """A symbolic link is one finding, whatever it points at, also at nothing or a device."""
    for target in ("ENH-norr.yaml", "/dev/zero", "finns-inte"):
        (workspace / FILE).unlink(missing_ok=True)
        (workspace / FILE).symlink_to(target)
        assert _codes(workspace, catalogue) == [("FIL002", FILE)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_told_and_not_waited_for(workspace: Path, catalogue: Catalogue) -> None:
    """A named pipe does not hang the check."""
    os.mkfifo(workspace / FILE)
    assert _codes(workspace, catalogue) == [("FIL003", FILE)]


def test_a_file_above_the_limit_is_told_unread(workspace: Path, catalogue: Catalogue) -> None:
    """A file of more than a megabyte is one finding."""
    with (workspace / FILE).open("wb") as stream:
        stream.truncate(files.LARGEST_FILE + 1)
    assert _codes(workspace, catalogue) == [("FIL004", FILE)]


def test_a_file_that_may_not_be_read_is_told(
    workspace: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unreadable file is one finding, and the others are still checked."""
    (workspace / FILE).write_text("id: ENH-soder\nnamn: Boende\nniva: enhet\n", encoding="utf-8")
    really = os.open

    def refuse(path: Path, flags: int) -> int:
        if str(path).endswith("ENH-soder.yaml"):
            raise PermissionError
        return really(path, flags)

    monkeypatch.setattr("kvalitet.source.files.os.open", refuse)
    assert _codes(workspace, catalogue) == [("FIL001", FILE)]


def test_too_many_values_are_told(workspace: Path, catalogue: Catalogue) -> None:
    """A file with more than twenty thousand values is one finding."""
    (workspace / FILE).write_text(f"id: ENH-soder\nlagrum: [{'a, ' * 20_001}a]\n", encoding="utf-8")
    assert _codes(workspace, catalogue) == [("YML011", FILE)]


def test_a_broken_file_breaks_no_links(workspace: Path, catalogue: Catalogue) -> None:
    """What others link to exists as long as its file is there: one mistake, one finding."""
    (workspace / "records/enhet/ENH-namnd.yaml").write_text("- ingen post\n", encoding="utf-8")
    assert _codes(workspace, catalogue) == [("YML002", "records/enhet/ENH-namnd.yaml")]
