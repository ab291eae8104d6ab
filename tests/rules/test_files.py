"""What a file that is no text does to the rest: it is not followed, and breaks nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from tests.marked import findings

FILE = "records/enhet/ENH-soder.yaml"


@pytest.mark.parametrize("target", ["ENH-norr.yaml", "/dev/zero", "finns-inte", "ENH-soder.yaml", "."])
def test_a_link_is_told_and_not_followed(target: str, workspace: Path, catalogue: Catalogue) -> None:
    """A symbolic link is one finding, whatever it points at, also at nothing, itself, a folder or a device."""
    (workspace / FILE).symlink_to(target)
    assert findings(workspace, catalogue) == [("FIL002", FILE, 1)]


def test_a_broken_file_breaks_no_links(workspace: Path, catalogue: Catalogue) -> None:
    """What others link to exists as long as its file is there: one mistake, one finding."""
    (workspace / "records/enhet/ENH-namnd.yaml").write_text("- ingen post\n", encoding="utf-8")
    assert findings(workspace, catalogue) == [("YML002", "records/enhet/ENH-namnd.yaml", 1)]
