"""The published test numbers, and every way of writing one that the tool promises to find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

NUMBERS = tuple(
    line
    for line in (Path(__file__).parent / "testnummer.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
CANARY = NUMBERS[0]
"""The one that no output may ever show, in any spelling."""

_WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
Form = Callable[[str], str]


def is_coordination(number: str) -> bool:
    return int(number[6:8]) >= 60


def _parts(template: str) -> Form:
    """A form by its parts: d the day with century, s without, y year, m month, t day, n the last four."""
    return lambda n: template.format(d=n[:8], s=n[2:8], y=n[:4], m=n[4:6], t=n[6:8], n=n[8:])


CERTAIN_FORMS: dict[str, Form] = {
    "hyphen": _parts("{d}-{n}"),
    "ten with hyphen": _parts("{s}-{n}"),
    "ten with plus": _parts("{s}+{n}"),
    "twelve joined": _parts("{d}{n}"),
    "blank": _parts("{d} {n}"),
    "blanks round the hyphen": _parts("{d} - {n}"),
    "hyphens all through": _parts("{y}-{m}-{t}-{n}"),
    "blanks all through": _parts("{y} {m} {t} {n}"),
    "blank after the year": _parts("{y} {m}{t}-{n}"),
    "en dash": _parts("{d}\u2013{n}"),
    "em dash": _parts("{d}\u2014{n}"),
    "hyphen that does not break": _parts("{d}\u2011{n}"),
    "minus sign": _parts("{d}\u2212{n}"),
    "soft hyphen": _parts("{d}\u00ad{n}"),
    "unseen within": _parts("{y}\u200b{m}{t}-{n}"),
    "wide digits": lambda n: f"{n[:8]}-{n[8:]}".translate(_WIDE),
    "blank that does not break": _parts("{d}\u00a0{n}"),
    "after a label, before a comma": _parts("pnr:{d}{n},"),
    "in brackets": _parts("({s}-{n})"),
    "glued to letters": _parts("p{s}-{n}"),
    "number in YAML": _parts("nummer: {d}{n}\n"),
    "key": _parts('"{d}-{n}": x\n'),
    "comment": _parts("a: b  # gällde {s}-{n}\n"),
    "folded after the hyphen": _parts("text: >\n  gällde {d}-\n  {n} i går\n"),
    "folded within": _parts("text:\n  gällde {y} {m}\n  {t} {n} i går\n"),
}
"""Written so, a number is certain: an error."""

ASKED_FORMS: dict[str, Form] = {
    "ten joined": _parts("{s}{n}"),
    "ten with a blank": _parts("{s} {n}"),
    "power of ten": lambda n: f"{n[0]},{n[1:6]}E+11",
}
"""Written so, it may be something else: a warning that it may be a number."""

BIRTH_FORMS: dict[str, Form] = {"without the last four": _parts("{d}-XXXX"), "with stars": _parts("{s}-****")}
"""Written so, it is a day of birth: a warning of that."""
