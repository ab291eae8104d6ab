"""Identity numbers are found however they are written, told as what they are, and seldom seen where there are none."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.checking import check_text
from kvalitet.diagnostics import Severity
from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.numbers import CERTAIN, Number, find, holds_any, luhn
from kvalitet.privacy.redaction import redact
from kvalitet.privacy.spelling import plain
from kvalitet.screening.texts import screen_name
from kvalitet.source.document import document
from tests.conftest import ROOT
from tests.privacy.negatives import OF_EACH, SORTS, negatives
from tests.privacy.numbers import ASKED_FORMS, BIRTH_FORMS, CERTAIN_FORMS, NUMBERS, is_coordination

ALL_FORMS = {**CERTAIN_FORMS, **ASKED_FORMS}


def kind_of(number: str) -> Number:
    return Number.SAMORDNINGSNUMMER if is_coordination(number) else Number.PERSONNUMMER


@pytest.mark.parametrize("form", CERTAIN_FORMS)
def test_every_test_number_is_found_for_certain_in_each_form(form: str) -> None:
    """Recall is 1: each published test number, written so, is found once, where it stands, as what it is."""
    for number in NUMBERS:
        text = CERTAIN_FORMS[form](number)
        (found,) = find(text)
        assert found.number is kind_of(number), form
        stretch = re.sub(r"\D", "", plain(text[found.start : found.end]).text)
        assert stretch in (number, number[2:])
        before, after = text[: found.start][-1:], text[found.end :][:1]
        assert not before.isdecimal()
        assert not after.isdecimal()


@pytest.mark.parametrize("form", ASKED_FORMS)
def test_what_may_be_something_else_is_asked_about(form: str) -> None:
    """Ten bare digits and what a spreadsheet makes of twelve are found, every time, as what may be one."""
    for number in NUMBERS:
        assert [found.number for found in find(ASKED_FORMS[form](number))] == [Number.MAYBE]


@pytest.mark.parametrize("form", BIRTH_FORMS)
def test_a_number_without_its_last_four_is_a_day_of_birth(form: str) -> None:
    """A number with its end crossed out is no identity number any longer, and still a day of birth."""
    for number in NUMBERS:
        text = BIRTH_FORMS[form](number)
        assert len(list(find_contact(text, Contact.BIRTH))) == 1
        assert list(find(text)) == []


def test_every_number_in_every_form_is_one_finding_of_a_file() -> None:
    """2 500 written forms and more, each in a file of its own: the rules tell each once, none is missed."""
    told = 0
    for form, write in {**ALL_FORMS, **BIRTH_FORMS}.items():
        for number in NUMBERS[::4]:
            read = document("records/roll/ROL-x.yaml", f"# text\n{write(number)}\n".encode())
            found = [one for one in check_text(read) if one.code.startswith("SEK")]
            assert [one.severity is Severity.ERROR for one in found] == [form in CERTAIN_FORMS], form
            told += 1
    assert len(NUMBERS) * len({**ALL_FORMS, **BIRTH_FORMS}) >= 2500
    assert told == len(NUMBERS[::4]) * len({**ALL_FORMS, **BIRTH_FORMS})


@pytest.mark.parametrize("number", NUMBERS[::10])
def test_a_number_in_a_name_is_found(number: str) -> None:
    """The name of a file, a branch or a folder is read too, and shown without the number."""
    for name in (f"records/{number}.yaml", f"scan_{number[2:8]}-{number[8:]}.pdf", f"refs/heads/arende-{number}"):
        (found,) = screen_name(name)
        assert found.severity is Severity.ERROR
        assert number[8:] not in str(found.place)


def test_ten_thousand_other_numbers_are_seldom_taken_for_one() -> None:
    """Precision of errors is at least 0.99 on what a municipality writes all day; the rest is at most asked about."""
    errors: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for sort, text in negatives():
        for found in find(text):
            (errors if found.number in CERTAIN else asked)[sort] += 1
    right = len(NUMBERS) * len(CERTAIN_FORMS)
    assert len(SORTS) * OF_EACH == 10_000
    assert right / (right + errors.total()) >= 0.99, errors
    assert asked.total() <= 150, asked
    assert set(errors) <= {"minute_in_name"}
    assert not {"checksum", "uuid", "own_id", "organisationsnummer", "hsa_id", "law", "diarienummer"} & asked.keys()


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-14", "HVN 2025/184", "556712-3344", "070-123 45 67", "AVV-2025-K7Q4XM", "1284 12 3456", "121212-1213",
        "AVV-20250102-1234", "19120230-1219", "19121212-0008", "191212121213", "121292-1219", "20251340-1239",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    """Dates, diary numbers, telephone numbers, days that are none and ten digits with a wrong check digit."""
    assert list(find(text)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("550e8400-e29b-41d4-a716-", ""),
        ("0.", ""),
        ("a1b2c3d4e5", "f6a7"),
        ("7", ""),
        ("", "0"),
        ("1a", ""),
        ("a1b", ""),
        ("", "a1"),
        (" 0.", ""),
        ("", "a" * 20),
        ("a" * 10, "b" * 10),
    ],
)
def test_a_stretch_of_something_longer_is_none(before: str, after: str) -> None:
    """Within a UUID, a checksum, a fraction or a longer number the same digits are nobody's."""
    number = NUMBERS[0]
    assert list(find(f"{before}{number}{after}")) == []
    assert holds_any(f"{before} {number} {after}")


