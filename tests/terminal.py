"""The tool in a real terminal, for tests of what it asks."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path


def _listen_to_ctrl_c() -> None:
    """Undo what a shell does to programs in the background: ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()


class Terminal:
    """The tool in a real terminal, answered line by line."""

    def __init__(self, workspace: Path, *words: str, **variables: str) -> None:
        self._master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "100", **variables}
        command = [sys.executable, "-m", "kvalitet", *words]
        self._process = subprocess.Popen(
            command,
            cwd=workspace,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            preexec_fn=_listen_to_ctrl_c,
        )
        os.close(slave)
        self._bytes = b""

    @property
    def seen(self) -> str:
        """What the screen has shown since the last answer; a letter may arrive in two reads."""
        return self._bytes.decode(errors="replace")

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + 20
        while text not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self._master], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):  # the terminal is closed when the tool has ended
                    self._bytes += os.read(self._master, 65536)

    def answer(self, question: str, answer: str) -> None:
        self.wait_for(question)
        self._bytes = b""
        os.write(self._master, f"{answer}\n".encode())

    def interrupt(self, number: int = signal.SIGINT) -> None:
        time.sleep(0.5)  # the line editor shows its prompt a moment before it listens
        self._process.send_signal(number)

    def end(self) -> int:
        code = self._process.wait(20)
        os.close(self._master)
        return code
