"""What is seen at a glance to point at nobody holds nothing that a closer look finds.

`pytest -n0 tests/privacy/test_glance.py --generated 100000` is the long run.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.privacy import contacts, names, numbers, reserve
from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.glance import may_point_at_a_person
from kvalitet.privacy.names import find_names, may_name_someone
from kvalitet.privacy.numbers import Number, find
from kvalitet.rules import privacy
from kvalitet.rules.privacy import points_at_nobody
from kvalitet.source.document import document
from tests.conftest import ROOT
from tests.privacy.negatives import SORTS, Maker
from tests.privacy.numbers import ASKED_FORMS, BIRTH_FORMS, CERTAIN_FORMS, NUMBERS
from tests.privacy.sentences import sentences
from tests.privacy.test_contacts import FOUND
from tests.privacy.test_reserve import NATIONAL, OTHERS

FORMS = tuple({**CERTAIN_FORMS, **ASKED_FORMS, **BIRTH_FORMS}.values())
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SIGNS = "0189-+./_ \t\n\r#>(),:;@xX*•fFöÖdeEAÅ\u00ad\u00a0\u200b\u2013\u2212\ufeff\x85\u0308\\\"'%&"
SHAPES = (
    *(": 0000-00-00\n", ": 0000-00-00T00:00:00.000000+00:00\n", "AVV-0000-00AA0A\n", "0000-00-00\n  - 0000-00-00\n"),
    *("A-0000-000000-0000", "T00:00:00.000000+00:00 00 00 00 00", "T00:00:00 000 00"),
    *("0", "+00 00 00 00 000", "08-00 00 00", "00000000-0000", "0,00000E+11", "f. 0000-00-00", "född: 0000\n"),
)
STRAY = (*[""] * 40, " ", "a", "_", "(", "/", "e", " f ", "född ", "+", "#", "\t", "x", "4", "0", ".", "\n")
AROUND_NAMES = (
    *(
        "Namn: ",
        "namn på anhörig: ",
        " (brukaren)",
        "dr. ",
        "Fru ",
        "SSK ",
        "den  enskilde ",
        "\u212bnna ",
        "Å. Ö.",
        "son\n",
    ),
    *(
        "Anna",
        "Eva-Lena Ek",
        "BRUKAREN ",
        'dottern" ',
        "mor, ",
        " i ",
        ". ",
        "\u212aund",
        "ssk.",
        "\x1f",
        " på Norr",
        "heter\n",
    ),
)
PATTERNS = (
    *(numbers._LONG, numbers._SHORT, numbers._POWER, contacts._EMAIL, contacts._PHONE, *contacts._BIRTHS),
    *(pattern for pattern, _ in reserve._PATTERNS),
)
_LOOK_AROUND = re.compile(r"\(\?<?[!=][^()]*\)")
HOSTS = tuple(file.read_text(encoding="utf-8") for file in sorted((ROOT / "records").rglob("*.yaml"))[::40])


@contextmanager
def a_closer_look() -> Iterator[None]:
    """Within, every search goes through the whole text."""
    with pytest.MonkeyPatch.context() as patch:
        for room in (numbers, contacts):
            patch.setattr(room, "may_point_at_a_person", lambda text: True)
        patch.setattr(names, "may_name_someone", lambda text: True)
        yield


def judged(text: str) -> tuple[bool, bool]:
    """Return whether a closer look finds a pointer or a name; fail where the glance said that there is none."""
    may_point, may_name = may_point_at_a_person(text), may_name_someone(text)
    with a_closer_look():
        points = any(find(text)) or any(True for sort in Contact for _ in find_contact(text, sort))
        is_named = any(find_names(text))
    assert may_point or not points, text
    assert may_name or not is_named, text
    return points, is_named


class Writer:
    """Writes, from a source of chance, texts that hold or nearly hold what points at a person."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._sentences = [sentence.text for sentence in sentences()]
        self._maker = Maker(chance)
        self._found = [text for texts in FOUND.values() for text in texts]

    def text(self) -> str:
        """Return one text: a record or a sentence, with something put into it, respelt and with faults."""
        said = "".join(self._part() for _ in range(self._chance.choice((1, 1, 2, 3))))
        for change in (self._respelt, self._faulty):
            if self._chance.random() < 0.4:
                said = change(said)
        host = self._chance.choice(("", "", self._chance.choice(self._sentences), self._chance.choice(HOSTS)))
        at = self._chance.randrange(len(host) + 1)
        return host[:at] + said + host[at:]

    def _part(self) -> str:
        pick = self._chance.choice
        return pick((
            lambda: pick(FORMS)(pick(NUMBERS)),
            lambda: pick((*NATIONAL, *OTHERS)),
            lambda: pick(self._found),
            lambda: pick(self._sentences),
            lambda: pick(tuple(SORTS.values()))(self._maker),
            lambda: self._shaped(pick(SHAPES)),
            lambda: "".join(pick(AROUND_NAMES) for _ in range(3)),
            lambda: "".join(pick(SIGNS) for _ in range(12)),
        ))()

    def _shaped(self, shape: str) -> str:
        """Return a shape with digits that a number could have, and strays anywhere."""
        digits = "".join(self._chance.choice("0011789246") if char == "0" else char for char in shape)
        return "".join(self._chance.choice(STRAY) + char for char in digits)

    def _respelt(self, text: str) -> str:
        return text.translate(str.maketrans(DIGITS[0], self._chance.choice(DIGITS)))

    def _faulty(self, text: str) -> str:
        for _ in range(self._chance.choice((1, 1, 2, 4))):
            at = self._chance.randrange(len(text) + 1)
            text = text[:at] + self._chance.choice(("", *SIGNS)) + text[at + self._chance.choice((0, 0, 1)) :]
        return text