def test_a_uuid_hides_none_that_stands_beside_it() -> None:
    """A number beside a UUID is found, one that is a part of it is not."""
    uuid = f"{NUMBERS[0][:8]}-{NUMBERS[0][8:]}-4abc-8def-446655440000"
    assert not holds_any(uuid)
    assert holds_any(f"{uuid} {NUMBERS[0]}")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1,91212E+11", 1), ("1.91212E11", 1), ("1,21212E+09", 1), ("8,00615E+9", 1), ("1,60218E+09", 1),
        ("1,912121E+11", 1), ("1,91213E+11", 0), ("1,212121E+09", 1), ("1,21291E+09", 1), ("1,21292E+09", 0),
        ("1,21312E+09", 0), ("1,21231E+09", 1), ("1,21232E+09", 0),
        ("3,91212E+11", 0), ("1,91299E+11", 0), ("1,29912E+09", 0), ("1,21244E+09", 0), ("1,9121E+11", 0), ("1,91212E+10", 0),
    ],
)  # fmt: skip
def test_powers_of_ten_are_asked_about_when_they_begin_as_a_number(text: str, count: int) -> None:
    """A century and a month, or a month and a day, in what a spreadsheet made of twelve or ten digits."""
    assert len(list(find(text))) == count


def test_a_mistyped_number_is_asked_about() -> None:
    """In the full form a wrong check digit is a slip of the finger: it may still lead to the person."""
    number = NUMBERS[1]
    wrong = f"{number[:8]}-{number[8:11]}{(int(number[11]) + 1) % 10}"
    assert [found.number for found in find(wrong)] == [Number.MAYBE]
    assert list(find(wrong.replace("-", ""))) == []
    for before in (" ", "\n", "(", "a ", "- "):
        assert [found.number for found in find(f"{before}{wrong}")] == [Number.MAYBE], before
    for before in ("a", "-", "_", "/", " -", "x_"):
        assert list(find(f"{before}{wrong}")) == [], before


@pytest.mark.parametrize(("before", "after"), [("abc", ""), ("", "abc"), ("a" * 10, "b" * 9), ("1 a", ""), ("", "a-1")])
def test_a_number_that_only_letters_are_written_together_with_is_one(before: str, after: str) -> None:
    """A short word without digits makes no checksum of it, and what stands beyond a sign is no part of the word."""
    assert [found.number for found in find(f"{before}{NUMBERS[0]}{after}")] == [Number.PERSONNUMMER]


def test_a_line_drawn_below_is_no_sign_that_says_number() -> None:
    """Ten digits are certain only with a hyphen or a plus before the last four, whatever else parts them."""
    day, four = NUMBERS[0][2:8], NUMBERS[0][8:]
    assert [found.number for found in find(f"{day}_{four}")] == [Number.MAYBE]
    assert [found.number for found in find(f"{day}_-{four}")] == [Number.PERSONNUMMER]
    assert list(find(f"# {day}\n# {four}")) == []
    assert list(find(f"> {day}\n> {four}")) == []


