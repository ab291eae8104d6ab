"""Laws and regulations as dated data: when each was in force, what replaced it, and how texts cite it.

Only what has ended is looked for in texts: whether a citation is right depends on the day of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kvalitet.data_files import Node

_KEYS = "id label number names from to replaced_by source verified chapters unchaptered"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VERIFIED = re.compile(r"source|unverified")
_SECTION = r"\d+(?:\s?[a-h]\b)?"
_SECTIONS = rf"(?P<first>{_SECTION})(?:\s*,\s*{_SECTION})*(?:\s*(?:[–-]|och|till)\s*(?P<last>{_SECTION}))?\s*§§?"
_CHAPTERED = re.compile(r"kap\.?(?:[\s\d,–-]|och|till|[a-h]\b)*$")
_OTHER_SECTIONS = r"(?:[\s\d,§–-]|kap\.?|och|[a-h]\b){0,40}?"
_ABBREVIATION = 4

_LATIN_1 = bytes(range(256)).decode("latin-1")
_OUTLINED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:.+\n")
_TABLE = "".join("0" if char in "0123456789" else char for char in _LATIN_1).encode("latin-1")
_LEFT_OUT = "".join(char for char in _LATIN_1 if char not in _OUTLINED).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Section:
    """One provision and where its content stands in the law that came after."""

    now: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Law:
    """A law or regulation, the first and last day that it was in force, and what replaced it."""

    id: str
    label: str
    number: str
    names: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    replaced_by: str
    source: str
    verified: bool
    chapters: Mapping[int, Mapping[str, Section]] = field(default_factory=dict)
    unchaptered: Mapping[str, Section] | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a text cites a law that has ended, and what to write for a day after that."""

    law: Law
    start: int
    end: int
    now: str
    verified: bool


class Laws:
    """All laws by id, and what finds the ended ones in a text."""

    def __init__(self, laws: Sequence[Law]) -> None:
        self.by_id = {law.id: law for law in laws}
        shared = Counter(name for law in laws for name in law.names)
        self._ended = [
            (law, list(_patterns(law, [name for name in law.names if shared[name] == 1])))
            for law in laws
            if law.last is not None
        ]
        self._words = {
            name[1:] if len(name) > _ABBREVIATION else name
            for law, _ in self._ended
            for name in (law.number.split()[-1], *law.names)
        }
        outlines = {word: _outline(word) for word in self._words}
        marks = [outline for outline in dict.fromkeys(outlines.values()) if len(outline) > 1]
        self._outlines = tuple(one for one in marks if not any(other in one for other in marks if other != one))
        self._in_small = tuple(word for word, outline in outlines.items() if len(outline) < 2)
        self._ending = _shared_ending(self._in_small)

    def may_be_cited(self, text: str) -> bool:
        """Return whether a text has any word that an ended law is cited by; quick, for whole files."""
        outline = _outline(text)
        for word in self._outlines:
            if word in outline:
                return any(word in text for word in self._words)
        return self._ending in text and any(word in text for word in self._in_small)

    def as_of(self, provision: str, day: dt.date) -> str:
        """Return a provision as it was cited on a day; several have semicolons between them."""
        return "; ".join(self._as_of(one.strip(), day) for one in provision.split(";"))

    def _as_of(self, provision: str, day: dt.date) -> str:
        for law, _ in self._ended:
            for chapter, sections in law.chapters.items() if law.last and day <= law.last else ():
                for name, section in sections.items():
                    if section.now == provision:
                        return f"{law.names[0]} ({law.number}) {chapter} kap. {name} §"
        return provision

    def cited(self, text: str) -> Iterator[Citation]:
        """Yield each ended law that a text cites, once."""
        for law, patterns in self._ended if self.may_be_cited(text) else ():
            found = next((one for pattern in patterns for one in self._found(law, pattern, text)), None)
            if found is not None:
                yield found

    def _found(self, law: Law, pattern: re.Pattern[str], text: str) -> Iterator[Citation]:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            is_of_another = groups.get("number") not in (None, law.number)
            has_chapter = "unchaptered" in groups and _CHAPTERED.search(text, 0, match.start())
            known = _known(law, groups)
            if is_of_another or has_chapter or ("chapter" in groups and not known):
                continue
            verified = all(section.verified for section in known) if known else law.verified
            joined = " och " if re.search(r",|och", match[0]) else " till "
            now = joined.join(dict.fromkeys(section.now for section in known)) or self.by_id[law.replaced_by].label
            yield Citation(law, match.start(), match.end(), now, verified)


