"""What happens when a run is told to end: Ctrl-C, a terminal that is closed, a computer that shuts down."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvalitet.writing.writer import Writer

INTERRUPTED = 130


class Stopped(BaseException):
    """The run is told to end by a signal. Not an error, so nothing that mends errors catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


STOPS = (KeyboardInterrupt, EOFError, Stopped)
"""Every way in which a person, or the system, ends a run before it is done."""


@dataclass
class Ending:
    """What is true of the files if the run ends now."""

    writer: Writer | None = None

    def told(self) -> str:
        """Return what a person is told whose run was stopped."""
        if self.writer is not None and self.writer.has_written:
            return "Avbrutet. Ändringen hann sparas."
        return "Avbrutet. Inget sparades."


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Let a closed terminal and a shutdown end the run as Ctrl-C does, with everything put away.

    One that is told to be ignored, as by nohup, stays ignored.
    """
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        with contextlib.suppress(ValueError):  # not in the main thread: then its owner decides
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: what is put away now is not to be cut short
    raise Stopped(number)