def test_a_time_of_day_is_asked_about_unless_a_sign_says_number() -> None:
    """2025-03-14 and four digits that are a time may be either; with a hyphen they are taken for a number."""
    nine = "250314120"
    four = f"120{luhn(nine)}"
    assert [found.number for found in find(f"20250314 {four}")] == [Number.MAYBE]
    assert [found.number for found in find(f"20250314{four}")] == [Number.MAYBE]
    assert [found.number for found in find(f"20250314-{four}")] == [Number.PERSONNUMMER]


def test_lines_of_a_table_are_no_number_but_broken_text_is() -> None:
    """A date that ends a line and a number that begins the next are asked about at most; indented text goes on."""
    day, four = NUMBERS[0][:8], NUMBERS[0][8:]
    assert [found.number for found in find(f"a;{day}\n{four};b")] == [Number.MAYBE]
    for broken in (f"{day}-\n{four}", f"{day}\n  {four}", f"# {day}-\n# {four}", f"> {day}\n> {four}"):
        assert [found.number for found in find(broken)] == [Number.PERSONNUMMER], broken
    assert list(find(f"{day[2:]}\n  {four}")) == []


RESERVE = (
    # the examples with which Inera describes the national form and those of some regions, and two of Kentor's tests
    *("22950606-FH20", "25780404KHD5", "00342145BZ31", "00749852BZK0", "19810829M071", "19450829K088", "19930829X802"),
    *("19810829SU3A", "19450829SF2B", "19930829SX0C", "991981000010", "991945000023", "992004391013", "198108320014"),
    *("000101-P220", "20000101-T220"),
)
NO_RESERVE = (
    "20250314-TEST",
    "20250314T1305",
    "AVV-20250314-K07A",
    "24950606FH20",
    "00121212BZ31",
    "121212P220",
    "X992004391013",
)


@pytest.mark.parametrize("text", RESERVE)
def test_published_forms_of_reservnummer_are_asked_about(text: str) -> None:
    """Each published form is found alone and in a sentence, as what may be one."""
    for said in (text, f"Gäller {text}, se journalen."):
        assert [found.number for found in find(said)] == [Number.RESERVNUMMER]
    assert text not in redact(f"Gäller {text}.")


@pytest.mark.parametrize("text", NO_RESERVE)
def test_what_is_no_reservnummer_is_left_alone(text: str) -> None:
    """A day and a word, a time, an id, a series that is none."""
    assert list(find(text)) == []


@given(st.sampled_from(list(ALL_FORMS)), st.sampled_from(NUMBERS), st.text(), st.text())
def test_nothing_is_left_when_it_is_redacted(form: str, number: str, before: str, after: str) -> None:
    """Whatever stands around a number, none is found in the redacted text, and no line is lost."""
    text = f"{before} {ALL_FORMS[form](number)} {after}"
    masked = redact(text)
    assert list(find(masked)) == []
    assert masked.count("\n") == text.count("\n")


@given(st.text())
def test_the_plainest_spelling_knows_where_each_character_stood(text: str) -> None:
    """Every character of the plain spelling has the place of one of the text, in order, and none is ASCII by chance."""
    spelt = plain(text)
    assert len(spelt.offsets) == len(spelt.text)
    assert list(spelt.offsets) == sorted(set(spelt.offsets))
    assert all(char == text[at] for char, at in zip(spelt.text, spelt.offsets, strict=True) if not char.isascii())


@given(st.text())
def test_finding_never_fails_and_never_overlaps(text: str) -> None:
    """Any text: the stretches are in order, none overlaps another, and each holds a digit."""
    found = list(find(text))
    assert all(one.start < one.end <= other.start for one, other in itertools.pairwise(found))


def test_no_other_number_stands_in_the_repository() -> None:
    """Every identity number in every file and name of this repository is one of the published test numbers."""
    known = {form for number in NUMBERS for form in (number, number[2:])}
    met = 0
    for file in _files(ROOT):
        text = f"{file.relative_to(ROOT)}\n{file.read_bytes().decode('utf-8', 'replace')}"
        for found in find(text):
            if found.number in CERTAIN:
                digits = re.sub(r"\D", "", plain(text[found.start : found.end]).text)
                assert digits in known, file
                met += 1
    assert met > len(NUMBERS)


def _files(folder: Path) -> list[Path]:
    left_out = {
        ".git",
        ".venv",
        ".hypothesis",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".import_linter_cache",
    }
    return [
        file for file in folder.rglob("*") if file.is_file() and not left_out & set(file.relative_to(folder).parts[:-1])
    ]
