"""A report of a time of which there are no records: it says so first of all, and so does the screen."""

from __future__ import annotations

import datetime as dt

import pytest

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.reporting.recorded import nothing_recorded
from kvalitet.reporting.selection import Selection
from tests.conftest import DAY
from tests.reporting.conftest import Made
from tests.reporting.reading import plain

UNTOLD = "Det finns inga poster för {}. Poster finns för 2021–2026."


def said(records: Records, period: str, enhet: str = "", day: dt.date = DAY) -> str:
    asked = Period.parse(period)
    assert asked is not None
    return nothing_recorded(Selection(records, asked, enhet), day)


@pytest.mark.parametrize(
    ("period", "day", "told"),
    [
        ("1999", DAY, UNTOLD.format("1999")),
        ("2020-Q4", DAY, UNTOLD.format("fjärde kvartalet 2020")),
        ("2021", DAY, ""),  # an indicator alone
        ("2025-03", DAY, ""),
        ("2027", DAY, ""),  # has not been yet: a plan is made for it
        ("2027", dt.date(2028, 1, 1), UNTOLD.format("2027")),
        ("2027", dt.date(2027, 12, 31), ""),
    ],
)
def test_a_time_without_records_is_told_with_the_years_that_have_some(
    osby: Records, period: str, day: dt.date, told: str
) -> None:
    """Only of a time that has ended, and of which nothing at all is recorded."""
    assert said(osby, period, day=day) == told


def test_years_apart_are_told_apart(osby: Records) -> None:
    """Years that follow one another are told as one; a nämnd's years are its own."""
    kept = [r for r in osby if not any(year in r.document.path for year in ("2023", "2024", "2026"))]
    few = osby.with_instead([r for r in kept if r.kind.name in ("avvikelse", "enhet")], ())
    assert said(few, "2019") == "Det finns inga poster för 2019. Poster finns för 2025."
    assert said(few, "2019", "ENH-kommunstyrelsen").endswith("Inget annat år har poster heller.")


@pytest.mark.parametrize("report", ["kvalitetsberattelse", "tjansteskrivelse", "egenkontrollplan", "tillsynspaket"])
def test_it_is_the_first_thing_in_the_report(made: Made, report: str) -> None:
    """Before any heading, with a word that what stands below is of today; no table of indicators without a value."""
    text = plain(made(report, "1999").markdown)
    first = text.split("---", 2)[2].split("\n# ")[0]
    assert UNTOLD.format("1999") in first
    assert "hur ledningssystemet såg ut den 20 februari 2026" in first
    assert "tbl-indikatorer" not in text
