"""How records are named: AVV-2025-K7Q4XM where the tool draws, RUT-delegering where people choose."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from kvalitet.kinds import Kind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that an id survives being read aloud."""

LONGEST = 60

_SPOKEN = str.maketrans("OIL", "011")
"""What is heard or read as a letter is a figure: the alphabet has no such letters."""

_DRAWN_LENGTH = 6
_DRAWN_REST = f"20[0-9][0-9]-[{ALPHABET}]{{{_DRAWN_LENGTH}}}"
_CHOSEN_REST = "[a-z0-9]+(?:-[a-z0-9]+)*"
_DRAWN = re.compile(f"[A-Z]{{2,5}}-{_DRAWN_REST}")
_CHOSEN = re.compile(f"[A-Z]{{2,5}}-{_CHOSEN_REST}")


def is_id(text: str, kind: Kind) -> bool:
    """Return whether a text is an id as this kind names its records."""
    shape = _DRAWN if kind.drawn else _CHOSEN
    return bool(shape.fullmatch(text)) and text.startswith(f"{kind.prefix}-") and len(text) <= LONGEST


def pattern(kind: Kind) -> str:
    """Return the shape of a kind's ids as a regular expression that Python and JavaScript read alike."""
    return f"{kind.prefix}-{_DRAWN_REST if kind.drawn else _CHOSEN_REST}"


def draw_id(kind: Kind, year: int, is_taken: Callable[[str], bool]) -> str:
    """Return an id that nothing in the workspace has. A thousand million names share a year."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(_DRAWN_LENGTH))
        record_id = f"{kind.prefix}-{year}-{drawn}"
        if not is_taken(record_id):
            return record_id


def canonical(text: str, kind: Kind) -> str:
    """Return an id as it is stored, from one typed in any case and with O, I or L for 0 and 1."""
    prefix, _, rest = text.strip().partition("-")
    if not kind.drawn:
        return f"{prefix.upper()}-{rest.lower()}"
    return f"{prefix.upper()}-{rest.upper().translate(_SPOKEN)}"


def ends_in(record_id: str, typed: str, kind: Kind) -> bool:
    """Return whether an id ends in a part that was typed in any case: of a drawn one its six characters are enough."""
    ending = typed.strip()
    spoken = ending.upper().translate(_SPOKEN) if kind.drawn else ending.lower()
    return bool(ending) and record_id.endswith(f"-{spoken}")


def path_of(record_id: str, kind: Kind) -> str:
    """Return where the record with an id lies, from the root of the workspace."""
    is_drawn = kind.drawn and _DRAWN.fullmatch(record_id)
    folder = f"{kind.name}/{record_id.split('-')[1]}" if is_drawn else kind.name
    return f"records/{folder}/{record_id}.yaml"


def is_home(path: str, record_id: str, kind: Kind) -> bool:
    """Return whether a path is where the record with an id lies, and the id is one of its kind."""
    return is_id(record_id, kind) and path == path_of(record_id, kind)


def example(kind: Kind) -> str:
    """Return what an id of this kind can look like, for messages."""
    return f"{kind.prefix}-2025-K7Q4XM" if kind.drawn else f"{kind.prefix}-kort-namn"
