"""Let a person change a text in their own editor, on a copy that is never lost before it is saved or unchanged."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kvalitet.cli.drafts import lay_out, mask, tell_of
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import ConfigurationError, WritingError
from kvalitet.source.text import BYTE_ORDER_MARK
from kvalitet.writing.files import drop


def edit_until_taken(
    run: Session, path: str, start: bytes, take: Callable[[bytes], bool], command: str, draft: Path | None = None
) -> int:
    """Open a copy of a text in the editor until it is taken or given up; return the exit code.

    `take` judges a text and saves it, or tells what is wrong and returns False. What is not taken stays in a
    file, also when saving fails or the run is interrupted; its path is told, and the `command` that goes on
    from it. With `draft`, an earlier such file is gone on with.
    """
    draft = draft or lay_out(run.workspace.root, path, start, command)
    is_taken = False
    try:
        while not is_taken:
            _open(draft, editor_command(os.environ, is_windows=os.name == "nt"))
            is_taken = take(_as_before(draft.read_bytes(), start))
            if not is_taken and not _is_to_be_reopened():
                return REFUSED
        return 0
    finally:
        if is_taken or draft.read_bytes() == start:
            drop(draft)  # what is saved, or never changed, needs no copy
        else:
            tell_of(run, draft, command, is_masked=mask(draft))


def editor_command(environment: Mapping[str, str], *, is_windows: bool) -> list[str]:
    """Return the person's editor as a command: VISUAL, else EDITOR, else what Windows always has.

    The whole text may be a path with blanks; else it is split into words. Raises ConfigurationError.
    """
    text = next((found for name in ("VISUAL", "EDITOR") if (found := environment.get(name, "").strip())), "")
    if not text and is_windows:
        text = "notepad"
    if not text:
        raise ConfigurationError(
            "ingen textredigerare är vald; skriv till exempel export EDITOR=nano, eller ändra med kvalitet set"
        )
    words = [text] if shutil.which(text) else _split(text, is_windows=is_windows)
    program = shutil.which(words[0]) if words else None
    if program is None:
        raise ConfigurationError(f"textredigeraren {text} finns inte; rätta VISUAL eller EDITOR")
    return [program, *words[1:]]


def _split(text: str, *, is_windows: bool) -> list[str]:
    """Return the words of a command; on Windows a backslash is part of a path."""
    try:
        words = shlex.split(text, posix=not is_windows)
    except ValueError:
        return []
    return [word.strip('"') for word in words] if is_windows else words


def _open(draft: Path, command: list[str]) -> None:
    """Run the editor and wait for it. Ctrl-C in it is the editor's own matter."""
    with _deaf_to_ctrl_c():
        code = subprocess.run([*command, str(draft)], check=False).returncode
    if code:
        raise WritingError(f"textredigeraren slutade med fel {code}; ingenting sparades")


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Do nothing at Ctrl-C for a while; a function, unlike ignoring it, is not handed on to the editor."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _as_before(data: bytes, start: bytes) -> bytes:
    """Return what was saved with the line ends and the mark that the file had, and a line end last.

    Editors differ in these, and nobody chose them.
    """
    mark = BYTE_ORDER_MARK.encode()
    ending = b"\r\n" if b"\r\n" in start else b"\n"
    lines = data.removeprefix(mark).replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    head = mark if start.startswith(mark) else b""
    return head + ending.join(lines) + ending


def _is_to_be_reopened() -> bool:
    if not sys.stdin.isatty():
        return False
    from kvalitet.cli.asking import confirm

    return confirm("Öppna igen? (ja eller nej): ")
