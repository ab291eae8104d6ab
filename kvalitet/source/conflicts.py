"""Read the two versions that git leaves in one file when it could not merge them."""

from __future__ import annotations

import re
from collections import defaultdict

_MARK = re.compile(rb"(<{7}|\|{7}|={7}|>{7})(?:[ \r\n]|$)")
_NEXT = {b"<": "ours", b"|": "base", b"=": "theirs", b">": "both"}
_FOLLOWS = {b"<": ("both",), b"|": ("ours",), b"=": ("ours", "base"), b">": ("theirs",)}


def sides(data: bytes) -> tuple[bytes, bytes] | None:
    """Return the whole file as our side had it and as theirs had it, or None where the marks do not add up.

    Reads the marks of git's three styles (merge, diff3, zdiff3); what was there before both is left out.
    """
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    now, has_marks = "both", False
    for line in data.splitlines(keepends=True):
        mark = _MARK.match(line)
        if mark:
            kind = mark[1][:1]
            if now not in _FOLLOWS[kind]:
                return None
            now, has_marks = _NEXT[kind], True
            continue
        for side in ("ours", "theirs") if now == "both" else (now,):
            found[side].append(line)
    if now != "both" or not has_marks:
        return None
    return b"".join(found["ours"]), b"".join(found["theirs"])
