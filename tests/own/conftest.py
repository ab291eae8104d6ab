"""What these tests share: the private provider's workspace, to read and to change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue, catalogue_of
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT

PRIVATE = ROOT / "tests/workspaces/privat-omsorg"


@pytest.fixture
def provider(folder: Path) -> Path:
    """A copy of the private provider's workspace, to change."""
    shutil.copytree(PRIVATE, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def own() -> Catalogue:
    """The private provider's catalogue."""
    return catalogue_of(find_workspace(PRIVATE))
