"""Find in text what is likely a person's name: a word with a capital after a word for who the person is.

No list can decide what is a name. What is found is a question to the one who wrote it, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import product

from kvalitet.words import fold

_CARED_FOR = (
    *("brukare", "brukaren", "patient", "patienten", "klient", "klienten", "kund", "kunden", "boende", "boenden"),
    *("omsorgstagare", "omsorgstagaren", "vårdtagare", "vårdtagaren", "hyresgäst", "hyresgästen", "gäst", "gästen"),
    *("elev", "eleven", "barnet", "pojken", "flickan", "kvinnan", "mannen", "damen", "herren", "personen"),
    *(
        "den enskilde",
        "den enskilda",
        "deltagare",
        "deltagaren",
        "ungdomen",
        "killen",
        "tjejen",
        "grannen",
        "rumsgrannen",
    ),
)
_FAMILY = (
    *("dotter", "dottern", "son", "sonen", "hustru", "hustrun", "make", "maken", "maka", "makan", "fru", "frun", "man"),
    *("mor", "modern", "mamma", "mamman", "far", "fadern", "pappa", "pappan", "syster", "systern", "bror", "brodern"),
    *("sambo", "sambon", "särbo", "särbon", "mormor", "morfar", "farmor", "farfar", "faster", "moster", "morbror"),
    *("farbror", "tant", "barnbarnet", "sondottern", "dotterdottern", "dottersonen", "svärson", "svärsonen"),
    *("svärdotter", "svärdottern", "anhörig", "anhörige", "anhöriga", "närstående", "vännen", "väninnan", "vän"),
    *(
        "väninna",
        "god man",
        "gode man",
        "gode mannen",
        "förvaltaren",
        "kontaktpersonen",
        "syskonet",
        "brorsdottern",
        "brorson",
    ),
)
_STAFF = (
    *("sjuksköterska", "sjuksköterskan", "undersköterska", "undersköterskan", "ssk", "usk", "läkare", "läkaren"),
    *("doktorn", "arbetsterapeut", "arbetsterapeuten", "fysioterapeut", "fysioterapeuten", "chefen", "enhetschef"),
    *("enhetschefen", "vikarie", "vikarien", "timvikarien", "medarbetaren", "kollegan", "kollega", "handläggaren"),
    *("biståndshandläggaren", "assistenten", "assistent", "vårdbiträdet", "nattsköterskan", "distriktssköterskan"),
    *("eleven", "praktikanten", "studenten", "samordnaren", "planeraren", "stödassistenten", "boendestödjaren"),
    *(
        "läraren",
        "kuratorn",
        "skolsköterskan",
        "rektorn",
        "rektor",
        "socialsekreteraren",
        "socialsekreterare",
        "chauffören",
    ),
)
_TITLES = frozenset(("fru", "herr", "fröken", "dr", "doktor", "syster", "hr"))
_CALLED = frozenset(("heter", "hette", "kallas", "kallad", "tilltalas", "vid namn", "namn är", "namnet är"))
_WHO = frozenset((*_CARED_FOR, *_FAMILY, *_STAFF, *_TITLES, *_CALLED))

_CAPITAL, _SMALL = "A-ZÅÄÖÉÜ", "a-zåäöéüè"
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉÜ")
_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:-?[{_CAPITAL}][{_SMALL}]+)?"
_NAME = re.compile(
    rf"(?:{_WORD}(?: (?:(?:von|af|de|al) )?(?:{_WORD}|[{_CAPITAL}]\.))*|[{_CAPITAL}]\. ?[{_CAPITAL}]\.)(?!\w)"
)
_AFTER = re.compile(rf" \(([{_SMALL} ]+)\)")
_LABEL = re.compile(rf"(?:^|[^\w\n])(?:Namn|(?<=\S )namn)(?:et)?(?: på [{_SMALL}]+)?: ?$")
_FARTHEST = 48

_PLACE = re.compile(
    r"(?<=\w\w)(?:gård|gården|hemmet|huset|hus|boende|boendet|vägen|väg|gatan|gata|torget|skolan|skola|parken|enheten|enhet"
    r"|centralen|teamet|gruppen|avdelningen|avdelning|kommun|kommunen|sjukhus|sjukhuset|lund|backen|dalen|hagen|ängen"
    r"|berga|vången|stugan|tjänst|tjänsten|verket|nämnden|rådet|linjen|salen|köket|slottet|kyrkan|torpet|sjön|området)$"
)
_NEVER = frozenset(
    fold(word)
    for word in (
        *("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag", "Lördag", "Söndag", "Jul", "Påsk", "Midsommar", "Sverige"),
        *("Region", "Regionen", "Lex", "Lifecare", "Treserva", "Procapita", "Pascal", "Cosmic", "Senior", "Phoniro"),
        *("Combine", "Teams", "Word", "Excel", "Alvedon", "Waran", "Covid", "Arbetsterapeut", "Fysioterapeut"),
        *("Sjuksköterska", "Undersköterska", "Läkare", "Enhetschef", "Det", "Den", "De", "Han", "Hon", "Vi", "Jag"),
        *("En", "Ett", "Inga", "Ingen", "Inget", "Vid", "När", "Om", "På", "Efter", "Under", "Alla", "Ej", "Ja", "Nej"),
        *("Och", "Kontaktad", "Enligt", "Se", "Ring", "Larm", "Hus", "Plan", "Avdelning", "Rum", "Team", "Grupp"),
        *("Enhet", "Boende", "Anhörig", "Patient", "Brukare", "Personal", "Chef", "Vikarie"),
    )
)


_LATIN_1 = bytes(range(256)).decode("latin-1")
_BETWEEN_WORDS = "".join(char for char in _LATIN_1 if char.isspace() or char in "(\"',0123456789_/#$=[]").encode(
    "latin-1"
)
"""What may stand between a word and a name, and what is common in records and makes no difference."""
_CASES = "".join(
    "A" if char in _CAPITALS else char if char.islower() or char == "." else ":" for char in _LATIN_1
).encode("latin-1")
_LOWER = "".join(char.lower() for char in _LATIN_1).encode("latin-1")
_BEYOND_LATIN_1 = ("\u212a", "\u212b")
"""The signs for kelvin and angstrom: no other characters beyond Latin-1 have a letter of Swedish as their small one."""


def _by_ending(words: Collection[str]) -> dict[bytes, tuple[bytes, ...]]:
    """Return words without their blanks, by the two letters that they end with, small or capital."""
    found: dict[bytes, tuple[bytes, ...]] = {}
    for word in sorted(words):
        joined = word.replace(" ", "")
        for ending in product(*((char, char.upper()) for char in joined[-2:])):
            key = "".join(ending).encode("latin-1")
            found[key] = (*found.get(key, ()), joined.encode("latin-1"))
    return found


def _may_be_told_of() -> re.Pattern[bytes]:
    """A capital after the last letter of a word for who a person is, after a word in capitals, or after a title."""
    last = "".join(sorted({word[-1] for word in _WHO}))
    titles = "|".join(rf"(?<={''.join(f'[{char}A]' for char in title)}\.A)" for title in sorted(_TITLES))
    last_of_titles = "".join(sorted({title[-1] for title in _TITLES}))
    pattern = rf"A(?:(?<=[{last}]A)|(?<=AA)[{_SMALL}.]|(?<=[{last_of_titles}A]\.A)(?:{titles}))"
    return re.compile(pattern.encode("latin-1"))


_WHO_BY_ENDING, _MAY_BE_TOLD_OF = _by_ending(_WHO), _may_be_told_of()
_LONGEST, _FULL_STOP = max(map(len, _WHO)), ord(".")
_LABELLED = re.compile(rf"[Nn]amn(?:et)?(?: på [{_SMALL}]+)?: ?[{_CAPITAL}]")
_IN_BRACKETS = re.compile(rf"\(([{_SMALL} ]+)\)")


def may_name_someone(text: str) -> bool:
    """Return whether a text may name a person as `find_names` finds names; False is certain."""
    try:
        letters = text.encode("latin-1").translate(None, _BETWEEN_WORDS)
    except UnicodeEncodeError:
        if any(char in text for char in _BEYOND_LATIN_1):
            return True
        letters = text.encode("latin-1", "ignore").translate(None, _BETWEEN_WORDS)
    for match in _MAY_BE_TOLD_OF.finditer(letters.translate(_CASES)):
        end = match.start() - (letters[match.start() - 1] == _FULL_STOP)
        known = _WHO_BY_ENDING.get(letters[end - 2 : end])
        if known and letters[max(0, end - _LONGEST) : end].translate(_LOWER).endswith(known):
            return True
    return (b"amn" in letters and _LABELLED.search(text) is not None) or (
        "(" in text and any(found[1] in _WHO for found in _IN_BRACKETS.finditer(text))
    )


def find_names(text: str, not_names: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield where a text likely names a person, as offsets, in order.

    `not_names` are words, folded, that a workspace uses for other things, such as its units and streets.
    """
    if not may_name_someone(text):
        return
    for match in _NAME.finditer(text):
        start, end = _after_titles(match), match.end()
        before = text[max(0, start - _FARTHEST) : start]
        if (_is_told_of(before) or _is_explained(text, end)) and not _is_other(text[start:end], not_names):
            yield start, end


def _after_titles(match: re.Match[str]) -> int:
    """Return where a name begins: after words for who a person is that have a capital, as a sentence's first has."""
    start = match.start()
    for word in match[0].split(" ")[:-1]:
        if word.lower() not in _WHO:
            break
        start += len(word) + 1
    return start


def _is_told_of(before: str) -> bool:
    """Return whether the words before a name say who the person is."""
    if before.endswith((":", ": ")):
        return _LABEL.search(before) is not None
    tail = before.rstrip(" \n")
    said = tail.rstrip(",.")
    words = [word.strip("(\"”’'").lower() for word in said.split()[-2:]]
    if tail == before or not words or len(tail) - len(said) > 1:
        return False
    known = _TITLES if tail.endswith(".") else _WHO
    return words[-1] in known or " ".join(words) in known


def _is_explained(text: str, end: int) -> bool:
    """Return whether brackets after a name say who the person is."""
    found = _AFTER.match(text, end)
    return found is not None and found[1] in _WHO


def _is_other(found: str, not_names: Collection[str]) -> bool:
    """Return whether the first word is known for something else, or is made as names of places are."""
    first = found.partition(" ")[0]
    return fold(first) in _NEVER or fold(first) in not_names or _PLACE.search(first.lower()) is not None
