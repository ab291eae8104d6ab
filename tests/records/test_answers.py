"""Answers: what people type becomes what is stored, or a message that says what to write."""

from __future__ import annotations

import pytest

from kvalitet.catalogue import standard_catalogue
from kvalitet.cli.dates import read_date
from kvalitet.diagnostics import UsageError
from kvalitet.records.answers import place_named, read_value
from kvalitet.records.collection import Records
from kvalitet.records.loading import record_from_text
from tests.conftest import DAY

ROLE = "id: ROL-a\nnamn: A\nansvar:\n  - Utreder.\n  - Rapporterar.\n"
RUTIN = "id: RUT-a\ntitel: A\nansvar:\n  - roll: ROL-a\n    uppgift: Gör.\n"


@pytest.mark.parametrize(
    ("kind", "path", "typed", "stored"),
    [
        ("roll", "ansvar", "Utreder, beslutar och följer upp.", ["Utreder, beslutar och följer upp."]),
        ("roll", "ansvar", "Utreder.\nBeslutar. ", ["Utreder.", "Beslutar."]),
        ("rutin", "lagstod", "SOSFS 2011:9, HSL", ["SOSFS 2011:9", "HSL"]),
        ("rutin", "syfte", "Rad ett. \n\nRad två.", "Rad ett.\n\nRad två.\n"),
        ("avvikelse", "tid", "7.30", "07:30"),
        ("avvikelse", "slag", "Missförhållande", "missforhallande"),
        ("avvikelse", "slag", "2", "tillbud"),
        ("avvikelse", "ivo.anmald", "J", "ja"),
        ("avvikelse", "kategori", "HSL/Läkemedel", "hsl/lakemedel"),
        ("indikator", "malvarde", "1 250,5", "1250.5"),
        ("avvikelse", "rubrik", "A\u030angest", "Ångest"),
    ],
)
def test_an_answer_is_stored_in_one_spelling(kind: str, path: str, typed: str, stored: object) -> None:
    """Commas part the members of a list, but not running text; letters are composed; numbers get a point."""
    field = standard_catalogue().kinds[kind].find(path)
    assert field is not None
    records = Records(standard_catalogue(), ())
    assert read_value(field, typed, records, lambda text: read_date(text, DAY)) == stored


@pytest.mark.parametrize(
    ("text", "typed", "path"),
    [
        (ROLE, "ansvar", ("ansvar",)),
        (ROLE, "Ansvar[2]", ("ansvar", 1)),
        (ROLE, "ansvar[3]", ("ansvar", 2)),
        (RUTIN, "ansvar[1].roll", ("ansvar", 0, "roll")),
        (RUTIN, "fastställd.av", ("faststalld", "av")),
    ],
)
def test_a_place_is_named_as_people_count(text: str, typed: str, path: tuple[str | int, ...]) -> None:
    """Lists are counted from 1, one past the last is new, and å ä ö and capitals do not matter."""
    kind = "roll" if text is ROLE else "rutin"
    record = record_from_text(f"records/{kind}/x.yaml", text, standard_catalogue())
    assert record is not None
    assert place_named(record, typed)[1] == path


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ansvar[0]", r"ansvar är en lista med 1.del; skriv ansvar\[1\], eller ansvar\[2\] för en ny"),
        ("ansvar[3].roll", r"skriv ansvar\[1\]\.roll, eller ansvar\[2\]\.roll för en ny"),
        ("ansvar[x].roll", r"ansvar\[x\]\.roll är inget fält i rutin"),
        ("galler_for[2]", r"galler_for är en lista som är tom; skriv galler_for\[1\] för en ny"),
        ("titel[1]", "titel är ingen lista; skriv titel"),
        ("ansvr[1].roll", "ansvr.* är inget fält i rutin; menade du ansvar.roll"),
        ("", "är inget fält"),
    ],
)
def test_a_place_that_is_none_is_told(typed: str, says: str) -> None:
    """The message says how many parts there are, or which field was meant."""
    record = record_from_text("records/rutin/RUT-a.yaml", RUTIN, standard_catalogue())
    assert record is not None
    with pytest.raises(UsageError, match=says):
        place_named(record, typed)
