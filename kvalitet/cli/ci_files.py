"""The files with which a git server runs the tool: one for the server, and one script that they all run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kvalitet.diagnostics import UsageError
from kvalitet.words import listing

PROVIDERS = {
    "github": ".github/workflows/kvalitet.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/kvalitet.yml",
    "azure": "azure-pipelines.yml",
}
"""The servers, each with the file that it reads at the top of a repository."""

SCRIPT = ".kvalitet/ci.sh"
_PLAIN = re.compile(r"[\w .,+@/-]+")
_MARK = "{mapp}"


def chosen(word: str) -> list[str]:
    """Return the servers that were asked for, with commas between. Raises UsageError for one that is unknown."""
    names = [name for name in word.replace(" ", "").split(",") if name]
    for name in names:
        if name not in PROVIDERS:
            raise UsageError(f"{name} är ingen git-server; skriv {listing(PROVIDERS)}, med komma mellan flera")
    return names


def ci_files(top: Path, root: Path, servers: list[str]) -> Mapping[Path, bytes]:
    """Return the files for some servers, for a workspace at `root` in a repository whose top is another folder.

    Raises UsageError for a folder whose name a server would take for something else.
    """
    from kvalitet.catalogue import DATA

    folder = root.relative_to(top).as_posix()
    if not _PLAIN.fullmatch(folder):
        raise UsageError(f"mappen {folder} har tecken i namnet som CI misstolkar; byt namn på den")
    found = {root / SCRIPT: (DATA / "ci/ci.sh").read_bytes()}
    for name in servers:
        text = (DATA / f"ci/{name}.yml").read_text(encoding="utf-8")
        found[top / PROVIDERS[name]] = text.replace(_MARK, folder).encode()
    return found
