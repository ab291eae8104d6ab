"""Make the n:th call to the system fail: what a full disk, a broken one, Ctrl-C or a kill would do there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CALLS = ("open", "fsync", "link", "replace", "unlink", "mkdir", "chmod")
"""The calls by which Python changes what is on disk, but for the writing to an open file."""


class Calls:
    """The calls that were made, and the one that is to fail."""

    def __init__(self, number: int, make: Callable[[], BaseException | None]) -> None:
        self.made: list[str] = []
        self._number, self._make = number, make

    @property
    def has_failed(self) -> bool:
        """Whether the call that was to fail was made."""
        return len(self.made) > self._number

    def wrap(self, name: str) -> Callable[..., Any]:
        """Return a call that fails when its turn comes: an error before it is done, an interruption after."""
        really = getattr(os, name)

        def call(*words: Any, **named: Any) -> Any:
            if name == "open" and not words[1] & (os.O_CREAT | os.O_DIRECTORY):
                return really(*words, **named)  # reading
            self.made.append(name)
            if len(self.made) - 1 != self._number:
                return really(*words, **named)
            problem = self._make()
            if isinstance(problem, KeyboardInterrupt):
                found = really(*words, **named)
                if name == "open":
                    os.close(found)
            if problem is not None:
                raise problem
            return really(*words, **named)

        return call


@contextlib.contextmanager
def failing(patch: pytest.MonkeyPatch, number: int, make: Callable[[], BaseException | None]) -> Iterator[Calls]:
    """Let the call with a number, counted from 0, fail with what is made."""
    calls = Calls(number, make)
    with patch.context() as inner:
        for name in CALLS:
            inner.setattr(os, name, calls.wrap(name))
        yield calls
