"""What of a commit's message will be kept: git's own help and what stands below the scissors will not."""

from __future__ import annotations

import re

_KEEPS_COMMENTS = ("verbatim", "whitespace", "scissors")
_SCISSORS = re.compile(r"^\S+ -{24} >8 -{24}$", re.MULTILINE)


def kept(text: str, mark: str, cleanup: str, *, edited: bool) -> str:
    """Return a message as git will keep it, with an empty line for each that it drops: lines keep their numbers.

    `mark` is what git's comments begin with, nothing where that cannot be known, and `cleanup` is git's
    setting for what is dropped. A message that was given on the command line was never edited, and then git
    keeps every line of it.
    """
    if not edited:
        return text
    found = _SCISSORS.search(text)
    text = text[: found.start()] if found else text
    if cleanup in _KEEPS_COMMENTS or not mark:
        return text
    return "\n".join("" if line.startswith(mark) else line for line in text.split("\n"))