def _outline(text: str) -> bytes:
    """Return the capitals, a few signs and as many zeros as there are digits: in so short a text a word is soon sought.

    What a word is made of stays side by side, so a text whose outline lacks the word's lacks the word.
    """
    return text.encode("latin-1", "ignore").translate(_TABLE, _LEFT_OUT)


def _shared_ending(words: Sequence[str]) -> str:
    """Return the letters that all words end with."""
    shared = words[0] if words else ""
    while not all(word.endswith(shared) for word in words):
        shared = shared[1:]
    return shared


def _known(law: Law, groups: Mapping[str, str | None]) -> list[Section]:
    """Return the sections that a citation names and that are known to stand elsewhere now."""
    sections = law.chapters.get(int(groups["chapter"] or 0), {}) if "chapter" in groups else law.unchaptered or {}
    cited = [" ".join(text.split()) for name in ("first", "last", "colon") if (text := groups.get(name))]
    return [sections[name] for name in cited if name in sections]


def _patterns(law: Law, own_names: Sequence[str]) -> Iterator[re.Pattern[str]]:
    """Yield what a law is cited by: its number, a name that no other has, a provision under a shared name."""
    series = "" if " " in law.number or "(" in law.number else r"(?<!OSFS )(?<!F-FS )"
    yield re.compile(rf"(?<![\d:]){series}{_spaced(law.number)}(?!\d)")
    for name in own_names:
        yield re.compile(_name(name))
    for name in law.names:
        for chapter in law.chapters:
            ref = rf"(?<!\d)(?P<chapter>{chapter})(?:\s*kap\.?\s*{_SECTIONS}|:(?P<colon>\d+))"
            yield re.compile(rf"{_name(name)}{_OTHER_SECTIONS}{ref}")
            yield re.compile(rf"{ref},?\s*(?:i\s+)?{_name(name)}")
        if law.unchaptered is not None:
            yield re.compile(rf"{_name(name)}[\s,]*(?P<unchaptered>){_SECTIONS}")
            yield re.compile(rf"(?<!\d)(?P<unchaptered>){_SECTIONS}\s*(?:i\s+)?{_name(name)}")


def _name(name: str) -> str:
    """A law's name, with its number in parentheses where that is given; a long name in any case."""
    return rf"(?<!\w){_word(name)}(?!\w)(?:\s*\((?:[^\W\d]+\s)?(?P<number>\d{{4}}:\d+)\))?"


def _word(name: str) -> str:
    return re.escape(name) if len(name) <= _ABBREVIATION else rf"(?i:{re.escape(name)}s?)"


def _spaced(number: str) -> str:
    return r"\s*".join(re.escape(part) for part in number.split())


def read_laws(node: Node) -> Laws:
    """Return the laws of a data file. Raises ConfigurationError with file and line."""
    node.allow_only("laws")
    laws = [_law(entry) for entry in node.elements("laws")]
    known = {law.id for law in laws}
    for law, entry in zip(laws, node.elements("laws"), strict=True):
        if (law.last is None) != (not law.replaced_by) or law.replaced_by not in {"", *known}:
            raise entry.error("en lag som har upphört (to) ska säga vilken lag i listan som ersatte den (replaced_by)")
    return Laws(laws)


def _law(node: Node) -> Law:
    node.allow_only(_KEYS)
    return Law(
        id=node.word("id", _ID, "små bokstäver a–z, siffror och bindestreck"),
        label=node.text("label"),
        number=node.text("number"),
        names=node.texts("names"),
        first=_date(node, "from"),
        last=_date(node, "to"),
        replaced_by=node.text("replaced_by", default=""),
        source=node.text("source", default=""),
        verified=_is_verified(node),
        chapters={entry.integer("chapter"): _sections(entry, "sections") for entry in node.elements("chapters")},
        unchaptered=_sections(node, "unchaptered") if "unchaptered" in node else None,
    )


def _sections(node: Node, key: str) -> dict[str, Section]:
    return {entry.text("section"): Section(entry.text("now"), _is_verified(entry)) for entry in node.elements(key)}


def _is_verified(node: Node) -> bool:
    return node.word("verified", _VERIFIED, "source eller unverified") == "source"


def _date(node: Node, key: str) -> dt.date | None:
    return node.date(key) if key in node else None
