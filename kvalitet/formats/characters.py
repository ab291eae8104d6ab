"""Which characters may leave the tool, and how the others are shown instead.

What stands in a record was written by somebody else. No format lets it speak to a terminal, a parser or a CI server.
"""

from __future__ import annotations

import json
import re
from typing import Any

from kvalitet.words import visible

_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMAND = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)


def one_line(text: str) -> str:
    """Return the text on one line, with every character that a terminal, XML or a log could obey made readable.

    What is left is printable characters, blanks and no-break spaces: all of them are allowed in XML 1.0.
    """
    return visible(text).replace("\n", "\\n")


def not_obeyed(text: str) -> str:
    """Return the text so that a CI server which reads its log finds no command in it.

    GitHub's and Forgejo's runners obey a line that begins with `::name`, blanks before it or not, and, like Azure's,
    `##[name]` or `##vso[name]` anywhere in it.
    """
    return without_old_commands(text).replace("::", ": :")


def without_old_commands(text: str) -> str:
    """Return the text without the form of command that is obeyed anywhere in a line, inside another command too."""
    return _COMMAND.sub("# #", text)


def as_json(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON in plain ASCII, in which a log finds no command.

    Half a surrogate pair, which a file's name may hold, is shown as text: many readers of JSON refuse it.
    Raises ValueError for a number that JSON has no word for.
    """
    text = json.dumps(_whole(value), ensure_ascii=True, allow_nan=False, indent=indent)
    return _COMMAND.sub(lambda match: "\\u0023#", text)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub(lambda match: visible(match[0]), value)
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list | tuple) else value