def test_the_glance_never_passes_what_a_closer_look_finds(request: pytest.FixtureRequest) -> None:
    """Numbers in every spelling, contacts, names, near misses and faults, alone and in records: none is passed."""
    writer = Writer(random.Random(2011))
    count = int(request.config.getoption("--generated") or 2000)
    found = [judged(writer.text()) for _ in range(count)]
    assert sum(points for points, _ in found) > count / 4
    assert sum(is_named for _, is_named in found) > count / 20


@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_whatever_a_pattern_matches_is_looked_at(pattern: re.Pattern[str]) -> None:
    """Strings made from each pattern, but for what must not be around it, before and after other text."""
    bare = re.compile(_LOOK_AROUND.sub("", pattern.pattern))

    @given(st.from_regex(bare, fullmatch=True), st.sampled_from(("", " ", "\n", "x: 2025-01-31\n")))
    def holds(match: str, around: str) -> None:
        judged(around + match + around)

    holds()


@pytest.mark.parametrize(
    "text",
    [
        *("430211-xxx", "430211-***", "08-123 456", "f. 430211", "F.1943-02-11", "1,94302e+11", "20250131-12A4"),
        *("föd.: 1943", "föddes den 2 mars", "x: född: 1943-02-11\n", "Född av: nej, född 1943", "99202512-3456"),
        *("Tel 08 123 456\n", "A - ring 0812-345678", "AVV-2025-0123AB 08-123 456", "x: 2025-01-31\n08-123 456"),
        "x: 2025-03-14T10:33:0 1.943024e+11:00\n",
        "x: {}-{}-{}\n{}\n".format(*(NUMBERS[0][at:to] for at, to in ((0, 4), (4, 6), (6, 8), (8, 12)))),
    ],
)
def test_the_least_that_points_at_a_person_is_looked_at(text: str) -> None:
    """The shortest of each sort, and such as stand beside a day or an id."""
    points, _ = judged(text)
    assert points


@pytest.mark.parametrize(
    "text",
    [
        *(
            "mannen Eva",
            "mannen' Eva",
            '"mannen" Eva',
            "(mannen\t Eva",
            "mannen,\n  Eva",
            "mannen\n\nEva",
            "den\n enskilde Eva",
        ),
        *(
            "MANNEN Eva",
            "MANNEN E.E.",
            "DR Ek",
            "DR. Ek",
            "Dr. Ek",
            "fröken. Ek",
            "Fru Ek",
            "mannen\u201d Eva",
            "Eva (mannen)",
        ),
        *(
            "Namn: Eva",
            "x namn: Eva",
            "Namnet på sjuke:Eva",
            "\u212annan, kund Eva",
            "\u212aund Eva",
            "mannen É. Ö.",
        ),
    ],
)
def test_the_least_that_names_someone_is_looked_at(text: str) -> None:
    """Each way of saying who a person is, with all that may stand between that and the name."""
    _, is_named = judged(text)
    assert is_named


@given(st.text(st.sampled_from(SIGNS) | st.characters(), max_size=60))
def test_any_text_is_judged_alike(text: str) -> None:
    """Text of any characters, most of them those that numbers are spelt with."""
    judged(text)


@given(st.lists(st.sampled_from(AROUND_NAMES) | st.text(max_size=3), max_size=8))
def test_any_words_beside_a_name_are_judged_alike(parts: list[str]) -> None:
    """Words for who a person is, names and any characters in any order."""
    judged("".join(parts))


def test_the_small_letters_of_names_have_few_capitals() -> None:
    """No character beyond Latin-1 but those that are looked at closer becomes a letter of Swedish when made small."""
    letters = {char for word in names._WHO for char in word}
    odd = {chr(code) for code in range(256, 0x110000) if set(chr(code).lower()) <= letters}
    assert odd == set(names._BEYOND_LATIN_1)


def test_records_are_passed_at_a_glance() -> None:
    """Of the example's records, that point at nobody, hardly any needs a closer look."""
    assert sum(may_point_at_a_person(text) for text in HOSTS) <= len(HOSTS) / 10
    assert sum(may_name_someone(text) for text in HOSTS) <= len(HOSTS) / 4


@pytest.mark.parametrize("form", [*NATIONAL, *OTHERS])
def test_every_reservnummer_that_is_published_is_found_in_a_text(form: str) -> None:
    """What the patterns of reservnummer know is told, whatever letter stands where among its last four."""
    assert Number.RESERVNUMMER in {found.number for found in find(f"Patient {form} kom.")}


RULES = [rule for rule in privacy.RULES if rule.on_document is not None]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("records/avvikelse/AVV-2025-5M8WDT.yaml", f"a: {NUMBERS[0]}\n"),
        ("records/avvikelse/AVV-2025-5M8WDT.yaml", 'a: "\\x31\\x39' + NUMBERS[0][2:] + '"\n'),
        (f"records/avvikelse/{NUMBERS[0]}.yaml", "a: b\n"),
        ("records/avvikelse/AVV-2025-5M8WDT.yaml", 'a: "anna\\x40example.se"\n'),
        ("records/avvikelse/AVV-2025-5M8WDT.yaml", "a: b\n"),
    ],
)
def test_a_file_points_at_nobody_only_where_no_rule_finds_anyone(path: str, text: str) -> None:
    """The text, what its escapes hide and the file's name all count."""
    judged_file = document(path, text.encode())
    hits = [hit for rule in RULES if rule.on_document for hit in rule.on_document(judged_file)]
    assert points_at_nobody(judged_file) is not bool(hits)
