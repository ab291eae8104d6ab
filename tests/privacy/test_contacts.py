"""Contact details in text: found however they are spelt, seldom where there are none, and never shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.redaction import redact
from tests.conftest import Run

FOUND = {
    Contact.EMAIL: (
        *("anna.b@example.se", "Skriv till mas@kommun.example.se i dag", "<a@b.se>", "mailto:x.y@z.se", "(a+b@c-d.se)"),
        *("svar till a_b@example.co.uk.", "funktionsbrevlådan omsorg@kommun.example.se"),
    ),
    Contact.PHONE: (
        *("070-174 06 05", "0701740605", "070 174 06 05", "070-1740605", "070-174-06-05", "070–174 06 05"),
        *("+46 70 174 06 05", "+46701740605", "+46 (0)70-174 06 05", "0046701740605", "+46-70-174 06 05"),
        *("08-465 004 00", "08-46500400", "08 465 004 00", "08-123 456", "031-390 06 00", "tfn. 040-628 04 00, eller"),
        *("0980-319 200", "0980-31 92 00", "0980-319200", "(0980) 31 92 00", "0980-319 20", "tel:0701740605"),
        *("Se https://a.se och ring:070-174 06 05", "0047 22 33 44 55"),
        *("Ring 070-174 06 05.", "070\u00a0174\u00a006\u00a005", "0\uff17\uff10-174 06 05"),
    ),
    Contact.BIRTH: (
        *("född 1943-02-11", "Född 430211", "född 1943", "född år 1943", "född den 11 februari 1943", "född 11 feb"),
        *("föddes 2015-03-02", "födelsedatum: 1943-02-11", "född 11/2 1943", "föd. 430211", "föddes den 2 mars 2015"),
        *("f. 430211", "f.430211", "F. 1943-02-11", "19430211-XXXX", "430211-****", "tvillingar födda 2015-03-02"),
    ),
}
NOT_FOUND = {
    Contact.EMAIL: ("@namn", "kl @ 7", "https://user@host.se/x", "a@b", "pris @ 12 kr", "två @@ tecken"),
    Contact.PHONE: (
        *("HVN 2025/184", "0479-2025/12", "0479-2025-12", "UND 2023-0145", "dnr 0412/2025 12", "2024/0123456"),
        *("556712-3344", "212000-0829", "SE2321000016-0123", "AVV-2025-0123456", "9178-0-1234-567", "073400112345678"),
        *("2025-03-14", "08-12-2025", "2025-03-14T13:05:11.482913+01:00", "08-17 2025", "07:30", "07.30-16.00"),
        *(
            "0700-1600",
            "0700 1600",
            "kl 08-17",
            "08-12 och 13-17",
            "12-13 personer",
            "0-100 procent",
            "020-45",
            "07-19",
        ),
        *(
            "1 000 000 kr",
            "0,75",
            "01-12 000 kr",
            "35 000 000",
            "100 000 invånare",
            "5050-1055",
            "283 23",
            "016-123 45",
        ),
        *("0980-31 92 00 12", "se https://x.se/a#0701740605"),
        *("SFS 2010:659", "N00914", "U21468", "version 0.1.0", "112, 1177", "0123", "https://x.se/0701740605"),
    ),
    Contact.BIRTH: (
        *("barn födda 2015", "elever födda 2012", "nyfödd 2025-03-14", "född i mars", "2025-03-14", "430211-12345"),
        *("f 12", "avsnitt f. 12", "f. 2015", "kl. 430211", "t.o.m. 2025-03-14", "fr.o.m. 2025-03-14"),
    ),
}


@pytest.mark.parametrize(("contact", "text"), [(one, text) for one, texts in FOUND.items() for text in texts])
def test_a_contact_detail_is_found_as_what_it_is(contact: Contact, text: str) -> None:
    """Each spelling is found once, as that kind and no other."""
    assert [one for one in Contact if list(find_contact(text, one))] == [contact]
    assert len(list(find_contact(text, contact))) == 1


@pytest.mark.parametrize(("contact", "text"), [(one, text) for one, texts in NOT_FOUND.items() for text in texts])
def test_what_only_looks_like_one_is_left_alone(contact: Contact, text: str) -> None:
    """Diarienummer, organisation numbers, dates, times, ranges and amounts are no contact details."""
    assert list(find_contact(text, contact)) == []


def test_an_identity_number_is_not_told_twice() -> None:
    """A day of birth that goes on as a personnummer is left to the rule on those."""
    assert list(find_contact("född 19121212-1212", Contact.BIRTH)) == []
    assert redact("född 19121212-1212.") == "född ••••••."


@given(st.sampled_from([text for texts in FOUND.values() for text in texts]), st.text(), st.text())
def test_nothing_of_it_is_left_when_it_is_redacted(text: str, before: str, after: str) -> None:
    """Whatever stands around a contact detail, none is found in the redacted text."""
    assert not [one for one in Contact if list(find_contact(redact(f"{before} {text} {after}"), one))]


@pytest.mark.parametrize("format_", ["text", "short", "json"])
def test_validate_never_shows_what_it_found(format_: str, workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """The address, the number and the day are in no output, whether plainly written or with escapes."""
    (workspace / "records/roll/ROL-chef.yaml").write_text(
        "id: ROL-chef\nnamn: Enhetschef\nansvar:\n  - Nås på 070-174 06 05 eller a.b@example.se.\n"
        '  - "Kvinna f\\u00f6dd 1943-02-11."\npatientsakerhetsansvar: ja\n',
        encoding="utf-8",
    )
    run = kvalitet("-C", workspace, "validate", "--format", format_)
    assert [code for code in ("SEK004", "SEK005", "SEK006") if code in run.out] == ["SEK004", "SEK005", "SEK006"]
    assert not [part for part in ("174 06", "example.se", "1943") if part in run.out + run.err]


def test_a_number_in_a_field_of_numbers_is_no_telephone_number(workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """A diarienummer may look like anything; in running text the same is told."""
    case = workspace / "records/klagomal/2025/KLA-2025-H8M80N.yaml"
    case.parent.mkdir(parents=True)
    text = (
        "id: KLA-2025-H8M80N\nart: fraga\nrubrik: Kall mat\nenhet: ENH-norr\nmottaget: 2025-03-14\n"
        "fran: personal\nbeskrivning: Varför är maten kall?\n{field}: 0980-319 200\n"
        "skapad: 2025-03-14T13:05:11.482913+01:00\n"
    )
    case.write_text(text.format(field="diarienummer"), encoding="utf-8")
    assert kvalitet("-C", workspace, "validate").out == ""
    case.write_text(text.format(field="diarienummer").replace("0980", "x\nrubrik2: 0980"), encoding="utf-8")
    assert "SEK005" in kvalitet("-C", workspace, "validate").out
