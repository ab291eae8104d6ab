"""What is installed is what was locked: every distribution by hash, every dependency in the lock."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt", ".ci/tools.txt")
MOST = 40
"""Distributions that running the tool may need: each is code that somebody else can change."""


def locked(lock: str) -> dict[str, tuple[str, list[str]]]:
    """The version and the hashes of each distribution in a lock; a line that is neither has no place in one."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, tuple[str, list[str]]] = {}
    for line in filter(None, text.splitlines()):
        pinned, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
        requirement = Requirement(pinned)
        assert str(requirement.specifier).startswith("=="), line
        found[canonicalize_name(requirement.name)] = (str(requirement.specifier)[2:], hashes)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_distribution_is_locked_by_hash(lock: str) -> None:
    """Each line of a lock names one version and at least one SHA-256, so that nothing else can be installed."""
    found = locked(lock)
    assert found
    for name, (_, hashes) in found.items():
        assert hashes, name
        assert all(re.fullmatch(r"[0-9a-f]{64}", text) for text in hashes), name


def test_every_dependency_is_in_the_lock_as_it_is_asked_for() -> None:
    """What pyproject.toml asks for is locked, in a version that it allows; development locks the same and more."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    running, developing = locked("requirements.txt"), locked("requirements-dev.txt")
    for asked, lock in ((project["dependencies"], running), (project["optional-dependencies"]["dev"], developing)):
        for requirement in map(Requirement, asked):
            version = lock[canonicalize_name(requirement.name)][0]
            assert requirement.specifier.contains(version), requirement.name
    assert all(developing[name] == pinned for name, pinned in running.items())
    assert len(running) <= MOST


def test_every_tool_of_the_audit_is_locked() -> None:
    """The commands of `.ci/audit` come by hash too."""
    wanted = Path(ROOT / ".ci/tools.in").read_text(encoding="utf-8").split()
    assert set(wanted) <= set(locked(".ci/tools.txt"))
