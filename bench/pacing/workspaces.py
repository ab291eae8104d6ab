"""Generated workspaces in git, and copies of them in which one thing or another has changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

_MADE_FROM = ("bench/generating", "bench/example", "bench/generate.py", "bench/pacing/workspaces.py", "records")
_STAMP = re.compile(rb"^(skapad: [-0-9T:]+\.)[0-9]{6}", re.MULTILINE)
_AS = ("-c", "user.name=Prov", "-c", "user.email=prov@example.invalid", "-c", "gc.auto=0")
"""Who commits, and that git packs only when it is told to: it would do so beside what is measured."""


_TEXT = re.compile(rb"^(( *)[a-z_]+: \|\n)((?:\2 +[^\n]*\n)+)", re.MULTILINE)
_LONG_LINE = re.compile(rb"^.{40,}$", re.MULTILINE)
_SYLLABLES = [f"{first}{second}" for first in "bdfgklmnprstv" for second in "aeiouy"]

_OF_GIT = frozenset({"packed-refs", "ORIG_HEAD", "FETCH_HEAD", "logs", "index", "shallow"})


@dataclass(frozen=True)
class Clone:
    """A clone of a generated workspace, as git checked it out."""

    folder: Path
    first: frozenset[str]
    """What stands in the git directory before any tool but git has been there."""

    @property
    def cache(self) -> Path:
        """The folder that a tool is told to keep what the user's cache folder would hold."""
        return self.folder.with_name(f"{self.folder.name}-cache")

    def forget(self) -> None:
        """Take away what a tool keeps in the git directory and in the cache folder."""
        shutil.rmtree(self.cache, ignore_errors=True)
        for path in (self.folder / ".git").iterdir():
            if path.name not in self.first:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def reset(self) -> None:
        """Give every file the content that is committed, and let git note that it is so."""
        git(self.folder, "reset", "-q", "--hard")
        self.clean()
        git(self.folder, "status")

    def clean(self) -> None:
        """Take away files that are not in git."""
        git(self.folder, "clean", "-fdq")

    def change(self, count: int, turn: int) -> list[str]:
        """Give so many records, always the same, another microsecond in `skapad`, and return their paths."""
        listed = git(self.folder, "ls-files", "-z", "records/avvikelse", "records/atgard").split("\0")[:-1]
        paths = [path for path in listed if _STAMP.search((self.folder / path).read_bytes())]
        chosen = paths[:: len(paths) // count][:count]
        for path in chosen:
            file = self.folder / path
            file.write_bytes(_STAMP.sub(rb"\g<1>%06d" % (turn + 1), file.read_bytes()))
        return chosen


def workspace(work: Path, size: int) -> Path:
    """Return a committed and packed workspace of so many records, made unless the same is there from before."""
    folder = work / f"{size}-{mark_of(_MADE_FROM)}"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        made = folder / "workspace"
        words = [sys.executable, str(ROOT / "bench" / "generate.py"), "--records", str(size), "--out", str(made)]
        subprocess.run(words, check=True, env=ours(), stdout=subprocess.DEVNULL)
        _give_words_of_their_own(made)
        git(made, "init", "-q", "-b", "main")
        git(made, "add", "-A")
        git(made, "commit", "-q", "-m", "Generate")
        git(made, "gc", "-q")
        (folder / "whole").touch()
    return folder / "workspace"


def _give_words_of_their_own(made: Path) -> None:
    """Let no line of a running text be met twice: people write anew each time, and the generator does not.

    A reader that remembers lines would gain by it, and a rule that looks for copied texts would find thousands.
    """
    number = 0

    def own(match: re.Match[bytes]) -> bytes:
        nonlocal number
        number += 1
        return b"%b %b" % (match[0], _word(number).encode())

    for file in sorted((made / "records").rglob("*.yaml")):
        file.write_bytes(_TEXT.sub(lambda found: found[1] + _LONG_LINE.sub(own, found[3]), file.read_bytes()))


def _word(number: int) -> str:
    """Return a word for a number, another for each, and without digits that could be part of something."""
    syllables = []
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables)


def clone(source: Path, name: str) -> Clone:
    """Return a clone of a workspace, under a name beside it, as it is committed and without what tools keep."""
    folder = source.parent / name
    if not folder.exists():
        git(source, "clone", "-q", str(source), str(folder))
        git(folder, "status")
    found = Clone(folder, frozenset(path.name for path in (source / ".git").iterdir()) | _OF_GIT)
    found.forget()
    found.reset()
    return found


def git(folder: Path, *words: str) -> str:
    """Run git in a folder and return what it says."""
    command = ["git", "-C", str(folder), *_AS, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def mark_of(places: Iterable[str]) -> str:
    """Return a mark of the content of files and folders of this repository."""
    mark = hashlib.sha256()
    for place in places:
        for path in sorted([ROOT / place, *(ROOT / place).rglob("*.*")]):
            if path.is_file() and path.suffix != ".pyc":
                mark.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return mark.hexdigest()[:8]


def ours() -> dict[str, str]:
    """Return the surroundings in which Python finds our tool as it stands in this repository."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}
