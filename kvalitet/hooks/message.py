"""What of a commit's message will be kept: git's own help and what stands below the scissors will not.

A hook is not told how git was asked to clean the message, and git's help is in the user's language. So only what
has the shape of git's own is left out, and what a person may have written is judged also where git might drop it.
"""

from __future__ import annotations

import re

_CUTS, _KEEPS_COMMENTS = "scissors", ("verbatim", "whitespace", "scissors")
_SCISSORS = re.compile(r"^(?P<mark>\S+) -{24} >8 -{24}\n", re.MULTILINE)
_CHANGES = ("diff --", "Submodule ")
"""How what `commit -v` shows below the scissors begins."""


def kept(text: str, mark: str, cleanup: str, *, edited: bool) -> str:
    """Return a message as git may keep it, with an empty line for each that it drops: lines keep their numbers.

    `mark` is what git's comments begin with, nothing where that cannot be known, and `cleanup` is git's
    setting for what is dropped. A message that was given on the command line was never edited, and then git
    keeps every line of it.
    """
    if not edited:
        return text
    above = text[: _cut(text, mark, cleanup)]
    return above if cleanup in _KEEPS_COMMENTS or not mark else _without_help(above, mark)


def _cut(text: str, mark: str, cleanup: str) -> int:
    """Return where git cuts the message. A line that looks like scissors is text, unless git is set to obey it."""
    for found in _SCISSORS.finditer(text):
        is_git_mark = found["mark"] == (mark or found["mark"])
        if is_git_mark and (cleanup == _CUTS or _begins_with_changes(text[found.end() :], found["mark"])):
            return found.start()
    return len(text)


def _begins_with_changes(below: str, mark: str) -> bool:
    """Return whether comments, then changes of files follow, as git writes them."""
    lines = below.split("\n")
    first = next((at for at, line in enumerate(lines) if not line.startswith(mark)), 0)
    return first > 0 and lines[first].startswith(_CHANGES)


def _without_help(text: str, mark: str) -> str:
    """Leave out the comments at the end, where git lists the files: with one that is taken away may go its number."""
    lines = text.split("\n")
    end = text.removesuffix("\n").count("\n") + 1
    while end and lines[end - 1].startswith(mark):
        end -= 1
    return "\n".join([*lines[:end], *("" for _ in lines[end:])])
