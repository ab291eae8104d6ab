"""The states that a repository may be in, made by git around one workspace with two commits."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.history.conftest import Repo

BEFORE, BETWEEN, LATER = "2025-02-01", "2025-04-01", "2025-06-01"
"""A day before the history of a workspace, one between its two commits, and one after both."""


class Setting(NamedTuple):
    """What a state is made from: an empty folder, and the means to change the environment."""

    folder: Path
    environment: pytest.MonkeyPatch


def workspace_in(folder: Path) -> Repo:
    shutil.copytree(ROOT / "tests" / "background", folder, dirs_exist_ok=True)
    return Repo(folder)


def two_commits(folder: Path) -> Repo:
    """A workspace with a commit in March and one in May."""
    found = workspace_in(folder)
    found.git("init", "-q")
    found.commit("ett", day="2025-03-01")
    found.write("anteckning.md", "mer\n")
    found.commit("två", day="2025-05-10")
    return found


def outside(made: Setting) -> Path:
    return workspace_in(made.folder).top


def unborn(made: Setting) -> Path:
    found = workspace_in(made.folder)
    found.git("init", "-q")
    return found.top


def ordinary(made: Setting) -> Path:
    return two_commits(made.folder).top


def detached(made: Setting) -> Path:
    found = two_commits(made.folder)
    found.git("checkout", "-q", "--detach")
    return found.top


def shallow(made: Setting) -> Path:
    origin = two_commits(made.folder / "hela")
    clone = made.folder / "klon"
    origin.git("clone", "-q", "--depth", "1", f"file://{origin.top}", str(clone))
    return clone


def worktree(made: Setting) -> Path:
    found = two_commits(made.folder / "första")
    other = made.folder / "andra"
    found.git("worktree", "add", "-q", str(other))
    return other


def submodule(made: Setting) -> Path:
    inner = two_commits(made.folder / "inre")
    outer = Repo(made.folder / "yttre")
    outer.top.mkdir()
    outer.git("init", "-q")
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.top), "modul")
    return outer.top / "modul"


def sub_directory(made: Setting) -> Path:
    found = two_commits(made.folder / "arbetsyta")
    shutil.rmtree(found.top / ".git")
    top = Repo(made.folder)
    top.git("init", "-q")
    top.commit("ett", day="2025-03-01")
    top.write("arbetsyta/anteckning.md", "ännu mer\n")
    top.commit("två", day="2025-05-10")
    return found.top


def bare(made: Setting) -> Path:
    origin = two_commits(made.folder / "hela")
    target = made.folder / "bar.git"
    origin.git("clone", "-q", "--bare", str(origin.top), str(target))
    return workspace_in(target).top


def foreign(made: Setting) -> Path:
    found = two_commits(made.folder)
    made.environment.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    return found.top


def foreign_but_trusted(made: Setting) -> Path:
    found = two_commits(made.folder)
    found.git("config", "--global", "--add", "safe.directory", str(found.top))
    made.environment.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    return found.top


def foreign_but_trusted_by_environment(made: Setting) -> Path:
    """As CI systems do it: settings in variables that name no repository."""
    found = two_commits(made.folder)
    for name, value in (("COUNT", "1"), ("KEY_0", "safe.directory"), ("VALUE_0", "*")):
        made.environment.setenv(f"GIT_CONFIG_{name}", value)
    made.environment.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    return found.top


def locked(made: Setting) -> Path:
    found = two_commits(made.folder)
    found.write(".git/index.lock", "")
    return found.top


def _merged(made: Setting, path: str, theirs: str, ours: str) -> Repo:
    found = two_commits(made.folder)
    found.git("switch", "-qc", "annan")
    found.write(path, theirs)
    found.commit("deras", day="2025-05-11")
    found.git("switch", "-q", "main")
    found.write(path, ours)
    found.commit("vårt", day="2025-05-12")
    found.git("merge", "annan", check=False)
    return found


def conflict(made: Setting) -> Path:
    return _merged(made, "anteckning.md", "deras\n", "vårt\n").top


def merge_not_committed(made: Setting) -> Path:
    found = _merged(made, "anteckning.md", "deras\n", "vårt\n")
    found.write("anteckning.md", "båda\n")
    found.git("add", "-A")
    return found.top


def nobody(made: Setting) -> Path:
    found = two_commits(made.folder)
    empty = found.write(".git/tom", "")
    made.environment.setenv("GIT_CONFIG_GLOBAL", str(empty))
    return found.top


def failing_hook(made: Setting) -> Path:
    found = two_commits(made.folder)
    for name in ("pre-commit", "commit-msg", "post-index-change", "reference-transaction"):
        found.write(f".git/hooks/{name}", "#!/bin/sh\ntouch PWNED\nexit 1\n").chmod(0o755)
    return found.top


def signing(made: Setting) -> Path:
    found = two_commits(made.folder)
    for key, value in (("commit.gpgsign", "true"), ("log.showSignature", "true"), ("gpg.program", "false")):
        found.git("config", key, value)
    return found.top


def windows_endings(made: Setting) -> Path:
    found = two_commits(made.folder)
    found.git("config", "core.autocrlf", "true")
    return found.top


def odd_names(made: Setting) -> Path:
    found = two_commits(made.folder)
    for name in (b"bilagor/rad\nbryt.txt", b"bilagor/\xff\xfe.txt", b"bilagor/$(touch PWNED).txt", b"bilagor/--help"):
        found.write(os.fsdecode(name), "x\n")
    found.commit("bilagor", day="2025-05-11")
    return found.top


def renamed(made: Setting) -> Path:
    found = two_commits(made.folder)
    found.git("mv", "anteckning.md", "bytt.md")
    return found.top


def newer_hashes(made: Setting) -> Path:
    made.environment.setenv("GIT_DEFAULT_HASH", "sha256")
    return two_commits(made.folder).top


def of_another(made: Setting) -> Path:
    """As in a hook of another repository, or in its `rebase --exec`."""
    other = two_commits(made.folder / "annat")
    other.git("checkout", "-q", "--orphan", "tom")
    found = two_commits(made.folder / "eget")
    made.environment.setenv("GIT_DIR", str(other.top / ".git"))
    made.environment.setenv("GIT_WORK_TREE", str(other.top))
    made.environment.setenv("GIT_INDEX_FILE", str(other.top / ".git" / "index"))
    made.environment.setenv("GIT_OBJECT_DIRECTORY", str(other.top / ".git" / "tomt"))
    return found.top


def hostile(made: Setting) -> Path:
    """A repository that somebody sent, which would run its own command whenever git gives it the chance."""
    found = two_commits(made.folder)
    command = f"touch '{found.top}/PWNED'; false"
    found.write(".git/onda/post-index-change", f"#!/bin/sh\n{command}\n").chmod(0o755)
    found.write(".git/info/attributes", "* diff=ond filter=ond merge=ond\n")
    for key in (
        *("core.fsmonitor", "diff.external", "diff.ond.textconv", "diff.ond.command", "filter.ond.clean"),
        *("filter.ond.smudge", "filter.ond.process", "core.pager", "pager.log", "core.editor", "core.sshCommand"),
        *(
            "gpg.program",
            "core.alternateRefsCommand",
            "core.askPass",
            "alias.log",
            "alias.rev-parse",
            "trace2.eventTarget",
        ),
    ):
        found.git("config", key, command if key != "trace2.eventTarget" else f"{found.top}/PWNED")
    found.git("config", "core.hooksPath", f"{found.top}/.git/onda")
    found.git("config", "log.showSignature", "true")
    for path in found.top.glob("records/**/*.yaml"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    return found.top


def broken_settings(made: Setting) -> Path:
    found = two_commits(made.folder)
    found.write(".git/config", "[core\n")
    return found.top


def broken_branch(made: Setting) -> Path:
    """As a power cut leaves it."""
    found = two_commits(made.folder)
    found.write(".git/refs/heads/main", "")
    return found.top


def lost_object(made: Setting) -> Path:
    found = two_commits(made.folder)
    blob = found.git("rev-parse", "HEAD:records/roll/ROL-chef.yaml")
    (found.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    return found.top


def gone_worktree(made: Setting) -> Path:
    other = worktree(made)
    shutil.rmtree(made.folder / "första")
    return other


def without_git(made: Setting) -> Path:
    found = two_commits(made.folder)
    empty = found.write(".git/tomt/inget", "").parent
    made.environment.setenv("PATH", str(empty))
    return found.top


def outside_without_git(made: Setting) -> Path:
    found = outside(made)
    made.environment.setenv("PATH", str(found / "finns-inte"))
    return found


def git_in_the_folder(made: Setting) -> Path:
    """A program called git in the workspace, and PATH that would find it first in three ways."""
    found = two_commits(made.folder)
    for place in (found.top, found.top / "bin"):
        place.mkdir(exist_ok=True)
        program = place / "git"
        program.write_text(f"#!/bin/sh\ntouch '{found.top}/PWNED'\n")
        program.chmod(0o755)
    made.environment.chdir(found.top)
    made.environment.setenv("PATH", os.pathsep.join([".", "", str(found.top / "bin"), os.environ["PATH"]]))
    return found.top


State = Callable[[Setting], Path]
