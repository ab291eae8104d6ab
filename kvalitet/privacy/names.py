"""Find in text what is likely a person's name: a word with a capital after a word for who the person is.

No list can decide what is a name. What is found is a question to the one who wrote it, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

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


def find_names(text: str, not_names: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield where a text likely names a person, as offsets, in order.

    `not_names` are words, folded, that a workspace uses for other things, such as its units and streets.
    """
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
    if tail == before or not said or len(tail) - len(said) > 1:
        return False
    words = [word.strip("(\"”’'").lower() for word in said.split()[-2:]]
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
