"""Swedish typography: the spaces at which a line must not break."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"

_UNITS = (
    "%|‰|°C|§§?|kap\\.|st\\.?|kr|tkr|mnkr|mkr|mdkr|kg|hg|mg|µg|ml|cl|dl|km|cm|mm|m²|m³|tim|min|procent|år|g|l|m|h|s"
)
_MONTHS = "jan(?:uari)?|feb(?:ruari)?|mars|april|maj|jun[i]?|jul[i]?|aug(?:usti)?|sept?(?:ember)?"
_MONTHS += "|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_NUMBERED = (
    "tabell(?:en|erna)?|figur(?:en|erna)?|avsnitt(?:et|en)?|kapitel|kapitlet|bilaga|punkt(?:en)?"
    "|kl\\.?|nr\\.?|s\\.|sid\\.|dnr|fig\\.|tab\\.|§§?|kap\\."
)
_ABBREVIATIONS = "bl\\. a\\.|d\\. v\\. s\\.|f\\. d\\.|fr\\. o\\. m\\.|m\\. fl\\.|m\\. m\\.|o\\. d\\."
_ABBREVIATIONS += "|o\\. s\\. v\\.|p\\. g\\. a\\.|s\\. k\\.|t\\. ex\\.|t\\. o\\. m\\."

# Every pattern matches stretches whose plain spaces become no-break spaces.
_STRETCHES = (
    re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)"),
    re.compile(rf"\d (?:{_UNITS})(?!\w)"),
    re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b(?: \d{{4}}\b)?", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?:{_NUMBERED}) (?=\d)", re.IGNORECASE),
    re.compile(r"[≥≤<>±≈=−–+] (?=\d)"),
    re.compile(r"\d(?= [–=])"),
    re.compile(rf"(?<!\w)(?:{_ABBREVIATIONS})", re.IGNORECASE),
)


def typeset(text: str) -> str:
    """Return the text with no-break spaces where Swedish wants words and figures kept together.

    Only the kind of space changes: the length and every other character stay as they were, and a
    second pass changes nothing.
    """
    for stretch in _STRETCHES:
        text = stretch.sub(_glue, text)
    return text


def _glue(match: re.Match[str]) -> str:
    return match.group().replace(" ", NO_BREAK)
