"""Reservnummer are found in the forms that are published, and to the edge of each."""

from __future__ import annotations

import pytest

from kvalitet.privacy.reserve import find_reserve

NATIONAL = [
    *("22250115-AB12", "23250115AB12", "98251231-YZ09", "25250101-AB12", "26251231-ABC2"),
    *("00252040-AB12", "00259959-AB12"),
]
NOT_NATIONAL = [
    *("21250115-AB12", "24250115-AB12", "99251231-AB12", "22250015-AB12", "22251315-AB12"),
    *("22250100-AB12", "22250132-AB12", "22251201-A112", "22251201-IB12", "22251201-AB1C", "22253112-AB12"),
    *("00251940-AB12", "00252039-AB12", "00252060-AB12", "00250115-AB12"),
]
OTHERS = [
    *("19430211-A123", "194302111A23", "20250131-12A4", "430211-T123", "430211+P999"),
    *("992025123456", "99201912-3456", "19430232-1234", "20251259-1234"),
]
NOT_OTHERS = [
    *("19430211-ABCD", "17430211-A123", "19431311-A123", "19430200-A123", "430211-A123", "430211T123", "430211-T12"),
    *("99182512-3456", "19430231-1234", "19430260-1235", "19431332-1234"),
]


@pytest.mark.parametrize("text", [*NATIONAL, *OTHERS])
def test_a_reservnummer_is_found_where_it_stands(text: str) -> None:
    """Each published form is found, alone and in a sentence, from its first character to its last."""
    for before, after in (("", ""), ("Patient ", " kom."), ("(", ")"), ("\n", "\n")):
        assert {*find_reserve(f"{before}{text}{after}")} == {(len(before), len(before) + len(text))}


@pytest.mark.parametrize("text", [*NOT_NATIONAL, *NOT_OTHERS])
def test_what_lies_just_beyond_a_form_is_none(text: str) -> None:
    """A series, a month, a day or a letter that the form does not have."""
    assert list(find_reserve(text)) == []


@pytest.mark.parametrize("text", [*NATIONAL, *OTHERS])
@pytest.mark.parametrize(("before", "after"), [("a", ""), ("1", ""), ("_", ""), ("x-", ""), ("", "1"), ("", "-a")])
def test_a_part_of_something_longer_is_none(before: str, after: str, text: str) -> None:
    """Joined to other letters or digits it is another sort of name."""
    assert (len(before), len(before) + len(text)) not in list(find_reserve(f"{before}{text}{after}"))
