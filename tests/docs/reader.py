"""A reader at a real terminal, who types what a page says and compares what comes back with what it shows."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import termios
import tomllib
from pathlib import Path
from typing import NamedTuple

from tests.docs.page import Command, Saved

COLUMNS = "100"
DRAWN = re.compile(r"[A-Z]{3}-\d{4}-[0-9A-HJKMNP-TV-Z]{6}")
_UNLIKE = (
    (re.compile(r"T\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d"), "T…"),
    (re.compile(r"(incheckning) [0-9a-f]{7,}"), r"\1 …"),
    (re.compile(r"\u00a0"), " "),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
)
"""What differs from one run to the next, and what nobody sees: stamps, commits, kinds of space."""

_PATIENCE = 200
"""Tenths of a second without a word, after which a command waits for an answer that the page does not give."""


class Answer(NamedTuple):
    """What came back, in the page's ids, and the exit code."""

    text: str
    code: int


class Reader:
    """Follows one page from top to bottom. The ids that a page shows mean those that were drawn here."""

    def __init__(self, home: Path, workspace: Path | None) -> None:
        self._folder = home
        self._ids: dict[str, str] = {}
        self._environment = {**os.environ, "TERM": "dumb", "COLUMNS": COLUMNS, "LINES": "50", "NO_COLOR": "1"}
        self._environment |= {"GIT_PAGER": "cat", "GIT_CONFIG_GLOBAL": str(home / "gitconfig")}
        (home / "gitconfig").write_text(
            "[user]\nname = Läsare\nemail = lasare@example.se\n[init]\ndefaultBranch = main\n", encoding="utf-8"
        )
        if workspace:
            self._folder = home / workspace.name
            self._fetch(workspace)
            found = [file.stem for file in workspace.rglob("*.yaml") if DRAWN.fullmatch(file.stem)]
            self._ids = dict(zip(found, found, strict=True))

    def _fetch(self, workspace: Path) -> None:
        """Make a copy of a workspace as a colleague has it: in git, with a shared repository to send to."""
        shutil.copytree(workspace, self._folder)
        day = tomllib.loads((workspace / "kvalitet.toml").read_text(encoding="utf-8"))["exempel_dag"]
        self._environment |= dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T08:00:00+01:00")
        for words in (
            *(
                ["init", "-q", "--bare", "../gemensam.git"],
                ["init", "-q"],
                ["add", "-A"],
                ["commit", "-q", "-m", "Start"],
            ),
            *(["remote", "add", "origin", "../gemensam.git"], ["push", "-q", "-u", "origin", "main"]),
        ):
            subprocess.run(["git", *words], cwd=self._folder, env=self._environment, check=True)

    def follow(self, step: Command | Saved) -> Answer:
        """Do what a page says, and return what comes back."""
        if isinstance(step, Saved):
            file = self._folder / step.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self._real(step.text), encoding="utf-8")
            return Answer("", 0)
        program, *words = shlex.split(self._real(step.line))
        if program == "cd":
            self._folder /= words[0]
            return Answer("", 0)
        command = {"kvalitet": [sys.executable, "-m", "kvalitet"], "git": ["git"]}[program]
        text, code = self._type([*command, *words], step.shown)
        self._learn(step.shown, text)
        return Answer(even(self._as_shown(text)), code)

    def _type(self, command: list[str], shown: str) -> tuple[str, int]:
        """Run a command and answer each question as the page does. Return all that the terminal showed."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 500, 0, 0))
        process = subprocess.Popen(
            command, cwd=self._folder, env=self._environment, stdin=its, stdout=its, stderr=its, start_new_session=True
        )
        os.close(its)
        seen, left, quiet = b"", shown.split("\n"), 0
        while quiet < _PATIENCE:
            if select.select([ours], [], [], 0.1)[0]:
                part = b""
                with contextlib.suppress(OSError):  # the terminal closes when the command ends
                    part = os.read(ours, 65536)
                if not part:
                    break
                seen, quiet = seen + part, 0
                continue
            quiet += 1
            answer, left = _answer(_plain(seen), left) if quiet == 1 else (None, left)
            if answer is not None:
                os.write(ours, f"{answer}\n".encode())
        else:
            process.kill()
        os.close(ours)
        return _plain(seen), process.wait()

    def _learn(self, shown: str, text: str) -> None:
        """Note which drawn id each new id of the page means: the first new one here is the first new one there."""
        new = (name for name in dict.fromkeys(DRAWN.findall(text)) if name not in self._ids.values())
        on_page = (name for name in dict.fromkeys(DRAWN.findall(shown)) if name not in self._ids)
        self._ids |= dict(zip(on_page, new, strict=False))

    def _real(self, text: str) -> str:
        """Return a page's words with the ids drawn here, whole or by their last part."""
        for shown, real in self._ids.items():
            text = text.replace(shown, real).replace(shown[-6:], real[-6:])
        return text

    def _as_shown(self, text: str) -> str:
        for shown, real in self._ids.items():
            text = text.replace(real, shown)
        return text


def _answer(seen: str, left: list[str]) -> tuple[str | None, list[str]]:
    """Return what the page answers to the question that a terminal waits at, if any, and what is left of the page."""
    question = seen.rpartition("\n")[2].rstrip()
    for number, line in enumerate(left if question else []):
        if line.startswith(question):
            return line.removeprefix(question).strip(), left[number + 1 :]
    return None, left


def _plain(data: bytes) -> str:
    return data.decode(errors="replace").replace("\r\n", "\n")


def even(text: str) -> str:
    """Return a text without what differs from run to run."""
    for pattern, word in _UNLIKE:
        text = pattern.sub(word, text)
    return text.strip("\n")


def agrees(shown: str, text: str) -> bool:
    """Return whether a text is what a page shows, where a line with only … stands for any lines."""
    lines = even(shown).split("\n")
    pattern = "".join(r"(?:.*\n)*" if line == "…" else f"{re.escape(line)}\n" for line in lines)
    return re.fullmatch(pattern, f"{text}\n") is not None
